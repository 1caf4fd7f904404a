"""Data take-on: every row of an export is loaded, unchanged or reported, whatever is wrong with it."""

import csv
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import Person, Unit
from insurance.models import Assessment, Bill, ContributionLine, Enrolment, SocialSecurityCard
from insurance.services.take_on.files import COLUMNS
from tests.factories.parties import credit_code, resident_number
from tests.factories.record import AreaFactory, date

pytestmark = pytest.mark.django_db

SAMPLE = Path("tests/data/take_on")

UNIT = [
    "3799900001",
    credit_code(7),
    "云州恒达商贸有限公司",
    "2",
    "379901",
    "1",
    "2010-05-04",
    "周经理",
    "0799-8100000",
]
LIN = [
    "20000001",
    "01",
    resident_number(date(1985, 4, 12), 12),
    "林晓安",
    "2",
    "1985-04-12",
    "19900000001",
    "1",
    "Y00000001",
]
SEGMENT = ["S1", "20000001", "3799900001", "110", "202501", "", "1", ""]
LEVY = [
    "20000001",
    "3799900001",
    "110",
    "202501",
    "8000.00",
    "8000.00",
    "1280.00",
    "0",
    "0",
    "640.00",
    "1",
    "2025-01-20",
]


def changed(row, **fields):
    """Return a copy of a sound row with some columns changed, by their place in it."""
    row = list(row)
    for place, value in fields.items():
        row[int(place.removeprefix("_"))] = value
    return row


def write_export(folder, **tables):
    """Write an export of the sound rows, each table replaced by the rows given for it."""
    sound = {"ab01": [UNIT], "ac01": [LIN], "ac02": [SEGMENT], "ac43": [LEVY]} | tables
    folder.mkdir(exist_ok=True)
    for name, columns in COLUMNS.items():
        with (folder / name).open("w", encoding="gb18030", newline="") as stream:
            csv.writer(stream).writerows([columns, *sound[name.removesuffix(".csv")]])
    return folder


def run(folder, tmp_path):
    """Return what the command prints as {file: (loaded, unchanged, rejected)} and the report's rows."""
    report = tmp_path / "report.csv"
    lines = []
    call_command(
        "take_on", folder, report=report, stdout=type("Out", (), {"write": lambda _, text: lines.append(text)})()
    )
    counts = {}
    for line in "".join(lines).splitlines():
        name, said = line.split(": ")
        counts[name] = tuple(int(word.split()[1]) for word in said.split(", "))
    with report.open(encoding="utf-8") as stream:
        return counts, list(csv.DictReader(stream))


def faults(tmp_path, **tables):
    """Return ``(file, line, code)`` of each rejected row of an export."""
    _, rows = run(write_export(tmp_path / "export", **tables), tmp_path)
    return [(row["file"].removesuffix(".csv"), int(row["line"]), row["code"]) for row in rows]


def test_the_sample_is_loaded_but_for_its_planted_faults_and_what_hangs_on_them(tmp_path):
    counts, rows = run(SAMPLE, tmp_path)
    planted = {(row["file"], row["line"]) for row in csv.DictReader((SAMPLE / "expected_report.csv").open())}
    assert {(row["file"], row["line"]) for row in rows if row["code"] != "parent.rejected"} == planted
    for name, counted in counts.items():
        rows_in_file = sum(1 for _ in (SAMPLE / name).open("rb")) - 1
        assert sum(counted) == rows_in_file
    codes = {(row["file"], row["line"]): row["code"] for row in rows}
    assert codes["ac01.csv", "13"] == "date.invalid"
    assert codes["ac01.csv", "9"] == "id.damaged"


def test_a_second_run_changes_nothing(tmp_path):
    first, _ = run(SAMPLE, tmp_path)
    before = Counter({model: model.objects.count() for model in (Person, Unit, Enrolment, Assessment, Bill)})
    second, _ = run(SAMPLE, tmp_path)
    assert {name: counts[0] for name, counts in second.items()} == dict.fromkeys(COLUMNS, 0)
    assert {name: counts[1] for name, counts in second.items()} == {name: counts[0] for name, counts in first.items()}
    assert before == Counter({model: model.objects.count() for model in before})


def test_every_fen_of_the_loaded_rows_arrives(tmp_path):
    _, rejected = run(SAMPLE, tmp_path)
    lines = {int(row["line"]) for row in rejected if row["file"] == "ac43.csv"}
    own, unit, credited = Counter(), Counter(), Counter()
    with (SAMPLE / "ac43.csv").open(encoding="gb18030") as stream:
        for number, row in enumerate(csv.DictReader(stream), start=2):
            if number in lines:
                continue
            month = f"{row['AAE003'][:4]}-{row['AAE003'][4:]}"
            unit[month] += int((Decimal(row["unit_to_pool"]) + Decimal(row["unit_to_account"])) * 100)
            own[month] += int((Decimal(row["person_to_pool"]) + Decimal(row["person_to_account"])) * 100)
            credited[row["AAE111"]] += 1
    got_own, got_unit = Counter(), Counter()
    for bill in Bill.objects.select_related("assessment"):
        got_own[f"{bill.assessment.month:%Y-%m}"] += bill.own_total_fen
        got_unit[f"{bill.assessment.month:%Y-%m}"] += bill.unit_total_fen
    assert (got_own, got_unit) == (own, unit)
    assert Bill.objects.filter(credited_on=None).exists() == bool(credited["0"])


def test_a_sound_row_of_each_kind_is_stored_whole(tmp_path):
    assert faults(tmp_path) == []
    person = Person.objects.get()
    assert (person.name, person.phone, person.legacy_number) == ("林晓安", "19900000001", "20000001")
    assert person.identity_number == LIN[2]
    assert SocialSecurityCard.objects.get().number == "Y00000001"
    segment = Enrolment.objects.get()
    assert (segment.first_month, segment.stop_month, segment.unit.name) == (date(2025, 1, 1), None, UNIT[2])
    line = ContributionLine.objects.get()
    assert (line.hrss_base_fen, line.pension_unit, line.pension_own, line.medical_own) == (
        800_000,
        128_000,
        64_000,
        None,
    )
    bill = Bill.objects.get()
    assert (bill.state, bill.paid_fen, bill.credited_on) == ("paid", 192_000, date(2025, 1, 20))


WRONG_CHECK = LIN[2][:17] + ("0" if LIN[2][17] != "0" else "1")
PERSON_FAULTS = {
    "wrong check character": ({"_2": WRONG_CHECK}, "id.check"),
    "no such province": ({"_2": "991101198504120010"}, "id.check"),
    "power of ten": ({"_2": "3.79901E+17"}, "id.damaged"),
    "rounded to 15 digits": ({"_2": "379901198504121000"}, "id.damaged"),
    "lost its last character": ({"_2": LIN[2][:17]}, "id.damaged"),
    "an old number of 15 digits": ({"_2": "379901850412001"}, "id.damaged"),
    "a day that does not exist": (
        {"_2": resident_number(date(1985, 4, 12), 12).replace("19850412", "19850231")},
        "date.invalid",
    ),
    "birth date another than the number's": ({"_5": "1985-04-13"}, "date.invalid"),
    "birth date that does not exist": ({"_5": "1985-02-30"}, "date.invalid"),
    "birth date in another form": ({"_5": "1985/4/12"}, "date.invalid"),
    "no birth date": ({"_5": ""}, "required"),
    "no number": ({"_2": ""}, "required"),
    "no name": ({"_3": " "}, "required"),
    "no personal number": ({"_0": ""}, "required"),
    "unknown document": ({"_1": "99"}, "code.unknown"),
    "unknown sex": ({"_4": "3"}, "code.unknown"),
    "unknown life status": ({"_7": "5"}, "code.unknown"),
    "a card number that is none": ({"_8": "卡12"}, "code.unknown"),
}


@pytest.mark.parametrize(("fields", "code"), PERSON_FAULTS.values(), ids=PERSON_FAULTS)
def test_a_faulty_person_is_reported_and_takes_its_rows_along(tmp_path, fields, code):
    found = faults(tmp_path, ac01=[changed(LIN, **fields)])
    assert found[0] == ("ac01", 2, code)
    expected = "person.unknown" if fields.get("_0") == "" else "parent.rejected"
    assert found[1:] == [("ac02", 2, expected), ("ac43", 2, expected)]


UNIT_FAULTS = {
    "wrong check character": ({"_1": UNIT[1][:17] + ("A" if UNIT[1][17] != "A" else "B")}, "id.check"),
    "a letter that does not occur": ({"_1": "91379901MA3TEST0II"}, "id.check"),
    "power of ten": ({"_1": "9.13799E+17"}, "id.damaged"),
    "no name": ({"_2": ""}, "required"),
    "unknown industry class": ({"_3": "9"}, "code.unknown"),
    "unknown area": ({"_4": "110101"}, "code.unknown"),
    "unknown state": ({"_5": "7"}, "code.unknown"),
    "founded on a day that does not exist": ({"_6": "2010-06-31"}, "date.invalid"),
}


@pytest.mark.parametrize(("fields", "code"), UNIT_FAULTS.values(), ids=UNIT_FAULTS)
def test_a_faulty_unit_is_reported_and_takes_its_rows_along(tmp_path, fields, code):
    found = faults(tmp_path, ab01=[changed(UNIT, **fields)])
    assert found == [("ab01", 2, code), ("ac02", 2, "parent.rejected"), ("ac43", 2, "parent.rejected")]


def test_nobody_is_taken_on_into_an_area_for_comparison(tmp_path):
    AreaFactory(code="330000", is_reference=True)
    assert faults(tmp_path, ab01=[changed(UNIT, _4="330000")])[0] == ("ab01", 2, "code.unknown")


SEGMENT_FAULTS = {
    "month 13": ({"_4": "202513"}, "date.invalid"),
    "month with a hyphen": ({"_4": "2025-01"}, "date.invalid"),
    "no first month": ({"_4": ""}, "required"),
    "ends before it starts": ({"_5": "202412", "_7": "221"}, "date.invalid"),
    "ended without a reason": ({"_5": "202506"}, "required"),
    "ended for an unknown reason": ({"_5": "202506", "_7": "999"}, "code.unknown"),
    "unknown insurance": ({"_3": "999"}, "code.unknown"),
    "resident insurance through a unit": ({"_3": "390"}, "code.unknown"),
    "unemployment insurance without a unit": ({"_2": "", "_3": "210"}, "code.unknown"),
    "unknown state": ({"_6": "9"}, "code.unknown"),
    "unknown person": ({"_1": "88888888"}, "person.unknown"),
    "unknown unit": ({"_2": "3799999999"}, "unit.unknown"),
    "no number": ({"_0": ""}, "required"),
}


@pytest.mark.parametrize(("fields", "code"), SEGMENT_FAULTS.values(), ids=SEGMENT_FAULTS)
def test_a_faulty_segment_is_reported(tmp_path, fields, code):
    assert faults(tmp_path, ac02=[changed(SEGMENT, **fields)]) == [("ac02", 2, code)]


LEVY_FAULTS = {
    "negative": ({"_6": "-1280.00"}, "amount.negative"),
    "thousands separated": ({"_4": "8,000.00"}, "amount.invalid"),
    "three decimals": ({"_9": "640.001"}, "amount.invalid"),
    "exponent": ({"_6": "1e3"}, "amount.invalid"),
    "full-width digits": ({"_6": "１２８０"}, "amount.invalid"),
    "not a number": ({"_6": "NaN"}, "amount.invalid"),
    "too large": ({"_6": "99999999.99"}, "amount.invalid"),
    "missing": ({"_5": ""}, "required"),
    "the person pays for work injury": ({"_2": "410"}, "amount.invalid"),
    "period that does not exist": ({"_3": "202500"}, "date.invalid"),
    "unknown credit flag": ({"_10": "2"}, "code.unknown"),
    "credited without a day": ({"_11": ""}, "required"),
    "credited on a day that does not exist": ({"_11": "2025-02-29"}, "date.invalid"),
    "not credited but with a day": ({"_10": "0"}, "date.invalid"),
    "unknown person": ({"_0": "88888888"}, "person.unknown"),
    "unknown unit": ({"_1": "3799999999"}, "unit.unknown"),
}


@pytest.mark.parametrize(("fields", "code"), LEVY_FAULTS.values(), ids=LEVY_FAULTS)
def test_a_faulty_levy_row_is_reported(tmp_path, fields, code):
    assert faults(tmp_path, ac43=[changed(LEVY, **fields)]) == [("ac43", 2, code)]


def test_of_two_rows_that_exclude_each_other_the_first_wins(tmp_path):
    ping = changed(LIN, _0="20000002", _2=resident_number(date(1985, 4, 12), 14), _8="Y00000002")
    assert faults(
        tmp_path,
        ab01=[UNIT, changed(UNIT, _2="另一家"), changed(UNIT, _0="3799900002")],
        ac01=[LIN, changed(LIN, _3="林晓宁"), changed(LIN, _0="20000009"), changed(ping, _8="Y00000001"), ping],
        ac02=[SEGMENT, changed(SEGMENT, _4="202601"), changed(SEGMENT, _0="S2", _4="202503")],
        ac43=[LEVY, LEVY, changed(LEVY, _2="210", _10="0", _11=""), changed(LEVY, _2="210", _4="9000")],
    ) == [
        ("ab01", 3, "duplicate"),
        ("ab01", 4, "duplicate"),
        ("ac01", 3, "duplicate"),
        ("ac01", 4, "duplicate"),
        ("ac01", 5, "duplicate"),
        ("ac02", 3, "duplicate"),
        ("ac02", 4, "segment.overlap"),
        ("ac43", 3, "duplicate"),
        ("ac43", 4, "duplicate"),
        ("ac43", 5, "duplicate"),
    ]
    assert Person.objects.filter(legacy_number="20000002").exists(), "the sound row after a faulty one is loaded"


def test_resident_and_employee_medical_insurance_exclude_each_other_and_work_injury_runs_at_two_units(tmp_path):
    other_unit = changed(UNIT, _0="3799900002", _1=credit_code(8))
    assert faults(
        tmp_path,
        ab01=[UNIT, other_unit],
        ac02=[
            changed(SEGMENT, _3="310"),
            changed(SEGMENT, _0="S2", _2="", _3="390", _4="202601"),
            changed(SEGMENT, _0="S3", _3="410"),
            changed(SEGMENT, _0="S4", _3="410", _2="3799900002"),
            changed(SEGMENT, _0="S5", _3="410", _2="3799900002"),
        ],
    ) == [("ac02", 3, "segment.overlap"), ("ac02", 6, "segment.overlap")]


def test_lines_that_lost_or_gained_a_column_or_a_quote_spoil_only_themselves(tmp_path):
    folder = write_export(tmp_path / "export", ac43=[LEVY, changed(LEVY, _3="202502"), changed(LEVY, _3="202503")])
    lines = (folder / "ac43.csv").read_bytes().split(b"\r\n")
    lines[1] += b",x"
    lines[2] = lines[2].replace(b"3799900001", b'"3799900001')
    (folder / "ac43.csv").write_bytes(b"\n".join(lines))
    counts, rows = run(folder, tmp_path)
    assert [(row["line"], row["code"]) for row in rows] == [("2", "required"), ("3", "required")]
    assert counts["ac43.csv"] == (1, 0, 2)


def test_columns_may_stand_in_another_order(tmp_path):
    folder = write_export(tmp_path / "export")
    rows = list(csv.reader((folder / "ac01.csv").open(encoding="gb18030")))
    with (folder / "ac01.csv").open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows([row[::-1] for row in rows])
    assert run(folder, tmp_path)[0]["ac01.csv"] == (1, 0, 0)


def test_a_later_export_completes_a_month_and_contradictions_are_reported(tmp_path):
    faults(tmp_path, ac43=[LEVY])
    medical = changed(LEVY, _2="310", _6="680.00", _9="160.00")
    assert faults(tmp_path, ac43=[LEVY, medical, changed(LEVY, _3="202502")]) == []
    assert faults(tmp_path, ac43=[changed(LEVY, _6="1281.00")]) == [("ac43", 2, "duplicate")]
    january = ContributionLine.objects.get(month=date(2025, 1, 1))
    assert (january.pension_unit, january.medical_unit) == (128_000, 68_000)
    assert Bill.objects.filter(assessment__month=date(2025, 1, 1)).count() == 2


def break_folder(folder, how):
    if how == "missing file":
        (folder / "ac02.csv").unlink()
    elif how == "missing column":
        text = (folder / "ac01.csv").read_bytes()
        (folder / "ac01.csv").write_bytes(text.replace(b"AAC147", b"ID", 1))
    elif how == "another encoding":
        text = (folder / "ab01.csv").read_bytes().decode("gb18030")
        (folder / "ab01.csv").write_bytes(text.encode("utf-8"))
    elif how == "broken bytes":
        (folder / "ac01.csv").write_bytes((folder / "ac01.csv").read_bytes() + b"\x80\xff")
    else:
        shutil.rmtree(folder)


@pytest.mark.parametrize(
    "how", ["missing file", "missing column", "another encoding", "broken bytes", "missing folder"]
)
def test_a_folder_that_cannot_be_read_gets_one_sentence_and_loads_nothing(tmp_path, capsys, how):
    folder = write_export(tmp_path / "export")
    break_folder(folder, how)
    with pytest.raises(SystemExit) as stopped:
        call_command("take_on", folder, report=tmp_path / "report.csv")
    assert stopped.value.code == 2
    said = capsys.readouterr().err.strip()
    assert said
    assert "\n" not in said
    assert not Person.objects.exists()


def believe_tables_empty() -> None:
    """Let the server think what its clearing of rows that were never committed leaves behind: pages without a row."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '120s'")
        cursor.execute(
            "SELECT pg_restore_relation_stats('schemaname', 'public', 'relname', name,"
            " 'relpages', 100, 'reltuples', 0::real) FROM unnest(%s::text[]) AS name",
            [["insurance_assessment", "insurance_bill", "insurance_contributionline"]],
        )


@pytest.mark.slow
def test_twenty_thousand_levy_rows_take_seconds(tmp_path):
    """Three seconds of work on a quick machine; a look-up per row would take minutes on any, and so would a statement
    that the server plans for the empty tables it saw last."""
    believe_tables_empty()
    started = time.process_time()
    run(SAMPLE, tmp_path)
    assert time.process_time() - started < 30


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_run_leaves_nothing_and_can_be_run_again(tmp_path):
    database = connection.settings_dict
    environment = os.environ | {"TAKE_ON_TEST_DATABASE": database["NAME"]}
    program = (
        "import os, sys, django; django.setup();"
        "from django.db import connection; connection.settings_dict['NAME'] = os.environ['TAKE_ON_TEST_DATABASE'];"
        "from insurance.models import Bill; from django.db.models.query import QuerySet;"
        "real = QuerySet.bulk_create;\n"
        "def stuck(self, *a, **k):\n"
        "    if self.model is Bill: print('writing bills', flush=True); import time; time.sleep(600)\n"
        "    return real(self, *a, **k)\n"
        "QuerySet.bulk_create = stuck\n"
        "from django.core.management import call_command\n"
        f"from pathlib import Path; call_command('take_on', Path({str(SAMPLE)!r}), report=Path({str(tmp_path / 'killed.csv')!r}))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout.readline() == "writing bills\n"
        killed.send_signal(signal.SIGKILL)
    assert not Person.objects.exists()
    counts, _ = run(SAMPLE, tmp_path)
    assert counts["ac43.csv"][0] == 18103
