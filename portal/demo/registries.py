"""What the registries report of the demo units, and what one of them has declared of itself."""

from datetime import timedelta

from accounts.models import Unit
from accounts.rules import resident_id
from insurance.services import registry, unit_declarations, unit_matters
from portal.demo.numbers import AREA
from portal.demo.steps import City, accept, moment, operator

AUTHORITY = "云州市市场监督管理局"


def tell_of_units(city: City) -> None:
    """Report a founding and a new name; a unit declares its representative, its bank and its address."""
    founded(city)
    renamed(city)
    completed(city)


def founded(city: City) -> None:
    """云州新启 was founded two weeks ago; the row arrived the day after."""
    unit = city.units["xinqi"]
    received_on = unit.founded_on + timedelta(days=1)
    load(city, unit, "founded", unit.name, "邹立", "云州市滨河路8号2层", unit.founded_on, received_on)


def renamed(city: City) -> None:
    """云州金穗 has another name in the registry since last week, and has not declared it."""
    day = city.on - timedelta(days=7)
    load(city, city.units["jinsui"], "changed", "云州金穗粮油食品有限公司", "魏国强", "", day, city.on)


def load(city: City, unit: Unit, event: str, name: str, representative: str, address: str, day, received_on) -> None:
    row = {
        "event": event,
        "credit_code": unit.credit_code,
        "name": name,
        "unit_type": "10",
        "representative": representative,
        "happened_on": day.isoformat(),
        "address": address,
        "authority": AUTHORITY,
        "area": AREA,
    }
    registry.load_rows([(2, row)], actor=city.users["exchange"], at=moment(received_on, 9), on=received_on)


def completed(city: City) -> None:
    """云州恒达 declares who represents it and where it pays from; the agency accepts. Its address counts at once."""
    unit, filed = city.units["hengda"], city.working_days_ago(9)
    by = operator(city, "hengda")
    reviewed = {
        "representative_name": "周国栋",
        "representative_number": resident_id.compose(AREA, unit.founded_on.replace(year=1971), 905),
        "bank_name": "云州银行滨河支行",
        "bank_account": "6222021607000042118",
    }
    said = {"actor": by, "at": moment(filed, 10), "on": filed, "acknowledged": True}
    draft = unit_matters.draft_change(unit, reviewed, changed_on=filed, **said)
    unit_declarations.submit(draft.number, actor=by, at=moment(filed, 10), on=filed)
    accept(city, draft, city.working_days_ago(6))
    address = {"address": "云州市滨河路26号", "postcode": "379900"}
    later = city.working_days_ago(4)
    said = {"actor": by, "at": moment(later, 10), "on": later, "acknowledged": True}
    draft = unit_matters.draft_change(unit, address, changed_on=None, **said)
    unit_declarations.submit(draft.number, actor=by, at=moment(later, 10), on=later)
