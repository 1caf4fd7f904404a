"""人员减少: one person leaves. Filled in, checked against the rules, looked over, submitted."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts import clock
from accounts.rules.resident_id import masked
from accounts.rules.roles import OperatorRight
from accounts.views.said import said
from accounts.wording import day_text, month_text, sentence
from insurance.forms.days import EmployeeReturnDayForm
from insurance.forms.reductions import ReductionForm
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import reduction_reason
from insurance.rules.stop_months import EffectiveRule
from insurance.selectors.closing import running_segments
from insurance.selectors.outlook import Known, known_of_line
from insurance.services import attachments, reductions
from insurance.services.reductions import ReductionAnswers
from insurance.views.declared.reduction import proposer_of
from insurance.views.employer.checking import CHECKS, Check, steps
from insurance.views.employer.one_person import OnePersonView
from insurance.views.employer.pages import holders_of, may_declare
from insurance.wording_outlook import resumption_facts, span_rows, unit_outlook_facts
from insurance.wording_reasons import EFFECTIVE_RULE_NAMES
from insurance.wording_reductions import explained_reasons, job_loss_words
from insurance.wording_steps import explained

DETAILS = ("proposed_by", "contract_from", "contract_to", "post", "years_in_unit", "note", "protections")


class ReductionView(OnePersonView):
    """The form; ``?person=`` takes somebody from the roster, ``?declaration=`` corrects a draft or a returned one."""

    kind = DeclarationKind.REDUCTION
    form_class = ReductionForm
    template_name = "insurance/employer/reduction_form.html"

    @cached_property
    def running(self) -> list[Insurance]:
        if self.person is None:
            return []
        return [Insurance(segment.insurance) for segment in running_segments(self.person.pk, self.request.user.unit_id)]

    def get_form_kwargs(self):
        months = [(str(choice.month), month_text(choice.month.first_day)) for choice in self.window.choices]
        known = {
            "person_known": self.person is not None,
            "months": months,
            "by_rule": by_rule(self.window),
            "running": self.running,
        }
        return {**super().get_form_kwargs(), **known}

    def get_initial(self):
        if self.line is None:
            return {"insurances": self.running}
        return {
            "reason": self.line.reason,
            "ended_on": self.line.ended_on,
            "stop_month": str(Month.of(self.line.stop_month)),
            "insurances": self.line.insurances,
            **{name: self.line.details.get(name) for name in DETAILS},
        }

    def perform(self, answers):
        files = answers.pop("attachments")
        acknowledged = answers.pop("acknowledged")
        details = {name: plain(answer) for name in DETAILS if (answer := answers.pop(name)) not in ("", None, [])}
        return reductions.draft_reduction(
            self.request.user.unit,
            ReductionAnswers(
                **answers | {"insurances": tuple(answers["insurances"])}, person=self.person, details=details
            ),
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
            window_steps=window_steps(self.window),
            refused=sentence(self.window.refused) if self.window.refused else "",
            person=self.person,
            identity=masked(self.person.identity_number) if self.person else "",
            corrected=self.corrected,
            reasons=explained_reasons(),
            preparers=holders_of(self.request.user, OperatorRight.PREPARE),
            can_prepare=self.request.user.may_for_unit(OperatorRight.PREPARE),
            declares=may_declare(self.request),
            files_lost=bool(self.request.FILES),
            **kwargs,
        )


def plain(value):
    """Return an answer as JSON can carry it."""
    return value if value is None or isinstance(value, list) else str(value)


def by_rule(window) -> str:
    """Return what happens when no stop month is chosen; no month where it follows from the day the employment ended."""
    if window.stops is None or window.stops.rule == EffectiveRule.DATE:
        return _("By the rule of the area")
    return _("By the rule of the area: %(month)s") % {"month": month_text(window.stops.default.first_day)}


def window_steps(window) -> list[dict]:
    """Return how the earliest stop month follows: the window, the rule, what is closed, the document."""
    stops = window.stops
    if stops is None:
        return []
    steps = [
        {
            "text": _("This month's window runs from %(first)s to %(last)s.")
            % {"first": day_text(stops.window.opens_on), "last": day_text(stops.window.closes_on)}
        },
        {"text": _("Declared today, it counts as declared on %(day)s.") % {"day": day_text(stops.counts_as_of)}},
        {"text": str(EFFECTIVE_RULE_NAMES[stops.rule]), "basis": said(window.row.document.number)},
    ]
    if window.closed_through:
        closed = {"month": month_text(window.closed_through.first_day)}
        steps.append({"text": _("The books are closed up to %(month)s; those months stay charged.") % closed})
    return steps


def meanings(declaration, lines, asked) -> list[dict]:
    """Return what the reduction means for each person's medical benefits, as far as the unit may know it.

    ``asked`` may hold the day on which coming back is imagined.
    """
    found = ((line, known_of_line(line, on=clock.today())) for line in lines)
    words = (meaning_words(line, known, return_form(line, asked)) for line, known in found if known)
    return [one for one in words if one]


def return_form(line, asked) -> EmployeeReturnDayForm:
    """The day on which coming back is imagined; unbound where none was asked for."""
    data = asked if asked.get("resume_on") else None
    return EmployeeReturnDayForm(data, earliest=max(line.stop_month, clock.today()))


def meaning_words(line, known: Known, day: EmployeeReturnDayForm) -> dict | None:
    """Return what one person's reduction means for medical benefits: dates and the rule, nothing of the person.

    None where the area has no rule. Nobody comes back after an end for good.
    """
    stop = Month.of(line.stop_month)
    outlook = known.if_stopped(stop, reason=line.reason)
    if outlook is None:
        return None
    asked = day.is_bound and day.is_valid()
    resumed = known.if_stopped_and_resumed(stop, day.cleaned_data["resume_on"]) if asked and outlook.spans else None
    return {
        "name": line.person.name,
        "facts": list(unit_outlook_facts(outlook)),
        "spans": span_rows(outlook),
        "tree": explained(outlook.explanation),
        "return_form": day if outlook.spans else None,
        "resumed": resumption_facts(resumed) if resumed else [],
        "resumed_tree": explained(resumed.explanation) if resumed else None,
    }


def change_url(declaration) -> str:
    return f"/employer/reductions/new/?declaration={declaration.number}"


def remark(line) -> str:
    """Return what one person's reduction means for unemployment benefit."""
    return job_loss_words(reduction_reason(line.reason), proposer_of(line))


CHECKS[DeclarationKind.REDUCTION] = Check(change_url, meanings, "insurance/employer/reduction_meaning.html", remark)
