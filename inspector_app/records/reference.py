"""Reference data that HQ publishes: versioned, dated, immutable once published (domain.md 3.6, 4.2)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from sync.record import Change, InDivision, Instant, Record, Rule, Sha256, Text


class Checklist(Record):
    """One published version of a checklist; inspections name its id and hash."""

    kind = "checklist"
    change = Change.HQ_ONLY
    home = (InDivision("jurisdiction"),)

    code: Annotated[Text, Rule(index=True)]
    """The file's own id, such as `rural-food-store`."""
    version: Text
    title_zh: Text
    title_en: Text
    applies_to: tuple[Text, ...]
    """OperatorKind values, or PRODUCT_LABEL."""
    jurisdiction: Text
    """CN, or a division code; the longer code wins."""
    demo: bool = False
    """A draft that a demo HQ published; printed with 演示."""
    body: dict[str, Any]
    """The list in form `checklist/1` (domain.md 4.2)."""
    sha256: Sha256
    """Of the canonical JSON of `body`."""
    valid_from: date
    published_at: Instant


class RulePack(Record):
    """One dated version of a rule that `pack` names: limits, substances, terms, calendars, thresholds."""

    kind = "rule_pack"
    change = Change.HQ_ONLY
    home = (InDivision("jurisdiction"),)

    pack: Annotated[Text, Rule(index=True)]
    version: Text
    jurisdiction: Text
    """CN, or a division code; the longer code wins."""
    source: Text
    tag: Text
    """How sure it is: verified, known, uncertain, proposal."""
    body: dict[str, Any]
    sha256: Sha256
    """Of the canonical JSON of `body`."""
    valid_from: date
    valid_to: date | None = None
    effective_at: Instant | None = None
    """Of an urgent pack: the instant from which it counts, not that of its arrival."""
    demo: bool = False
    published_at: Instant


class Standard(Record):
    """One edition of a standard or law, with its clauses, for the time in which it is in force."""

    kind = "standard"
    change = Change.HQ_ONLY
    home = (InDivision("published_in"),)

    published_in: Text
    number: Annotated[Text, Rule(index=True)]
    edition: Text = ""
    title_zh: Text
    title_en: Text = ""
    food_classes: tuple[Text, ...] = ()
    clauses: dict[str, Text] = {}
    """{clause: its text}."""
    replaces: Text = ""
    valid_from: date
    valid_to: date | None = None
    published_at: Instant


class Region(Record):
    """A division by its code (GB/T 2260 and the 12-digit statistical code)."""

    kind = "region"
    change = Change.HQ_ONLY
    home = (InDivision("published_in"),)

    code: Annotated[Text, Rule(index=True)]
    """2, 4, 6, 9 or 12 digits."""
    name: Text
    parent_code: Annotated[Text | None, Rule(index=True)] = None
    class3: Text | None = None
    """Urban-rural class of a village."""
    valid_from: date
    valid_to: date | None = None
    """The first day on which it is no more: another code took its place."""
    published_in: Text
    """Division whose laptops get this row."""

    def is_in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to > day)
