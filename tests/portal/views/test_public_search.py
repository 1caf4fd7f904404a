import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded", "on_a_thursday")]

NUMBER = "379901199003070198"


def test_results_carry_their_count(chinese):
    page = chinese.get("/search/", {"q": "停保"}).content.decode()
    assert 'data-total="' in page
    assert 'href="/me/stop-insurance/"' in page
    assert 'value="停保"' in page


@pytest.mark.parametrize(
    "asked", [NUMBER, "379901 19900307 0198", "３７９９０１１９９００３０７０１９８", f"查{NUMBER}"]
)
def test_a_personal_number_is_refused_and_not_repeated(asked, chinese):
    response = chinese.get("/search/", {"q": asked})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'data-code="search.personal_number"' in page
    assert asked not in page
    assert NUMBER not in page


@pytest.mark.parametrize("asked", ["", "   ", None])
def test_an_empty_question_gets_examples(asked, chinese):
    page = chinese.get("/search/", {} if asked is None else {"q": asked}).content.decode()
    assert "请输入要找的内容" in page
    assert "没有找到" not in page


def test_nothing_found_says_where_to_go_on(chinese):
    page = chinese.get("/search/", {"q": "鲸鱼"}).content.decode()
    assert "没有找到" in page
    assert "/hotline/" in page


def test_the_nearest_are_called_the_nearest(chinese):
    assert "没有完全匹配" in chinese.get("/search/", {"q": "停保鲸鱼"}).content.decode()


@pytest.mark.parametrize(
    "asked", ["<script>alert(1)</script>", "' OR 1=1 --", "停\x00保", "!!!", "a" * 5000, "%", "😀", "‮停保"]
)
def test_hostile_questions_are_harmless(asked, chinese):
    response = chinese.get("/search/", {"q": asked})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()
