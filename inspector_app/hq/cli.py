"""The `inspector-hq` command: set HQ up, serve it, and do from a terminal what its console does."""

from __future__ import annotations

from shlex import quote
from typing import Annotated

import typer

from inspector_app import usage
from inspector_app.hq import (
    care,
    checklist_commands,
    county,
    desk_commands,
    division_commands,
    entry_commands,
    erase_commands,
    joining,
    keeping,
    list_commands,
    operator_commands,
    options,
    publishing,
    rescue_commands,
    territory,
)
from inspector_app.hq.terminal import (
    DEFAULT,
    Data,
    DatabaseInUse,
    complain,
    database_url,
    now,
    opened,
    plain_errors,
    say,
)
from inspector_app.hq.texts import text

app = typer.Typer(
    help="乡检通 HQ: the one authority of a deployment.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # passwords are among them
)
app.add_typer(checklist_commands.app, name="checklist")
app.add_typer(division_commands.app, name="division")
app.add_typer(operator_commands.app, name="operator")
app.add_typer(territory.grants, name="grant")
app.add_typer(rescue_commands.app, name="rescue")
app.command()(territory.compact)
app.command()(joining.user)
app.command()(joining.enrol)
app.command()(publishing.divisions)
app.command()(publishing.publish)
app.command()(publishing.picture)
app.command()(publishing.snapshot)
app.command()(county.demo_county)
app.command()(desk_commands.step)
app.command()(desk_commands.alert)
app.command()(desk_commands.alerts)
app.command()(desk_commands.envelope)
app.command()(entry_commands.enter)
app.command()(erase_commands.erase)
app.command("import")(list_commands.import_list)
app.command()(list_commands.export)
app.command()(care.laptop)
app.command()(care.renew)
app.command()(care.photos)
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
    username: Annotated[str, typer.Option(help="Name of the first administrator.", callback=options.given)] = "admin",
    name: Annotated[str, typer.Option(help="The administrator's own name.", callback=options.given)] = "管理员",
    county: Annotated[str, typer.Option(help="Six-digit code of the county.", callback=options.county)] = "990101",
    authority: Annotated[
        str, typer.Option(help="Authority in whose name papers are printed.", callback=options.given)
    ] = "市场监督管理局",
    password: Annotated[str, typer.Option(help="Made and shown when not given.", callback=options.typeable)] = "",
) -> None:
    """Make HQ's data folder: certificate authority, recovery key, database, administrator."""
    from inspector_app.hq import passwords, users
    from inspector_app.hq.office import Office, Plan
    from inspector_app.hq.passwords import require_long
    from inspector_app.records.people import Role, User
    from sync.record import new_id

    if dataset not in ("REAL", "DEMO"):
        raise typer.BadParameter(text("bad_choice", choices="REAL, DEMO"), param_hint="--dataset")
    shown = password or passwords.made()
    url = database or f"sqlite:///{(data / 'hq.sqlite').resolve()}"
    with plain_errors():
        require_long(shown)
        admin = User(
            id=new_id(), username=username, name=name, role=Role.HQ_ADMIN, office_code=county, office_name=authority,
            acting_authority=authority,
        )  # fmt: skip
        plan = Plan(dataset, tuple(host), port, url, blobs=blobs)
        Office.create(data, plan, now(), lambda office: users.add_first(office, admin, shown, now())).close()
    say("ready", data=quote(str(data)), username=username, password=shown, recovery=data / "keys" / "recovery.key")


@app.command()
def serve(
    data: Data = DEFAULT,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "0.0.0.0",
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; the one of init by default.", min=1, max=65535)
    ] = None,
    database: DatabaseInUse = None,
    backup_to: keeping.BackupTo = None,
    divisions_every: keeping.DivisionsEvery = 1,
    compaction_every: keeping.CompactionEvery = 24,
    snapshots_every: keeping.SnapshotsEvery = 24,
    backup_every: keeping.BackupEvery = 24,
    same_disk_counts: keeping.SameDiskCounts = False,
    blobs: Annotated[str | None, typer.Option(help="s3://bucket/… for photos, in place of init's.")] = None,
    metrics: Annotated[
        int | None,
        typer.Option(
            "--metrics-port",
            help="Port of this machine for Prometheus; none by default. Further workers take the next ones.",
            min=1,
            max=65535,
        ),
    ] = None,
    log: Annotated[bool, typer.Option("--log/--no-log", help="Log each request to standard error, as JSON.")] = False,
    number: Annotated[
        int | None,
        typer.Option("--workers", help="Processes; on PostgreSQL up to four by default, else one.", min=1, max=64),
    ] = None,
) -> None:
    """Serve HQ over TLS until stopped, and keep house meanwhile: divisions, compaction, snapshots, backups."""
    from inspector_app.hq import housekeeping, workers
    from inspector_app.hq.listening import listening, stop_with_signals

    if number is not None and number > 1 and not workers.CAN_SHARE:
        raise typer.BadParameter(text("bad_shared_port"), param_hint="--workers")
    intervals = housekeeping.Intervals(
        divisions_every, compaction_every, snapshots_every, backup_every, backup_to, same_disk_counts
    )
    how = workers.Serving(data, host, intervals, port, database, blobs, metrics, log)
    with opened(data, port=port, database=database, blobs=blobs) as office:
        running = workers.prepared(office, how)
        others = (number or workers.usual_number(office.plan.database)) - 1
        with listening(host, office.plan.port, shared=others > 0) as taken:
            stop_with_signals(running)
            workers.log_as_told(log)
            say("listens", address=office.address, dataset=office.plan.dataset)
            if backup_to is None:
                complain(text("no_backups"))
            elif not same_disk_counts and keeping.is_beside(office, backup_to):
                complain(text("backups_same_disk"))
            changes = {"database": database, "blobs": blobs}
            with (
                housekeeping.kept(office, intervals, now, {what: at for what, at in changes.items() if at}),
                workers.beside(how, others),
            ):
                running.run(sockets=[taken])
    say("stopped")


def main() -> None:
    usage.run(app)
