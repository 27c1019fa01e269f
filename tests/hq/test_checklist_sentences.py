"""Every fault has its sentence in both languages, and its place is one that a clerk finds."""

import string

import pytest

from inspector_app.domain.checklist_faults import Fault, FaultCode
from inspector_app.hq.checklist_sentences import SENTENCES, sentence, words_of
from inspector_app.hq.sheet_faults import SheetCode


def test_every_fault_has_a_sentence() -> None:
    assert set(SENTENCES) == {*FaultCode, *SheetCode}


@pytest.mark.parametrize("code", [*FaultCode, *SheetCode])
def test_both_languages_tell_the_same_facts(code: FaultCode | SheetCode) -> None:
    english, chinese = ({name for _, name, _, _ in string.Formatter().parse(text) if name} for text in SENTENCES[code])
    assert english == chinese


def test_the_terminal_chooses_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Fault((), FaultCode.TOO_SMALL, {"value": 0, "least": 1})
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert sentence(fault) == "0 is too small; at least 1."
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert sentence(fault) == "0 太小，至少为 1。"


def test_places_are_told_by_the_numbers_of_sections_and_items() -> None:
    body = {"sections": [{"code": "A", "items": [{"id": "T-01", "basis": [{"law": "X"}]}, {"zh": "no number"}]}]}
    assert words_of(("sections", 0, "items", 0, "basis", 0, "law"), body) == "T-01 basis 1 law"
    assert words_of(("sections", 0, "title"), body) == "A title"
    assert words_of(("sections", 0, "items", 1, "id"), body) == "A items 2 id"
    assert words_of(("version",), body) == "version"
    assert words_of(("sections", 4, "items", 0), None) == "sections 5 items 1"
