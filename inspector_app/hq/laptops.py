"""The laptops of a deployment, and their standing: let in, handed over, blocked; ordered to be emptied or not."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from inspector_app.errors import AppError
from inspector_app.hq import snapshots
from inspector_app.hq.office import Office
from inspector_app.services import lease
from inspector_app.services.lease import Renewal
from inspector_app.storage.tables import TABLES
from sync.faults import Wipe
from sync.hq.auth import DeviceStatus, set_status
from sync.hq.tables import device as keys

DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Laptop:
    id: str
    name: str
    status: DeviceStatus
    wipe: Wipe | None
    wiped_at: int | None


def laptops(office: Office) -> list[Laptop]:
    """Every enrolled laptop, by name."""
    devices = TABLES["device"]
    query = (
        select(devices.c.id, devices.c.name, keys.c.status, keys.c.wipe, keys.c.wiped_at)
        .join_from(devices, keys, devices.c.id == keys.c.id)
        .order_by(devices.c.name, devices.c.id)
    )

    def look(connection: Connection) -> list[Laptop]:
        return [
            Laptop(row.id, row.name, DeviceStatus(row.status), Wipe(row.wipe) if row.wipe else None, row.wiped_at)
            for row in connection.execute(query)
        ]

    return office.database.read(look)


def named(office: Office, called: str) -> Laptop:
    """The laptop of this id or name. Raises AppError unknown_laptop; laptop_names when several bear the name."""
    there = laptops(office)
    found = [laptop for laptop in there if called in (laptop.id, laptop.name)]
    if not found:
        raise AppError("unknown_laptop", name=called)
    if len(found) > 1:
        raise AppError("laptop_names", name=called, ids=", ".join(laptop.id for laptop in found))
    return found[0]


def renew(office: Office, called: str, days: int, now: int) -> Renewal:
    """Sign that a laptop may be used for so many days from now without reaching HQ. Reads HQ's signing key.

    Raises AppError unknown_laptop, laptop_names; laptop_not_active for one that is blocked, handed over or held.
    """
    laptop = named(office, called)
    if laptop.status is not DeviceStatus.ACTIVE:
        raise AppError("laptop_not_active", name=laptop.name)
    return lease.sign(snapshots.signing_key(office.folder), laptop.id, now + days * DAY_US)


def set_standing(office: Office, called: str, status: DeviceStatus, now: int, *, wipe: bool = False) -> Laptop:
    """Change a laptop's standing from its next request on; `called` is its id or name.

    What a laptop sent whose identity two machines used was kept back; letting it in again applies that, and handing it
    over has a person look at it.
    A laptop that is handed over is emptied once HQ has its work, one that is blocked at once.
    Raises AppError unknown_laptop; laptop_names when several bear the name.
    """
    laptop = named(office, called)
    order = (Wipe.AFTER_HAND_OVER if status is DeviceStatus.TRANSFERRED else Wipe.AT_ONCE) if wipe else None
    if status in (DeviceStatus.ACTIVE, DeviceStatus.TRANSFERRED):
        office.service.release(laptop.id, now, status, order)
        return laptop
    office.database.write(lambda connection: set_status(connection, laptop.id, status, order))
    return laptop
