"""The index of laws, rules and standards: numbers, titles, editions with their dates, clauses that lists cite."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from inspector_app.domain import yaml_files
from inspector_app.domain.checklists import Basis, ChecklistForm
from inspector_app.domain.packs import PackInvalid, Part, Tag, Words


class Clause(Words):
    """A clause that lists cite; `zh` says what it is on, not what it says."""

    number: str = Field(min_length=1)
    """34 of a law, 4.1.2 of a standard, A.1 of an annex."""


class Work(Part):
    """One edition of a law, rule or standard."""

    key: str = Field(min_length=1)
    """By which checklists cite it."""
    number: str | None = None
    kind: Literal["law", "regulation", "rule", "notice", "standard", "local"]
    title: Words
    series: str | None = None
    """What its editions share: GB 7718."""
    valid_from: date
    valid_to: date | None = None
    dates: Tag
    """How far the dates may be trusted."""
    text: Literal["verified", "known"]
    """Whether the clauses were read when they were cited."""
    clauses: tuple[Clause, ...] = ()

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("it ends before it begins")
        return self

    def holds(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def clause(self, number: str) -> Clause | None:
        return next((clause for clause in self.clauses if clause.number == number), None)


class _File(Part):
    index: Literal["standards"]
    works: tuple[Work, ...] = Field(min_length=1)


@dataclass(frozen=True)
class Library:
    works: tuple[Work, ...]

    def work(self, key: str) -> Work | None:
        return next((work for work in self.works if work.key == key), None)

    def in_force(self, day: date) -> tuple[Work, ...]:
        return tuple(work for work in self.works if work.holds(day))

    def edition(self, series: str, day: date) -> Work | None:
        """The edition in force on a day; None when none is."""
        return next((work for work in self.in_force(day) if work.series == series), None)

    def usable(self, series: str, day: date) -> tuple[Work, ...]:
        """The edition in force, and later ones: a new food standard may be followed early (FSLR art. 13)."""
        return tuple(
            work for work in self.works if work.series == series and (work.valid_to is None or day <= work.valid_to)
        )

    def find(self, text: str, day: date) -> tuple[Work, ...]:
        """Works in force whose number or title holds the text, however it is written: gb7718, ＧＢ　７７１８—2011."""
        wanted = _loose(text)
        names = ((work, (work.number or "", work.title.zh, work.title.en)) for work in self.in_force(day))
        return tuple(work for work, name in names if any(wanted in _loose(each) for each in name))


def _loose(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign for sign in plain if sign.isalnum() or sign == ".")


def library_of(yaml_text: str) -> Library:
    """The index file. Raises PackInvalid naming the place of the first thing wrong."""
    try:
        body = yaml_files.read(yaml_text)
    except yaml_files.Unreadable as error:
        raise PackInvalid("file", str(error)) from error
    try:
        # Not from JSON: YAML makes dates of days.
        works = _File.model_validate(_tuples(body)).works
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise PackInvalid(".".join(map(str, first["loc"])) or "file", first["msg"]) from error
    _check(works)
    return Library(works)


def _tuples(value: object) -> object:
    """Lists as tuples and tags as such, for strict reading of what is no JSON."""
    if isinstance(value, Mapping):
        return {key: Tag(each) if key == "dates" and each in set(Tag) else _tuples(each) for key, each in value.items()}
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def _check(works: Iterable[Work]) -> None:
    keys: Counter[str] = Counter()
    series: defaultdict[str, list[Work]] = defaultdict(list)
    for work in works:
        keys[work.key] += 1
        if keys[work.key] > 1:
            raise PackInvalid(f"works.{work.key}", "is there twice")
        numbers = Counter(clause.number for clause in work.clauses)
        for number, times in numbers.items():
            if times > 1:
                raise PackInvalid(f"works.{work.key}.clauses.{number}", "is there twice")
        if work.series is not None:
            series[work.series].append(work)
    for name, editions in series.items():
        editions.sort(key=lambda work: work.valid_from)
        for before, after in pairwise(editions):
            if before.valid_to is None or before.valid_to >= after.valid_from:
                raise PackInvalid(f"works.{before.key}.valid_to", f"{name} has two editions at once")


def cited(forms: Iterable[ChecklistForm]) -> dict[tuple[str, str], tuple[str, ...]]:
    """{(law, number of the clause or ""): the items that cite it}, LOCAL left out, in the order of the lists."""
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for form in forms:
        for item in form.items:
            for basis in item.basis:
                if form.laws[basis.law].kind != "local":
                    found[basis.law, clause_number(basis)].append(item.id)
    return {key: tuple(items) for key, items in found.items()}


def clause_number(basis: Basis) -> str:
    """Of a law its article: paragraphs and items are parts of that."""
    return basis.clause or ("" if basis.art is None else str(basis.art))


def missing(library: Library, forms: Iterable[ChecklistForm]) -> Iterator[tuple[str, str]]:
    """(law, clause) that lists cite and the index does not hold."""
    for key, number in cited(forms):
        work = library.work(key)
        if work is None or (number and work.clause(number) is None):
            yield key, number
