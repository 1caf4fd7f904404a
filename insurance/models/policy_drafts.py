"""Changes to policy before they are in force: entered by one person, looked at from all sides, activated by another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import public_number
from accounts.models.users import User
from insurance.models.columns import codes
from insurance.models.policy import PolicyDocument, PoolingArea
from insurance.rules.policy_columns import READERS
from insurance.rules.policy_drafts import DraftState


class PolicyDraft(models.Model):
    """One row of a policy table as a reviewed file would write it (``values``), from ``first_on`` on.

    ``document`` is the text behind it; ``new_document`` describes one that the hall does not know yet and that comes
    with the activation. ``preview`` is what the draft would change, ``preview_mark`` what that holds for: these values
    and the rows in force it was compared with. ``examples`` are the rows that failed, ``examples_failed`` how many,
    None while none were run. ``own_examples`` replace rows of the reviewed example files, in the same form.
    A trigger keeps what is active or discarded as it is.
    """

    number = public_number("PD")
    area = models.ForeignKey(PoolingArea, models.PROTECT, related_name="+", verbose_name=_("pooling area"))
    table = models.CharField(_("table"), max_length=16, choices=[(name, name) for name in READERS])
    values = models.JSONField(_("values"))
    first_on = models.DateField(_("in force from"))
    document = models.ForeignKey(
        PolicyDocument, models.PROTECT, null=True, related_name="+", verbose_name=_("legal basis")
    )
    new_document = models.JSONField(null=True)
    own_examples = models.TextField(blank=True)
    state = models.CharField(_("state"), max_length=10, choices=codes(DraftState), default=DraftState.DRAFT.value)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered at"))
    changed_at = models.DateTimeField()
    preview = models.JSONField(null=True)
    preview_mark = models.CharField(max_length=64, blank=True)
    previewed_at = models.DateTimeField(null=True)
    examples = models.JSONField(null=True)
    examples_passed = models.PositiveIntegerField(null=True)
    examples_failed = models.PositiveIntegerField(null=True)
    examples_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("activated by"))
    activated_at = models.DateTimeField(null=True)
    discarded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("draft of policy")
        verbose_name_plural = _("policy studio")
        constraints = [
            models.CheckConstraint(
                name="policy_draft_four_eyes",
                condition=Q(approved_by=None) | ~Q(approved_by=F("entered_by")),
                violation_error_message=_("The person who entered a value cannot approve it."),
            ),
            models.CheckConstraint(
                name="policy_draft_active_was_looked_at",
                condition=~Q(state="active")
                | Q(
                    preview__isnull=False,
                    examples_failed__isnull=False,
                    examples_failed=0,
                    approved_by__isnull=False,
                    activated_at__isnull=False,
                    document__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="policy_draft_approved_when_active", condition=Q(approved_by=None) | Q(state="active")
            ),
            models.CheckConstraint(
                name="policy_draft_previewed_has_preview",
                condition=~Q(state="previewed") | Q(preview__isnull=False, previewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="policy_draft_has_a_document", condition=Q(document__isnull=False) | Q(new_document__isnull=False)
            ),
            models.CheckConstraint(
                name="policy_draft_discarded_by_somebody",
                condition=Q(state="discarded", discarded_by__isnull=False, discarded_at__isnull=False)
                | (~Q(state="discarded") & Q(discarded_by=None, discarded_at=None)),
            ),
        ]
        indexes = [models.Index(name="policy_draft_by_state", fields=["state", "id"])]

    def __str__(self):
        return self.number
