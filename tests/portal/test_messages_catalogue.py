"""The catalogue's care, on a house of two files."""

import polib
import pytest

from portal import messages_catalogue

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
# Translators: the button of the first page
A = _("Log in")
B = pgettext("sex", "male")
C = ngettext("One case", "%(count)d cases", 2)
D = _("Until %(day)s")
"""
TEMPLATE = """
{% load i18n %}
<h1>{% translate "Log in" %}</h1>
  <p>({{ name|default:_("nobody") }}
    {% blocktranslate trimmed with a=b %}
      Page
      {{ a }}
    {% endblocktranslate %}
{% include "x.html" with title=_("Title") %}
"""
ENGLISH = {"Log in", "male", "One case", "Until %(day)s", "nobody", "Page %(a)s", "Title"}


@pytest.fixture
def house(tmp_path):
    (tmp_path / "accounts").mkdir()
    (tmp_path / "accounts" / "wording.py").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def write_fragment(house, name, **chinese):
    fragment = polib.POFile()
    for english, text in chinese.items():
        fragment.append(polib.POEntry(msgid=english.replace("_", " "), msgstr=text))
    path = house / "locale" / "parts" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    fragment.save(str(path))
    return path


def catalogue(house):
    return {entry.msgid: entry for entry in messages_catalogue.read(messages_catalogue.catalogue_path(house))}


def test_messages_of_python_and_templates_are_collected(house):
    messages_catalogue.update(house)
    found = catalogue(house)
    assert set(found) == ENGLISH
    assert found["male"].msgctxt == "sex"
    assert found["One case"].msgid_plural == "%(count)d cases"
    assert found["Log in"].comment == "Translators: the button of the first page"
    assert found["Until %(day)s"].flags == ["python-format"]


def test_a_second_update_changes_no_byte(house):
    write_fragment(house, "a.po", Log_in="登录", Title="标题")
    messages_catalogue.update(house)
    before = messages_catalogue.catalogue_path(house).read_bytes()
    update = messages_catalogue.update(house)
    assert (update.added, update.dropped) == (0, 0)
    assert messages_catalogue.catalogue_path(house).read_bytes() == before


def test_a_message_gone_from_the_source_leaves_the_catalogue(house):
    messages_catalogue.update(house)
    (house / "templates" / "page.html").unlink()
    assert messages_catalogue.update(house).dropped == 3
    assert "Title" not in catalogue(house)


def test_a_fragment_fills_what_is_empty_and_changes_nothing_else(house):
    write_fragment(house, "a.po", Log_in="登录")
    messages_catalogue.update(house)
    write_fragment(house, "b.po", Log_in="进入", Title="标题")
    update = messages_catalogue.update(house)
    assert catalogue(house)["Log in"].msgstr == "登录"
    assert catalogue(house)["Title"].msgstr == "标题"
    assert update.conflicts == ["b.po: 'Log in' stays '登录', not '进入'"]


def test_absorbing_leaves_only_what_the_source_does_not_have(house):
    whole = write_fragment(house, "a.po", Log_in="登录")
    part = write_fragment(house, "b.po", Title="标题", Later="以后")
    messages_catalogue.update(house, absorb=True)
    assert not whole.exists()
    assert [entry.msgid for entry in polib.pofile(str(part))] == ["Later"]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"msgid": "Log in"}, "no Chinese"),
        ({"msgid": "Log in", "msgstr": "Log in"}, "the Chinese is the English"),
        ({"msgid": "Log in", "msgstr": "Sign in"}, "no Chinese character in the Chinese"),
        ({"msgid": "Log in", "msgstr": "登录", "flags": ["fuzzy"]}, "fuzzy"),
        ({"msgid": "Until %(day)s", "msgstr": "截至 %(date)s"}, "other placeholders in the Chinese"),
        ({"msgid": "From {month}", "msgstr": "自{年月}起"}, "other placeholders in the Chinese"),
        ({"msgid": "Read <b>this</b>", "msgstr": "请阅读"}, "other markup in the Chinese"),
        ({"msgid": " Log in", "msgstr": "登录"}, "begins or ends with white space (use blocktranslate trimmed)"),
        (
            {"msgid": "One case", "msgid_plural": "%(count)d cases", "msgstr_plural": {0: "一件"}},
            "other placeholders in the Chinese",
        ),
    ],
)
def test_what_is_wrong_with_an_entry_is_said(entry, problem):
    assert list(messages_catalogue.problems_of(polib.POEntry(**entry))) == [problem]


@pytest.mark.parametrize(
    "entry",
    [
        {"msgid": "Log in", "msgstr": "登录"},
        {"msgid": ", ", "msgstr": "、"},
        {"msgid": "100%% of %(base)s", "msgstr": "%(base)s 的 100%%"},
        {"msgid": "%(from)s – %(to)s", "msgstr": "%(from)s 至 %(to)s"},
        {"msgid": "One case", "msgid_plural": "%(count)d cases", "msgstr_plural": {0: "%(count)d 件"}},
    ],
)
def test_a_good_entry_has_no_problem(entry):
    assert list(messages_catalogue.problems_of(polib.POEntry(**entry))) == []


def test_a_catalogue_that_lags_behind_the_source_is_a_problem(house):
    write_fragment(house, "a.po", **dict.fromkeys(ENGLISH, "译"))
    messages_catalogue.update(house)
    (house / "accounts" / "wording.py").write_text('A = _("Sign out")', encoding="utf-8")
    lines = messages_catalogue.problems(house)
    assert "not in the catalogue: 'Sign out'" in lines
    assert "no longer in the source: 'male' (sex)" in lines


def test_the_compiled_catalogue_is_written_once(house):
    write_fragment(house, "a.po", Log_in="登录")
    messages_catalogue.update(house)
    path = messages_catalogue.write_compiled(house)
    assert polib.mofile(str(path)).find("Log in").msgstr == "登录"
    written = path.stat().st_mtime_ns
    messages_catalogue.write_compiled(house)
    assert path.stat().st_mtime_ns == written
