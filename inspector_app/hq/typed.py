"""What somebody types as the fields of a step: only what the step asks for, and read as the record's fields want it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pydantic import ValidationError

from inspector_app.domain.workflows import machines
from inspector_app.errors import AppError
from inspector_app.records.complaints import Complaint
from inspector_app.records.notices import Publication
from inspector_app.services.complaints import EVIDENCE
from inspector_app.services.workflow import COUNTED
from sync.record import Json, Record, canonical

ALSO: Mapping[tuple[str, str], frozenset[str]] = {
    (Publication.kind, "release"): frozenset({"place", "shown_until"}),
    **{
        (Complaint.kind, move.action): frozenset({EVIDENCE})
        for machine in machines(Complaint.kind)
        for move in machine.moves
    },
}
"""{(kind, action): what may be given} beside what the table asks for."""


def asked(kind: str, action: str) -> set[str]:
    """The fields that a step may be given, whichever machine of its kind the record runs."""
    moves = (move for machine in machines(kind) for move in machine.moves if move.action == action)
    needs = {each.partition(".")[0] for move in moves for need in move.needs for each in need.split("|")}
    return (needs | ALSO.get((kind, action), frozenset())) - COUNTED - {"reason"}


def values(record: Record, action: str, given: Mapping[str, Json]) -> dict[str, Json]:
    """The values in stored form. A text is read as JSON where it is some and the field takes that, else as it stands.

    Raises AppError no_such_step, not_asked, wrong_choice, wrong_value.
    """
    steps = {move.action for machine in machines(record.kind) for move in machine.moves}
    if action not in steps:
        raise AppError("no_such_step", action=action, steps=_listed(steps))
    fields = asked(record.kind, action)
    if strange := given.keys() - fields:
        raise AppError("not_asked", fields=_listed(strange), asked=_listed(fields) or "-")
    told = {name: _as_json(value) for name, value in given.items()}
    while True:
        try:
            record.changed(**{name: value for name, value in told.items() if name in type(record).model_fields})
            return told
        except ValidationError as exc:
            wrong = {str(place) for error in exc.errors() for place in error["loc"][:1]} & told.keys() or set(told)
            as_typed = {name: given[name] for name in wrong if told[name] != given[name]}
            if not as_typed:
                choices = [str(error["ctx"]["expected"]) for error in exc.errors() if error["type"] == "enum"]
                if choices:
                    raise AppError("wrong_choice", fields=_listed(wrong), choices="; ".join(choices)) from None
                raise AppError("wrong_value", fields=_listed(wrong)) from None
            told |= as_typed


def _as_json(value: Json) -> Json:
    if not isinstance(value, str):
        return value
    try:
        read = json.loads(value)
        canonical(read)
    except (ValueError, RecursionError):
        return value
    return read


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))
