"""`inspector-hq user` and `inspector-hq enrol`: who works in the field, and on which laptop."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from inspector_app.domain.local_time import local_date
from inspector_app.errors import AppError
from inspector_app.hq import options
from inspector_app.hq.terminal import DEFAULT, Data, now, opened, say
from inspector_app.hq.texts import text

ROLES = ("INSPECTOR", "AUXILIARY", "TEAM_LEAD", "COUNTY_ADMIN", "HQ_ADMIN", "READ_ONLY")
OF_COUNTY = ("COUNTY_ADMIN", "HQ_ADMIN")
"""Who needs no township: their acts at HQ reach the county."""


def user(
    username: Annotated[str, typer.Argument(help="Name to sign in with.", callback=options.given)],
    name: Annotated[str, typer.Argument(help="The person's own name; not for --reset-password.")] = "",
    data: Data = DEFAULT,
    role: Annotated[str, typer.Option(help=", ".join(ROLES))] = ROLES[0],
    certificate: Annotated[str, typer.Option(help="Enforcement certificate number.", callback=options.perhaps)] = "",
    township: Annotated[
        list[str],
        typer.Option(
            "--township",
            help="9-digit code; may be repeated. COUNTY_ADMIN and HQ_ADMIN need none.",
            callback=options.townships,
        ),
    ] = [],  # noqa: B006
    county: Annotated[
        str,
        typer.Option(
            help="6-digit code, of those without townships; the first administrator's by default.",
            callback=lambda code: options.county(code) if code else "",
        ),
    ] = "",
    office_name: Annotated[str, typer.Option("--office", help="Name of the office.", callback=options.perhaps)] = "",
    authority: Annotated[
        str, typer.Option(help="Authority in whose name papers are printed.", callback=options.given)
    ] = "市场监督管理局",
    password: Annotated[str, typer.Option(help="Made and shown when not given.", callback=options.typeable)] = "",
    reset: Annotated[bool, typer.Option("--reset-password", help="Only set a new password.")] = False,
    townships: Annotated[
        list[str],
        typer.Option(
            "--townships",
            help="Of a user that there is: 9-digit codes, from now on these alone; may be repeated.",
            callback=options.townships,
        ),
    ] = [],  # noqa: B006
    yes: Annotated[bool, typer.Option("--yes", help="Do it; without, a change of townships is only shown.")] = False,
) -> None:
    """Make a user, reset a password, or change somebody's townships."""
    from inspector_app.hq import passwords, users
    from inspector_app.records.people import Role, User
    from sync.record import new_id

    if townships:
        if reset or township or name:
            raise typer.BadParameter(text("bad_townships"), param_hint="--townships")
        _change_townships(data, username, townships, yes=yes)
        return
    if role not in ROLES:
        raise typer.BadParameter(text("bad_choice", choices=", ".join(ROLES)), param_hint="--role")
    if not reset:
        if not name.strip():
            raise typer.BadParameter(text("bad_no_name"), param_hint="NAME")
        name = options.given(name)
    shown = password or passwords.made()
    with opened(data) as office:
        if reset:
            users.reset_password(office, username, shown)
        else:
            users.require_new(office, username)
            if not township and role not in OF_COUNTY:
                raise typer.BadParameter(text("bad_at_least_one"), param_hint="--township")
            code = township[0][:6] if township else county or users.first_county(office)
            if not code:
                raise typer.BadParameter(text("bad_code", length=6), param_hint="--county")
            person = User(
                id=new_id(), username=username, name=name.strip(), role=Role(role), certificate_no=certificate or None,
                office_code=code, office_name=office_name or authority, acting_authority=authority,
                townships=tuple(dict.fromkeys(township)),
            )  # fmt: skip
            users.check_townships(office, [*township, *filter(None, [county])], local_date(now()))
            users.add(office, person, shown, now())
    say("user", username=username, password=shown)


def _change_townships(data: Path, username: str, codes: list[str], *, yes: bool) -> None:
    from inspector_app.hq import users
    from inspector_app.hq.regions import regions

    with opened(data) as office:
        user = users.named(office, username)
        users.check_townships(office, codes, local_date(now()))
        known = regions(office, {*user.townships, *codes})
        names = {code: f"{code} {known[code].name}" if code in known else code for code in (*user.townships, *codes)}
        before, after = ([names[code] for code in dict.fromkeys(each)] for each in (user.townships, codes))
        say("townships_of", name=user.name, laptops=_listed(users.laptops_of(office, user)))
        say("townships_stay", townships=_listed([each for each in before if each in after]))
        say("townships_come", townships=_listed([each for each in after if each not in before]))
        say("townships_go", townships=_listed([each for each in before if each not in after]))
        if yes:
            users.set_townships(office, username, codes, now())
            say("townships_done", name=user.name)
        else:
            say("nothing_yet")


def _listed(names: list[str]) -> str:
    return ", ".join(names) or text("nobody")


def enrol(
    name: Annotated[str, typer.Argument(help="A name for the laptop.")],
    usernames: Annotated[list[str], typer.Argument(help="Who works on it.")],
    data: Data = DEFAULT,
    out: Annotated[Path, typer.Option(help="The one-time file.")] = Path("enrolment.json"),
    days: Annotated[int, typer.Option(help="Days until the file expires.", min=1, max=90)] = 7,
) -> None:
    """Write the one-time file with which a laptop joins."""
    from inspector_app.hq.enrolment import make_file, take_back
    from inspector_app.storage.files import write_atomically

    with opened(data) as office:
        if out.exists() or out.is_symlink():
            raise AppError("file_exists", file=str(out))
        if not out.parent.is_dir():
            raise AppError("no_folder", file=str(out), folder=str(out.parent))
        made = make_file(office, name, list(dict.fromkeys(usernames)), days, now())
        try:
            write_atomically(out, made.model_dump_json(indent=1).encode())
        except (AppError, OSError) as exc:
            take_back(office, made)
            if isinstance(exc, AppError):
                raise
            raise AppError("unusable", file=str(out), reason=exc.strerror) from exc
    say("enrolment", out=out, name=name, days=days)
