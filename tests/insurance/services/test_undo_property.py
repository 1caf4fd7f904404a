"""Random lives of a unit's people: whatever is declared, decided, taken back and corrected in whatever order, the record,
the next bill, the certificates and the benefits say what an account of its own says."""

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from accounts.rules.errors import RuleBroken, RulesBroken
from accounts.rules.roles import Agency
from insurance.models import Certificate, ClosedMonth, Declaration, DeclarationLine, DeclarationPart, Enrolment
from insurance.rules.kinds import EMPLOYEE_INSURANCES, Insurance
from insurance.rules.months import Month
from insurance.selectors.insurance_picture import segments_of
from insurance.selectors.next_bill import next_bill
from insurance.selectors.roster import RosterFilter, Standing, roster_page
from insurance.services import (
    benefits,
    corrections,
    declarations,
    disputes,
    increases,
    reductions,
    undoing,
    unit_declarations,
)
from insurance.services.increases import IncreaseAnswers
from insurance.services.reductions import ReductionAnswers
from tests.factories import NOW, EnrolmentFactory, PersonFactory, UserFactory, employ
from tests.factories.policy import put_policy
from tests.factories.record import AreaFactory

pytestmark = pytest.mark.django_db

CERTIFICATE = {"contract_from": "2024-01-01", "post": "会计", "years_in_unit": "2.5"}
CODES = (*map(int, EMPLOYEE_INSURANCES), int(Insurance.SUPPLEMENT), int(Insurance.RESIDENT))
MONTHS = list(Month.span(Month(2026, 8), Month(2027, 6)))
OF_THE_UNIT = frozenset(CODES) - {Insurance.RESIDENT}
OLD_WAGE, NEW_WAGE = 800_000, 650_000
UNIT_RATE = {110: "0.16", 210: "0.005", 410: "0.004", 310: "0.085", 510: "0.008"}
SUPPLEMENT = 700
OWN_RATE = {110: "0.08", 210: "0.005", 310: "0.02"}


class Account:
    """What should stand on record: acts in the order in which they took effect; those taken back are left out."""

    def __init__(self, before):
        self.before, self.acts, self.seen, self.taken_back = before, [], set(), set()

    def note(self):
        """Write down the parts that took effect since."""
        for part in (
            DeclarationPart.objects.filter(decided_at__isnull=False).select_related("declaration__about").order_by("pk")
        ):
            if part.state == "effective" and part.pk not in self.seen:
                self.seen.add(part.pk)
                self.acts += self.of(part)

    @staticmethod
    def of(part):
        """Return what a part does for its people; who joins leaves the resident scheme, which takes the same place."""
        found = []
        for line in part.declaration.lines.filter(undone_at=None):
            said = (part.declaration_id, line.person_id)
            codes, wage = line.insurances_of(part.agency), line.details.get("wage_fen")
            if part.declaration.kind == "increase" and Insurance.MEDICAL in codes:
                found.append((*said, [Insurance.RESIDENT], line.start_month, None, None))
            wage = wage if part.declaration.about is None else None
            found.append((*said, codes, line.stop_month, line.start_month, wage))
        return found

    def charged(self, people, pending=()):
        """Return ``{(person, insurance): months}`` and ``{person: wage}``."""
        months = {key: set(those) for key, those in self.before.items()}
        wages = dict.fromkeys(people, OLD_WAGE)
        for declaration, person, codes, stop, start, wage in [*self.acts, *pending]:
            if (declaration, person) in self.taken_back:
                continue
            for code in map(int, codes):
                if stop:
                    months[person, code] = {month for month in months[person, code] if month < Month.of(stop)}
                else:
                    months[person, code] |= {month for month in MONTHS if month >= Month.of(start)}
            if wage:
                wages[person] = wage
        return months, wages


class Life:
    """A unit with its people, a day that goes on, and what can be done on it."""

    def __init__(self, seed):
        self.dice = random.Random(seed)
        put_policy(AreaFactory())
        self.operator = UserFactory(operator=True)
        self.unit, self.area = self.operator.unit, self.operator.unit.registration.area
        self.people = {person.pk: person for person in PersonFactory.create_batch(4)}
        for person in self.people.values():
            employ(person, self.unit)
        self.citizens = {key: UserFactory(person=person) for key, person in self.people.items()}
        part_time, resident = list(self.people.values())[2:]
        Enrolment.objects.filter(person=part_time).exclude(insurance=Insurance.INJURY).delete()
        Enrolment.objects.filter(person=resident).delete()
        EnrolmentFactory(person=resident, resident=True)
        self.day, self.done = date(2026, 9, 2), defaultdict(int)
        self.account = Account(on_record(self.people))
        self.clerks = [UserFactory(supervisor=True)]
        benefits.recompute(self.people, on=self.day)

    @property
    def at(self):
        return datetime(self.day.year, self.day.month, self.day.day, 10, 0, tzinfo=NOW.tzinfo)

    @property
    def by(self):
        return {"actor": self.operator, "at": self.at, "on": self.day}

    def some(self, of):
        of = list(of)
        return self.dice.sample(of, self.dice.randint(1, len(of)))

    def insured(self, runs):
        """Return the people who run with the unit, or those who do not; now and then anybody."""
        running = set(Enrolment.objects.filter(unit=self.unit, stop_month=None).values_list("person_id", flat=True))
        return [key for key in self.people if (key in running) == runs or self.dice.random() < 0.02]

    def file(self, draft):
        return unit_declarations.submit(draft.number, **self.by, acknowledged=True)

    def reduce(self):
        answers = [
            ReductionAnswers(reason="14", ended_on=self.day, person=self.people[key], details=dict(CERTIFICATE))
            for key in self.some(self.insured(True))
        ]
        lines = reductions.lines_of(self.unit, answers, on=self.day)
        for line in lines:
            if isinstance(line, RulesBroken):
                raise line
        self.file(unit_declarations.prepare("reduction", self.unit, lines, **self.by, acknowledged=True))

    def increase(self):
        person = self.people[self.dice.choice(self.insured(False))]
        answers = IncreaseAnswers(started_on=self.day, wage_fen=NEW_WAGE, person=person, name=person.name,
                                  id_number=person.identity_number, post="会计")  # fmt: skip
        self.file(increases.draft_increase(self.unit, answers, **self.by, acknowledged=True))

    def parts(self, *states):
        return list(DeclarationPart.objects.filter(state__in=states).order_by("pk"))

    def decide(self):
        for part in self.some(self.parts("submitted")):
            declarations.accept(part.pk, actor=self.clerks[0], version=DeclarationPart.objects.get(pk=part.pk).version,
                                at=self.at, on=self.day)  # fmt: skip

    def withdraw(self):
        part = self.dice.choice([one for one in self.parts("submitted", "accepted") if one.declaration.unit_id])
        unit_declarations.withdraw(part.declaration.number, actor=self.operator, at=self.at, text="误报，请退回。")

    def answer(self):
        part = self.dice.choice(self.parts("withdrawal_requested"))
        by = {"actor": self.clerks[0], "version": part.version, "at": self.at}
        if self.dice.random() < 0.5:
            declarations.grant_withdrawal(part.pk, **by)
        else:
            declarations.refuse_withdrawal(part.pk, **by, on=self.day, text="查明情况属实。")

    def chosen(self):
        about = self.dice.choice([one for one in self.parts("effective") if one.declaration.unit_id]).declaration
        return about, self.some(about.lines.values_list("person_id", flat=True))

    def undo(self):
        about, people = self.chosen()
        left = set(about.lines.filter(undone_at=None).values_list("person_id", flat=True))
        people = None if self.dice.random() < 0.4 else people
        undoing.undo(about.number, **self.by, people=people, text="误报，请退回。")
        self.account.taken_back |= {(about.pk, person) for person in left & set(people or left)}

    def correct(self):
        about, people = self.chosen()
        wrong = "still_employed" if about.kind == "reduction" else "never_employed"
        said = {"wrong": wrong, "text": "人事误报，该职工情况与申报不符。"}
        self.file(corrections.draft_correction(about, people, **said, **self.by))

    def dispute(self):
        lines = DeclarationLine.objects.filter(declaration__kind="reduction", declaration__submitted_at__isnull=False)
        line = self.dice.choice(list(lines.select_related("declaration__area", "person")))
        said = {"claimed_reason": "17", "proposed_by": None, "text": "我没有辞职，是单位通知我不用再来上班。"}
        disputes.lodge_dispute(line, **said, **(self.by | {"actor": self.citizens[line.person_id]}))

    def days_pass(self):
        self.day += timedelta(days=self.dice.randint(2, 12))
        benefits.recompute(self.people, on=self.day)
        for part in declarations.due_parts(self.day):
            declarations.take_effect(part, at=self.at, on=self.day)
        self.account.note()
        last = Month.of(self.day) - 1
        if self.dice.random() < 0.8 and not ClosedMonth.objects.filter(month__gte=last.first_day).exists():
            ClosedMonth.objects.create(area=self.area, month=last.first_day, closed_on=self.day)

    def live(self):
        acts = [
            self.reduce,
            self.increase,
            self.decide,
            self.withdraw,
            self.answer,
            self.undo,
            self.correct,
            self.dispute,
            self.days_pass,
        ]
        weights = (4, 5, 12, 1, 4, 3, 6, 2, 7) if self.day.day <= 25 else (0, 0, 8, 1, 3, 3, 5, 2, 9)
        act = self.dice.choices(acts, weights=weights)[0]
        try:
            with transaction.atomic():
                act()
            self.done[act.__name__] += 1
        except (RuleBroken, RulesBroken) as refused:
            for problem in getattr(refused, "problems", [refused]):
                self.done[problem.code] += 1
        except IndexError:
            pass
        except ValueError as nothing:
            if "empty range" not in str(nothing):
                raise
        self.account.note()
        return act.__name__

    def check(self):
        months, _wages = self.account.charged(self.people)
        assert on_record(self.people) == months
        self.check_bill()
        self.check_certificates()
        charged = {
            person for (person, code), those in months.items() if Month.of(self.day) in those and code in OF_THE_UNIT
        }
        page = roster_page(self.unit, RosterFilter(standing=Standing.ALL), on=self.day, size=20)
        insured = {entry.public_id for entry in page.entries if entry.state != "stopped"}
        assert insured == {self.people[person].public_id for person in charged}
        assert benefits.recompute(self.people, on=self.day) == 0, "benefits follow at once"

    def check_bill(self):
        """What was accepted counts by its month, unless its withdrawal is the unit's own taking back."""
        month = Month.of(self.day) + 1
        pending = [act for part in self.parts("accepted", "withdrawal_requested") for act in Account.of(part)]
        months, wages = self.account.charged(self.people, pending)
        unit = own = 0
        people = set()
        for (person, code), those in months.items():
            if month in those and code in OF_THE_UNIT:
                people.add(person)
                unit += wages[person] * Decimal(UNIT_RATE.get(code, 0))
                own += wages[person] * Decimal(OWN_RATE.get(code, 0)) + (SUPPLEMENT if code == 330 else 0)
        bill = next_bill(self.unit, month, on=self.day)
        assert (bill.people, bill.unit_fen, bill.own_fen) == (len(people), unit, own)

    def check_certificates(self):
        valid = set(Certificate.objects.filter(state="valid").values_list("declaration_id", "person_id"))
        stands = set()
        for made in Declaration.objects.filter(kind="reduction"):
            if made.parts.filter(
                agency=Agency.HRSS, state__in=["accepted", "withdrawal_requested", "effective"]
            ).exists():
                lines = made.lines.filter(undone_at=None, insurances__overlap=[110, 210, 410])
                stands |= {(made.pk, person) for person in lines.values_list("person_id", flat=True)}
        corrected = DeclarationPart.objects.filter(
            declaration__kind="correction", agency=Agency.HRSS, state="effective"
        )
        stands -= set(corrected.values_list("declaration__about", "declaration__lines__person"))
        assert valid == stands


def on_record(people):
    """Return ``{(person, insurance): months}`` as the person's own page reads them."""
    found = {(person, code): set() for person in people for code in CODES}
    for person in people:
        for one in segments_of(person):
            found[person, int(one.insurance)] |= {
                month for month in MONTHS
                if one.first_month <= month.first_day and (one.stop_month is None or month.first_day < one.stop_month)
            }  # fmt: skip
    return found


@pytest.mark.parametrize("seed", [306, 355, 600])
def test_every_account_agrees_after_each_step(seed):
    life = Life(seed)
    trail = []
    for _step in range(60):
        trail.append(life.live())
        try:
            life.check()
        except AssertionError as wrong:
            raise AssertionError(f"seed {seed} on {life.day} after {trail}: {wrong}") from wrong
    assert life.done["decide"] > 1
