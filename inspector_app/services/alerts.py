"""Alerts (风险预警): issued by HQ, shown by area and level, read with a receipt; an unread red one stops new visits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from inspector_app.domain import alerts
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import HQ
from inspector_app.records.notices import Alert, AlertLevel, AlertReceipt
from inspector_app.services.acting import Acting, require
from inspector_app.storage import alerts as stored
from sync.record import new_id


def issue(act: Acting, level: AlertLevel, number: str, title: str, text: str, **fields: Any) -> Alert:
    """Warn all laptops of a division. HQ's alone: raises AppError not_allowed for others, Refused without its words."""
    act.require_role(HQ)
    given = {"number": number, "title": title, "text": text}
    require([Problem(name, Code.REQUIRED) for name, value in given.items() if not value.strip()])
    ends = fields.get("expires_on")
    require([Problem("expires_on", Code.DATE_ORDER)] if ends is not None and ends < act.today else [])
    published_in = fields.pop("published_in", act.user.office_code)
    return act.save(
        Alert(id=new_id(), level=level, published_in=published_in, issued_at=act.now, **given, **fields),
    )


def cancel(act: Acting, alert_id: str) -> Alert:
    """Take an alert back; it stays on record. Raises AppError not_allowed."""
    act.require_role(HQ)
    return act.save(act.get(Alert, alert_id).changed(cancelled_at=act.now))


def in_force(act: Acting) -> list[Alert]:
    """What matters to the acting user today, the gravest first, then the newest."""
    return _mine(act, stored.standing(act.session))


def unread(act: Acting, level: AlertLevel | None = None) -> list[Alert]:
    return _mine(act, stored.standing(act.session, act.user.id, level))


def acknowledge(act: Acting, alert_id: str, done: str = "") -> AlertReceipt:
    """Say that one has read it, and what one did about it."""
    alert = act.get(Alert, alert_id)
    return act.save(
        AlertReceipt(
            id=new_id(), user_id=act.user.id, alert_id=alert.id, device_id=act.device_id, read_at=act.now, done=done
        )
    )


def require_read(act: Acting) -> None:
    """Raises Refused while the acting user has a red alert unread."""
    red = unread(act, AlertLevel.RED)
    require([Problem("alerts", Code.ALERT_UNREAD, facts={"title": each.title, "alert": each.id}) for each in red])


def _mine(act: Acting, found: Iterable[Alert]) -> list[Alert]:
    areas = act.user.townships or (act.user.office_code,)
    shown = [each for each in found if alerts.in_force(each, act.today) and alerts.concerns(each, areas)]
    return sorted(shown, key=lambda each: alerts.GRAVEST_FIRST.index(each.level))
