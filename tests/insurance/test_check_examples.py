"""``manage.py check_examples``: what passes, what differs and why, what cannot be read; without a database."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from insurance.rules.policy_entries import PolicyFault
from insurance.services.example_files import EXAMPLES, ExamplesUnreadable, example_policy, own_examples, read_examples
from insurance.services.policy_files import POLICY

ROOT = Path(__file__).resolve().parents[2]
DEADLINE = (EXAMPLES / "deadline.csv").read_text(encoding="utf-8")


@pytest.fixture
def check(capsys):
    """Run the command; return its status, the lines it prints and what it complains about."""

    def run(*paths):
        try:
            call_command("check_examples", *map(str, paths))
            status = 0
        except SystemExit as end:
            status = end.code
        printed = capsys.readouterr()
        return status, printed.out.splitlines(), printed.err

    return run


@pytest.fixture
def written(tmp_path):
    def write(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_the_samples_pass_with_the_reviewed_policy(check):
    files = sorted(EXAMPLES.glob("*.csv"))
    rows = sum(len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in files)

    assert check(*files) == (0, [f"{rows} passed, 0 failed"], "")


def test_a_field_that_differs_is_told_with_the_reasons(check, written):
    falsified = (EXAMPLES / "restoration.csv").read_text(encoding="utf-8").replace("X048,", "X144,")
    falsified = falsified.replace("120.62,3820.62", "120.63,3820.62").replace("150 d,2025-07-01", "150 d,2025-06-01")
    status, lines, _ = check(written("restoration.csv", falsified))

    assert status == 1
    assert lines[0] == "restoration.csv:X144 benefit_resumes_on expected 2025-06-01 got 2025-07-01"
    assert lines[1] == "restoration.csv:X144 late_fee expected 120.63 got 120.62"
    assert lines[-1] == "53 passed, 1 failed"
    reasons = lines[2:-1]
    assert len(reasons) > 5
    assert all(line.startswith("    ") for line in reasons)
    assert "150 days" in " ".join(reasons)
    assert all("benefit." not in line for line in reasons)


def test_nothing_is_called_so(check, written):
    falsified = (
        (EXAMPLES / "restoration.csv").read_text(encoding="utf-8").replace("2025-04-01,2025-03-01,kept", ",,kept")
    )
    _, lines, _ = check(written("restoration.csv", falsified))

    assert "restoration.csv:W22 benefit_resumes_on expected nothing got 2025-04-01" in lines


def test_several_files_are_counted_together(check, written):
    wrong = written("wrong.csv", DEADLINE.replace("2026-04-22", "2026-04-23"))
    status, lines, _ = check(EXAMPLES / "late_fee.csv", wrong, EXAMPLES / "deadline.csv")

    assert (status, lines[-1]) == (1, "56 passed, 1 failed")
    assert lines[0] == "wrong.csv:D00 due_on expected 2026-04-23 got 2026-04-22"


def test_a_row_that_cannot_be_read_fails_and_the_others_still_count(check, written):
    status, lines, _ = check(written("deadline.csv", DEADLINE.replace("2026-04-19", "yesterday")))

    assert (status, lines[-1]) == (1, "19 passed, 1 failed")
    assert lines[0] == "deadline.csv:D00 event_on expected a day (YYYY-MM-DD) got yesterday"


def test_a_row_without_a_name_is_called_by_its_line(check, written):
    _, lines, _ = check(written("deadline.csv", "id,event_on,kind,days,due_on\n,2026-04-19,working,3,2026-04-23\n"))

    assert lines[0].startswith("deadline.csv:line 2 due_on")


@pytest.mark.parametrize("change", [str, lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_marks_and_line_ends_do_not_matter(check, written, change):
    assert check(written("deadline.csv", change(DEADLINE) + "\n,,,,\n")) == (0, ["20 passed, 0 failed"], "")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("a,b\n1,2\n", "odd.csv: no kind of example has the header 'a,b'"),
        (DEADLINE.replace("due_on", "due"), "odd.csv: looks like deadline, but without due_on and with unknown due"),
        ("", "odd.csv: no kind of example has the header ''"),
        ('id,event_on,kind,days,due_on\n"D1,2026', "odd.csv: unexpected end of data"),
    ],
)
def test_an_unknown_header_ends_with_status_2_after_the_other_files(check, written, content, complaint):
    status, lines, complaints = check(written("odd.csv", content), EXAMPLES / "deadline.csv")

    assert (status, lines) == (2, ["20 passed, 0 failed"])
    assert complaint in complaints


def test_a_file_that_cannot_be_read_is_named(check, written, tmp_path):
    gone, folder = tmp_path / "gone.csv", tmp_path
    national = written("national.csv", "id,名\n", encoding="gb18030")
    status, _, complaints = check(gone, folder, national)

    assert status == 2
    assert "gone.csv: No such file or directory" in complaints
    assert f"{folder.name}: Is a directory" in complaints
    assert "national.csv: not UTF-8 at byte 3" in complaints


def test_faulty_policy_files_end_with_status_2(check, monkeypatch):
    def faulty():
        raise PolicyFault("yunzhou.toml: benefits unit: nothing is in force")

    monkeypatch.setattr("insurance.management.commands.check_examples.example_policy", faulty)

    assert check(EXAMPLES / "deadline.csv") == (2, [], "yunzhou.toml: benefits unit: nothing is in force\n")


def test_no_database_is_needed(tmp_path):
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
        "HALL_VAR": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "check_examples", str(EXAMPLES / "late_fee.csv")]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (0, "17 passed, 0 failed\n")


# What the policy studio runs ----------------------------------------------------------------------------------------


def test_the_halls_own_examples_are_at_hand():
    policy = example_policy()
    outcomes = [outcome for file in own_examples() for outcome in file.outcomes(policy)]

    assert len(outcomes) > 100
    assert all(outcome.passed for outcome in outcomes)


def test_a_file_is_refused_by_name(written):
    with pytest.raises(ExamplesUnreadable, match=r"odd\.csv"):
        read_examples(written("odd.csv", "x\n"))


def test_policy_without_a_residents_wait_is_refused(tmp_path):
    for name in ("laws", "reference-national"):
        shutil.copy(POLICY / f"{name}.toml", tmp_path)
    with pytest.raises(PolicyFault, match="resident_waits: no area has any"):
        example_policy(tmp_path)


def test_a_calendar_that_contradicts_itself_is_refused(tmp_path):
    calendar = tmp_path / "calendar.toml"
    calendar.write_text("[2025]\nmake_up_workdays = []\nholidays = [{ first = 2024-01-01, last = 2024-01-01 }]\n")
    with pytest.raises(PolicyFault, match=r"calendar\.toml"):
        example_policy(calendar=calendar)
