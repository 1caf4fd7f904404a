"""Who signs in: a citizen, an operator of a unit, or a member of the bureau's staff."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.parties import Person, Unit
from accounts.rules.roles import Agency, OperatorRight, Permission, Role, UserKind, permissions_of


def choices(enum):
    return [(member.value, member.value) for member in enum]


class UserManager(BaseUserManager):
    """Users are made by services; the manager only finds them."""

    def get_by_natural_key(self, username):
        return self.get(username=username)


class User(AbstractBaseUser):
    """One account at one door. Activated means: its owner has chosen a password."""

    kind = models.CharField(_("kind"), max_length=10, choices=choices(UserKind))
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="users")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="operators")
    username = models.CharField(_("user name"), max_length=60, null=True, blank=True)
    name = models.CharField(_("name"), max_length=100)
    agency = models.CharField(_("agency"), max_length=10, choices=choices(Agency), null=True, blank=True)
    roles = ArrayField(models.CharField(max_length=30, choices=choices(Role)), default=list, blank=True)
    rights = ArrayField(models.CharField(max_length=30, choices=choices(OperatorRight)), default=list, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_demo = models.BooleanField(_("demo account"), default=False)
    activated_at = models.DateTimeField(_("activated at"), null=True, blank=True)
    cooling_off_until = models.DateTimeField(_("sensitive changes blocked until"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    elder = models.BooleanField(_("large type"), default=False)
    contrast = models.BooleanField(_("high contrast"), default=False)

    objects = UserManager()

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.CheckConstraint(
                name="user_kind_has_its_owner",
                condition=Q(kind="citizen", person__isnull=False, unit=None, username=None)
                | Q(kind="operator", unit__isnull=False, username__isnull=False)
                | Q(kind="staff", unit=None, username__isnull=False),
            ),
            models.UniqueConstraint(name="one_account_per_citizen", fields=["person"], condition=Q(kind="citizen")),
            models.UniqueConstraint(
                name="operator_name_unique_in_unit", fields=["unit", "username"], condition=Q(kind="operator")
            ),
            models.UniqueConstraint(name="staff_name_unique", fields=["username"], condition=Q(kind="staff")),
            models.CheckConstraint(name="only_staff_have_roles", condition=Q(kind="staff") | Q(roles=[])),
            models.CheckConstraint(name="only_operators_have_rights", condition=Q(kind="operator") | Q(rights=[])),
        ]

    def __str__(self):
        return self.name

    @property
    def display_name(self) -> str:
        return self.name

    @property
    def number(self) -> str:
        """What the account is called in the audit: a number of ours, no name."""
        return f"A{self.pk:08d}"

    @property
    def is_citizen(self) -> bool:
        return self.kind == UserKind.CITIZEN

    @property
    def is_operator(self) -> bool:
        return self.kind == UserKind.OPERATOR

    @property
    def is_staff(self) -> bool:
        """Whether Django's admin may be entered; what can be done there is a matter of permissions."""
        return self.kind == UserKind.STAFF

    @property
    def is_superuser(self) -> bool:
        """Nobody is: every right comes from a role."""
        return False

    def may(self, permission: Permission) -> bool:
        """Return whether one of this staff member's roles grants ``permission``."""
        return self.is_active and self.is_staff and permission in permissions_of(self.roles)

    def may_for_unit(self, right: OperatorRight) -> bool:
        """Return whether this operator holds ``right`` for the unit."""
        return self.is_active and self.is_operator and right in self.rights

    def has_perm(self, perm, obj=None) -> bool:
        """Django permission names are not used; admin classes ask ``may``."""
        return False

    def has_module_perms(self, app_label) -> bool:
        return self.is_active and self.is_staff
