"""Rule packs: figures and tables that a law, a standard or we ourselves have set, dated, with source and tag.

HQ replaces a pack without a new program. A pack file is YAML: {pack, title, versions: [{source, tag, valid_from,
valid_to, jurisdiction, ...}]}; what more a version holds is its own class, beside the rule that reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from inspector_app.domain import yaml_files
from sync.record import canonical

NATIONAL = "CN"


class Tag(StrEnum):
    """How far the figure may be trusted."""

    VERIFIED = "verified"
    """Read in the source."""
    KNOWN = "known"
    """General knowledge; the text was not read again."""
    UNCERTAIN = "uncertain"
    """To be confirmed by the authority before it drives a legal act."""
    PROPOSAL = "proposal"
    """Our own, without outside authority."""


class PackInvalid(ValueError):
    """A pack breaks its form. `place` leads to the part, as in `versions.0.steps.2`."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class Part(BaseModel):
    """A piece of a pack; read strictly: "yes" is no bool and "7" no number."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words(Part):
    zh: str = Field(min_length=1)
    en: str = Field(min_length=1)


class Version(Part):
    """One version of a pack, in force from `valid_from` through `valid_to`."""

    pack: ClassVar[str]
    """The pack's id, which is also the name of its file."""
    source: str = Field(min_length=1)
    tag: Tag
    valid_from: date
    valid_to: date | None = None
    jurisdiction: str = Field(default=NATIONAL, pattern=r"^(CN|\d{2,12})$")
    """CN, or a division code; the longer code wins."""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError("it ends before it begins")
        return self

    @property
    def version_name(self) -> str:
        """As a grade or a paper names it: of two that begin on one day it tells which. A field that a later program
        adds changes no name."""
        body = canonical(self.model_dump(mode="json", exclude_defaults=True))
        return f"{self.pack} {self.valid_from} {hashlib.sha256(body).hexdigest()[:8]}"

    def holds(self, day: date, division: str = NATIONAL) -> bool:
        """Whether it is in force on a day, in a division."""
        there = self.jurisdiction == NATIONAL or division.startswith(self.jurisdiction)
        return there and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


V = TypeVar("V", bound=Version)


class NoRule(LookupError):
    """No version of the pack is in force on that day."""


def layers(versions: Iterable[V], day: date, division: str = NATIONAL) -> tuple[V, ...]:
    """The versions for a day and a place, the nearest jurisdiction first; of one jurisdiction the latest."""
    latest: dict[str, V] = {}
    for each in versions:
        before = latest.get(each.jurisdiction)
        if each.holds(day, division) and (before is None or before.valid_from < each.valid_from):
            latest[each.jurisdiction] = each
    return tuple(sorted(latest.values(), key=lambda each: (each.jurisdiction == NATIONAL, -len(each.jurisdiction))))


def in_force(versions: Iterable[V], day: date, division: str = NATIONAL) -> V:
    """The nearest version for a day and a place. Raises NoRule."""
    found = layers(versions, day, division)
    if not found:
        raise NoRule(f"nothing in force on {day} in {division}")
    return found[0]


def read(cls: type[V], yaml_text: str) -> tuple[V, ...]:
    """The versions in a pack file. Raises PackInvalid naming the place of the first thing wrong."""
    try:
        body = yaml_files.read(yaml_text)
    except yaml_files.Unreadable as error:
        raise PackInvalid("file", str(error)) from error
    return parse(cls, body)


def parse(cls: type[V], body: Any) -> tuple[V, ...]:
    """As `read`, of a pack that is already taken apart."""
    if not isinstance(body, dict) or set(body) != {"pack", "title", "versions"}:
        raise PackInvalid("file", "not a mapping of pack, title and versions")
    if body["pack"] != cls.pack:
        raise PackInvalid("pack", f"{body['pack']} is not {cls.pack}")
    _checked(Words, body["title"], "title")
    if not isinstance(body["versions"], list) or not body["versions"]:
        raise PackInvalid("versions", "no version")
    versions = tuple(_checked(cls, each, f"versions.{place}") for place, each in enumerate(body["versions"]))
    starts = [(each.jurisdiction, each.valid_from) for each in versions]
    if len(set(starts)) < len(starts):
        raise PackInvalid("versions", "two versions begin on one day in one place")
    return versions


def version(cls: type[V], body: Any) -> V:
    """One version of a pack, as in its list of versions or in JSON. Raises PackInvalid."""
    return _checked(cls, body, "version")


P = TypeVar("P", bound=Part)


def _checked(cls: type[P], value: Any, place: str) -> P:
    try:
        return cls.model_validate_json(json.dumps(value, default=_iso))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise PackInvalid(".".join([place, *map(str, first["loc"])]), first["msg"]) from error
    except (TypeError, ValueError) as error:
        raise PackInvalid(place, str(error)) from error


def _iso(value: Any) -> str:
    """YAML reads 2025-01-01 as a date; JSON carries it as text."""
    if type(value) is date:
        return value.isoformat()
    raise TypeError(f"not fit for a pack: {value!r}")
