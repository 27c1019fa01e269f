"""What an entry of somebody's list becomes here: new records, or one that is here already, or nothing and why."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Protocol

from pydantic import ValidationError

from inspector_app.domain.problems import Problem, Severity
from inspector_app.services.acting import Acting
from inspector_app.sheets.entries import Entry
from inspector_app.sheets.faults import SheetCode, SheetFault
from inspector_app.sheets.sentences import said
from sync.record import Record

Ids = Callable[[int], str]
"""The id of each record that an entry makes, by its number in the entry: the same each time."""
Key = tuple[object, ...]


class Outcome(StrEnum):
    NEW = "new"
    THERE = "there"
    """Here already; nothing is written."""
    SAME = "same"
    """Stands in the file before."""
    WRONG = "wrong"


@dataclass(frozen=True)
class Result:
    entry: Entry
    outcome: Outcome
    faults: Sequence[SheetFault]
    records: tuple[Record, ...] = ()
    there: str | None = None
    """Id of the record that is here already."""
    differences: tuple[str, ...] = ()
    """Columns in which that one says something else."""


class Form(Protocol):
    """Makes records of the entries of one register; remembers what it saw in the file."""

    def results(self, act: Acting, entries: Sequence[Entry], ids: Callable[[Entry], Ids]) -> list[Result]:
        """A result for each entry, in order. Reads only."""


@dataclass
class Seen:
    """What the lines of the file said so far; each costs a few bytes."""

    lines: dict[bytes, int] = field(default_factory=dict)

    def before(self, looked: Iterable[Key], kept: Iterable[Key], line: int) -> int | None:
        """The first line that was kept under one of the keys looked for; then this one is kept."""
        found = next((self.lines[key] for key in map(_short, looked) if key in self.lines), None)
        for key in kept:
            self.lines.setdefault(_short(key), line)
        return found

    def how_often(self, key: Key) -> int:
        """How many lines, this one among them, have the key."""
        count = self.lines[_short(key)] = self.lines.get(_short(key), 0) + 1
        return count


def _short(key: Key) -> bytes:
    return hashlib.blake2b(repr(key).encode(), digest_size=10).digest()


def wrong(entry: Entry, *faults: SheetFault) -> Result:
    """Each fault once; of a line that was cut nothing else is told."""
    cut = [each for each in entry.faults if each.code is SheetCode.BROKEN_OFF]
    return Result(entry, Outcome.WRONG, cut or [*entry.faults, *(each for each in faults if each not in entry.faults)])


def same(entry: Entry, line: int) -> Result:
    fault = SheetFault(entry.line.number, "", "", SheetCode.SAME_AS_LINE, Severity.WARN, {"line": line})
    return Result(entry, Outcome.SAME, [*entry.faults, fault])


def there(entry: Entry, record: Record, made: Record, given: Mapping[str, str], count: int) -> Result:
    """`given` are the columns of the file and the fields that they fill, of what was made of the entry."""
    differences = tuple(
        entry.header.heading(column)
        for column, name in given.items()
        if entry.get(column) is not None and getattr(record, name) != getattr(made, name)
    )
    faults = list(entry.faults)
    if count > 1:
        faults.append(entry.fault("", SheetCode.KNOWN_TWICE, Severity.WARN, count=count))
    return Result(entry, Outcome.THERE, faults, there=record.id, differences=differences)


def told(
    entry: Entry, problems: Iterable[Problem], columns: Mapping[str, str], stopping: Collection[str] = ()
) -> list[SheetFault]:
    """Problems as faults of the entry's cells. Codes that are `stopping` keep it out; else bad data come in flagged."""
    faults = []
    for problem in problems:
        severity = Severity.ERROR if problem.code.value in stopping else Severity.WARN
        column = columns.get(problem.field, problem.field)
        faults.append(entry.fault(column, problem.code, severity, **problem.facts))
    return faults


def made(entry: Entry, make: Callable[[], tuple[Record, ...]]) -> tuple[Record, ...] | Result:
    """The records of an entry; a result that says why there can be none."""
    try:
        return make()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        fault = entry.fault(place, SheetCode.UNREADABLE, reason=first["msg"])
        return wrong(entry, fault)


def not_given(what: str) -> str:
    """What stands in a record where a list says nothing: records of this country speak Chinese."""
    return said(f"given_{what}", chinese=True)


def with_faults(result: Result, faults: Sequence[SheetFault]) -> Result:
    return replace(result, faults=[*result.faults, *faults])


def text(entry: Entry, column: str) -> str:
    value: Any = entry.get(column)
    return "" if value is None else str(value)
