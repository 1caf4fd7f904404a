from tests.insurance.views.employer.pages import *
from tests.test_access import *

ODD = [
    "/employer/bases/?name=%00",
    "/employer/bases/?after=%00",
    "/employer/declarations/{certified_reduction}/correction/?people=%00",
    "/employer/declarations/?q=%00",
    "/employer/staff/?name=%00",
    "/employer/staff/?q=%00&status=%00&left=%00&sort=%00&wage=%00&employment=%00",
    "/employer/termination-certificates/?q=%00&after=%00&name=%00",
    "/employer/batches/{table}/?verdict=%00&after=%00",
    "/employer/calendar/?month=%00&from=%00",
    "/employer/next-bill/?month=%00",
    "/employer/declarations/{reduction}/?after=%00&before=%00&text=%00",
    "/employer/declarations/{reduction}/reduction-list.pdf?from=%00",
    "/employer/declarations/{certified_reduction}/certificates.pdf?from=%00",
    "/employer/operators/?q=%00",
    "/employer/exports/?after=%00",
    "/employer/bases/?after=99999999999999999999999",
    "/employer/declarations/{reduction}/?after=99999999999999999999999",
    "/employer/declarations/?after=99999999999999999999999&before=x",
    "/employer/staff/?after=99999999999999999999999",
    "/employer/batches/{table}/?after=99999999999999999999999",
    "/employer/batches/{table}/corrected.xlsx?x=%00",
    "/employer/increases/new/?person=%00&declaration=%00",
    "/employer/staff/{staff}/change/?declaration=%00",
    "/employer/declarations/{reduction}/reduction-list.pdf?from=99999999999999999999999",
    "/employer/termination-certificates/?after=99999999999999999999999",
]
MINE = [
    "/me/reductions/{reduced}/dispute/?declaration=%00",
    "/me/info-change/?declaration=%00",
    "/me/stop-insurance/?declaration=%00",
    "/me/resume/?declaration=%00",
    "/me/declarations/?after=%00",
    "/me/certificates/?after=%00",
    "/me/contributions/?year=%00",
    "/me/insurance/?on=%00",
    "/me/access-log/?after=%00",
]


def test_all(city):
    from tests.visits import Visitor as V

    bad = []
    for who, adds in ((V.OPERATOR, ODD), (V.CITIZEN, MINE)):
        for a in adds:
            for m in ("get", "post"):
                try:
                    s = city.visit(who, a, m).status_code
                    if s >= 500:
                        bad.append((a, m, s))
                except Exception as e:
                    bad.append((a, m, repr(e)[:150]))
    assert not bad, "\n".join(map(str, bad))
