"""How messages look on the wire: JSON in columns under zstd, and the signature over a request.

Columns instead of rows compress better, because like stands beside like.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import ValidationError

from sync.protocol import Entry, ExchangeRequest, Message, Op, Outcome, Result
from sync.record import Json

M = TypeVar("M", bound=Message)

CONTENT_TYPE = "application/json"
ENCODING = "zstd"
LEVEL = 12
"""zstd level of messages; a day's push takes some 50 ms at this level and is a sixth smaller than at 3."""
MAX_BYTES = 16 << 20
"""Decompressed size above which a message is refused."""
MAX_DEPTH = 24


class Malformed(ValueError):
    """Bytes that are no message of ours: not zstd, not JSON, too large, or of another shape."""


def encode(message: Json) -> bytes:
    """A JSON value as zstd bytes."""
    plain = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
    return zstandard.ZstdCompressor(level=LEVEL, write_checksum=True).compress(plain)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} is no JSON number")
    return value


def decode(data: bytes, limit: int = MAX_BYTES) -> Json:
    """The JSON value in zstd bytes. Raises Malformed; never decompresses more than `limit` bytes."""
    try:
        with zstandard.ZstdDecompressor().stream_reader(data) as reader:
            plain = reader.read(limit + 1)
    except zstandard.ZstdError as exc:
        raise Malformed("not zstd") from exc
    if len(plain) > limit:
        raise Malformed("too large")
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


def to_columns(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Rows that share their members as {member: values}; a member absent from a row is null there."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def from_columns(columns: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """The rows of to_columns; raises Malformed when the columns differ in length. Nulls are left out."""
    if not isinstance(columns, Mapping) or len({len(values) for values in columns.values()}) > 1:
        raise Malformed("columns of different lengths")
    return [
        {name: value for name, value in zip(columns, row, strict=True) if value is not None}
        for row in zip(*columns.values(), strict=True)
    ]


def pack_ops(ops: Iterable[Op]) -> Json:
    """Ops in columns; those of one kind of record and one set of units share a table of values."""
    return to_columns([op.model_dump(mode="json", exclude_none=True) for op in ops])


def unpack_ops(packed: Json) -> list[Op]:
    """The ops of pack_ops. Raises Malformed."""
    try:
        return [Op.model_validate(row) for row in from_columns(packed or {})]
    except (ValueError, TypeError, AttributeError) as exc:
        raise Malformed(f"ops: {exc}") from exc


def pack_entries(entries: Iterable[Entry]) -> Json:
    """Feed entries in columns."""
    return to_columns([entry.model_dump(mode="json", exclude_none=True) for entry in entries])


def unpack_entries(packed: Json) -> list[Entry]:
    """The entries of pack_entries. Raises Malformed."""
    try:
        return [Entry.model_validate(row) for row in from_columns(packed or {})]
    except (ValueError, TypeError, AttributeError) as exc:
        raise Malformed(f"entries: {exc}") from exc


def pack_results(results: Sequence[Result], later: Sequence[Result] = ()) -> Json:
    """Results: versions of the applied in order, and one entry for each op that was not simply applied.

    `later` are new results of ops of earlier requests.
    """
    packed = {
        "v": [r.ver for r in results if r.r == Outcome.APPLIED],
        "not": [r.model_dump(mode="json", exclude_defaults=True) for r in results if r.r != Outcome.APPLIED],
        "later": [r.model_dump(mode="json", exclude_defaults=True) for r in later],
    }
    return {name: values for name, values in packed.items() if values} or None


def unpack_results(packed: Json, numbers: Sequence[tuple[int, str]]) -> list[Result]:
    """Results of the ops (number, id) that the request carried. Raises Malformed when they do not match."""
    try:
        packed = packed or {}
        other = {r.n: r for r in (Result.model_validate(row) for row in packed.get("not", ()))}
        versions = iter(packed.get("v", ()))
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


def _signed(device: str, method: str, path: str, body: bytes, counter: int) -> bytes:
    return "\n".join([device, method, path, hashlib.sha256(body).hexdigest(), str(counter)]).encode()


def authorization(key: Ed25519PrivateKey, device: str, method: str, path: str, body: bytes, counter: int) -> str:
    """The Authorization header of a request: device, counter, and the signature over method, path, body and both."""
    signature = key.sign(_signed(device, method, path, body, counter))
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
    key: Ed25519PublicKey, signature: bytes, device: str, method: str, path: str, body: bytes, counter: int
) -> bool:
    """Whether the signature is the device's own over this very request."""
    try:
        key.verify(signature, _signed(device, method, path, body, counter))
    except InvalidSignature:
        return False
    return True
