"""`inspector-hq divisions`, `publish`, `picture` and `snapshot`: what laptops get from HQ."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from inspector_app.domain.local_time import local_date
from inspector_app.hq import options
from inspector_app.hq.terminal import DEFAULT, Data, DatabaseInUse, complain, now, opened, say
from inspector_app.hq.texts import in_terminal, text

if TYPE_CHECKING:
    from inspector_app.hq.office import Office


def divisions(
    file: Annotated[Path, typer.Argument(help="CSV with the columns code and name: province to village.")],
    data: Data = DEFAULT,
) -> None:
    """Publish divisions: townships get their feeds, laptops their names. Publishing again renames."""
    from inspector_app.hq.publication import publish_regions, read_divisions
    from inspector_app.hq.users import HQ_USER

    with opened(data) as office:
        regions = read_divisions(file, local_date(now()))
        publish_regions(office, regions, HQ_USER, now())
        say("divisions", count=len(regions))


def publish(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Checklists (YAML, or .xlsx workbooks made by export), rule packs, a calendar of holidays."
        ),
    ],
    data: Data = DEFAULT,
) -> None:
    """Publish checklists and rules to every laptop in their reach. All files are read before the first is published."""
    with opened(data) as office:
        read: dict[str, tuple[Path, Callable[[], None]]] = {}
        for path in files:
            name, publishing = _read(office, path)
            if name in read:
                _refuse(path, [text("published_twice", name=name, other=read[name][0])])
            read[name] = path, publishing
        for _, publishing in read.values():
            publishing()


def picture(
    product: Annotated[str, typer.Argument(help="The product's id, or the number of its barcode.")],
    file: Annotated[Path, typer.Argument(help="A photo of the genuine goods.")],
    by: Annotated[str, typer.Option(help="User name of who lays it down.", callback=options.given)],
    data: Data = DEFAULT,
) -> None:
    """Lay down the picture of the genuine goods; laptops have it with the product, to compare in a shop."""
    from inspector_app.hq.pictures import lay_down

    with opened(data) as office:
        named = lay_down(office, product, file, by, now)
        say("picture", name=named.name, id=named.id)


def _read(office: Office, path: Path) -> tuple[str, Callable[[], None]]:
    """What the file is, and what publishes it; one that is wrong in itself is refused here."""
    from inspector_app.domain.checklists import ChecklistInvalid
    from inspector_app.domain.packs import PackInvalid
    from inspector_app.hq.checklist_files import read_checklist
    from inspector_app.hq.publication import publish_checklist, require_publishable
    from inspector_app.hq.regions import require_home
    from inspector_app.hq.rule_publication import publish_rules, require_sound, rules_file
    from inspector_app.hq.users import HQ_USER

    is_demo = office.plan.dataset == "DEMO"

    def publish_list() -> None:
        try:
            made = publish_checklist(office, body, HQ_USER, now(), demo=is_demo)
        except ChecklistInvalid as exc:
            _refuse(path, [text("fault_at", place=exc.place, reason=in_terminal(exc.reason))])
        say("checklist", code=made.code, version=made.version, title=made.title_zh)

    def publish_pack() -> None:
        count = len(publish_rules(office, pack, HQ_USER, now()))
        say("rules", pack=pack.get("pack", "calendar"), count=count)

    try:
        if (found := rules_file(path)) is not None:
            pack = found
            require_sound(pack, now())
            return pack.get("pack", "calendar"), publish_pack
    except PackInvalid as exc:
        _refuse(path, [text("fault_at", place=exc.place, reason=in_terminal(exc.reason))])
    read = read_checklist(path)
    if read.body is None or read.faults:
        _refuse(path, read.faults)
    body = read.body
    require_home(office, {body["jurisdiction"]}, now())
    try:
        require_publishable(office, body, demo=is_demo)
    except ChecklistInvalid as exc:
        _refuse(path, [f"{exc.place}: {exc.reason}."])
    return f"{body['id']} {body['version']}", publish_list


def _refuse(path: Path, faults: Iterable[str]) -> NoReturn:
    """Tell all that is wrong with a file, and leave."""
    for fault in faults:
        complain(f"{path}: {fault}")
    complain(text("not_published", file=path))
    raise typer.Exit(1)


def snapshot(
    data: Data = DEFAULT,
    feed: Annotated[list[int], typer.Option("--feed", help="Number of a feed; may be repeated.")] = [],  # noqa: B006
    database: DatabaseInUse = None,
) -> None:
    """Build the snapshots that new laptops begin with; `serve` does it every night; run it after an import.

    Without --feed: of large feeds that have none, or have changed by more than 2 %.
    """
    from inspector_app.hq.housekeeping import by_hand
    from inspector_app.hq.snapshots import builder, require_feeds

    with opened(data, database=database) as office:
        require_feeds(office.database, feed)
        building = builder(office.folder, office.database)
        if feed:
            made = building.build(feed, now())
        else:
            with by_hand(office):
                made = building.nightly(now())
    say("snapshots", count=len(made), bytes=sum(s.bytes for each in made for s in each.slices))
