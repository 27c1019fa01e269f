"""W3's material: fifty laptops' days as requests ready to be sent, and the same rows as plain ones."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass

import fieldwork
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fieldwork_records import day, edited, ident, operator

from inspector_app.records import SCHEMA
from inspector_app.records.operators import Operator
from sync.device.core import chunk, grouped
from sync.forms import told_in
from sync.protocol import CHAIN_START, Captured, Clock, ExchangeRequest, Kind, Log, Op, chain_after
from sync.record import Record, differences, new_id
from sync.wire import authorization, pack_ops, to_bytes

NOW = fieldwork.DAY0 * 1000 + 12 * 3600 * 1_000_000
PATH = "/sync/v1/exchange"


@dataclass(frozen=True)
class Push:
    """One laptop's requests, in order: (body, authorization)."""

    requests: list[tuple[bytes, str]]
    records: int


def device(laptop: int) -> str:
    return ident(f"LT-{laptop:03}")


def user(laptop: int) -> str:
    return ident(f"u{laptop:04}")


def township(laptop: int) -> str:
    return f"990101{laptop + 1:03}"


def key(laptop: int) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(laptop.to_bytes(32, "big"))


def shops(laptop: int) -> Iterator[Operator]:
    """The operators of a laptop's district, as the register holds them before the day."""
    for row in _district(laptop):
        yield operator(row).changed(division_code=township(laptop))


def push(laptop: int, cursors: dict[int, int], home: int) -> Push:
    """The day of a laptop as its requests. It is level with HQ before, at `cursors`; `home` is its district's feed."""
    by, count = user(laptop), 0
    ops: list[Op] = []

    def add(record: Record, before: Record | None, at: int) -> None:
        cls = type(record)
        ops.append(
            Op(
                id=new_id(),
                t=record.kind,
                row=record.id,
                k=Kind.INSERT if before is None else Kind.UPDATE,
                b=(0, 0) if before is None else (1, 1),
                set=differences(cls, before.wire() if before else None, record.wire()),
                by=by,
                cap=Captured(wall=at, off=0, mono=len(ops) + 1),
                g=getattr(record, cls.aggregate) or record.id,
                s=told_in(SCHEMA.version),
            )
        )

    for record in day(laptop):
        add(record, None, NOW)
        count += 1
    held = {row["id"]: row for row in _district(laptop)}
    for operator_id, changes in fieldwork.edits(laptop):
        before = operator(held[operator_id]).changed(division_code=township(laptop))
        add(edited(before, changes), before, changes["updated_at"] * 1000)
        count += 1
    return Push(list(_requests(laptop, grouped(ops), dict(cursors), home)), count)


def _requests(laptop: int, ops: list[Op], cursors: dict[int, int], home: int) -> Iterator[tuple[bytes, str]]:
    done, chain = 0, CHAIN_START
    while done < len(ops):
        some = list(chunk((op, len(op.core())) for op in ops[done:]))
        chain = chain_after(chain, done + 1, some)
        done += len(some)
        request = ExchangeRequest(
            app="1",
            schema_=SCHEMA.version,
            ds="DEMO",
            inc=1,
            epoch=1,
            log=Log(last=done, chain=chain.hex()),
            sig=base64.b64encode(key(laptop).sign(chain)).decode(),
            cur=dict(cursors),
            clock=Clock(wall=NOW, mono=1),
            ops=pack_ops(some),
        )
        body = to_bytes(request)
        yield body, authorization(key(laptop), device(laptop), "POST", PATH, body, done)
        cursors[home] += len({op.row for op in some})  # what the reply will tell: they are all in the district's feed


def plain_rows(laptop: int) -> dict[str, list[fieldwork.Row]]:
    """{table: rows} of the day: every fact a row, as the defined work has them."""
    tables: dict[str, list[fieldwork.Row]] = {}
    for table, row in fieldwork.day(laptop):
        tables.setdefault(table, []).append(row)
    return tables


def _district(laptop: int) -> list[fieldwork.Row]:
    rows: list[fieldwork.Row] = fieldwork._base_rows()["op"]
    return rows[laptop * 600 : (laptop + 1) * 600]
