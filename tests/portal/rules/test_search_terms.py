import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.rules.search_terms import (
    LONGEST_QUERY,
    MOST_TERMS,
    holds_personal_number,
    index_terms,
    normalised,
    query_terms,
)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("停保", "停 保 停保"),
        ("我要停保", "我 要 停 保 我要 要停 停保"),
        ("12333热线", "12333 热 线 热线"),
        ("Stop insurance!", "stop insurance"),
        ("ＡＢＣ１２", "abc12"),
        ("䶮㛃", "䶮 㛃 䶮㛃"),
        ("60天（含60天）", "60 天 含 60 天"),
        ("", ""),
    ],
)
def test_text_is_indexed_as_characters_bigrams_and_words(text, terms):
    assert index_terms(text) == terms


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("停保", ["停保"]),
        ("怎么停保", ["怎么", "么停", "停保"]),
        ("卡", ["卡"]),
        ("Stop  STOP", ["stop"]),
        ("60天", ["60", "天"]),
        ("!?、。", []),
        ("a'b|c&d:*", ["a", "b", "c", "d"]),
    ],
)
def test_a_question_becomes_bigrams_and_words_each_once(text, terms):
    assert query_terms(text) == terms


@given(st.text())
def test_whatever_is_asked_can_be_found_where_it_stands(text):
    asked = text[:LONGEST_QUERY]
    assert set(query_terms(asked)) <= set(index_terms(asked).split())


@given(st.text(min_size=200))
def test_a_long_question_stays_small(text):
    assert len(query_terms(text)) <= MOST_TERMS


@given(st.text())
def test_terms_hold_nothing_the_database_could_take_for_an_operator(text):
    assert all(term.isalnum() for term in query_terms(text))


@pytest.mark.parametrize(
    "text",
    [
        "379901199003070198",
        "37990119900307019X",
        "37990119900307019x",
        "３７９９０１１９９００３０７０１９８",
        "379901 19900307 0198",
        "379901-19900307-0198",
        "查 379901199003070198 的参保",
        "379901900307019",
        "3799\u200b01199003070198",
    ],
)
def test_a_personal_number_is_recognised(text):
    assert holds_personal_number(text)


@pytest.mark.parametrize("text", ["12333", "0799-8123330", "2026-09-10", "91379901MT00000019", "停保", "1" * 20, ""])
def test_other_numbers_may_be_searched_for(text):
    assert not holds_personal_number(text)


def test_control_characters_separate_words():
    assert normalised("停\x00保") == "停 保"
