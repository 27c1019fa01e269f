"""The `inspector-hq` command: set HQ up, serve it, and do from a terminal what its console does."""

from __future__ import annotations

import secrets
import sys
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import Annotated

import typer
from rich.progress import Progress

from inspector_app.domain.local_time import local_date
from inspector_app.errors import AppError
from inspector_app.hq import care, checklist_commands, division_commands, keeping, territory
from inspector_app.hq.terminal import DEFAULT, Data, complain, console, database_url, errors, now, plain_errors
from inspector_app.hq.texts import text

app = typer.Typer(
    help="乡检通 HQ: the one authority of a deployment.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # passwords are among them
)
app.add_typer(checklist_commands.app, name="checklist")
app.add_typer(division_commands.app, name="division")
app.add_typer(territory.grants, name="grant")
app.command()(territory.compact)
app.command()(care.laptop)
app.command()(care.photos)

ROLES = ("INSPECTOR", "AUXILIARY", "TEAM_LEAD", "COUNTY_ADMIN", "HQ_ADMIN", "READ_ONLY")


def _digits(code: str, length: int) -> str:
    if len(code) != length or not (code.isascii() and code.isdigit()):
        raise typer.BadParameter(f"a code of {length} digits")
    return code


def _county(code: str) -> str:
    return _digits(code, 6)


def _townships(codes: list[str]) -> list[str]:
    return [_digits(code, 9) for code in codes]


def _given(text: str) -> str:
    if not text.strip():
        raise typer.BadParameter("not empty")
    return text


app.command()(keeping.backup)
app.command()(keeping.restore)
app.command()(keeping.housekeeping)


@app.command()
def init(
    data: Data = DEFAULT,
    host: Annotated[list[str], typer.Option("--host", help="Name or address for laptops; may be repeated.")] = [  # noqa: B006
        "127.0.0.1"
    ],
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8443,
    dataset: Annotated[str, typer.Option(help="REAL or DEMO; the two never mix.")] = "REAL",
    database: Annotated[
        str, typer.Option(help="postgresql+psycopg://…; embedded SQLite by default.", callback=database_url)
    ] = "",
    blobs: Annotated[str, typer.Option(help="s3://bucket/… for photos; the data folder by default.")] = "",
    username: Annotated[str, typer.Option(help="Name of the first administrator.", callback=_given)] = "admin",
    name: Annotated[str, typer.Option(help="The administrator's own name.")] = "管理员",
    county: Annotated[str, typer.Option(help="Six-digit code of the county.", callback=_county)] = "990101",
    authority: Annotated[str, typer.Option(help="Authority in whose name papers are printed.")] = "市场监督管理局",
    password: Annotated[str, typer.Option(help="Made and shown when not given.")] = "",
) -> None:
    """Make HQ's data folder: certificate authority, recovery key, database, administrator."""
    from inspector_app.hq import users
    from inspector_app.hq.office import Office, Plan
    from inspector_app.hq.passwords import require_long
    from inspector_app.records.people import Role, User
    from sync.record import new_id

    if dataset not in ("REAL", "DEMO"):
        raise typer.BadParameter("REAL or DEMO", param_hint="--dataset")
    shown = password or secrets.token_urlsafe(9)
    url = database or f"sqlite:///{(data / 'hq.sqlite').resolve()}"
    with plain_errors():
        require_long(shown)
        office = Office.create(data, Plan(dataset, tuple(host), port, url, blobs=blobs), now())
        admin = User(
            id=new_id(), username=username, name=name, role=Role.HQ_ADMIN, office_code=county, office_name=authority,
            acting_authority=authority,
        )  # fmt: skip
        users.add(office, admin, shown, now())
        office.close()
    console.print(f"HQ is ready in {data}. Serve it with: inspector-hq serve --data {data}")
    console.print(f"Administrator: {username}   Password: {shown}", highlight=False)
    console.print(f"Keep {data / 'keys' / 'recovery.key'} in a safe place too: it opens laptops whose people are gone.")


@app.command()
def serve(
    data: Data = DEFAULT,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "0.0.0.0",
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; the one of init by default.", min=1, max=65535)
    ] = None,
    database: Annotated[
        str | None, typer.Option(help="postgresql+psycopg://… in place of init's.", callback=database_url)
    ] = None,
    backup_to: keeping.BackupTo = None,
    divisions_every: keeping.DivisionsEvery = 1,
    compaction_every: keeping.CompactionEvery = 24,
    snapshots_every: keeping.SnapshotsEvery = 24,
    backup_every: keeping.BackupEvery = 24,
    blobs: Annotated[str | None, typer.Option(help="s3://bucket/… for photos, in place of init's.")] = None,
    metrics: Annotated[
        int | None,
        typer.Option("--metrics-port", help="Port of this machine for Prometheus; none by default.", min=1, max=65535),
    ] = None,
    log: Annotated[bool, typer.Option("--log/--no-log", help="Log each request to standard error, as JSON.")] = False,
) -> None:
    """Serve HQ over TLS until stopped, and keep house meanwhile: divisions, compaction, snapshots, backups."""
    from inspector_app.hq import housekeeping
    from inspector_app.hq.office import Office
    from inspector_app.hq.web import gate_of, served_by
    from sync.hq.app import serve as run
    from sync.hq.logs import log_to

    with plain_errors():
        office = Office.open(data, now(), port=port, database=database, blobs=blobs)
        certificate, key = office.certificate_files
        console.print(f"HQ listens on {office.address} ({office.plan.dataset})", highlight=False)
        intervals = housekeeping.Intervals(divisions_every, compaction_every, snapshots_every, backup_every, backup_to)
        if backup_to is None:
            complain(text("no_backups"))
        gate = gate_of(office, overdue=lambda: housekeeping.overdue(office, intervals, now()))
        gate.metrics.registry.register(housekeeping.Chores(office))
        if metrics is not None:
            gate.metrics.serve(metrics)
        if log:
            log_to(sys.stderr)
        changes = {"database": database, "blobs": blobs}
        with housekeeping.kept(office, intervals, now, {what: at for what, at in changes.items() if at}):
            run(served_by(gate, office), host, office.plan.port, str(certificate), str(key))
        office.close()


@app.command()
def user(
    username: Annotated[str, typer.Argument(callback=_given)],
    name: Annotated[str, typer.Argument(callback=_given)],
    data: Data = DEFAULT,
    role: Annotated[str, typer.Option(help=", ".join(ROLES))] = ROLES[0],
    certificate: Annotated[str, typer.Option(help="Enforcement certificate number.")] = "",
    township: Annotated[
        list[str], typer.Option("--township", help="9-digit code; may be repeated.", callback=_townships)
    ] = [],  # noqa: B006
    office_name: Annotated[str, typer.Option("--office", help="Name of the office.")] = "",
    authority: Annotated[str, typer.Option(help="Authority in whose name papers are printed.")] = "市场监督管理局",
    password: Annotated[str, typer.Option(help="Made and shown when not given.")] = "",
    reset: Annotated[bool, typer.Option("--reset-password", help="Only set a new password.")] = False,
) -> None:
    """Make a user, or reset a password."""
    from inspector_app.hq import users
    from inspector_app.hq.office import Office
    from inspector_app.records.people import Role, User
    from sync.record import new_id

    if role not in ROLES:
        raise typer.BadParameter(f"one of {', '.join(ROLES)}", param_hint="--role")
    if not township and not reset:
        raise typer.BadParameter("at least one", param_hint="--township")
    shown = password or secrets.token_urlsafe(9)
    with plain_errors():
        office = Office.open(data, now())
        if reset:
            users.reset_password(office, username, shown)
        else:
            person = User(
                id=new_id(), username=username, name=name, role=Role(role), certificate_no=certificate or None,
                office_code=township[0][:6], office_name=office_name or authority, acting_authority=authority,
                townships=tuple(township),
            )  # fmt: skip
            users.check_townships(office, township, local_date(now()))
            users.add(office, person, shown, now())
        office.close()
    console.print(f"User: {username}   Password: {shown}", highlight=False)


@app.command()
def enrol(
    name: Annotated[str, typer.Argument(help="A name for the laptop.")],
    usernames: Annotated[list[str], typer.Argument(help="Who works on it.")],
    data: Data = DEFAULT,
    out: Annotated[Path, typer.Option(help="The one-time file.")] = Path("enrolment.json"),
    days: Annotated[int, typer.Option(help="Days until the file expires.", min=1, max=90)] = 7,
) -> None:
    """Write the one-time file with which a laptop joins."""
    from inspector_app.hq.enrolment import make_file
    from inspector_app.hq.office import Office
    from inspector_app.storage.files import write_atomically

    with plain_errors():
        office = Office.open(data, now())
        if out.exists():
            raise AppError("file_exists", file=str(out))
        made = make_file(office, name, usernames, days, now())
        write_atomically(out, made.model_dump_json(indent=1).encode())
        office.close()
    console.print(f"{out}: for {name}, once, within {days} days. Whoever holds it can join; hand it over in person.")


@app.command()
def divisions(
    file: Annotated[Path, typer.Argument(help="CSV with the columns code and name: province to village.")],
    data: Data = DEFAULT,
) -> None:
    """Publish divisions: townships get their feeds, laptops their names. Publishing again renames."""
    from inspector_app.hq.office import Office
    from inspector_app.hq.publication import publish_regions, read_divisions
    from inspector_app.hq.users import HQ_USER

    with plain_errors():
        office = Office.open(data, now())
        regions = read_divisions(file, local_date(now()))
        publish_regions(office, regions, HQ_USER, now())
        office.close()
    console.print(f"{len(regions)} divisions published.")


@app.command()
def publish(
    files: Annotated[list[Path], typer.Argument(help="Checklists in form checklist/1 (YAML).")],
    data: Data = DEFAULT,
) -> None:
    """Publish checklists to every laptop in their reach."""
    from inspector_app.domain.checklists import ChecklistInvalid
    from inspector_app.hq.office import Office
    from inspector_app.hq.publication import checklist_file, publish_checklist
    from inspector_app.hq.users import HQ_USER

    with plain_errors():
        office = Office.open(data, now())
        demo = office.plan.dataset == "DEMO"
        for path in files:
            try:
                made = publish_checklist(office, checklist_file(path), HQ_USER, now(), demo=demo)
            except ChecklistInvalid as exc:
                errors.print(f"{path}: {exc.place}: {exc.reason}. Nothing of this file was published.")
                raise typer.Exit(1) from exc
            console.print(f"{made.code} {made.version}: {made.title_zh}")
        office.close()


@app.command()
def snapshot(
    data: Data = DEFAULT,
    feed: Annotated[list[int], typer.Option("--feed", help="Number of a feed; may be repeated.")] = [],  # noqa: B006
    database: Annotated[
        str | None,
        typer.Option(
            help="postgresql+psycopg://… in place of init's.", callback=database_url, envvar="INSPECTOR_HQ_DATABASE"
        ),
    ] = None,
) -> None:
    """Build the snapshots that new laptops begin with; `serve` does it every night; run it after an import.

    Without --feed: of large feeds that have none, or have changed by more than 2 %.
    """
    from inspector_app.hq.housekeeping import by_hand
    from inspector_app.hq.office import Office
    from inspector_app.hq.snapshots import builder

    with plain_errors():
        office = Office.open(data, now(), database=database)
        building = builder(office.folder, office.database)
        if feed:
            made = building.build(feed, now())
        else:
            with by_hand(office):
                made = building.nightly(now())
        office.close()
    console.print(f"{len(made)} snapshots, {sum(s.bytes for each in made for s in each.slices):,} bytes.")


@app.command("demo-county")
def demo_county(
    data: Data = DEFAULT,
    size: Annotated[str, typer.Option(help="demo, county, goals or large.")] = "demo",
    seed: int = 1,
    reference: Annotated[
        datetime | None, typer.Option(help="Today, as the county knows it.", formats=["%Y-%m-%d"])
    ] = None,
    operators: int | None = None,
    ledger: int | None = None,
    inspections: int | None = None,
    photos: int | None = None,
) -> None:
    """Fill a DEMO HQ with the synthetic county; two of its inspectors get passwords."""
    from inspector_app.hq import users
    from inspector_app.hq.demo_data import fill, size_of, two_inspectors
    from inspector_app.hq.office import Office

    with plain_errors(), Progress(console=errors, transient=True) as progress:
        office = Office.open(data, now())
        task = progress.add_task("operators")
        made = fill(
            office,
            size_of(size, operators=operators, ledger=ledger, inspections=inspections, photos=photos),
            seed,
            reference.date() if reference else local_date(now()),
            now(),
            lambda done, total: progress.update(task, completed=done, total=total),
        )
        people = [(each, secrets.token_urlsafe(9)) for each in two_inspectors(office)]
        for each, password in people:
            users.reset_password(office, each.username, password)
        office.close()
    for kind, count in sorted(made.items()):
        console.print(f"{count:>9,} {kind}", highlight=False)
    for each, password in people:
        console.print(
            f"User: {each.username}   Password: {password}   ({each.name}, {each.office_name})", highlight=False
        )
    names = " ".join(each.username for each, _ in people)
    console.print("Passwords are shown this once. What comes next, each in a terminal of its own:")
    console.print(f"  inspector-hq serve --data {quote(str(data))}", highlight=False)
    console.print(f"  inspector-hq enrol laptop-1 {names} --data {quote(str(data))}", highlight=False)
    console.print("  inspector-app   (its first window asks for enrolment.json, then for user and password)")


def main() -> None:
    app()
