"""Chains of shops: the head office (总部) checks papers once for all of them (FSL 53; goals.md L.3).

The head office is a supplier of the county, so that shops of every township can name it, be it supervised here or not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy.orm import Session

from inspector_app.domain.batches import batch_key
from inspector_app.domain.problems import Code, Problem
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.records.suppliers import Supplier, TradeLink
from inspector_app.services.acting import Acting, require
from inspector_app.storage import merges, rows, suppliers
from sync.record import Id, new_id


def name_head_office(
    act: Acting, operator_id: Id, supplier_id: Id, since: date | None = None, until: date | None = None
) -> TradeLink:
    """Write down which head office checks papers for a shop, from a day on or as long as anybody knows, through a last
    day where it is over.

    Raises Refused for the shop itself, where another head office has some of these days, and for days out of order.
    """
    office = act.get(Supplier, supplier_id)
    link = TradeLink(
        id=new_id(),
        operator_id=merges.standing(act.session, operator_id),
        supplier_id=supplier_id,
        since=since,
        until=until,
        head_office=True,
    )
    is_itself = merges.are_one(act.session, office.operator_id, link.operator_id)
    problems = [Problem("supplier_id", Code.SAME_OPERATOR)] if is_itself else []
    require([*problems, *_days_wrong(act, link)])
    links = suppliers.head_office_links(act.session, link.operator_id)
    said = [each for each in links if _holds(each, since or act.today)]
    return said[-1] if said else act.save(link)


def leave(act: Acting, link_id: Id, last_day: date) -> TradeLink:
    """The shop belongs to the chain no longer; what came before that day stays proven. Raises Refused for another link,
    a day before the first, and one that another head office has."""
    link = act.get(TradeLink, link_id).changed(until=last_day)
    problems = [] if link.head_office else [Problem("head_office", Code.REQUIRED)]
    require([*problems, *_days_wrong(act, link)])
    return act.save(link)


def _days_wrong(act: Acting, link: TradeLink) -> list[Problem]:
    """A shop has one head office at a time."""
    if link.since is not None and link.until is not None and link.until < link.since:
        return [Problem("until", Code.DATE_ORDER)]
    same = {each.id for each in suppliers.same_business(act.session, act.get(Supplier, link.supplier_id or ""))}
    for other in suppliers.head_office_links(act.session, link.operator_id):
        if other.supplier_id not in same and _meet(other, link):
            named = act.writer.find(Supplier, other.supplier_id) if other.supplier_id else None
            days = {"since": other.since.isoformat() if other.since else "…"}
            days["until"] = other.until.isoformat() if other.until else "…"
            facts: dict[str, str | int] = {"name": named.name if named else "", **days}
            return [Problem("head_office", Code.OTHER_HEAD_OFFICE, facts=facts)]
    return []


def head_office_of(session: Session, operator_id: Id, day: date) -> Supplier | None:
    """The head office of a shop on a day."""
    return next(iter(Chain(session, operator_id, ()).on(day)), None)


class Chain:
    """The head offices of one shop over the years, and from whom they had the goods of these lines of its book."""

    def __init__(self, session: Session, operator_id: Id, lines: Collection[LedgerEntry]) -> None:
        self._session = session
        self._links = suppliers.head_office_links(session, operator_id)
        self._offices = {each: _records(session, each) for each in {link.supplier_id for link in self._links} if each}
        self._seats = {
            one.id: merges.standing(session, one.operator_id)
            for records in self._offices.values()
            for one in records
            if one.operator_id is not None
        }
        """{record of a head office: the operator that it is here}."""
        self._products = {line.product_id for line in lines if line.product_id}
        self._bought: dict[Id, list[LedgerEntry]] = {}

    def on(self, day: date) -> tuple[Supplier, ...]:
        """The records of the head office of that day: several, where it was entered several times."""
        held = (link.supplier_id for link in reversed(self._links) if link.supplier_id and _holds(link, day))
        return next((self._offices[each] for each in held), ())

    def delivered(self, line: LedgerEntry) -> tuple[Supplier, ...]:
        """The records of the head office that delivered a line; none where somebody else did, or nobody says who."""
        offices = self.on(line.happened_on)
        if line.supplier_id:
            return offices if any(each.id == line.supplier_id for each in offices) else ()
        if line.partner_operator_id:
            partner = merges.standing(self._session, line.partner_operator_id)
            return offices if partner in self._operators(offices) else ()
        return offices if any(each.name == line.partner_name.strip() for each in offices) else ()

    def sources(self, line: LedgerEntry) -> set[Id]:
        """The suppliers from which the head office had the goods of a line that it delivered, up to that day and as far
        as its book lies on this device."""
        wanted = batch_key(line.batch_no)
        return {
            bought.supplier_id
            for operator_id in self._operators(self.delivered(line))
            for bought in self._book(operator_id)
            if bought.product_id == line.product_id
            and bought.happened_on <= line.happened_on
            and (not wanted or batch_key(bought.batch_no) in ("", wanted))
            and bought.supplier_id
        }

    def everybody(self, lines: Iterable[LedgerEntry]) -> set[Id]:
        """All suppliers in whose files something may lie that proves these lines."""
        found: set[Id] = set()
        for line in lines:
            found |= {each.id for each in self.delivered(line)} | self.sources(line)
        return found

    def _operators(self, offices: Iterable[Supplier]) -> set[Id]:
        return {self._seats[each.id] for each in offices if each.id in self._seats}

    def _book(self, operator_id: Id) -> list[LedgerEntry]:
        """What a head office bought of the goods in question."""
        if operator_id not in self._bought:
            self._bought[operator_id] = suppliers.bought(self._session, operator_id, self._products)
        return self._bought[operator_id]


def _records(session: Session, supplier_id: Id) -> tuple[Supplier, ...]:
    """A supplier and its other records, the named one first."""
    named = rows.find(session, Supplier, supplier_id)
    return tuple(suppliers.same_business(session, named)) if named is not None else ()


def _meet(one: TradeLink, other: TradeLink) -> bool:
    """Whether two links have a day in common; an end that nobody told lies beyond all days."""
    first = max(each.since or date.min for each in (one, other))
    return first <= min(each.until or date.max for each in (one, other))


def _holds(link: TradeLink, day: date) -> bool:
    return (link.since is None or link.since <= day) and (link.until is None or day <= link.until)
