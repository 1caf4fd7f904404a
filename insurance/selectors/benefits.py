"""What somebody is entitled to from medical insurance, on any day, with everything a page needs to explain it."""

from dataclasses import dataclass
from datetime import date

from insurance.rules.area_policy import AreaPolicy
from insurance.rules.benefits import Benefits, MedicalRecord, benefits
from insurance.rules.prospects import Prospect, prospects
from insurance.rules.restoration import Interruption
from insurance.selectors.area_policy import area_policy
from insurance.selectors.medical_records import medical_record

PROSPECTS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class MedicalPicture:
    """One person's medical insurance as known on a day: the record, the area's policy, and what follows."""

    record: MedicalRecord
    policy: AreaPolicy
    benefits: Benefits
    on: date

    @property
    def open_interruption(self) -> Interruption | None:
        """What keeps employee benefits away and nothing has ended yet."""
        found = self.benefits.employee.open_interruption
        return found[0] if found else None

    def prospects(self, count: int = PROSPECTS_SHOWN) -> tuple[Prospect, ...]:
        """Return what a credit from the day on would bring, while something is open that money can end."""
        interruption = self.open_interruption
        if interruption is None:
            return ()
        since = max(self.on, interruption.first_unpaid.first_day)
        return prospects(interruption, self.policy.book, since=since, count=count)


def medical_picture(person_id: int, *, on: date) -> MedicalPicture | None:
    """Return a person's medical insurance as known on a day; None for who was never enrolled. Three statements while
    policy has not changed."""
    found = medical_record(person_id, on=on)
    if found is None:
        return None
    policy = area_policy(found.area_id)
    return MedicalPicture(found.record, policy, benefits_of(found.record, policy, on=on), on)


def benefits_of(record: MedicalRecord, policy: AreaPolicy, *, on: date) -> Benefits:
    """Return the entitlement that a record gives under an area's policy."""
    return benefits(record, policy.book, policy.resident_wait_on, on=on)
