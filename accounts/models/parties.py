"""Who there is: persons and units, identity only."""

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Concat, Greatest, Length, LPad
from django.utils.translation import gettext_lazy as _

from accounts.fields import EncryptedTextField, blind_index


def public_number(prefix: str) -> models.GeneratedField:
    """Return a column with the number people see (``P00000042``), made by the database from the key."""
    digits = Cast("id", models.TextField())
    return models.GeneratedField(
        expression=Concat(Value(prefix), LPad(digits, Greatest(Value(8), Length(digits)), Value("0"))),
        output_field=models.CharField(max_length=20),
        db_persist=True,
        unique=True,
    )


class IdentityType(models.TextChoices):
    """证件类型 (AAC058)."""

    RESIDENT_ID = "01", _("resident identity card")
    PASSPORT = "04", _("passport")
    HK_MACAU_TRAVEL_PERMIT = "05", _("travel permit for Hong Kong and Macau residents")
    TAIWAN_TRAVEL_PERMIT = "06", _("travel permit for Taiwan residents")
    FOREIGN_PERMANENT_RESIDENT = "07", _("foreign permanent resident identity card")
    HK_MACAU_RESIDENCE_PERMIT = "08", _("residence permit for Hong Kong and Macau residents")
    TAIWAN_RESIDENCE_PERMIT = "09", _("residence permit for Taiwan residents")


class Sex(models.TextChoices):
    """性别 (AAC004)."""

    MALE = "1", _("male")
    FEMALE = "2", _("female")
    NOT_STATED = "9", _("not stated")


class LifeStatus(models.TextChoices):
    """生存状态 (AAC060); old records know that somebody died without knowing when."""

    ALIVE = "1", _("alive")
    DEAD = "2", _("dead")


def identity_index(identity_type: str, number: str, country: str = "CHN"):
    """Return the blind index a person is found by; ``number`` must be normalised."""
    return blind_index(f"{identity_type}|{country}|{number}", purpose="person.identity")


class Person(models.Model):
    """A natural person, known by one identity document. The number on it is the national social security number.

    ``is_provisional``: so far only named by a unit that declares to have taken the person on; no agency has accepted it.
    """

    public_id = public_number("P")
    identity_type = models.CharField(_("identity type"), max_length=2, choices=IdentityType.choices, default="01")
    issuing_country = models.CharField(_("issuing country"), max_length=3, default="CHN")
    identity_number = EncryptedTextField(_("identity number"))
    identity_index = models.UUIDField(unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    sex = models.CharField(_("sex"), max_length=1, choices=Sex.choices)
    born_on = models.DateField(_("born on"))
    life_status = models.CharField(_("life status"), max_length=1, choices=LifeStatus.choices, default="1")
    died_on = models.DateField(_("died on"), null=True, blank=True)
    phone = EncryptedTextField(_("phone"), null=True)
    address = EncryptedTextField(_("address"), null=True)
    is_provisional = models.BooleanField(_("provisional"), default=False)
    legacy_number = models.CharField(_("personal number in the old system"), max_length=20, null=True, unique=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")
        constraints = [
            models.CheckConstraint(
                name="person_dies_after_birth", condition=Q(died_on=None) | Q(died_on__gte=models.F("born_on"))
            ),
            models.CheckConstraint(name="person_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="person_with_a_death_is_dead", condition=Q(died_on=None) | Q(life_status="2")),
        ]

    def __str__(self):
        return self.public_id


class Unit(models.Model):
    """An employer or other paying body, known by its unified social credit code."""

    public_id = public_number("U")
    credit_code = models.CharField(_("unified social credit code"), max_length=18, unique=True)
    name = models.CharField(_("unit name"), max_length=200)
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    contact_name = models.CharField(_("contact person"), max_length=100, blank=True)
    contact_phone = EncryptedTextField(_("contact phone"), null=True)
    legacy_number = models.CharField(_("unit number in the old system"), max_length=20, null=True, unique=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self):
        return self.name
