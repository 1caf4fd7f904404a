"""Every address of the hall × every kind of visitor → the status of the answer: who may open what, on one screen.

A row writes an address with the names of things in braces; ``tests/factories/city.py`` builds one of each, which belong
to ``CITIZEN`` or ``OPERATOR``. ``tests/test_access.py`` demands a row for every address and tries them all;
``tests/test_pages.py`` reads the pages behind them.
"""

from dataclasses import dataclass, field

from tests.visits import CITIZENS, OPERATORS, STAFF, Visitor

V = Visitor
Answers = dict[Visitor, int]


def answers(default: int, *given: tuple[set[Visitor], int]) -> Answers:
    """Return the status for every visitor: ``default``, and for the sets named after it what stands beside them."""
    named = {visitor: status for visitors, status in given for visitor in visitors}
    return {visitor: named.get(visitor, default) for visitor in Visitor}


def citizens(status: int) -> Answers:
    """Every citizen gets ``status``; strangers are led to the door, others are told it is not theirs."""
    return answers(403, ({V.ANYBODY}, 302), (CITIZENS, status))


def its_citizen(status: int) -> Answers:
    """The citizen whose thing it is gets ``status``; for another citizen it does not exist."""
    return citizens(404) | {V.CITIZEN: status}


def units(status: int) -> Answers:
    """Every unit's operator gets ``status``."""
    return answers(403, ({V.ANYBODY}, 302), (OPERATORS, status))


def its_unit(status: int) -> Answers:
    """The operator of the unit whose thing it is gets ``status``; for another unit it does not exist."""
    return units(404) | {V.OPERATOR: status}


def other_unit(status: int) -> Answers:
    """The operator of the other unit, whose thing it is, gets ``status``; for the unit that it asks it does not exist."""
    return units(404) | {V.OUTSIDER: status}


def bureau(visitors: set[Visitor], status: int) -> Answers:
    """These members of the staff get ``status``, the others are refused; everybody else is led to the staff's door."""
    return answers(302, (STAFF, 403), (visitors, status))


OPEN = answers(200)
LEADS_ON = answers(302)
POST_ONLY = answers(405)
REFUSED = answers(422)
SIGNED_IN = answers(200, ({V.ANYBODY}, 302))

ON_THE_CASE = {V.CLERK, V.SUPERVISOR}
"""Who decides the city's declarations, which lie with one of the two agencies; the other's clerks do not see them."""

READ_THE_CASE = ON_THE_CASE | {V.AUDITOR}
AT_THE_COUNTER = {V.CLERK, V.OTHER_CLERK, V.SUPERVISOR}
SEE_UNITS = AT_THE_COUNTER | {V.CASHIER, V.EXCHANGE_OPERATOR}
SEE_POLICY = AT_THE_COUNTER | {V.POLICY_EDITOR, V.AUDITOR}
APPROVE_POLICY = {V.POLICY_EDITOR, V.SUPERVISOR}
ANSWER_FOR_LOOKS = {V.SUPERVISOR, V.AUDITOR}


@dataclass(frozen=True)
class Row:
    """What everybody gets at one address."""

    address: str
    answers: Answers
    method: str = "get"
    sent: dict = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.address}"


def get(address: str, expected: Answers) -> Row:
    return Row(address, expected)


def post(address: str, expected: Answers, **sent) -> Row:
    return Row(address, expected, "post", sent)


TABLE: dict[str, list[Row]] = {
    "public": [
        get("/", OPEN),
        get("/guides/", OPEN),
        get("/guides/{guide}/", OPEN),
        get("/law/", OPEN),
        get("/law/{law}/", OPEN),
        get("/news/", OPEN),
        get("/news/{news}/", OPEN),
        get("/faq/", OPEN),
        get("/offices/", OPEN),
        get("/hotline/", OPEN),
        get("/calculator/", OPEN),
        post("/calculator/", answers(405)),
        get("/calculator/?first_unpaid_month=2026-03&credited_on=2026-06-10&ordered_on=2026-04-01", OPEN),
        get("/calculator/?first_unpaid_month=2026-08", OPEN),
        get("/calculator/?first_unpaid_month=2026-03&repaid=no&credited_on=2026-06-10", OPEN),
        get("/calculator/?first_unpaid_month=never", REFUSED),
        get("/calculator/?question=resident&covered_year=2026&paid_on=2026-03-15", OPEN),
        get("/calculator/?question=wage&wage=3000&other_wage=9000", OPEN),
        get("/calculator/?question=retirement&birth_month=1984-11&track=woman_50", OPEN),
        get("/calculator/?question=unemployment&paid_months=60", OPEN),
        get("/verify/", OPEN),
        post("/verify/", REFUSED),
        get("/verify/{own_certificate}/", OPEN),
        get("/verify/{own_certificate}/?code={check_code}", OPEN),
        get("/verify/{own_certificate}/?code=nonsense", REFUSED),
        post("/verify/{own_certificate}/", REFUSED),
        get("/search/", OPEN),
        get("/search/?q=停保", OPEN),
        get("/accessibility/", OPEN),
        get("/privacy/", OPEN),
        get("/sitemap/", OPEN),
        get("/coverage/", OPEN),
        get("/healthz", OPEN),
        get("/readyz", OPEN),
        get("/.well-known/security.txt", OPEN),
    ],
    "accounts": [
        get("/accounts/login/", OPEN),
        post("/accounts/login/", REFUSED),
        get("/accounts/login/employer/", OPEN),
        post("/accounts/login/employer/", REFUSED),
        get("/accounts/logout/", POST_ONLY),
        post("/accounts/logout/", LEADS_ON),
        get("/accounts/activate/", OPEN),
        get("/accounts/activate/employer/", OPEN),
        get("/accounts/password/", SIGNED_IN),
        get("/accounts/password/reset/", OPEN),
        get("/accounts/inbox/", SIGNED_IN),
        get("/accounts/sessions/", SIGNED_IN),
        post("/accounts/sessions/", LEADS_ON),
        get("/preferences/", POST_ONLY),
        post("/preferences/", LEADS_ON, language="en", next="/"),
    ],
    "citizen": [
        get("/me/", citizens(200)),
        get("/me/insurance/", citizens(200)),
        get("/me/insurance/?on=2026-03-01", citizens(200)),
        get("/me/benefits/", citizens(200)),
        get("/me/benefits/?on=2026-03-01", citizens(200)),
        get("/me/contributions/", citizens(200)),
        get("/me/contributions/?year=2025", citizens(200)),
        get("/me/account/", citizens(200)),
        get("/me/account/?year=2026&direction=in", citizens(200)),
        get("/me/stop-insurance/", citizens(200)),
        post("/me/stop-insurance/", citizens(422)),
        get("/me/resume/", citizens(200)),
        post("/me/resume/", citizens(422)),
        get("/me/back-payment/", citizens(200)),
        post("/me/back-payment/", citizens(422)),
        get("/me/re-enrol/", citizens(200)),
        post("/me/re-enrol/", citizens(422)),
        get("/me/enrol/", citizens(200)),
        post("/me/enrol/", citizens(422)),
        get("/me/info-change/", citizens(200)),
        post("/me/info-change/", citizens(422)),
        get("/me/declarations/", citizens(200)),
        get("/me/declarations/{stop}/", its_citizen(200)),
        get("/me/declarations/{stop}/withdraw/", citizens(405)),
        post("/me/declarations/{stop}/withdraw/", its_citizen(422)),
        get("/me/declarations/{stop}/messages/", citizens(405)),
        post("/me/declarations/{stop}/messages/", its_citizen(422)),
        get("/me/declarations/{stop}/attachments/", citizens(405)),
        post("/me/declarations/{stop}/attachments/", its_citizen(422)),
        get("/me/declarations/{stop}/receipt.pdf", its_citizen(200)),
        get("/me/reductions/{reduced}/", its_citizen(200)),
        get("/me/reductions/{reduced}/dispute/", its_citizen(200)),
        post("/me/reductions/{reduced}/dispute/", its_citizen(422)),
        get("/me/certificates/", citizens(200)),
        get("/me/certificates/{own_certificate}/", its_citizen(200)),
        get("/me/certificates/{own_certificate}/certificate.pdf", its_citizen(200)),
        get("/me/certificates/{own_certificate}/translation.pdf", its_citizen(200)),
        get("/me/access-log/", citizens(200)),
        post("/me/access-log/", citizens(422)),
        get("/attachments/{file}/", answers(404, ({V.ANYBODY}, 302), ({V.CITIZEN, *READ_THE_CASE}, 200))),
    ],
    "employer": [
        get("/employer/", units(200)),
        get("/employer/staff/", units(200)),
        get("/employer/staff/?status=left&left=2026-09&sort=name&wage=undeclared&employment=contract", units(200)),
        post("/employer/staff/", units(302)),
        get("/employer/staff/export/", units(405)),
        post("/employer/staff/export/", units(422)),
        get("/employer/exports/", units(200)),
        get("/employer/exports/{export}/", its_unit(200)),
        get("/employer/exports/{export}/file/", its_unit(200)),
        get("/employer/next-bill/", units(200)),
        get("/employer/calendar/", units(200)),
        get("/employer/calendar.ics", units(200)),
        get("/employer/calendar/subscription/", units(200)),
        post("/employer/calendar/subscription/", units(422)),
        get("/employer/calendar/feed/{calendar_secret}.ics", OPEN),
        get("/employer/calendar/feed/of-nobody.ics", answers(404)),
        get("/employer/staff/{staff}/", its_unit(200)),
        get("/employer/staff/{staff}/change/", its_unit(200)),
        post("/employer/staff/{staff}/change/", its_unit(422)),
        get("/employer/staff/{staff}/change/?declaration={reduction}", units(404)),
        get("/employer/bases/", units(200)),
        get("/employer/bases/?show=all", units(200)),
        post("/employer/bases/", units(422)),
        get("/employer/bases/batch/", units(200)),
        post("/employer/bases/batch/", units(422)),
        get("/employer/bases/batch/template.xlsx", units(200)),
        get("/employer/bases/batch/roster.xlsx", units(405)),
        post("/employer/bases/batch/roster.xlsx", units(200)),
        get("/employer/bases/find/", units(405)),
        post("/employer/bases/find/", units(302)),
        get("/employer/stop-requests/{release}/", its_unit(200)),
        post("/employer/stop-requests/{release}/", its_unit(422)),
        get("/employer/stop-requests/{wish}/", its_unit(200)),
        post("/employer/stop-requests/{wish}/", its_unit(422)),
        get("/employer/increases/new/", units(200)),
        post("/employer/increases/new/", units(422)),
        get("/employer/increases/new/?declaration={increase}", its_unit(200)),
        post("/employer/increases/new/?declaration={increase}", its_unit(422)),
        get("/employer/increases/new/?declaration={reduction}", units(404)),
        get("/employer/increases/new/?person={staff}", its_unit(200)),
        get("/employer/declarations/{increase}/check/", its_unit(200)),
        post("/employer/declarations/{increase}/check/", its_unit(422)),
        get("/employer/declarations/{release}/", other_unit(200)),
        get("/employer/declarations/{release}/increase-list.pdf", other_unit(200)),
        get("/employer/declarations/{release}/receipt.pdf", other_unit(200)),
        get("/employer/increases/new/?declaration={release}", other_unit(200)),
        post("/employer/declarations/{release}/withdraw/", other_unit(422)),
        post("/employer/declarations/{release}/attachments/{unit_file}/remove/", other_unit(422)),
        post("/employer/declarations/{release}/disputes/{dispute}/", units(404)),
        get("/employer/reductions/new/", units(200)),
        post("/employer/reductions/new/", units(422)),
        get("/employer/reductions/new/?declaration={reduction}", its_unit(200)),
        post("/employer/reductions/new/?declaration={reduction}", its_unit(422)),
        get("/employer/reductions/new/?person={staff}", its_unit(200)),
        post("/employer/reductions/new/?person={staff}", its_unit(422)),
        get("/employer/reductions/batch/", units(200)),
        post("/employer/reductions/batch/", units(422)),
        get("/employer/reductions/batch/template.xlsx", units(200)),
        get("/employer/reductions/batch/roster.xlsx", units(405)),
        post("/employer/reductions/batch/roster.xlsx", units(200)),
        get("/employer/increases/batch/", units(200)),
        post("/employer/increases/batch/", units(422)),
        get("/employer/increases/batch/template.xlsx", units(200)),
        get("/employer/batches/{table}/", its_unit(200)),
        get("/employer/batches/{table}/?verdict=warn", its_unit(200)),
        get("/employer/batches/{waiting_table}/", its_unit(200)),
        get("/employer/batches/{unnamed_table}/", its_unit(200)),
        get("/employer/batches/{refused_table}/", its_unit(200)),
        post("/employer/batches/{table}/", its_unit(422)),
        get("/employer/batches/{table}/corrected.xlsx", its_unit(200)),
        get("/employer/batches/{table}/result.xlsx", its_unit(200)),
        get("/employer/batches/{unnamed_table}/columns/", units(405)),
        post("/employer/batches/{unnamed_table}/columns/", its_unit(422)),
        get("/employer/batches/{table}/check/", units(405)),
        post("/employer/batches/{table}/check/", its_unit(422)),
        get("/employer/batches/{table}/discard/", units(405)),
        post("/employer/batches/{table}/discard/", its_unit(422)),
        get("/employer/registration/", units(200)),
        post("/employer/registration/", units(422)),
        get("/employer/registration/certificate.pdf", units(200)),
        get("/employer/registration/cancel/", units(200)),
        post("/employer/registration/cancel/", units(422)),
        get("/employer/profile/", units(200)),
        get("/employer/profile/change/", units(200)),
        post("/employer/profile/change/", units(422)),
        get("/employer/profile/contact/", units(200)),
        post("/employer/profile/contact/", units(422)),
        get("/employer/profile/change/?declaration={unit_change}", its_unit(200)),
        post("/employer/profile/change/?declaration={unit_change}", its_unit(422)),
        post("/employer/profile/contact/?declaration={unit_draft}", its_unit(422)),
        get("/employer/registration/cancel/?declaration={unit_change}", units(404)),
        get("/employer/declarations/{unit_change}/", its_unit(200)),
        get("/employer/declarations/{unit_draft}/check/", its_unit(200)),
        get("/employer/operators/", units(200)),
        get("/employer/operators/invite/", units(200)),
        post("/employer/operators/invite/", units(422)),
        get("/employer/operators/{operator_number}/rights/", its_unit(200)),
        post("/employer/operators/{operator_number}/rights/", its_unit(422)),
        get("/employer/operators/{operator_number}/remove/", its_unit(200)),
        post("/employer/operators/{operator_number}/remove/", its_unit(422)),
        get("/employer/operators/{operator_number}/code/", its_unit(200)),
        post("/employer/operators/{operator_number}/code/", its_unit(422)),
        get("/employer/declarations/", units(200)),
        get("/employer/declarations/{reduction}/", its_unit(200)),
        get("/employer/declarations/{reduction}/check/", its_unit(302)),
        post("/employer/declarations/{reduction}/check/", its_unit(422)),
        get("/employer/declarations/{reduction}/withdraw/", units(405)),
        post("/employer/declarations/{reduction}/withdraw/", its_unit(422)),
        get("/employer/declarations/{reduction}/undo/", units(405)),
        post("/employer/declarations/{reduction}/undo/", its_unit(422)),
        get("/employer/declarations/{reduction}/correction/", its_unit(302)),
        get("/employer/declarations/{reduction}/correction/?declaration={increase}", its_unit(404)),
        post("/employer/declarations/{reduction}/correction/", its_unit(422)),
        get("/employer/declarations/{contested}/disputes/{dispute}/", units(405)),
        post("/employer/declarations/{contested}/disputes/{dispute}/", its_unit(422)),
        get("/employer/declarations/{reduction}/messages/", units(405)),
        post("/employer/declarations/{reduction}/messages/", its_unit(422)),
        get("/employer/declarations/{reduction}/attachments/", units(405)),
        post("/employer/declarations/{reduction}/attachments/", its_unit(422)),
        get("/employer/declarations/{reduction}/attachments/{unit_file}/remove/", units(405)),
        post("/employer/declarations/{reduction}/attachments/{unit_file}/remove/", its_unit(422)),
        get("/employer/declarations/{reduction}/reduction-list.pdf", its_unit(200)),
        get("/employer/declarations/{reduction}/receipt.pdf", its_unit(200)),
        get("/employer/declarations/{reduction}/increase-list.pdf", units(404)),
        get("/employer/declarations/{increase}/increase-list.pdf", its_unit(200)),
        get("/employer/declarations/{increase}/counter-form.pdf", its_unit(200)),
        get("/employer/declarations/{certified_reduction}/certificates.pdf", its_unit(200)),
        get("/employer/termination-certificates/", units(200)),
        get("/employer/termination-certificates/?declaration={certified_reduction}", its_unit(200)),
        get("/employer/termination-certificates/{certificate}/", its_unit(200)),
        get("/employer/termination-certificates/{certificate}/certificate.pdf", its_unit(200)),
        get("/employer/termination-certificates/{certificate}/translation.pdf", its_unit(200)),
        get("/attachments/{unit_file}/", answers(404, ({V.ANYBODY}, 302), ({V.OPERATOR, *READ_THE_CASE}, 200))),
    ],
    "bureau": [
        get("/admin/", bureau(STAFF, 200)),
        get("/admin/login/", answers(200, (STAFF, 302))),
        post("/admin/login/", REFUSED),
        get("/admin/logout/", bureau(STAFF, 405)),
        post("/admin/logout/", LEADS_ON),
        get("/admin/activate/", OPEN),
        post("/admin/activate/", REFUSED),
        get("/admin/activate/authenticator/", LEADS_ON),
        get("/admin/autocomplete/", bureau(STAFF, 403)),
        get("/admin/jsi18n/", bureau(STAFF, 200)),
        get("/admin/accounts/", bureau(STAFF, 404)),
        get("/admin/insurance/", answers(302, (STAFF, 404), (SEE_POLICY, 200))),
        get("/admin/portal/", answers(302, (STAFF, 404), ({V.CONTENT_EDITOR}, 200))),
        get("/admin/nothing-here/", bureau(STAFF, 404)),
        get("/admin/jobs/", bureau({V.SECURITY}, 200)),
        get("/admin/find/", bureau(AT_THE_COUNTER, 200)),
        post("/admin/find/", bureau(AT_THE_COUNTER, 422)),
    ],
    "bureau's cases": [
        get("/admin/insurance/declarationpart/{part}/", bureau(READ_THE_CASE, 200)),
        get("/admin/insurance/declarationpart/{part}/attachments/{file}/", bureau(READ_THE_CASE, 200)),
        get("/admin/insurance/declarationpart/{part}/decide/", bureau(ON_THE_CASE, 302)),
        post("/admin/insurance/declarationpart/{part}/decide/", bureau(ON_THE_CASE, 422)),
        get("/admin/insurance/declarationpart/{part}/claim/", bureau(ON_THE_CASE, 302)),
        post("/admin/insurance/declarationpart/{part}/claim/", bureau(ON_THE_CASE, 422)),
        get("/admin/insurance/declarationpart/{part}/release/", bureau(ON_THE_CASE, 302)),
        post("/admin/insurance/declarationpart/{part}/release/", bureau(ON_THE_CASE, 422)),
        get("/admin/insurance/declarationpart/{unit_part}/", bureau(READ_THE_CASE, 200)),
        get("/admin/insurance/declarationpart/{unit_part}/reveal/", bureau(ON_THE_CASE, 302)),
        post("/admin/insurance/declarationpart/{unit_part}/reveal/", bureau(ON_THE_CASE, 422)),
        get("/admin/insurance/declarationpart/{part}/messages/", bureau(ON_THE_CASE, 302)),
        post("/admin/insurance/declarationpart/{part}/messages/", bureau(ON_THE_CASE, 422)),
    ],
    "bureau's people and units": [
        get("/admin/accounts/person/{person}/", bureau(AT_THE_COUNTER, 200)),
        get("/admin/accounts/person/{person}/look/", bureau(AT_THE_COUNTER, 302)),
        post("/admin/accounts/person/{person}/look/", bureau(AT_THE_COUNTER, 422)),
        get("/admin/accounts/person/{person}/reveal/", bureau(AT_THE_COUNTER, 302)),
        post("/admin/accounts/person/{person}/reveal/", bureau(AT_THE_COUNTER, 422)),
        get("/admin/accounts/person/{person}/code/", bureau(AT_THE_COUNTER, 302)),
        post("/admin/accounts/person/{person}/code/", bureau(AT_THE_COUNTER, 422)),
        get("/admin/accounts/unit/new/", bureau(AT_THE_COUNTER, 200)),
        post("/admin/accounts/unit/new/", bureau(AT_THE_COUNTER, 422)),
        get("/admin/insurance/registrynotice/?q=云州", bureau({V.EXCHANGE_OPERATOR}, 200)),
        get("/admin/insurance/registrynotice/load/", bureau({V.EXCHANGE_OPERATOR}, 200)),
        post("/admin/insurance/registrynotice/load/", bureau({V.EXCHANGE_OPERATOR}, 422)),
        get("/admin/insurance/registrynotice/accounts/", bureau({V.EXCHANGE_OPERATOR}, 200)),
        post("/admin/insurance/registrynotice/accounts/", bureau({V.EXCHANGE_OPERATOR}, 422)),
        get("/admin/accounts/unit/{unit}/", bureau(SEE_UNITS, 200)),
        get("/admin/accounts/unit/{unit}/operators/", bureau(AT_THE_COUNTER, 302)),
        post("/admin/accounts/unit/{unit}/operators/", bureau(AT_THE_COUNTER, 422)),
        get("/admin/accounts/unit/{unit}/operators/{operator}/code/", bureau(AT_THE_COUNTER, 302)),
        post("/admin/accounts/unit/{unit}/operators/{operator}/code/", bureau(AT_THE_COUNTER, 422)),
        get("/admin/accounts/unit/{unit}/operators/{operator}/remove/", bureau(AT_THE_COUNTER, 302)),
        post("/admin/accounts/unit/{unit}/operators/{operator}/remove/", bureau(AT_THE_COUNTER, 422)),
    ],
    "bureau's policy": [
        get("/admin/insurance/policydraft/?state=draft", bureau(SEE_POLICY, 200)),
        get("/admin/insurance/policydraft/new/", bureau({V.POLICY_EDITOR}, 200)),
        get("/admin/insurance/policydraft/new/?area=379901", bureau({V.POLICY_EDITOR}, 200)),
        get("/admin/insurance/policydraft/new/379901/windows/unit/", bureau({V.POLICY_EDITOR}, 200)),
        get("/admin/insurance/policydraft/new/379901/benefits/unit/", bureau({V.POLICY_EDITOR}, 200)),
        post("/admin/insurance/policydraft/new/379901/benefits/unit/", bureau({V.POLICY_EDITOR}, 422)),
        get("/admin/insurance/policydraft/{draft}/", bureau(SEE_POLICY, 200)),
        get("/admin/insurance/policydraft/{rule_draft}/", bureau(SEE_POLICY, 200)),
        get("/admin/insurance/policydraft/{draft}/change/", bureau({V.POLICY_EDITOR}, 200)),
        post("/admin/insurance/policydraft/{draft}/change/", bureau({V.POLICY_EDITOR}, 422)),
        get("/admin/insurance/policydraft/{draft}/preview/", bureau(SEE_POLICY, 200)),
        get("/admin/insurance/policydraft/{rule_draft}/preview/", bureau(SEE_POLICY, 200)),
        post("/admin/insurance/policydraft/{draft}/preview/", bureau(APPROVE_POLICY, 422)),
        get("/admin/insurance/policydraft/{draft}/examples/", bureau(SEE_POLICY, 200)),
        get("/admin/insurance/policydraft/{rule_draft}/examples/", bureau(SEE_POLICY, 200)),
        post("/admin/insurance/policydraft/{draft}/examples/", bureau(APPROVE_POLICY, 422)),
        get("/admin/insurance/policydraft/{draft}/activate/", bureau(SEE_POLICY, 200)),
        get("/admin/insurance/policydraft/{rule_draft}/activate/", bureau(SEE_POLICY, 200)),
        post("/admin/insurance/policydraft/{draft}/activate/", bureau(APPROVE_POLICY, 422)),
        get("/admin/insurance/policydraft/{draft}/discard/", bureau(SEE_POLICY, 302)),
        post("/admin/insurance/policydraft/{draft}/discard/", bureau(APPROVE_POLICY, 422)),
    ],
    "bureau's own accounts": [
        get("/admin/accounts/user/{member}/", bureau({V.SECURITY}, 200)),
        get("/admin/accounts/user/{member}/roles/", bureau({V.SECURITY}, 302)),
        post("/admin/accounts/user/{member}/roles/", bureau({V.SECURITY}, 422)),
        get("/admin/accounts/user/{member}/deactivate/", bureau({V.SECURITY}, 302)),
        post("/admin/accounts/user/{member}/deactivate/", bureau({V.SECURITY}, 422)),
        get("/admin/accounts/user/{member}/code/", bureau({V.SECURITY}, 302)),
        post("/admin/accounts/user/{member}/code/", bureau({V.SECURITY}, 422)),
        get("/admin/accounts/accessentry/{look}/answer/", bureau(ANSWER_FOR_LOOKS, 200)),
        post("/admin/accounts/accessentry/{look}/answer/", bureau(ANSWER_FOR_LOOKS, 422)),
    ],
}
"""The rows, by the part of the hall they stand in."""

MODELS_SEEN_BY: dict[str, set[Visitor]] = {
    "accounts.accessentry": {V.SUPERVISOR, V.AUDITOR, V.SECURITY},
    "accounts.auditentry": {V.AUDITOR, V.SECURITY},
    "accounts.outboxmessage": {V.SECURITY},
    "accounts.person": AT_THE_COUNTER,
    "accounts.unit": SEE_UNITS,
    "accounts.user": {V.SECURITY},
    "insurance.basebound": SEE_POLICY,
    "insurance.benefitrule": SEE_POLICY,
    "insurance.calendarday": SEE_POLICY,
    "insurance.declarationpart": AT_THE_COUNTER | {V.AUDITOR},
    "insurance.declarationwindow": SEE_POLICY,
    "insurance.latefee": SEE_POLICY,
    "insurance.policydocument": SEE_POLICY,
    "insurance.policydraft": SEE_POLICY,
    "insurance.poolingarea": SEE_POLICY,
    "insurance.rate": SEE_POLICY,
    "insurance.registrynotice": {V.EXCHANGE_OPERATOR},
    "insurance.residentwait": SEE_POLICY,
    "insurance.unemploymentduration": SEE_POLICY,
    "insurance.unitinjuryrate": SEE_POLICY,
    "portal.guide": {V.CONTENT_EDITOR},
    "portal.lawarticle": {V.CONTENT_EDITOR},
    "portal.lawtext": {V.CONTENT_EDITOR},
    "portal.newsitem": {V.CONTENT_EDITOR},
    "portal.office": {V.CONTENT_EDITOR},
    "portal.question": {V.CONTENT_EDITOR},
    "portal.statement": {V.CONTENT_EDITOR},
}
"""Who may open the list of a model in the admin; a model that is registered and not named here fails."""

MODELS_ADDED_BY: dict[str, set[Visitor]] = {
    "accounts.user": {V.SECURITY},
    "insurance.policydraft": {V.POLICY_EDITOR},
    "portal.guide": {V.CONTENT_EDITOR},
    "portal.lawtext": {V.CONTENT_EDITOR},
    "portal.newsitem": {V.CONTENT_EDITOR},
    "portal.office": {V.CONTENT_EDITOR},
    "portal.question": {V.CONTENT_EDITOR},
}
"""Who may add rows of a model in the admin; nobody where it is not named."""
