"""人员减少: one person leaves. Filled in, checked against the rules, looked over, submitted."""

import re

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import clock
from accounts.rules.errors import RuleBroken
from accounts.rules.resident_id import masked
from accounts.rules.roles import OperatorRight
from accounts.views.audiences import OperatorRequired
from accounts.views.forms import RuleFormView
from accounts.views.said import said
from accounts.wording import day_text, month_text, sentence
from insurance import access
from insurance.forms.days import EmployeeReturnDayForm
from insurance.forms.reductions import CheckForm, KeyForm, ReductionForm
from insurance.rules.kinds import DeclarationKind, Insurance
from insurance.rules.months import Month
from insurance.rules.reasons import reduction_reason
from insurance.rules.workflow import State, overall_state
from insurance.selectors.closing import running_segments
from insurance.selectors.outlook import Known, known_of_line
from insurance.selectors.unit_declarations import attachments_of, lines_of, parts_of
from insurance.selectors.unit_window import unit_window
from insurance.services import attachments, reductions, unit_declarations
from insurance.services.declaration_kinds.reduction import TICK
from insurance.services.reductions import ReductionAnswers
from insurance.views.declared import declared_facts
from insurance.views.declared.reduction import proposer_of
from insurance.views.employer.pages import holders_of, number_asked_for
from insurance.wording_outlook import resumption_facts, span_rows, unit_outlook_facts
from insurance.wording_reasons import EFFECTIVE_RULE_NAMES
from insurance.wording_reductions import explained_reasons, job_loss_words
from insurance.wording_steps import explained

CATALOGUED = re.compile(r"R[0-9]{3}(?=\.|$)")
DETAILS = ("proposed_by", "contract_from", "contract_to", "post", "years_in_unit", "note", "protections")
TO_ANSWER = frozenset({State.DRAFT, State.RETURNED})


def catalogue_code(code: str) -> str:
    """Return the code of the validation catalogue: R006 for each of its variants with sentences of their own."""
    found = CATALOGUED.match(code)
    return found.group() if found else code


def finding(problem: RuleBroken) -> dict:
    """Return a finding as pages show it."""
    return {"code": catalogue_code(problem.code), "text": sentence(problem)}


def is_only_one(problem: RuleBroken, problems: list[RuleBroken]) -> bool:
    """Return whether no other of the problems says the same."""
    return sum(other.code == problem.code for other in problems) == 1


def named_sentence(problem: RuleBroken, form) -> str:
    """Return the sentence with the field's name in front, for one that is said of several fields."""
    if problem.field not in form.fields:
        return sentence(problem)
    return _("%(field)s: %(sentence)s") % {"field": form.fields[problem.field].label, "sentence": sentence(problem)}


class FindingsView(OperatorRequired, RuleFormView):
    """A form whose refusals carry the codes of the validation catalogue.

    Hard findings stand beside their fields, soft ones above the tick that says they were read.
    """

    soft: tuple[RuleBroken, ...] = ()

    def refuse(self, form, problems: list[RuleBroken]):
        self.soft = tuple(problem for problem in problems if problem.field == TICK)
        hard = [problem for problem in problems if problem.field != TICK]
        for problem in hard:
            field = problem.field if problem.field in form.fields else None
            words = sentence(problem) if is_only_one(problem, hard) else named_sentence(problem, form)
            form.add_error(field, ValidationError(words, code=catalogue_code(problem.code)))
        if self.soft and TICK in form.fields:
            form.add_error(
                TICK, ValidationError(_("Read what is pointed out, then tick this."), code="not_acknowledged")
            )
        return self.form_invalid(form)

    def get_context_data(self, **kwargs):
        return super().get_context_data(soft=[finding(problem) for problem in self.soft], **kwargs)


class ReductionView(FindingsView):
    """The form; ``?person=`` takes somebody from the roster, ``?declaration=`` corrects a draft or a returned one."""

    form_class = ReductionForm
    template_name = "insurance/employer/reduction_form.html"

    @cached_property
    def window(self):
        return unit_window(self.request.user.unit, on=clock.today())

    @cached_property
    def corrected(self):
        """The declaration that is corrected; None for a new one."""
        number = number_asked_for(self.request, "declaration")
        if not number:
            return None
        declaration = access.unit_declaration(self.request.user, number)
        if declaration.kind != DeclarationKind.REDUCTION or len(lines_of(declaration)) != 1:
            raise Http404
        return declaration

    @cached_property
    def line(self):
        return lines_of(self.corrected)[0] if self.corrected else None

    @cached_property
    def person(self):
        """The person who is known before anything is typed; None when they are named in the form."""
        if self.line is not None:
            return self.line.person
        public_id = number_asked_for(self.request, "person")
        return access.staff_member(self.request.user, public_id) if public_id else None

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

    def address_of(self, result):
        return f"/employer/declarations/{result.number}/check/"

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
            files_lost=bool(self.request.FILES),
            **kwargs,
        )


def steps() -> list[str]:
    """Return the steps from the empty form to the agency."""
    return [_("Fill in"), _("Look it over"), pgettext("step", "Submitted")]


def plain(value):
    """Return an answer as JSON can carry it."""
    return value if value is None or isinstance(value, list) else str(value)


def by_rule(window) -> str:
    """Return what happens when no stop month is chosen."""
    if window.stops is None:
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


class CheckView(FindingsView):
    """The answers once more, before they are sent."""

    form_class = CheckForm
    template_name = "insurance/employer/reduction_check.html"

    @cached_property
    def declaration(self):
        return access.unit_declaration(self.request.user, self.kwargs["number"])

    @cached_property
    def parts(self):
        return parts_of(self.declaration)

    @cached_property
    def lines(self):
        return lines_of(self.declaration)

    @cached_property
    def can_submit(self) -> bool:
        return self.request.user.may_for_unit(OperatorRight.SUBMIT)

    @cached_property
    def soft(self) -> list[RuleBroken]:
        """What came up since the draft was made; asked for only of who may submit."""
        return unit_declarations.not_read(self.declaration, on=clock.today()) if self.can_submit else []

    @property
    def meanings(self) -> list[dict]:
        """What the reduction means for each person's medical benefits, as far as the unit may know it."""
        found = ((line, known_of_line(line, on=clock.today())) for line in self.lines)
        words = (meaning_words(line, known, self.return_form(line)) for line, known in found if known)
        return [one for one in words if one]

    def return_form(self, line) -> EmployeeReturnDayForm:
        """The day on which coming back is imagined; unbound where none was asked for."""
        asked = self.request.GET if self.request.GET.get("resume_on") else None
        return EmployeeReturnDayForm(asked, earliest=max(line.stop_month, clock.today()))

    def get(self, request, *args, **kwargs):
        if not any(part.state in TO_ANSWER for part in self.parts):
            return HttpResponseRedirect(f"/employer/declarations/{self.declaration.number}/")
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "asks": bool(self.soft)}

    def get_initial(self):
        return {"seen": sum(part.version for part in self.parts)}

    def removal(self, attachment) -> KeyForm | None:
        """Return the form that takes a file out of the draft; None once the agency has it."""
        if self.declaration.submitted_at or not self.request.user.may_for_unit(OperatorRight.PREPARE):
            return None
        return KeyForm(auto_id=f"remove_{attachment.pk}_%s")

    def perform(self, answers):
        return unit_declarations.submit(
            self.declaration.number, actor=self.request.user, at=clock.now(), on=clock.today(), **answers
        )

    def address_of(self, result):
        return f"/employer/declarations/{result.number}/"

    def get_context_data(self, **kwargs):
        change_url = f"/employer/reductions/new/?declaration={self.declaration.number}"
        return super().get_context_data(
            steps=steps(),
            declaration=self.declaration,
            state=overall_state(part.state for part in self.parts),
            people=[answered(line, change_url) for line in self.lines],
            meanings=self.meanings,
            change_url=change_url,
            attachments=[(attachment, self.removal(attachment)) for attachment in attachments_of(self.declaration)],
            can_submit=self.can_submit,
            submitters=holders_of(self.request.user, OperatorRight.SUBMIT),
            **kwargs,
        )


class RemoveAttachmentView(OperatorRequired, RuleFormView):
    """A file is taken out of a draft again."""

    http_method_names = ["post"]
    form_class = KeyForm
    template_name = "422.html"

    @cached_property
    def declaration(self):
        return access.unit_declaration(self.request.user, self.kwargs["number"])

    def perform(self, answers):
        unit_declarations.refuse_without_right(self.request.user, OperatorRight.PREPARE)
        attachment = access.unit_attachment(self.declaration, self.kwargs["pk"])
        attachments.remove(attachment, actor=self.request.user, at=clock.now())
        return self.declaration

    def address_of(self, result):
        return f"/employer/declarations/{result.number}/check/"

    def get_context_data(self, form, **kwargs):
        problems = [
            {"code": error.code, "sentence": " ".join(error.messages)}
            for errors in form.errors.as_data().values()
            for error in errors
        ]
        back_url = f"/employer/declarations/{self.declaration.number}/"
        return super().get_context_data(form=form, problems=problems, back_url=back_url, **kwargs)


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


def answered(line, change_url: str) -> dict:
    """Return one person's line as check answers, with what follows from it."""
    return {
        "public_id": line.person.public_id,
        "name": line.person.name,
        "answers": [{**fact, "change_url": change_url} for fact in declared_facts(line.declaration, line)],
        "job_loss": job_loss_words(reduction_reason(line.reason), proposer_of(line)),
    }
