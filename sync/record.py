"""The base of every synced record, what a field says of itself, and what follows from it by value.

A record is declared once; tables, wire form, checks, merge, masking and exports derive from the declaration.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Self

import rfc8785
import uuid_utils
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from sync.forms import Past

Json = Any
Wire = dict[str, Json]
"""A record's fields in stored form, which is also the wire form: text, int, bool, coordinate, list, object, null."""
Units = dict[str, Json]
Changes = dict[str, tuple[Json, Json]]
"""{merge unit: (old value, new value)}: what an edit changed."""


class Policy(StrEnum):
    """What HQ does when a unit was changed on both sides (sync.md B.7)."""

    KEEP_CURRENT = "keep-current"
    LATEST_OBSERVATION = "latest-observation"
    MANUAL = "manual"
    UNION = "union"
    MAX = "max"
    MIN = "min"
    ROW_LOCK = "row-lock"


class Personal(StrEnum):
    """Personal class of a field (domain.md 8.2); drives masking, logs and exports."""

    P0 = "P0"
    P1 = "P1"
    P2 = "P2"
    P3 = "P3"


class Change(StrEnum):
    """How a row of this kind may change after it was first written."""

    MERGED = "merged"
    """Edited by several people; HQ merges by unit."""
    SEALED = "sealed"
    """Edited by its author until its aggregate is sealed, then immutable."""
    INSERT_ONLY = "insert-only"
    """Never changed; a correction is another row."""
    HQ_ONLY = "hq-only"
    """Written by HQ's own author; a device's change is refused."""


class FeedKind(StrEnum):
    TOWNSHIP = "township"
    COUNTY = "county"
    PROVINCE = "province"
    NATIONAL = "national"
    USER = "user"
    DEVICE = "device"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class FeedKey:
    """The feed of a division, user or device, by the code that people know; HQ maps it to a surrogate number."""

    kind: FeedKind
    code: str


@dataclass(frozen=True, slots=True)
class InDivision:
    """The row lives in the feed of the division whose code `field` holds; `level` cuts a longer code to that level."""

    field: str
    level: FeedKind | None = None


@dataclass(frozen=True, slots=True)
class WithParent:
    """The row lives where the row of `kind` lives whose id `field` holds."""

    kind: str
    field: str


@dataclass(frozen=True, slots=True)
class WithRow:
    """As WithParent, the kind being named in the row."""

    kind_field: str
    field: str


@dataclass(frozen=True, slots=True)
class InUserFeed:
    """The row lives in the feed of the user whose id `field` holds; with `draft`, only until it is sealed."""

    field: str
    draft: bool = False


@dataclass(frozen=True, slots=True)
class InDeviceFeed:
    field: str


Home = InDivision | WithParent | WithRow | InUserFeed | InDeviceFeed


@dataclass(frozen=True, slots=True)
class Rule:
    """What a field says of itself, beside its type and check. Stands in the field's Annotated metadata."""

    policy: Policy = Policy.KEEP_CURRENT
    unit: str | None = None
    """Name of the merge unit that the field shares with others; alone by default."""
    personal: Personal = Personal.P0
    index: bool = False
    each: bool = False
    """The field is a mapping, and each of its keys a merge unit of its own: `answers/SW-A01`."""


def clean_text(text: str) -> str:
    """NFC; NUL is refused, because no store and no printer carries it."""
    if "\x00" in text:
        raise ValueError("text holds a NUL character")
    return unicodedata.normalize("NFC", text)


def _id(value: str) -> str:
    if len(value) != 36 or value != value.lower():
        raise ValueError("an id is a hyphenated lower-case UUID")
    uuid_utils.UUID(value)
    return value


def _degrees(value: float) -> float:
    return round(value, 6)


Text = Annotated[str, AfterValidator(clean_text)]
Id = Annotated[str, AfterValidator(_id)]
Instant = Annotated[int, Field(ge=0, lt=1 << 53)]
"""Microseconds since 1970-01-01 UTC."""
Degrees = Annotated[float, Field(ge=-180, le=180), AfterValidator(_degrees)]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


_IDS_FOR = uuid_utils.UUID("6a5f0c52-0d3b-4d0f-9a57-6d5d0a3f7c11")


def new_id() -> str:
    """A fresh UUIDv7 as hyphenated lower-case text."""
    return str(uuid_utils.uuid7())


def id_for(kind: str, *ids: str) -> str:
    """The id of the one record of a kind that there is for these: two replicas that make it apart make the same one."""
    return str(uuid_utils.uuid5(_IDS_FOR, "/".join((kind, *ids))))


class Value(BaseModel):
    """A structured value inside a record; it has no id and no life of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Record(BaseModel):
    """One synced thing. `id` is a UUIDv7 made where the record is born, and never changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    kind: ClassVar[str]
    change: ClassVar[Change] = Change.MERGED
    home: ClassVar[tuple[Home, ...]]
    """Where the row travels; the first entry whose field holds a value counts."""
    sealed_by: ClassVar[str | None] = None
    """The field that, once it holds a value, seals the row and the rows whose `aggregate` it is."""
    aggregate: ClassVar[str] = "id"
    """The field naming the row that this one is written and refused together with."""
    id: Id
    voided_at: Instant | None = None
    void_reason: Text | None = None

    def changed(self, **fields: Any) -> Self:
        """A copy with other values, checked again (model_copy would skip the checks)."""
        return type(self).model_validate(self.model_dump() | fields)

    def wire(self) -> Wire:
        """The record in stored form."""
        return self.model_dump(mode="json")

    @classmethod
    def rules(cls) -> dict[str, Rule]:
        """The rule of each field, in the order of declaration."""
        return _rules(cls)

    @classmethod
    def units(cls) -> dict[str, tuple[str, ...]]:
        """{merge unit: its fields}. A field with `each` stands here under its own name."""
        return _units(cls)


@cache
def _rules(cls: type[Record]) -> dict[str, Rule]:
    return {
        name: next((m for m in info.metadata if isinstance(m, Rule)), Rule()) for name, info in cls.model_fields.items()
    }


@cache
def _units(cls: type[Record]) -> dict[str, tuple[str, ...]]:
    units: dict[str, list[str]] = {}
    for name, rule in _rules(cls).items():
        if name != "id":
            units.setdefault("void" if name in ("voided_at", "void_reason") else rule.unit or name, []).append(name)
    return {unit: tuple(names) for unit, names in units.items()}


@cache
def _shape(cls: type[Record]) -> tuple[tuple[str, tuple[str, ...], bool], ...]:
    """(unit, its fields, whether each key is a unit of its own): what `split` and `put` go by, many times a push."""
    return tuple((unit, names, len(names) == 1 and _rules(cls)[names[0]].each) for unit, names in _units(cls).items())


@cache
def mappings(cls: type[Record]) -> frozenset[str]:
    """Fields whose keys are merge units of their own."""
    return frozenset(unit for unit, _, each in _shape(cls) if each)


@cache
def defaults(cls: type[Record]) -> Wire:
    """The stored form of each field's default; fields that must be given are None."""
    given = {n: i.get_default(call_default_factory=True) for n, i in cls.model_fields.items() if not i.is_required()}
    plain = cls.model_construct(**given).model_dump(mode="json", warnings=False)
    return {name: plain.get(name) for name in cls.model_fields}


def policy_of(cls: type[Record], unit: str) -> Policy:
    """The policy of a merge unit: that of its first field."""
    fields = cls.units().get(unit) or (unit.partition("/")[0],)
    return cls.rules()[fields[0]].policy


def split(cls: type[Record], wire: Mapping[str, Json]) -> Units:
    """A row as {merge unit: value}: a lone field's value, an object for several, one a key for `each`."""
    parts: Units = {}
    for unit, names, each in _shape(cls):
        if len(names) > 1:
            parts[unit] = {name: wire[name] for name in names}
        elif each:
            parts |= {f"{unit}/{key}": value for key, value in wire[names[0]].items()}
        else:
            parts[unit] = wire[names[0]]
    return parts


def differences(cls: type[Record], before: Mapping[str, Json] | None, after: Mapping[str, Json]) -> Changes:
    """{unit: (old, new)} that leads from one row to the other; before is None for a new row."""
    old, new = split(cls, before if before is not None else defaults(cls)), split(cls, after)
    return {u: (old.get(u), new.get(u)) for u in [*new, *(old.keys() - new.keys())] if old.get(u) != new.get(u)}


def put(cls: type[Record], wire: Wire, unit: str, value: Json) -> None:
    """Set a merge unit of a row, in place. Raises KeyError for a unit that the kind does not have."""
    name, slash, key = unit.partition("/")
    if slash and name in mappings(cls):
        entries = dict(wire[name])
        if value is None:
            entries.pop(key, None)
        else:
            entries[key] = value
        wire[name] = entries
        return
    names = cls.units()[unit]
    if len(names) == 1:
        wire[names[0]] = value
    else:
        for each in names:
            wire[each] = value[each]


_WIDE = {ord(wide): ord(wide) - 0xFEE0 for wide in "０１２３４５６７８９"}


def comparable(value: Json) -> Json:
    """A value as the merge compares it: retyping a text is no change (NFC, full-width digits, trailing space)."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value).translate(_WIDE).rstrip()
    if isinstance(value, Mapping):
        return {key: comparable(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [comparable(entry) for entry in value]
    return value


_PLAIN = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
_SHAPE = bytes.maketrans(b"123456789\xf1\xf2\xf3\xf4", b"0" * 9 + b"\xf0" * 4)
_RARE = [re.compile(form) for form in (rb"\.0(?![0-9])", rb"e[+-][0-9]{2,3}(?:[,}\]]|$)")]
_RUNS = re.compile(b"0" * 17), re.compile(rb"9[0-9]{15}")
"""As many digits, in the shape and in the text. In texts they are nothing rare: identity numbers, hashes."""


def canonical(value: Json) -> bytes:
    """RFC 8785 JSON; what is hashed and signed.

    The standard encoder is four times as fast and differs in few things: exponents, whole floats, numbers beyond 2^53,
    the order of keys beyond U+FFFF. Where one of them may be there, the library decides.
    """
    text = _PLAIN.encode(value).encode()
    shape = text.translate(_SHAPE)
    is_rare = b"\xf0" in shape or any(form.search(text) for form in _RARE)
    runs = (run.start() for form, of in zip(_RUNS, (shape, text), strict=True) for run in form.finditer(of))
    if is_rare or any(_is_number(text, start) for start in runs):
        return rfc8785.dumps(value)
    return text


def _is_number(text: bytes, start: int) -> bool:
    """Whether the digits from there on may be a number; within a text they hardly follow on one of these signs."""
    return text[max(0, start - 2) : start].removesuffix(b"-")[-1:] in b":,["


def size(wire: Json) -> int:
    """Bytes of a row as JSON, about as many as it takes in a message before compression."""
    return len(json.dumps(wire, ensure_ascii=False).encode())


class ConflictStatus(StrEnum):
    OPEN = "OPEN"
    RESOLVED = "RESOLVED"


class Conflict(Record):
    """The losing value of a merge, kept and shown until someone closes it (R15). It travels with its row."""

    kind = "conflict"
    home = (WithRow("row_kind", "row_id"),)

    row_kind: Annotated[str, Rule(index=True)]
    row_id: Annotated[Id, Rule(index=True)]
    unit: str
    base: Json = None
    winner: Json = None
    loser: Json = None
    policy: Policy
    winner_by: str | None = None
    winner_at: Instant | None = None
    """When the value that stands was observed, by HQ's clock; None where that is not known."""
    loser_op: Id
    loser_by: str
    loser_at: Instant
    """Capture time of the losing value, as its device told it."""
    status: ConflictStatus = ConflictStatus.OPEN
    resolved_by: str | None = None
    resolved_at: Instant | None = None


@dataclass(frozen=True)
class Schema:
    """The record types of an application: what replication is about."""

    version: int
    kinds: Mapping[str, type[Record]] = field(repr=False)
    past: Past = field(default_factory=Past)

    @staticmethod
    def of(version: int, records: Iterable[type[Record]], past: Past | None = None) -> Schema:
        """A schema of these kinds; Conflict belongs to every schema."""
        every: list[type[Record]] = [*records, Conflict]
        return Schema(version, {cls.kind: cls for cls in every}, past or Past())

    def children(self, kind: str) -> list[tuple[type[Record], str]]:
        """(kind, parent field) of the records that live where a row of this kind lives."""
        return [
            (cls, home.field)
            for cls in self.kinds.values()
            for home in cls.home
            if isinstance(home, WithRow) or (isinstance(home, WithParent) and home.kind == kind)
        ]
