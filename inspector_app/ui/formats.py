"""How dates, times, amounts and personal values are written: Chinese local time, in the language of the window."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QObject, QTime

from inspector_app.domain.local_time import local
from inspector_app.domain.masking import masked
from inspector_app.records.people import Role
from sync.record import Record

PRESSING_DAYS = 3
"""How long before its day what is due begins to press."""


def day(value: date | None) -> str:
    """2026年3月18日; nothing for None."""
    return _written(value, QCoreApplication.translate("Formats", "d MMM yyyy"))


def day_of_month(value: date) -> str:
    """3月18日, where the year is plain."""
    return _written(value, QCoreApplication.translate("Formats", "d MMM"))


def long_day(value: date) -> str:
    """2026年3月18日 星期三."""
    return _written(value, QCoreApplication.translate("Formats", "dddd, d MMMM yyyy"))


def moment(instant: int | None) -> str:
    """Date and time of an instant (microseconds UTC); nothing for None."""
    return "" if instant is None else f"{day(local(instant).date())} {time_of_day(instant)}"


def time_of_day(instant: int) -> str:
    """09:30."""
    return f"{local(instant):%H:%M}"


def day_of(instant: int | None) -> str:
    """The date of an instant; nothing for None."""
    return "" if instant is None else day(local(instant).date())


def ago(instant: int, now: int) -> str:
    """When it was, as people say it: the time of today, yesterday, else the date."""
    then, today = local(instant).date(), local(now).date()
    if then == today:
        return QCoreApplication.translate("Formats", "today {time}").format(time=time_of_day(instant))
    if (today - then).days == 1:
        return QCoreApplication.translate("Formats", "yesterday {time}").format(time=time_of_day(instant))
    return day_of_month(then) if then.year == today.year else day(then)


class _DaysLeft(QObject):
    """Texts with a count are found in a tr() alone."""

    def text(self, days: int) -> str:
        return self.tr("%n day(s) left", "", days) if days > 0 else self.tr("%n day(s) overdue", "", -days)


def time_left(due: date, today: date) -> str:
    """How long is left until the end of a day, or how long it has passed."""
    days = (due - today).days
    if days == 0:
        return QCoreApplication.translate("Formats", "due today")
    return _DaysLeft().text(days)


def due_tone(due: date, today: date) -> str:
    """The tone (theme.TONES) of what is due at the end of a day."""
    if due < today:
        return "bad"
    return "warning" if (due - today).days <= PRESSING_DAYS else "info"


def minutes_and_seconds(seconds: int) -> str:
    """1:05."""
    return f"{seconds // 60}:{seconds % 60:02}"


def quantity(milli: int, unit: str = "") -> str:
    """Thousandths of a unit as a number without needless zeros: `1.25 kg`."""
    number = f"{Decimal(milli) / 1000:,.3f}".rstrip("0").rstrip(".")
    return f"{number} {unit}" if unit else number


def money(fen: int | None) -> str:
    """¥1,234.50; nothing for None."""
    return "" if fen is None else f"{'-' if fen < 0 else ''}¥{abs(fen) // 100:,}.{abs(fen) % 100:02}"


def size(count: int) -> str:
    """Bytes as people read them: 3.2 MB."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def listing(parts: Iterable[str]) -> str:
    """Several things in a row."""
    return QCoreApplication.translate("Formats", ", ").join(parts)


def shown(record: Record, field: str, role: Role) -> Any:
    """A field as the role sees it before it asks for more (domain.md 8.3)."""
    return masked(type(record), field, getattr(record, field), role)


def _written(value: date | None, pattern: str) -> str:
    if value is None:
        return ""
    return QLocale().toString(QDateTime(QDate(value.year, value.month, value.day), QTime()), pattern)
