"""A citation is written as laws write it."""

import pytest

from inspector_app.domain import citations


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"),
     (12, "十二"), (20, "二十"), (34, "三十四"), (99, "九十九"), (100, "一百"), (103, "一百零三"),
     (110, "一百一十"), (136, "一百三十六"), (151, "一百五十一"), (200, "二百"), (999, "九百九十九")],
)  # fmt: skip
def test_numbers_are_written_as_in_laws(number: int, text: str) -> None:
    assert citations.numeral(number) == text


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_a_number_that_no_clause_has_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        citations.numeral(number)


def test_every_number_has_its_own_words() -> None:
    assert len({citations.numeral(number) for number in citations.CLAUSES}) == 999


def test_what_a_citation_lacks_is_told() -> None:
    cite = "《食品安全法》第三十四条第十项"
    assert list(citations.missing_parts(cite, "law", art=34, item=10)) == []
    assert list(citations.missing_parts(cite, "law", art=34, para=1, item=11)) == ["第一款", "第十一项"]
    assert list(citations.missing_parts("通知第（三）项", "notice", art=3)) == []
    assert list(citations.missing_parts("通知第三条", "notice", art=3)) == ["第（三）项"]
