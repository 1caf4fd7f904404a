"""Policy in the back office: lists to read, nothing to edit."""

import re

import pytest

from accounts.rules.roles import Role
from insurance.models import PoolingArea
from tests.factories import AreaFactory, UserFactory
from tests.factories.policy import UnitInjuryRateFactory, put_policy
from tests.insurance.admin.sending import page
from tests.visits import let_in

COLUMN = re.compile(r"<th scope=.col[^>]*>(.*?)</th>", re.DOTALL)
HEAD = re.compile(r"<[^>]+>")
LABEL = re.compile(r'<td data-label="([^"]*)"')

MODELS = [
    "poolingarea",
    "policydocument",
    "declarationwindow",
    "basebound",
    "rate",
    "benefitrule",
    "latefee",
    "residentwait",
    "unemploymentduration",
    "unitinjuryrate",
    "calendarday",
]


@pytest.fixture
def editor():
    put_policy(AreaFactory())
    UnitInjuryRateFactory()
    return let_in(UserFactory(staff=True, roles=[Role.POLICY_EDITOR]))


@pytest.mark.parametrize("model", MODELS)
def test_a_list_is_read_and_not_edited(editor, model):
    address = f"/admin/insurance/{model}/"
    listed = editor.get(address)
    assert listed.status_code == 200
    assert "add/" not in page(listed)
    assert editor.get(f"{address}add/").status_code == 403
    assert editor.get(f"{address}1/change/").status_code == 404
    assert editor.get(f"{address}1/delete/").status_code == 403


@pytest.mark.parametrize("model", MODELS)
def test_on_a_phone_every_cell_has_the_name_of_its_column(editor, model):
    listed = page(editor.get(f"/admin/insurance/{model}/"))
    rows = listed.partition('id="result_list"')[2].partition("</table>")[0]
    heads = [HEAD.sub("", head).strip() for head in COLUMN.findall(rows)]
    labels = LABEL.findall(rows.partition("</tr>")[2].partition("</tr>")[0])
    assert labels == heads


def test_the_window_is_told_in_words(editor):
    listed = page(editor.get("/admin/insurance/declarationwindow/"))
    assert "E-NEXT" not in listed
    assert "云人社发〔2020〕1号" in listed


def test_the_lists_stand_together(editor):
    together = page(editor.get("/admin/insurance/"))
    assert all(f"/admin/insurance/{model}/" in together for model in MODELS)
    assert "declarationpart" not in together


@pytest.mark.parametrize(
    ("model", "told"),
    [
        ("poolingarea", "379901"),
        ("benefitrule", "云州市"),
        ("benefitrule", "0–60, 61–180, 181–"),
        ("benefitrule", "云人社发〔2020〕35号（演示）"),
        ("latefee", "0.05%"),
        ("residentwait", "9月1日 – 12月31日"),
        ("unemploymentduration", "12+: 12, 60+: 18, 120+: 24"),
        ("unitinjuryrate", "80%"),
    ],
)
def test_what_a_row_says_stands_in_its_list(editor, model, told):
    assert told in page(editor.get(f"/admin/insurance/{model}/"))


def test_a_list_offers_the_areas_that_stand_in_it(editor):
    put_policy(AreaFactory(code="379902", name_zh="海云市", name_en="Haiyun"), "late_fees")
    AreaFactory(code="330000", name_zh="浙江省", name_en="Zhejiang", is_reference=True)
    listed = page(editor.get("/admin/insurance/latefee/"))
    assert "海云市" in listed
    assert "浙江省" not in listed
    haiyun = PoolingArea.objects.get(code="379902")
    chosen = page(editor.get(f"/admin/insurance/latefee/?area__id__exact={haiyun.pk}"))
    assert ("海人社发〔2011〕20号" in chosen, "云人社发〔2011〕28号" in chosen) == (True, False)


@pytest.mark.parametrize("model", ["benefitrule", "latefee", "residentwait", "unemploymentduration", "unitinjuryrate"])
def test_a_list_asks_for_its_rows_once(editor, model, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        editor.get(f"/admin/insurance/{model}/")
