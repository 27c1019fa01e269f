"""What may become of a division: checked before anything is written, since every laptop follows within hours."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select

from sync.hq.feeds import FeedDirectory
from sync.hq.tables import division_feed
from sync.record import FeedKey, FeedKind

COUNTY, TOWNSHIP, VILLAGE = 6, 9, 12
"""Digits of codes."""


class Why(StrEnum):
    """Why a change of divisions is refused."""

    UNKNOWN = "unknown"
    NOT_A_TOWNSHIP = "not_a_township"
    NOT_A_VILLAGE = "not_a_village"
    ENDED = "ended"
    IN_USE = "in_use"
    WAS_IN_USE = "was_in_use"
    NO_COUNTY = "no_county"
    ITSELF = "itself"
    NOTHING = "nothing"
    DAY = "day"
    """The day is none, or lies before a change that is known."""


class DivisionRefused(Exception):
    """`code` is the division that stands in the way."""

    def __init__(self, why: Why, code: str) -> None:
        super().__init__(f"{why}: {code}")
        self.why = why
        self.code = code


def require_living(conn: Connection, code: str, day: str) -> int:
    """The feed of a township that is in force on that day."""
    require_township(code)
    newest = _newest(conn, code, day)
    if newest is None:
        raise DivisionRefused(Why.UNKNOWN, code)
    if newest.valid_to is not None and newest.valid_to <= day:
        raise DivisionRefused(Why.ENDED, code)
    require_day(conn, code, day)
    return int(newest.feed_id)


def require_new(conn: Connection, code: str, day: str) -> None:
    """A township's code that nobody has or ever had, in a county that there is."""
    require_township(code)
    newest = _newest(conn, code, day)
    if newest is not None:
        ended = newest.valid_to is not None and newest.valid_to <= day
        raise DivisionRefused(Why.WAS_IN_USE if ended else Why.IN_USE, code)
    if FeedDirectory(conn, day).find(FeedKey(FeedKind.COUNTY, code[:COUNTY])) is None:
        raise DivisionRefused(Why.NO_COUNTY, code[:COUNTY])
    require_day(conn, code, day)


def require_target(conn: Connection, code: str, day: str) -> None:
    """A township in force, or one that there may be from that day on."""
    require_township(code)
    if _newest(conn, code, day) is None:
        require_new(conn, code, day)
    else:
        require_living(conn, code, day)


def require_township(code: str) -> None:
    if not _is_digits(code, TOWNSHIP):
        raise DivisionRefused(Why.NOT_A_TOWNSHIP, code)


def require_village(code: str) -> None:
    if not _is_digits(code, VILLAGE):
        raise DivisionRefused(Why.NOT_A_VILLAGE, code)


def require_day(conn: Connection, code: str, day: str) -> None:
    """Mappings of a code are made in the order of their days."""
    try:
        is_a_day = date.fromisoformat(day).isoformat() == day
    except ValueError:
        is_a_day = False
    later = select(division_feed.c.code).where(division_feed.c.code == code, division_feed.c.valid_from > day)
    if not is_a_day or conn.execute(later).first() is not None:
        raise DivisionRefused(Why.DAY, code)


def several(codes: Iterable[str], into: str) -> list[str]:
    """The codes that change, each once: all but the one that they become."""
    named = list(dict.fromkeys(codes))
    others = [code for code in named if code != into]
    if not others:
        raise DivisionRefused(Why.ITSELF if named else Why.NOTHING, into)
    return others


def _newest(conn: Connection, code: str, day: str) -> Row[Any] | None:
    query = select(division_feed).where(division_feed.c.code == code, division_feed.c.valid_from <= day)
    return conn.execute(query.order_by(division_feed.c.valid_from.desc()).limit(1)).first()


def _is_digits(code: str, length: int) -> bool:
    return len(code) == length and code.isascii() and code.isdecimal()
