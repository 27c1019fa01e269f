"""Versions of a checklist: what a new one may not do, what it changes, and what a draft can take over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inspector_app.domain.checklist_faults import Body, Fault, FaultCode
from inspector_app.domain.checklists import ChecklistForm, Item
from inspector_app.records.inspections import Answer, AnswerCode

_HEAD = ("title", "note", "status", "applies_to", "jurisdiction", "languages", "scoring", "answers", "laws")


def version_key(version: str) -> tuple[int, ...]:
    """For comparing: 1.10 is above 1.9, and 1 is 1.0.0."""
    numbers = [int(part) for part in version.split(".")]
    return (*numbers, 0, 0)[:3]


def succession_faults(body: Body, published: Sequence[Body]) -> Iterator[Fault]:
    """What keeps a list without faults from following the versions of it that were published, oldest first.

    Its version is higher than each; answers stay, at least as retired; an item's id never comes back.
    """
    if not published:
        return
    highest = max((str(each["version"]) for each in published), key=version_key)
    if version_key(body["version"]) <= version_key(highest):
        yield Fault(("version",), FaultCode.VERSION_NOT_HIGHER, {"value": body["version"], "highest": highest})
    codes = {answer["code"] for answer in body["answers"]}
    for code in dict.fromkeys(answer["code"] for each in published for answer in each["answers"]):
        if code not in codes:
            yield Fault(("answers",), FaultCode.ANSWER_DROPPED, {"value": code})
    latest = set(_ids(published[-1]).values())
    gone = {item for each in published for item in _ids(each).values()} - latest
    for place, item_id in _ids(body).items():
        if item_id in gone:
            yield Fault((*place, "id"), FaultCode.ITEM_RETURNED, {"value": item_id})


def _ids(body: Body) -> dict[tuple[str | int, ...], str]:
    return {
        ("sections", at, "items", number): str(item["id"])
        for at, section in enumerate(body["sections"])
        for number, item in enumerate(section["items"])
    }


@dataclass(frozen=True)
class ItemChange:
    """An item that both versions have, and the fields in which they differ; `section` is among them when it moved."""

    before: Item
    after: Item
    fields: tuple[str, ...]

    @property
    def asks_something_else(self) -> bool:
        """Its answer of before may not be one any more."""
        measured = self.before.evidence.measures != self.after.evidence.measures
        return "zh" in self.fields or "na" in self.fields or measured


@dataclass(frozen=True)
class Difference:
    """What changed from one version to the next, in the order of the new list."""

    head: tuple[str, ...]
    sections_added: tuple[str, ...]
    sections_removed: tuple[str, ...]
    sections_changed: tuple[str, ...]
    added: tuple[Item, ...]
    removed: tuple[Item, ...]
    changed: tuple[ItemChange, ...]

    def __bool__(self) -> bool:
        parts = (self.head, self.sections_added, self.sections_removed, self.sections_changed)
        return any((*parts, self.added, self.removed, self.changed))


def difference(old: ChecklistForm, new: ChecklistForm) -> Difference:
    """What `new` changes. The version itself and the counts say nothing of their own and are left out."""
    before, after = {item.id: item for item in old.items}, {item.id: item for item in new.items}
    titles, new_titles = _sections(old), _sections(new)
    home, new_home = _homes(old), _homes(new)
    changes = (
        ItemChange(before[key], item, _differing(before[key], item, home[key] != new_home[key]))
        for key, item in after.items()
        if key in before
    )
    return Difference(
        head=tuple(name for name in _HEAD if getattr(old, name) != getattr(new, name)),
        sections_added=tuple(code for code in new_titles if code not in titles),
        sections_removed=tuple(code for code in titles if code not in new_titles),
        sections_changed=tuple(code for code, words in new_titles.items() if titles.get(code, words) != words),
        added=tuple(item for key, item in after.items() if key not in before),
        removed=tuple(item for key, item in before.items() if key not in after),
        changed=tuple(change for change in changes if change.fields),
    )


def _sections(form: ChecklistForm) -> dict[str, Any]:
    return {section.code: (section.title, section.applies_when) for section in form.sections}


def _homes(form: ChecklistForm) -> dict[str, str]:
    return {item.id: section.code for section in form.sections for item in section.items}


def _differing(before: Item, after: Item, moved: bool) -> tuple[str, ...]:
    # `partial_types` is a copy of the list's answers, which the head compares.
    names = [name for name in Item.model_fields if name != "partial_types"]
    return (*(name for name in names if getattr(before, name) != getattr(after, name)), *["section"] * moved)


@dataclass(frozen=True)
class Carried:
    """What a draft keeps when it goes on with another version of its list."""

    answers: dict[str, Answer]
    ask_again: tuple[str, ...]
    """Items that were answered and ask something else now."""
    dropped: tuple[str, ...]
    """Items that were answered and are no more."""
    added: tuple[str, ...]
    """Items that were not there before."""


def carry(answers: Mapping[str, Answer], old: ChecklistForm, new: ChecklistForm) -> Carried:
    """The answers that stay good under `new`, and what the inspector has to look at."""
    change = difference(old, new)
    offered = {choice.code for choice in new.answers if not choice.retired}
    differs = {each.after.id for each in change.changed if each.asks_something_else}
    kept: dict[str, Answer] = {}
    again: list[str] = []
    for item in new.items:
        answer = answers.get(item.id)
        if answer is None:
            continue
        allowed = answer.code in offered and (item.na.allowed or answer.code is not AnswerCode.NA)
        if allowed and item.id not in differs:
            kept[item.id] = answer
        else:
            again.append(item.id)
    dropped = tuple(item.id for item in change.removed if item.id in answers)
    return Carried(kept, tuple(again), dropped, tuple(item.id for item in change.added))
