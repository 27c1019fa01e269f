"""Legal dates are Chinese local dates: one zone, no summer time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def local(instant: int) -> datetime:
    """The Chinese local time of an instant (microseconds UTC)."""
    return (_EPOCH + timedelta(microseconds=instant)).astimezone(CHINA)


def local_date(instant: int) -> date:
    """The date on the wall when an instant (microseconds UTC) happened."""
    return local(instant).date()


def first_instant(day: date) -> int:
    """The instant at which a day begins in China, microseconds UTC."""
    return instant(datetime.combine(day, time(), CHINA))


def instant(moment: datetime) -> int:
    """Microseconds UTC of an aware time."""
    return (moment - _EPOCH) // timedelta(microseconds=1)
