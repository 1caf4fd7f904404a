"""申报: an applicant's act, its lines, and what each agency concerned makes of it."""

from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField
from accounts.models.parties import Person, Unit
from accounts.models.users import User
from accounts.rules.roles import Agency
from insurance.models.columns import codes, first_of_month, insurance_field
from insurance.models.policy import PoolingArea
from insurance.rules.kinds import AGENCY_OF, DeclarationKind, Insurance
from insurance.rules.workflow import Action, State


class Declaration(models.Model):
    """One act of one applicant: a citizen for themselves, or a unit for its staff or itself. Its state is its parts'
    (workflow).

    ``about`` is the declaration that a correction or a dispute is about. ``sealed`` holds as JSON, encrypted, what of the
    answers is not to be read from a stolen copy: bank account, phone, address, identity number.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=codes(DeclarationKind))
    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="declarations")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="declarations")
    lodged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(_("created at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True)
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    details = models.JSONField(default=dict)
    sealed = EncryptedTextField(null=True)

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        constraints = [
            models.CheckConstraint(
                name="declaration_has_one_applicant",
                condition=Q(person=None, unit__isnull=False) | Q(person__isnull=False, unit=None),
            ),
        ]
        indexes = [
            models.Index(name="declaration_by_person", fields=["person", "-id"], condition=Q(person__isnull=False)),
            models.Index(name="declaration_by_unit", fields=["unit", "-id"], condition=Q(unit__isnull=False)),
        ]

    def __str__(self):
        return self.number


class DeclarationLine(models.Model):
    """One person in a declaration: what stops, begins or changes for them, why, and from which month.

    ``stop_month`` is the first month not charged, ``start_month`` the first one charged, or the first one that is charged
    on other terms; what changes a person's data alone has neither and names no insurance. ``unit`` is the employment
    meant, NULL for flexible and resident enrolments. ``settles`` names the employee's own request that this line of the
    unit answers. ``sealed`` holds as JSON, encrypted, what of the answers is not to be read from a stolen copy.
    ``explanation`` is what was shown of medical benefits when it was submitted (``rules/explanation.as_data``): later
    changes of policy do not alter it. ``undone_at`` is when this person's line was taken back after it took effect.
    """

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="declaration_lines")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    settles = models.ForeignKey(Declaration, models.PROTECT, null=True, related_name="settled_by_lines")
    insurances = ArrayField(insurance_field())
    reason = models.CharField(_("reason"), max_length=20)
    ended_on = models.DateField(_("end of the relation"), null=True)
    stop_month = models.DateField(_("first month not charged"), null=True)
    start_month = models.DateField(_("first month charged"), null=True)
    details = models.JSONField(default=dict)
    sealed = EncryptedTextField(null=True)
    explanation = models.JSONField(null=True)
    undone_at = models.DateTimeField(_("taken back at"), null=True)

    class Meta:
        verbose_name = _("declaration line")
        constraints = [
            first_of_month("line_stops_with_a_month", "stop_month"),
            first_of_month("line_starts_with_a_month", "start_month"),
            models.CheckConstraint(name="line_stops_or_starts", condition=Q(stop_month=None) | Q(start_month=None)),
            models.CheckConstraint(
                name="line_has_a_month_and_insurances_or_neither",
                condition=Q(insurances__len=0, stop_month=None, start_month=None)
                | (Q(insurances__len__gt=0) & (Q(stop_month__isnull=False) | Q(start_month__isnull=False))),
            ),
            models.UniqueConstraint(name="line_positions_unique", fields=["declaration", "position"]),
            models.UniqueConstraint(name="one_line_per_person", fields=["declaration", "person"]),
        ]

    @property
    def month(self) -> date | None:
        """The first day of the month from which it counts, whether something stops or begins; None for data alone."""
        return self.stop_month or self.start_month

    @property
    def reason_in_force(self) -> str:
        """The reason that counts: the one found in a dispute, else the one declared, which stays as it was."""
        return self.details.get("found_reason") or self.reason

    def insurances_of(self, agency: Agency) -> list[Insurance]:
        """Return those of the line's insurances on which ``agency`` decides."""
        return [Insurance(code) for code in self.insurances if AGENCY_OF[code] == agency]


class DeclarationPart(models.Model):
    """What one agency has to decide of a declaration; each accepted part takes effect alone, on its day.

    ``by_rule``: accepted without anybody's decision, because a rule says that nobody has to look at it. ``levels`` is how
    many people have to agree; of two, ``agreed_by`` is the first and ``decided_by`` the second.
    """

    declaration = models.ForeignKey(Declaration, models.CASCADE, related_name="parts")
    agency = models.CharField(_("agency"), max_length=10, choices=codes(Agency))
    state = models.CharField(_("state"), max_length=22, choices=codes(State), default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)
    lodged_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    with_unit = models.BooleanField(default=False)
    due_on = models.DateField(_("due on"), null=True)
    claimed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="claimed_parts")
    claimed_until = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    levels = models.PositiveSmallIntegerField(default=1)
    agreed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    by_rule = models.BooleanField(default=False)
    reason_code = models.CharField(max_length=40, blank=True)
    next_action = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True, max_length=2000)
    effective_on = models.DateField(_("takes effect on"), null=True)

    class Meta:
        verbose_name = _("declaration part")
        verbose_name_plural = _("declaration parts")
        constraints = [
            models.UniqueConstraint(name="one_part_per_agency", fields=["declaration", "agency"]),
            models.CheckConstraint(name="part_state_known", condition=Q(state__in=[str(state) for state in State])),
            models.CheckConstraint(
                name="part_not_decided_by_its_maker",
                condition=Q(decided_by=None) | ~Q(decided_by=F("lodged_by")),
                violation_error_message=_("Nobody decides a case they lodged."),
            ),
            models.CheckConstraint(
                name="part_accepted_by_somebody",
                condition=~Q(state__in=["accepted", "withdrawal_requested"])
                | Q(decided_by__isnull=False, decided_at__isnull=False, effective_on__isnull=False)
                | Q(by_rule=True, decided_by=None, decided_at__isnull=False, effective_on__isnull=False),
            ),
            models.CheckConstraint(
                name="part_of_two_levels_accepted_by_two",
                condition=Q(levels=1)
                | ~Q(state__in=["accepted", "withdrawal_requested", "effective"])
                | (Q(agreed_by__isnull=False, agreed_at__isnull=False) & ~Q(agreed_by=F("decided_by"))),
                violation_error_message=_("The second decision is somebody else's."),
            ),
            models.CheckConstraint(
                name="part_refusal_says_why_and_what_next",
                condition=~Q(state__in=["returned", "rejected"])
                | (Q(decided_by__isnull=False) & ~Q(reason_code="") & ~Q(next_action="")),
            ),
            models.CheckConstraint(
                name="part_claim_has_an_end",
                condition=Q(claimed_by=None, claimed_until=None)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="part_on_the_desk",
                fields=["agency", "due_on", "id"],
                condition=Q(state__in=["submitted", "withdrawal_requested"]),
            ),
            models.Index(name="part_to_take_effect", fields=["effective_on"], condition=Q(state="accepted")),
        ]

    def __str__(self):
        return f"{self.declaration.number}/{self.agency}"


class UnitRequest(models.Model):
    """Somebody asks a unit to end an insurance: its employee, or another unit that has taken the person on.

    ``declaration`` is the employee's stop, or the other unit's increase. Silent or refusing, the agency takes it up.
    """

    class Answer(models.TextChoices):
        PENDING = "pending", _("the unit has not answered")
        REFUSED = "refused", _("the unit refused")
        SILENT = "silent", _("the unit stayed silent")
        DONE = "done", _("the unit filed the reduction")
        CANCELLED = "cancelled", _("the request was withdrawn")

    declaration = models.OneToOneField(Declaration, models.CASCADE, related_name="unit_request")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="stop_requests")
    asked_at = models.DateTimeField()
    due_on = models.DateField(_("answer due on"))
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.PENDING)
    answered_at = models.DateTimeField(null=True)
    text = models.TextField(blank=True, max_length=1000)

    class Meta:
        verbose_name = _("request to a unit")
        constraints = [
            models.CheckConstraint(
                name="unit_request_answer_has_a_time",
                condition=Q(answer="pending", answered_at=None) | (~Q(answer="pending") & Q(answered_at__isnull=False)),
            )
        ]
        indexes = [models.Index(name="unit_request_pending", fields=["unit", "due_on"], condition=Q(answer="pending"))]


class DeclarationEvent(models.Model):
    """One step in the life of a declaration, append-only: what the time line of a case shows."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="events")
    agency = models.CharField(max_length=10, choices=codes(Agency), blank=True)
    at = models.DateTimeField()
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(max_length=12)
    action = models.CharField(
        max_length=30,
        choices=[
            *codes(Action),
            ("created", "created"),
            ("claimed", "claimed"),
            ("forwarded", "forwarded"),
            ("unit_refused", "unit_refused"),
            ("unit_stated", "unit_stated"),
            ("reason_found", "reason_found"),
        ],
    )
    from_state = models.CharField(max_length=22, blank=True)
    to_state = models.CharField(max_length=22, blank=True)
    facts = models.JSONField(default=dict)
    text = models.TextField(blank=True)

    class Meta:
        verbose_name = _("event of a declaration")
        indexes = [models.Index(name="event_by_declaration", fields=["declaration", "id"])]


class DeclarationMessage(models.Model):
    """A question or an answer between the applicant and the agency, on the case."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="messages")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    from_staff = models.BooleanField()
    at = models.DateTimeField()
    text = models.TextField(max_length=2000)

    class Meta:
        verbose_name = _("message on a case")
        constraints = [models.CheckConstraint(name="message_says_something", condition=~Q(text=""))]
