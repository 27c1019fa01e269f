"""Commands of `inspector-hq` for the laptops in the field and the photos that they owe."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from inspector_app.hq.terminal import DEFAULT, Data, console, now, plain_errors

DAY_US = 86_400_000_000


def laptop(
    called: Annotated[
        str, typer.Argument(metavar="[NAME]", help="A laptop's name or id; all are listed without.")
    ] = "",
    data: Data = DEFAULT,
    block: Annotated[bool, typer.Option("--block", help="Refuse it; its work stays on it.")] = False,
    hand_over: Annotated[
        bool, typer.Option("--hand-over", help="Take its work for review, and give it nothing more.")
    ] = False,
    admit: Annotated[
        bool, typer.Option("--admit", help="Let it in again; if two machines used its identity, the newer log.")
    ] = False,
    wipe: Annotated[
        bool, typer.Option("--wipe", help="And empty it: blocked at once, handed over when HQ has its work.")
    ] = False,
) -> None:
    """List the laptops, or change the standing of one from its next contact on."""
    from inspector_app.hq.laptops import laptops, set_standing
    from inspector_app.hq.office import Office
    from sync.hq.auth import DeviceStatus

    chosen = [
        status
        for status, asked in (
            (DeviceStatus.REVOKED, block),
            (DeviceStatus.TRANSFERRED, hand_over),
            (DeviceStatus.ACTIVE, admit),
        )
        if asked
    ]
    if len(chosen) != bool(called) or (wipe and (not chosen or admit)):
        raise typer.BadParameter("a name with one of --block, --hand-over, --admit; --wipe with one of the first two")
    with plain_errors():
        office = Office.open(data, now())
        if chosen:
            changed = set_standing(office, called, chosen[0], now(), wipe=wipe)
            console.print(f"{changed.name} ({changed.id}): {chosen[0].value}, from its next contact on")
        else:
            for each in laptops(office):
                order = "" if each.wipe is None else f"  wipe {each.wipe.value}"
                done = "" if each.wiped_at is None else f", done {_day(each.wiped_at)}"
                console.print(f"{each.id}  {each.status.value:<12} {each.name}{order}{done}", highlight=False)
        office.close()


def photos(
    data: Data = DEFAULT,
    awaited: Annotated[bool, typer.Option("--awaited", help="List each that is overdue.")] = False,
    days: Annotated[int, typer.Option(help="Days after which a photo is overdue.", min=0)] = 3,
    original: Annotated[str, typer.Option(help="Id of a photo whose original HQ asks its laptop for.")] = "",
) -> None:
    """List the visits whose photos are not all here, count or list those overdue, or ask for the original of one."""
    from inspector_app.hq.office import Office
    from inspector_app.hq.photos import incomplete_visits, overdue, want_original
    from inspector_app.hq.users import HQ_USER

    with plain_errors():
        office = Office.open(data, now())
        if original:
            want_original(office, original, HQ_USER, now())
            console.print("The laptop is asked at its next contact, and until the original is here.")
        else:
            for visit in incomplete_visits(office):
                place = f"{_day(visit.started_at)}  {visit.inspection_id}  {visit.operator}"
                console.print(f"{place}  {visit.here} of {visit.every} photos at HQ", highlight=False, markup=False)
            found = overdue(office, now() - days * DAY_US)
            for photo in found if awaited else ():
                place = f"visit {photo.inspection_id}" if photo.inspection_id else "register"
                taken = _day(photo.received_at)
                console.print(f"{taken}  {photo.evidence_id}  {place}  {photo.laptop}", highlight=False)
            console.print(f"{len(found)} photos awaited for more than {days} days.", highlight=False)
        office.close()


def _day(instant: int) -> str:
    return datetime.fromtimestamp(instant / 1_000_000, UTC).date().isoformat()
