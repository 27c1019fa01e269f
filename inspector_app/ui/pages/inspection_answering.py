"""What an answer becomes when a person presses another one, writes a remark or reads an instrument."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.checklists import Item, preselected
from inspector_app.records.inspections import Answer, AnswerCode
from inspector_app.ui.pages.inspection_data import na_suggestion


def answered(item: Item, before: Answer | None, code: AnswerCode, now: int) -> Answer:
    """The item answered anew. What was written stays; the list's own words for 合理缺项 come and go with it."""
    suggestion = na_suggestion(item)
    note = before.note if before else ""
    if code == AnswerCode.NA:
        note = note or suggestion
    elif before is not None and before.code == AnswerCode.NA and note == suggestion:
        note = ""
    on_site = before is not None and before.on_site and code == AnswerCode.NONCONFORM
    return Answer(
        code=code, note=note, measures=dict(before.measures) if before else {}, on_site=on_site, answered_at=now
    )


def remarked(given: Answer, note: str) -> Answer:
    return given.model_copy(update={"note": note})


def ticked_on_site(given: Answer, on_site: bool) -> Answer:
    return given.model_copy(update={"on_site": on_site})


def measured(item: Item, before: Answer | None, measures: Mapping[str, int], now: int) -> Answer | None:
    """The item with these values; None when nothing is measured nor answered.

    A value out of bounds answers 不符合, and an item that had no answer or that one takes 符合 with values within them.
    A person may answer otherwise: only a value that crosses a bound answers again.
    """
    is_out = preselected(item, measures) is not None
    if before is None:
        code = AnswerCode.NONCONFORM if is_out else AnswerCode.CONFORM
        return Answer(code=code, measures=dict(measures), answered_at=now) if measures else None
    was_out = preselected(item, before.measures) is not None
    code = before.code
    if is_out and not was_out:
        code = AnswerCode.NONCONFORM
    elif was_out and not is_out and not before.note:
        code = AnswerCode.CONFORM
    return before.model_copy(update={"code": code, "measures": dict(measures)})
