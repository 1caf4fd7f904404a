"""A person's medical benefits as the counter shows them: today's state and the time line with the reasons of each bar."""

from datetime import date

from insurance.rules.benefit_history import Benefit
from insurance.rules.benefit_rule import PolicyMissing
from insurance.selectors.benefits import MedicalPicture, medical_picture
from insurance.views.benefit_bars import bar_rows
from insurance.views.benefit_timeline import timeline
from insurance.wording_benefits import BENEFIT_NAMES, cause_sentence


def medical_of(person_id: int, *, on: date) -> dict:
    """Return what is shown of a person's medical benefits; hardly anything where the area has no rule to judge by."""
    try:
        picture = medical_picture(person_id, on=on)
    except PolicyMissing:
        return {"missing": True}
    if picture is None:
        return {}
    has_bars = picture.benefits.employee.periods or picture.benefits.resident.periods
    return _words(picture, on) if has_bars else {"missing": True}


def _words(picture: MedicalPicture, on: date) -> dict:
    period = picture.benefits.on(on)
    state = period.state if period else Benefit.NONE
    return {
        "state": state,
        "state_words": BENEFIT_NAMES[state],
        "why": cause_sentence(period) if period else "",
        "timeline": timeline(picture.benefits, on=on, today=on),
        "bars": bar_rows(picture.benefits, on=on),
    }
