"""Commands of `inspector-hq` for the laptops in the field and the photos that they owe."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector_app.domain.local_time import local_date
from inspector_app.errors import AppError
from inspector_app.hq.terminal import DEFAULT, Data, now, opened, say
from inspector_app.hq.texts import text

if TYPE_CHECKING:
    from inspector_app.hq.laptops import Laptop

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
    """List the laptops, or say from its next contact on how HQ meets one."""
    from inspector_app.hq.laptops import laptops, named, set_standing
    from sync.hq.auth import DeviceStatus

    wanted = {DeviceStatus.REVOKED: block, DeviceStatus.TRANSFERRED: hand_over, DeviceStatus.ACTIVE: admit}
    chosen = [status for status, asked in wanted.items() if asked]
    if len(chosen) > 1:
        raise typer.BadParameter(text("bad_one_at_a_time"), param_hint="--block, --hand-over, --admit")
    if wipe and (not chosen or admit):
        raise typer.BadParameter(text("bad_wipe_alone"), param_hint="--wipe")
    if chosen and not called:
        raise typer.BadParameter(text("bad_which_laptop"), param_hint="NAME")
    with opened(data) as office:
        if chosen:
            changed = set_standing(office, called, chosen[0], now(), wipe=wipe)
            say("laptop_changed", name=changed.name, standing=_standing(named(office, changed.id)))
            return
        found = [named(office, called)] if called else laptops(office)
        for each in found:
            say("laptop_line", name=each.name, standing=_standing(each), id=each.id)
        if not found:
            say("no_laptops")


def _standing(laptop: Laptop) -> str:
    """Whether HQ lets it in, and what became of an order to empty it."""
    order = "" if laptop.wipe is None else text(f"laptop_wipe_{laptop.wipe.value}")
    done = "" if laptop.wiped_at is None else text("laptop_wiped", day=local_date(laptop.wiped_at))
    return text(f"laptop_{laptop.status.value}") + order + done


def renew(
    called: Annotated[str, typer.Argument(metavar="NAME", help="A laptop's name or id.")],
    data: Data = DEFAULT,
    days: Annotated[int, typer.Option(help="Days from today.", min=1, max=90)] = 30,
    out: Annotated[Path, typer.Option(help="The file for the laptop.")] = Path("renewal.json"),
) -> None:
    """Let a laptop that cannot reach HQ be used on: write a file that opens its sign-in for some more days."""
    from inspector_app.hq.laptops import renew as sign
    from inspector_app.storage.files import write_atomically

    with opened(data) as office:
        if out.exists():
            raise AppError("file_exists", file=str(out))
        renewal = sign(office, called, days, now())
        write_atomically(out, renewal.model_dump_json(indent=1).encode())
    say("renewed", file=out, name=called, day=local_date(renewal.until))


def photos(
    data: Data = DEFAULT,
    awaited: Annotated[bool, typer.Option("--awaited", help="List each that is overdue.")] = False,
    days: Annotated[int, typer.Option(help="Days after which a photo is overdue.", min=0, max=36_500)] = 3,
    original: Annotated[str, typer.Option(help="Id of a photo whose original HQ asks its laptop for.")] = "",
) -> None:
    """List the visits whose photos are not all here, count or list those overdue, or ask for the original of one."""
    from inspector_app.hq.photos import incomplete_visits, overdue, want_original
    from inspector_app.hq.users import HQ_USER

    with opened(data) as office:
        if original:
            want_original(office, original, HQ_USER, now())
            say("photo_asked")
            return
        for visit in incomplete_visits(office):
            began = local_date(visit.started_at)
            say(
                "visit_photos", began=began, id=visit.inspection_id, operator=visit.operator,
                here=visit.here, every=visit.every,
            )  # fmt: skip
        found = overdue(office, now() - days * DAY_US)
        for photo in found if awaited else ():
            place = text("photo_visit", id=photo.inspection_id) if photo.inspection_id else text("photo_register")
            taken = local_date(photo.received_at)
            say("photo_line", taken=taken, id=photo.evidence_id, place=place, laptop=photo.laptop)
        say("photos_awaited", count=len(found), days=days)
