"""How messages look on the wire: JSON in columns under zstd, and the signature over a request.

Columns instead of rows compress better, because like stands beside like.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import ValidationError

from sync.columns import Cells, from_column, to_column
from sync.protocol import Entry, EntryKind, ExchangeRequest, Message, Op, Outcome, Result
from sync.record import Json

M = TypeVar("M", bound=Message)

CONTENT_TYPE = "application/json"
ENCODING = "zstd"
LEVEL, PAGE_LEVEL = 19, 6
"""zstd levels: a day's push takes 30 ms at 19 and is a sixth smaller than at 6; for large pages that is too slow."""
SMALL = 131_072
"""Plain size above which a message is a large page."""
MAX_BYTES = 16 << 20
"""Decompressed size above which a message is refused."""
MAX_DEPTH = 24


class Malformed(ValueError):
    """Bytes that are no message of ours: not zstd, not JSON, too large, or of another shape."""


def encode(message: Json) -> bytes:
    """A JSON value as zstd bytes."""
    plain = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    level = LEVEL if len(plain) <= SMALL else PAGE_LEVEL
    return zstandard.ZstdCompressor(level=level, write_checksum=True).compress(plain)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is no JSON number")
    return value


def decode(data: bytes, limit: int = MAX_BYTES) -> Json:
    """The JSON value in zstd bytes. Raises Malformed; never decompresses more than `limit` bytes."""
    try:
        size = zstandard.frame_content_size(data)
        if size > limit:
            raise Malformed("too large")
        if size < 0:
            raise Malformed("a frame that does not tell its size")
        # At once and not as a stream: a stream ends quietly where a frame was cut.
        plain = zstandard.ZstdDecompressor().decompress(data, max_output_size=limit, allow_extra_data=False)
    except zstandard.ZstdError as exc:
        raise Malformed("not zstd") from exc
    try:
        value = json.loads(plain, parse_float=_finite, parse_constant=_finite)
    except (ValueError, RecursionError) as exc:
        raise Malformed("not JSON") from exc
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return value
    raise Malformed("too deep")


def to_bytes(message: Message) -> bytes:
    """A message as zstd bytes; members that hold their default are left out, the protocol number excepted."""
    plain = message.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(message, ExchangeRequest):
        plain["p"] = message.p
    return encode(plain)


def from_bytes(kind: type[M], data: bytes, limit: int = MAX_BYTES) -> M:
    """The message in zstd bytes. Raises Malformed."""
    try:
        return kind.model_validate(decode(data, limit))
    except ValidationError as exc:
        raise Malformed(f"{kind.__name__}: {exc.error_count()} errors, first at {exc.errors()[0]['loc']}") from exc


def pack_ops(ops: Sequence[Op]) -> Json:
    """Ops in columns. Those of one kind of record that set the same units share a table of old and new values."""
    if not ops:
        return None
    tables: dict[tuple[str, ...], list[int]] = {}
    for place, op in enumerate(ops):
        tables.setdefault((op.t, op.k, *op.set), []).append(place)
    members = [op.model_dump(mode="json", exclude={"t", "k", "set", "g"}, exclude_none=True) for op in ops]
    return {
        "ops": {name: to_column([member.get(name) for member in members]) for name in _names(members)},
        "g": to_column([None if op.g == op.row else op.g for op in ops]),
        "sets": [
            {
                "t": t,
                "k": k,
                "at": to_column(places),
                "units": units,
                "old": _cells([ops[place] for place in places], units, 0),
                "new": _cells([ops[place] for place in places], units, 1),
            }
            for (t, k, *units), places in tables.items()
        ],
    }


def _names(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _families(units: Sequence[str]) -> dict[str, list[str]]:
    """Units by what stands before the slash: the answers of an inspection are of one kind."""
    families: dict[str, list[str]] = {}
    for unit in units:
        families.setdefault(unit.partition("/")[0], []).append(unit)
    return families


def _cells(ops: Sequence[Op], units: Sequence[str], side: int) -> list[Json]:
    """Old or new values, a column for each family of units: op by op, unit by unit."""
    return [to_column([op.set[unit][side] for op in ops for unit in family]) for family in _families(units).values()]


def unpack_ops(packed: Json) -> list[Op]:
    """The ops of pack_ops. Raises Malformed."""
    if not packed:
        return []
    cells = Cells()
    try:
        places = [_places(table["at"], cells) for table in packed["sets"]]
        count = sum(map(len, places))
        if sorted(place for each in places for place in each) != list(range(count)):
            raise Malformed("ops: sets that do not fit")
        members = {name: from_column(column, count, cells) for name, column in packed["ops"].items()}
        groups = from_column(packed["g"], count, cells)
        sets: list[dict[str, Any]] = [{}] * count
        for at, table in zip(places, packed["sets"], strict=True):
            for place, units in zip(at, _units(table, len(at), cells), strict=True):
                sets[place] = {"t": table["t"], "k": table["k"], "set": units}
        rows = [
            {name: column[i] for name, column in members.items() if column[i] is not None} | sets[i]
            for i in range(count)
        ]
        return [
            Op.model_validate(row | {"g": group or row.get("row")}) for row, group in zip(rows, groups, strict=True)
        ]
    except (ValueError, TypeError, AttributeError, KeyError) as exc:
        raise Malformed(f"ops: {exc}") from exc


def _places(column: Json, cells: Cells) -> list[int]:
    """The places of a table's ops; the column tells its own length."""
    values = column.get("+", [column.get("=")]) if isinstance(column, dict) else column
    return from_column(column, len(values), cells)


def _units(table: Mapping[str, Any], count: int, cells: Cells) -> list[dict[str, tuple[Json, Json]]]:
    """{unit: (old, new)} of each op of a table."""
    sets: list[dict[str, tuple[Json, Json]]] = [{} for _ in range(count)]
    families = _families(table["units"])
    for family, old, new in zip(families.values(), table["old"], table["new"], strict=True):
        size = count * len(family)
        pairs = iter(zip(from_column(old, size, cells), from_column(new, size, cells), strict=True))
        for units in sets:
            for unit in family:
                units[unit] = next(pairs)
    return sets


def pack_entries(entries: Sequence[Entry]) -> Json:
    """Feed entries in columns, a table for each kind of row, one for those that left, one for the device's own."""
    tables: dict[tuple[str, str], list[Entry]] = {}
    for entry in entries:
        tables.setdefault(("own" if entry.own is not None else entry.kind.value, entry.t), []).append(entry)
    packed = []
    for (form, t), rows in tables.items():
        table: dict[str, Json] = {
            "f": form,
            "n": len(rows),
            "seq": to_column([entry.seq for entry in rows]),
            "epoch": to_column([entry.ver[0] for entry in rows]),
            "ver": to_column([entry.ver[1] for entry in rows]),
        }
        if form == "own":
            table["own"] = to_column([entry.own for entry in rows])
        else:
            table |= {"t": t, "row": to_column([entry.row for entry in rows])}
        if form == EntryKind.PUT:
            table["body"] = to_column([entry.body for entry in rows])
        packed.append(table)
    return packed or None


def unpack_entries(packed: Json) -> list[Entry]:
    """The entries of pack_entries, in the order of the feed. Raises Malformed."""
    cells = Cells()
    try:
        entries = [entry for table in packed or () for entry in _entries(table, cells)]
    except (ValueError, TypeError, AttributeError, KeyError) as exc:
        raise Malformed(f"entries: {exc}") from exc
    return sorted(entries, key=lambda entry: entry.seq)


def _entries(table: Mapping[str, Any], cells: Cells) -> Iterator[Entry]:
    count: int = table["n"]
    columns = {
        name: from_column(table[name], count, cells)
        for name in ("seq", "epoch", "ver", "own", "row", "body")
        if name in table
    }
    kind = EntryKind.PUT if table["f"] == "own" else table["f"]
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        version = (row.pop("epoch"), row.pop("ver"))
        yield Entry.model_validate(row | {"kind": kind, "t": table.get("t", ""), "ver": version})


def pack_results(results: Sequence[Result], later: Sequence[Result] = ()) -> Json:
    """Results: versions of the applied in order, and one entry for each op that was not simply applied.

    `later` are new results of ops of earlier requests.
    """
    applied = [r.ver or (0, 0) for r in results if r.r == Outcome.APPLIED]
    packed = {
        "epoch": to_column([epoch for epoch, _ in applied]),
        "ver": to_column([ver for _, ver in applied]),
        "not": [r.model_dump(mode="json", exclude_defaults=True) for r in results if r.r != Outcome.APPLIED],
        "later": [r.model_dump(mode="json", exclude_defaults=True) for r in later],
    }
    return {name: values for name, values in packed.items() if values} or None


def unpack_results(packed: Json, numbers: Sequence[tuple[int, str]]) -> list[Result]:
    """Results of the ops (number, id) that the request carried. Raises Malformed when they do not match."""
    try:
        packed = packed or {}
        other = {r.n: r for r in (Result.model_validate(row) for row in packed.get("not", ()))}
        count = len(numbers) - len(other)
        epochs, vers = (from_column(packed.get(name, []), count, Cells()) for name in ("epoch", "ver"))
        versions = zip(epochs, vers, strict=True)
        results = [other.get(n) or Result(n=n, id=op_id, r=Outcome.APPLIED, ver=next(versions)) for n, op_id in numbers]
    except (ValueError, TypeError, AttributeError, StopIteration) as exc:
        raise Malformed(f"results: {exc}") from exc
    if any(r.id != op_id for r, (_, op_id) in zip(results, numbers, strict=True)):
        raise Malformed("results of other ops")
    return results


def unpack_later(packed: Json) -> list[Result]:
    """The later results of pack_results. Raises Malformed."""
    try:
        return [Result.model_validate(row) for row in (packed or {}).get("later", ())]
    except (ValueError, TypeError, AttributeError) as exc:
        raise Malformed(f"results: {exc}") from exc


def _signed(device: str, method: str, path: str, digest: str, counter: int) -> bytes:
    return "\n".join([device, method, path, digest, str(counter)]).encode()


def authorization(key: Ed25519PrivateKey, device: str, method: str, path: str, body: bytes, counter: int) -> str:
    """The Authorization header of a request: device, counter, and the signature over method, path, body and both."""
    signature = key.sign(_signed(device, method, path, hashlib.sha256(body).hexdigest(), counter))
    return f"Sync {device}.{counter}.{base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def read_authorization(header: str) -> tuple[str, int, bytes]:
    """(device, counter, signature) of an Authorization header. Raises Malformed."""
    try:
        scheme, value = header.split(" ")
        device, counter, signature = value.split(".")
        if scheme != "Sync" or not counter.isdecimal() or len(counter) > 18:
            raise Malformed("authorization")
        return device, int(counter), base64.urlsafe_b64decode(signature + "=" * (-len(signature) % 4))
    except ValueError as exc:
        raise Malformed("authorization") from exc


def is_signed(
    key: Ed25519PublicKey, signature: bytes, device: str, method: str, path: str, digest: str, counter: int
) -> bool:
    """Whether the signature is the device's own over this very request. digest: SHA-256 of its body, hexadecimal."""
    try:
        key.verify(signature, _signed(device, method, path, digest, counter))
    except InvalidSignature:
        return False
    return True
