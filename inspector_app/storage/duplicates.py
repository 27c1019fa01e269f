"""Finds operators that may be the one being registered: what is rare in a registration leads to them.

Every piece of the name, address and numbers is looked up in the search index. A piece that few shops have says much,
one that hundreds have says nothing; those with the most to be said for them are compared (domain/duplicates.py).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select, text, true
from sqlalchemy.orm import Session

from inspector_app.domain.divisions import LEVELS
from inspector_app.domain.duplicates import Shop, degrees_east, degrees_north
from inspector_app.domain.likeness import house, name_parts, plain
from inspector_app.records.operators import OperatorKind, OperatorStatus
from inspector_app.records.register import DuplicateVerdict
from inspector_app.storage import finding, index_text, merges
from inspector_app.storage.searched import facet, township
from inspector_app.storage.tables import TABLES

COMPARED = 60
"""Shops that are compared, the likeliest."""
COMMON = 250
"""Shops that a piece may lead to; one that leads to more is left out."""
CERTAIN = 100.0
"""Weight of a number that only one business can have."""
_OPERATOR, _PERSON, _REGION = TABLES["operator"], TABLES["person"], TABLES["region"]
_DECISION = TABLES["duplicate_decision"]
_SHOWN = ("name", "operator_kind", "division_code", "address", "uscc", "reg_no", "phone", "latitude", "longitude")


@dataclass(frozen=True, slots=True)
class Near:
    """What the register holds near a registration."""

    shops: list[Shop]
    holders: dict[str, int]
    """{telephone of the registration: shops that carry it}"""


def near(session: Session, new: Shop, near_m: int, sorts: tuple[tuple[str, ...], ...] = ()) -> Near:
    """The operators that are worth comparing with `new`: those within `near_m`, and those that share a telling piece.
    `sorts` are endings of names, which too many shops share."""
    weights: defaultdict[str, float] = defaultdict(float)
    for row_id in _same_numbers(session, new):
        weights[row_id] += CERTAIN
    for row_id in _same_place(session, new, near_m):
        weights[row_id] += 1.0
    holders = {phone: _places(session, _match(phone)) for phone in sorted(new.phones)}
    found = [*holders.values(), *(_places(session, match) for match in _pieces(new, sorts))]
    points: defaultdict[int, float] = defaultdict(float)
    for places in found:
        if len(places) < COMMON:
            for place in places:
                points[place] += math.log(COMMON / len(places))
    likeliest = sorted(points, key=lambda place: (-points[place], place))[:COMPARED]
    for row_id, place in _ids_at(session, likeliest).items():
        weights[row_id] += points[place]
    ids = sorted(weights, key=lambda row_id: (-weights[row_id], row_id))[:COMPARED]
    return Near(shops(session, ids), {phone: len(places) for phone, places in holders.items()})


def shops(session: Session, ids: Iterable[str]) -> list[Shop]:
    """What tells these operators from others; void ones, doubles and those merged into others are left out."""
    ids = sorted(set(ids) - merges.given_up(session))
    return _shops(session, _OPERATOR.c.id.in_(ids), _PERSON.c.operator_id.in_(ids))


def every(session: Session) -> list[Shop]:
    """All of the register, in the order of their ids, as `shops` has them."""
    given_up = merges.given_up(session)
    return [shop for shop in _shops(session, true(), true()) if shop.id not in given_up]


def _shops(session: Session, chosen: ColumnElement[bool], of_people: ColumnElement[bool]) -> list[Shop]:
    shown = [_OPERATOR.c.id, *(_OPERATOR.c[name] for name in _SHOWN)]
    query = select(*shown).where(chosen, _OPERATOR.c.voided_at.is_(None)).order_by(_OPERATOR.c.id)
    rows = session.execute(query.where(_OPERATOR.c.status != OperatorStatus.DUPLICATE)).all()
    people = _people(session, of_people)
    names = place_names(session, {row.division_code for row in rows})
    return [_shop(row, people[row.id], names) for row in rows]


def all_told_apart(session: Session) -> set[frozenset[str]]:
    """The pairs of which a person has said that they are two."""
    query = select(_DECISION.c.operator_id, _DECISION.c.other_id).where(_DECISION.c.voided_at.is_(None))
    return {frozenset(pair) for pair in session.execute(query.where(_DECISION.c.verdict == DuplicateVerdict.DIFFERENT))}


def told_apart(session: Session, operator_id: str) -> set[str]:
    """The operators of which a person has said that this one is another."""
    mine, theirs = _DECISION.c.operator_id, _DECISION.c.other_id
    query = select(mine, theirs).where(or_(mine == operator_id, theirs == operator_id), _DECISION.c.voided_at.is_(None))
    pairs = session.execute(query.where(_DECISION.c.verdict == DuplicateVerdict.DIFFERENT))
    return {each for pair in pairs for each in pair} - {operator_id}


def place_names(session: Session, codes: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """{division code: its name and those of the divisions above}, with names of the past."""
    wanted = {code: [code[:level] for level in LEVELS if len(code) >= level] for code in codes}
    every = {part for parts in wanted.values() for part in parts}
    named: defaultdict[str, list[str]] = defaultdict(list)
    query = select(_REGION.c.code, _REGION.c.name).where(_REGION.c.code.in_(every))
    for code, name in session.execute(query.order_by(_REGION.c.code, _REGION.c.id)):
        named[code].append(name)
    return {code: tuple(name for part in parts for name in named.get(part, ())) for code, parts in wanted.items()}


def _shop(row: Any, people: list[Any], names: dict[str, tuple[str, ...]]) -> Shop:
    return Shop(
        id=row.id,
        name=row.name,
        kind=OperatorKind(row.operator_kind),
        division_code=row.division_code,
        address=row.address,
        places=names[row.division_code],
        uscc=row.uscc,
        reg_no=row.reg_no,
        phones=frozenset(filter(None, (row.phone, *(person.phone for person in people)))),
        owners=tuple(dict.fromkeys(person.name for person in people)),
        id_hmacs=frozenset(filter(None, (person.id_hmac for person in people))),
        latitude=row.latitude,
        longitude=row.longitude,
    )


def _people(session: Session, chosen_ones: ColumnElement[bool]) -> defaultdict[str, list[Any]]:
    chosen = select(_PERSON.c.operator_id, _PERSON.c.name, _PERSON.c.phone, _PERSON.c.id_hmac)
    query = chosen.where(chosen_ones, _PERSON.c.voided_at.is_(None)).order_by(_PERSON.c.id)
    people: defaultdict[str, list[Any]] = defaultdict(list)
    for row in session.execute(query):
        people[row.operator_id].append(row)
    return people


def _same_numbers(session: Session, new: Shop) -> list[str]:
    """Those with the same credit code or registration number, or a person with the same id number."""
    keys = []
    if new.uscc:
        keys.append(_OPERATOR.c.uscc == new.uscc)
    if new.reg_no:
        keys.append(_OPERATOR.c.reg_no == new.reg_no)
    ids: list[str] = []
    if keys:
        ids += session.scalars(select(_OPERATOR.c.id).where(or_(*keys)).limit(COMPARED))
    if new.id_hmacs:
        owned = select(_PERSON.c.operator_id).where(_PERSON.c.id_hmac.in_(new.id_hmacs), _PERSON.c.voided_at.is_(None))
        ids += session.scalars(owned.limit(COMPARED))
    return list(dict.fromkeys(ids))


def _same_place(session: Session, new: Shop, near_m: int) -> list[str]:
    if new.latitude is None or new.longitude is None:
        return []
    north = degrees_north(near_m)
    east = degrees_east(near_m, abs(new.latitude) + north)
    within = _OPERATOR.c.latitude.between(new.latitude - north, new.latitude + north)
    beside = _OPERATOR.c.longitude.between(new.longitude - east, new.longitude + east)
    return list(session.scalars(select(_OPERATOR.c.id).where(within, beside).limit(COMPARED)))


def _pieces(new: Shop, sorts: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """What to look for: names in the whole register, their pieces and the house in the township."""
    yield from (_match(owner) for owner in new.owners if len(plain(owner)) > 1)
    name = plain(new.name)
    if len(name) > 2:
        yield _match(name)
    here = (facet("t", township(new.division_code)),) if len(new.division_code) >= 9 else ()
    told = len(name) - len(name_parts(new.name, (), sorts).ending)
    for start in range(told):
        yield _match(name[start : start + 2], *here)
    for start in range(told - 1):
        yield _match("".join(index_text.sounds(char)[0] for char in name[start : start + 3]), *here)
    street, number = house(new.address, new.places)
    if number is not None:
        yield _match(f"{street[-3:]}{number}", *here)
    if len(street) > 2:
        yield _match(street, *here)


def _places(session: Session, match: str) -> list[int]:
    """Where rows that match stand in the index, up to as many as are worth knowing."""
    hits = "SELECT rowid FROM operator_search WHERE operator_search MATCH ? LIMIT ?"
    return list(session.connection().exec_driver_sql(hits, (match, COMMON)).scalars())


def _ids_at(session: Session, places: Iterable[int]) -> dict[str, int]:
    """{id: place} of the rows that stand at these places of the index."""
    query = text("SELECT id, place FROM operator_search_row WHERE place IN :places")
    rows = session.execute(query.bindparams(bindparam("places", expanding=True)), {"places": list(places)})
    return {row.id: row.place for row in rows}


def _match(typed: str, *facets: str) -> str:
    return finding.expression(typed, facets)
