"""Alerts (风险预警): whom one concerns, and until when (row 11.1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from inspector_app.records.notices import Alert, AlertLevel

GRAVEST_FIRST = tuple(AlertLevel)
"""RED, ORANGE, YELLOW, BLUE."""


def in_force(alert: Alert, today: date) -> bool:
    """Through its last day; one without a last day until it is cancelled."""
    is_over = alert.expires_on is not None and today > alert.expires_on
    return alert.voided_at is None and alert.cancelled_at is None and not is_over


def concerns(alert: Alert, divisions: Collection[str]) -> bool:
    """Whether it matters to who works in these divisions: one of its own lies in one of them, or holds one."""
    if not alert.divisions:
        return True
    return any(own.startswith(named) or named.startswith(own) for named in alert.divisions for own in divisions)
