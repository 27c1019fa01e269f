"""From a page's context to the services: who acts, now, in this transaction."""

from __future__ import annotations

from sqlalchemy.orm import Session

from inspector_app.services.acting import Acting
from inspector_app.storage.writes import DeviceWriter
from inspector_app.ui.context import Context
from sync.device.outbox import meta


def acting(context: Context, session: Session) -> Acting:
    """What a service is given when a page calls it inside `context.write` or `context.read`."""
    now = context.now()
    return Acting(
        session=session,
        writer=DeviceWriter(session, context.user.id, now),
        user=context.user,
        device_id=context.device_id,
        now=now,
        matching_key=bytes.fromhex(meta(session, "matching_key", "")),
    )
