"""人员增加: one person joins. Filled in, checked against the rules, looked over, submitted."""

from django.utils.translation import gettext as _

from accounts import clock
from accounts.rules.resident_id import masked
from accounts.rules.roles import OperatorRight
from accounts.wording import day_text, month_text, sentence
from insurance.forms.increases import IncreaseForm
from insurance.rules.employment import Employment
from insurance.rules.kinds import DeclarationKind
from insurance.rules.money import yuan_from_fen
from insurance.rules.months import Month
from insurance.rules.start_months import MONTHS_BACK
from insurance.selectors.employment_outlook import EmploymentOutlook, employment_outlook
from insurance.services import attachments, increases
from insurance.services.declarations import opened
from insurance.services.increases import IncreaseAnswers
from insurance.views.employer.checking import CHECKS, Check, steps
from insurance.views.employer.one_person import OnePersonView
from insurance.views.employer.pages import holders_of, may_declare
from insurance.wording import INSURANCE_NAMES
from insurance.wording_citizen import money
from insurance.wording_steps import explained

KEPT = ("household", "post", "note")


class IncreaseView(OnePersonView):
    """The form; ``?person=`` takes somebody who was in the unit before, ``?declaration=`` corrects a draft or a returned
    one."""

    kind = DeclarationKind.INCREASE
    form_class = IncreaseForm
    template_name = "insurance/employer/increase_form.html"

    @property
    def asks(self) -> tuple[str, ...]:
        """What of number and name is typed: of somebody known only a name that nobody has checked yet."""
        if self.person is None:
            return ("id_number", "name")
        return ("name",) if self.person.is_provisional else ()

    def get_form_kwargs(self):
        months = [(str(month), month_text(month.first_day)) for month in offered_months(self.window)]
        return {
            **super().get_form_kwargs(),
            "asks": self.asks,
            "months": months,
            "by_rule": _("By the rule of the area"),
        }

    def get_initial(self):
        if self.line is None:
            return {}
        terms = Employment.of(self.line.details)
        return {
            "name": self.line.details.get("name") or self.line.person.name,
            "started_on": terms.started_on,
            "employment_kind": terms.kind,
            "contract_from": terms.contract_from,
            "contract_to": terms.contract_to,
            "wage": yuan_from_fen(terms.wage_fen),
            "start_month": str(Month.of(self.line.start_month)),
            "phone": opened(self.line.sealed).get("phone", ""),
            **{name: self.line.details.get(name, "") for name in KEPT},
        }

    def perform(self, answers):
        files = answers.pop("attachments")
        acknowledged = answers.pop("acknowledged")
        wage_fen = answers.pop("wage")
        return increases.draft_increase(
            self.request.user.unit,
            IncreaseAnswers(**answers, wage_fen=wage_fen, person=self.person),
            actor=self.request.user,
            at=clock.now(),
            on=clock.today(),
            acknowledged=acknowledged,
            number=self.corrected.number if self.corrected else "",
            files=attachments.received(files),
        )

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            steps=steps(),
            window=self.window,
            refused=sentence(self.window.refused) if self.window.refused else "",
            person=self.person,
            identity=masked(self.person.identity_number) if self.person else "",
            corrected=self.corrected,
            preparers=holders_of(self.request.user, OperatorRight.PREPARE),
            can_prepare=self.request.user.may_for_unit(OperatorRight.PREPARE),
            declares=may_declare(self.request),
            files_lost=bool(self.request.FILES),
            **kwargs,
        )


def offered_months(window) -> list[Month]:
    """Return the months from which somebody may be charged by a declaration of the day: what is open, and two more."""
    month = Month.of(window.on)
    first = month - MONTHS_BACK
    if window.closed_through:
        first = max(first, window.closed_through + 1)
    return list(Month.span(first, max(month, first) + 2))


def meanings(declaration, lines, asked) -> list[dict]:
    """Return what each person's increase means: from when, covered from when, what it costs."""
    return [meaning_words(line, employment_outlook(declaration, line, on=clock.today())) for line in lines]


def meaning_words(line, outlook: EmploymentOutlook) -> dict:
    """Return one person's outlook as the page writes it."""
    cost = outlook.cost
    return {
        "name": line.person.name,
        "start": explained(outlook.start.explanation) if outlook.start else None,
        "cover": explained(outlook.cover) if outlook.cover else None,
        "limit": explained(outlook.registered_by.explanation),
        "limit_words": _("In time if declared by %(day)s, 30 days after the first working day.")
        % {"day": day_text(outlook.registered_by.due_on)},
        "cost": cost,
        "base": base_words(cost) if cost else "",
        "base_tree": base_tree(cost) if cost else None,
        "rows": [(INSURANCE_NAMES[due.charged.insurance], due) for due in cost.rows] if cost else [],
        "month": line.start_month,
    }


def base_words(cost) -> str:
    """Return how the contribution base follows from the wage."""
    told = {name: money(fen) for name, fen in (("base", cost.base_fen), ("wage", cost.wage_fen))}
    if cost.base_fen > cost.wage_fen:
        return _("Contribution base %(base)s: the lower bound, for the wage of %(wage)s lies below it.") % told
    if cost.base_fen < cost.wage_fen:
        return _("Contribution base %(base)s: the upper bound, for the wage of %(wage)s lies above it.") % told
    return _("Contribution base %(base)s: the wage itself, which lies within the bounds.") % told


def base_tree(cost):
    """Return why the base is what it is, from the first insurance that is charged by it."""
    split = next((due.split for due in cost.rows if due.split), None)
    return explained(split.explanation.steps[0]) if split else None


def change_url(declaration) -> str:
    return f"/employer/increases/new/?declaration={declaration.number}"


def remark(line) -> str:
    """Return what somebody who is insured for work injury alone has to know."""
    if len(line.insurances) > 1:
        return ""
    return _(
        "Part time: your unit insures the person against work injury; pension and medical insurance they may pay alone."
    )


CHECKS[DeclarationKind.INCREASE] = Check(change_url, meanings, "insurance/employer/increase_meaning.html", remark)
