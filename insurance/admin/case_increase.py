"""What a review page tells about an increase: asked and on record, which enrolments begin, and which end for them."""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.models.parties import LifeStatus
from accounts.rules.person_name import same_person_name
from accounts.wording import day_text, month_text
from insurance.admin.case import Change, Comparison, History
from insurance.admin.case_resumption import openings
from insurance.models.declarations import Declaration, DeclarationLine, DeclarationPart, UnitRequest
from insurance.models.enrolments import Enrolment
from insurance.rules.employment import Employment, retirements
from insurance.rules.employment_kinds import EmploymentKind
from insurance.rules.kinds import Insurance
from insurance.rules.months import Month
from insurance.rules.notification import registered_by
from insurance.rules.workflow import State
from insurance.selectors.closing import declared_on
from insurance.selectors.employment_outlook import cost_of
from insurance.selectors.insurance_picture import Segment
from insurance.selectors.joining import exclusive, scheme_of
from insurance.selectors.policy import work_calendar
from insurance.selectors.review import segments_ended_by
from insurance.wording import ENROLMENT_KIND_NAMES
from insurance.wording_citizen import end_reason, money
from insurance.wording_increases import EMPLOYMENT_KIND_NAMES, RELEASE_ANSWER_NAMES
from insurance.wording_reductions import SHORT_INSURANCE_NAMES, insurances_in_short

__all__ = ["changes", "comparisons", "openings"]


def comparisons(declaration: Declaration, line: DeclarationLine, history: History) -> list[Comparison]:
    """Return what was declared of one person beside what is on record."""
    terms = Employment.of(line.details)
    found = [
        compare_name(line),
        compare_insurances(line, history),
        compare_start(line, history),
        compare_first_day(declaration, terms),
        compare_age(line, terms),
        compare_wage(declaration, line, terms),
        compare_kind(line, terms),
    ]
    return found + compare_release(declaration)


def compare_name(line: DeclarationLine) -> Comparison:
    """Somebody nobody has checked yet is known by this declaration alone."""
    person, declared = line.person, line.details.get("name") or line.person.name
    label = _("Name")
    if person.is_provisional:
        return Comparison(label, declared, _("not on record yet: check the name against the card"), True, is_name=True)
    if person.life_status == LifeStatus.DEAD:
        return Comparison(label, declared, _("recorded as deceased"), True, is_name=True)
    return Comparison(label, declared, person.name, not same_person_name(declared, person.name), is_name=True)


def running_elsewhere(line: DeclarationLine, segments: list[Segment]) -> list[Segment]:
    """Return what runs elsewhere in the slots of the line's insurances."""
    slots = exclusive(line.insurances)
    return [
        segment
        for segment in segments
        if segment.unit_id != line.unit_id
        and scheme_of(segment.insurance) in slots
        and (segment.stop_month is None or segment.stop_month > line.start_month)
    ]


def compare_insurances(line: DeclarationLine, history: History) -> Comparison:
    """What runs elsewhere ends when this begins: nobody is insured twice."""
    asked = insurances_in_short(line.insurances)
    others = running_elsewhere(line, history.segments)
    if not others:
        return Comparison(_("Insurances to begin"), asked, _("nothing of them runs elsewhere"))
    payers = sorted({other.unit_name or str(ENROLMENT_KIND_NAMES[other.kind]) for other in others})
    told = {"insurances": insurances_in_short({other.insurance for other in others}), "payers": " · ".join(payers)}
    return Comparison(_("Insurances to begin"), asked, _("%(insurances)s runs with %(payers)s") % told, differs=True)


def compare_start(line: DeclarationLine, history: History) -> Comparison:
    """The first month charged follows the last one another unit is charged for."""
    stops = [s.stop_month for s in history.segments if s.stop_month and s.unit_id and s.stop_month > s.first_month]
    label, asked = _("First month charged"), month_text(line.start_month)
    if not stops:
        first_time = not history.segments
        return Comparison(label, asked, _("never insured before") if first_time else _("no unit's enrolment has ended"))
    last = max(stops)
    on_record = _("not charged to a unit since %(month)s") % {"month": month_text(last)}
    return Comparison(label, asked, on_record, differs=line.start_month < last)


def compare_first_day(declaration: Declaration, terms: Employment) -> Comparison:
    """30 days from the first working day (Social Insurance Law, article 58)."""
    limit = registered_by(terms.started_on, work_calendar())
    on_record = _("to be declared by %(day)s") % {"day": day_text(limit)}
    late = declared_on(declaration, terms.started_on) > limit
    return Comparison(_("First working day"), day_text(terms.started_on), on_record, differs=late)


def compare_age(line: DeclarationLine, terms: Employment) -> Comparison:
    """Who may have retired already is looked into."""
    person = line.person
    earliest = min(one.earliest for one in retirements(Month.of(person.born_on), person.sex))
    on_record = _("retires in %(month)s at the earliest") % {"month": month_text(earliest.first_day)}
    return Comparison(_("Born on"), day_text(person.born_on), on_record, differs=Month.of(terms.started_on) >= earliest)


def compare_wage(declaration: Declaration, line: DeclarationLine, terms: Employment) -> Comparison:
    """The base is the wage within the bounds."""
    cost = cost_of(declaration.unit, line, terms)
    on_record = _("contribution base %(base)s") % {"base": money(cost.base_fen)} if cost else ""
    differs = cost is not None and cost.base_fen != terms.wage_fen
    return Comparison(_("Monthly wage"), money(terms.wage_fen), on_record, differs)


def compare_kind(line: DeclarationLine, terms: Employment) -> Comparison:
    part_time = terms.kind == EmploymentKind.PART_TIME
    on_record = _("owes work injury alone") if part_time else _("owes all five insurances")
    return Comparison(_("Kind of employment"), str(EMPLOYMENT_KIND_NAMES[terms.kind]), on_record)


def compare_release(declaration: Declaration) -> list[Comparison]:
    """Return what the other unit, which was asked to release the person, has answered, with its words."""
    request = UnitRequest.objects.filter(declaration=declaration).select_related("unit").first()
    if request is None:
        return []
    found = [
        Comparison(
            _("Release by %(unit)s") % {"unit": request.unit.name},
            _("answer due by %(day)s") % {"day": day_text(request.due_on)},
            str(RELEASE_ANSWER_NAMES[request.answer]),
            differs=request.answer in (UnitRequest.Answer.REFUSED, UnitRequest.Answer.SILENT),
        )
    ]
    if request.text:
        found.append(Comparison(_("What the other unit says"), request.text, is_name=True))
    return found


def changes(part: DeclarationPart, line: DeclarationLine) -> list[Change]:
    """Return what accepting the part ends elsewhere for one person; for a part in effect, what it ended."""
    if part.state in (State.EFFECTIVE, State.UNDONE):
        ended = [segment for segment in segments_ended_by(part, line.person_id) if segment.begun_by_id != part.pk]
        return [change_of(s, s.stop_month, s.covered_until, end_reason(s.end_reason)) for s in ended]
    slots = exclusive(line.insurances_of(part.agency))
    running = Enrolment.objects.filter(person=line.person_id, scheme__in=slots).exclude(unit=line.unit_id)
    return [
        change_of(s, max(s.first_month, line.start_month), max(s.covered_from, line.start_month), ending_words(s))
        for s in running.order_by("insurance")
        if s.stop_month is None or (s.unit_id is None and s.stop_month > line.start_month)
    ]


def ending_words(segment: Enrolment) -> str:
    if segment.unit_id:
        return _("ends with the other unit: insured through this one")
    return _("ends: insured through a unit")


def change_of(segment: Enrolment, stop_month: date, uncovered_from: date, effect: str) -> Change:
    charged = stop_month > segment.first_month
    return Change(
        number=segment.number,
        insurance=str(SHORT_INSURANCE_NAMES[Insurance(segment.insurance)]),
        last_month=(Month.of(stop_month) - 1).first_day if charged else None,
        covered_until=uncovered_from - timedelta(days=1),
        effect=effect,
    )
