"""`inspector-hq erase`: what has to be destroyed is shown, proposed by one person, and carried out by another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from inspector_app.hq import options
from inspector_app.hq.terminal import DEFAULT, Data, console, now, opened, say
from inspector_app.hq.texts import text

if TYPE_CHECKING:
    from inspector_app.hq.erasing import Standing


def erase(
    by: Annotated[
        str, typer.Option(help="User name of who does it: HQ's, or a county's desk.", callback=options.given)
    ],
    data: Data = DEFAULT,
    propose: Annotated[
        bool, typer.Option("--propose", help="Propose what is due; a second person carries out.")
    ] = False,
    carry_out: Annotated[str, typer.Option("--carry-out", metavar="ID", help="Destroy what was proposed.")] = "",
    certificate: Annotated[str, typer.Option("--certificate", metavar="ID", help="Print what was destroyed.")] = "",
) -> None:
    """Show what has to be destroyed: reporters' and patients' names whose term is over. Holds stop it."""
    from inspector_app.hq import erasing

    if sum(map(bool, (propose, carry_out, certificate))) > 1:
        raise typer.BadParameter(text("bad_one_at_a_time"), param_hint="--propose, --carry-out, --certificate")
    with opened(data) as office:
        if certificate:
            told = erasing.certificate(office, certificate, by, now)
            console.print_json(json.dumps(told, ensure_ascii=False))
        elif carry_out:
            done = erasing.carry_out(office, carry_out, by, now)
            rows = sum(done.kinds.values())
            say(
                "erase_done",
                rows=rows,
                rule=_named(done.what),
                sha256=done.certificate_sha256,
                id=done.id,
                by=by,
                data=data,
            )
            say("erase_copies")
        elif propose:
            for made in erasing.propose(office, by, now):
                say("erase_waits", rows=sum(made.kinds.values()), rule=_named(made.what), id=made.id, data=data)
        else:
            _show(erasing.look(office, by, now), data)
            say("erase_nothing_yet", by=by, data=data)


def _named(rule: str) -> str:
    return text(f"erase_{rule}")


def _show(standing: Standing, data: Path) -> None:
    from inspector_app.domain.local_time import local_date

    for rule, ended in standing.ended:
        held = [each for each in ended if each.hold is not None]
        due = [each for each in ended if each.is_due(standing.today)]
        say("erase_rule", rule=_named(rule), due=len(due), held=len(held), later=len(ended) - len(due) - len(held))
        for each in due:
            envelope, keeping = each.envelope, each.keeping
            facts = {"kind": envelope.subject_kind, "id": envelope.subject_id}
            say("erase_due", day=keeping.until.isoformat(), basis=keeping.term.basis, **facts)
        for each in held:
            assert each.hold is not None
            since = local_date(each.hold.set_at).isoformat()
            facts = {"kind": each.envelope.subject_kind, "id": each.envelope.subject_id}
            say("erase_held", reason=each.hold.reason, since=since, **facts)
    for made in standing.proposed:
        say("erase_waits", rows=sum(made.kinds.values()), rule=_named(made.what), id=made.id, data=data)
