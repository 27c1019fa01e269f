"""What HQ itself decides of corrections of signed visits: each waits for approval, and what follows waits with it."""

from __future__ import annotations

from inspector_app.records.inspections import Amendment, AmendmentState, Inspection, Rectification
from inspector_app.records.measures import Authority, Transfer
from sync.hq.refusals import OpRefused, Waits
from sync.hq.rulings import AS_TOLD, Find, Ruled, Rulings
from sync.protocol import Op, Refusal
from sync.record import Wire

_NOT_APPROVED = Ruled("correction not approved")


def _visit(op: Op, wire: Wire, find: Find) -> Ruled:
    """A signed correction is laid before a team lead, whether its laptop asks for that or not."""
    if wire["signed_at"] is None or not wire["supersedes"]:
        return AS_TOLD
    return Ruled(beside=(Amendment.of(wire["id"], wire["operator_id"]),))


def _amendment(op: Op, wire: Wire, find: Find) -> Ruled:
    """Only the state of what HQ itself has laid before a lead changes, and not by the hand of who proposed it."""
    visit, held = find(Inspection.kind, wire["inspection_id"]), find(Amendment.kind, op.row)
    if visit is None:
        raise Waits(wire["inspection_id"])
    if held is None or any(wire[name] != held[name] for name in held if name != "state"):
        raise OpRefused(Refusal.NOT_ALLOWED, detail="not this correction")
    if op.by == visit["author_id"] and op.set.get("state", (None, None))[1] == AmendmentState.APPROVED:
        raise OpRefused(Refusal.NOT_ALLOWED, "state", "one's own correction")
    return AS_TOLD


def _order(op: Op, wire: Wire, find: Find) -> Ruled:
    return _following(wire["inspection_id"], find)


def _transfer(op: Op, wire: Wire, find: Find) -> Ruled:
    tells_issuer = wire["authority"] == Authority.ISSUER and wire["subject_kind"] == Inspection.kind
    return _following(wire["subject_id"], find) if tells_issuer else AS_TOLD


def _following(version: str, find: Find) -> Ruled:
    """What follows from a correction is void while that is not approved: a lead may have approved it out of reach, when
    the county had rejected it already."""
    asked = find(Amendment.kind, Amendment.id_of(version))
    return AS_TOLD if asked is None or asked["state"] == AmendmentState.APPROVED else _NOT_APPROVED


RULINGS: Rulings = {
    Inspection.kind: _visit,
    Amendment.kind: _amendment,
    Rectification.kind: _order,
    Transfer.kind: _transfer,
}
