"""Search over everything: one call, the few nearest of each kind, masked by role (domain.md 8.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from inspector_app.domain import masking
from inspector_app.records.operators import Licence, Operator, Person
from inspector_app.records.oversight import Access
from inspector_app.records.register import StaffMember
from inspector_app.services import access_log
from inspector_app.services.acting import Acting
from inspector_app.services.reference_search import ReferenceSearch
from inspector_app.services.registration import person_hmac
from inspector_app.storage import index_text, merges, operators, rows
from inspector_app.storage.finding import EVERY, Nearness, nearest
from inspector_app.storage.in_memory import Query, entry
from inspector_app.storage.search import OWN, PUBLIC
from inspector_app.storage.searched import SEARCHED, Searched
from inspector_app.storage.tables import TABLES
from sync.record import Id, Record

FOUND_BY_NUMBER = 4
"""Letters and digits from which licences are looked up by how their numbers begin."""

SAME_SEARCH_US = 10 * 60 * 1_000_000
_LOG = TABLES["access_log"]
_PEOPLE: tuple[type[Person] | type[StaffMember], ...] = (Person, StaffMember)


@dataclass(frozen=True, slots=True)
class Hit:
    id: str
    name: str
    note: str
    nearness: Nearness
    operator_id: str | None = None
    """Whose page tells more."""


@dataclass(frozen=True, slots=True)
class Group:
    """The nearest of one kind: of a record's kind, or one of reference_search.KINDS."""

    kind: str
    hits: tuple[Hit, ...]


def search(act: Acting, reference: ReferenceSearch, typed: str, limit: int = 5) -> list[Group]:
    """What was typed, wherever it stands: up to `limit` of each kind; kinds with the nearest hits come first."""
    kinds = {
        "operator": _rows(act, SEARCHED["operator"], typed, limit),
        "person": _persons(act, typed, limit),
        "licence": _licences(act, typed, limit),
    }
    kinds |= {kind: _rows(act, each, typed, limit) for kind, each in SEARCHED.items() if kind != "operator"}
    for kind, found in reference.find(act.session, typed, act.today, limit).items():
        kinds[kind] = [Hit(text.id, text.name, text.note, near) for near, text in found]
    groups = [Group(kind, tuple(hits)) for kind, hits in kinds.items() if hits]
    return sorted(groups, key=lambda group: group.hits[0].nearness)


def note_people(act: Acting, person_ids: Iterable[Id]) -> None:
    """Write into the access log whom a search has shown (domain.md 8.5). Typing on is the same search: who was shown to
    the same user within ten minutes is not written down again."""
    for person_id in person_ids:
        query = select(_LOG.c.id).where(
            _LOG.c.at.between(act.now - SAME_SEARCH_US, act.now),  # a clock that ran ahead hides nobody
            _LOG.c.user_id == act.user.id,
            _LOG.c.access == Access.SEARCH_PERSON,
            _LOG.c.entity_id == person_id,
        )
        if act.session.execute(query.limit(1)).first() is None:
            access_log.note(act, Access.SEARCH_PERSON, Person.kind, entity_id=person_id)


def _rows(act: Acting, searched: Searched, typed: str, limit: int) -> list[Hit]:
    into = EVERY if masking.sees_people(act.user.role) else PUBLIC
    found = nearest(act.session, searched.kind, typed, limit, act.user.townships, into)
    if found and searched.fields.cls is Operator and (given_up := merges.given_up(act.session)):
        stand = {row_id: merges.standing(act.session, row_id) for row_id in found if row_id in given_up}
        found = {stand.get(row_id, row_id): near for row_id, near in found.items()}
    there = rows.find_all(act.session, searched.fields.cls, found)
    return [_hit(act, searched, there[row_id], near) for row_id, near in found.items() if row_id in there]


def _hit(act: Acting, searched: Searched, record: Record, near: Nearness) -> Hit:
    titles = [_shown(act, record, field) for field in searched.titles or searched.fields.names[:1]]
    name = next(filter(None, titles), "")
    note = " · ".join(text for field in searched.note if (text := _shown(act, record, field)) and text != name)
    return Hit(record.id, name, note, near, _operator_of(record))


def _persons(act: Acting, typed: str, limit: int) -> list[Hit]:
    """By name or telephone number; by id number only when it is typed whole."""
    if not masking.sees_people(act.user.role):
        return []
    query, hmac = Query(typed), _hmac(act, typed)
    shops = nearest(act.session, "operator", typed, limit, act.user.townships, OWN)
    met: dict[Person | StaffMember, Nearness] = {}
    for cls in _PEOPLE:
        met |= dict.fromkeys(operators.people_by_hmac(act.session, cls, hmac, limit) if hmac else (), Nearness.EXACT)
        for person in operators.people_of(act.session, cls, shops) if shops else ():
            near = query.nearness(entry([person.name], numbers=[person.phone or ""]))
            if near is not None:
                met.setdefault(person, near)
    nearest_first = sorted(met.items(), key=lambda each: each[1])[:limit]
    there = rows.find_all(act.session, Operator, (person.operator_id for person, _ in nearest_first))
    return [_person_hit(act, person, there.get(person.operator_id), near) for person, near in nearest_first]


def _person_hit(act: Acting, person: Person | StaffMember, shop: Operator | None, near: Nearness) -> Hit:
    note = " · ".join(filter(None, (shop.name if shop else "", _shown(act, person, "phone"))))
    return Hit(person.id, _shown(act, person, "name"), note, near, person.operator_id)


def _licences(act: Acting, typed: str, limit: int) -> list[Hit]:
    number = index_text.compact(typed)
    if len(number) < FOUND_BY_NUMBER:
        return []
    found = operators.licences_beginning(act.session, number.upper(), limit)
    shops = rows.find_all(act.session, Operator, (each.operator_id for each in found))
    return [_licence_hit(each, shops.get(each.operator_id), number.upper()) for each in found]


def _licence_hit(licence: Licence, shop: Operator | None, number: str) -> Hit:
    near = Nearness.EXACT if licence.number == number else Nearness.BEGINS
    return Hit(licence.id, licence.number_as_printed, shop.name if shop else "", near, licence.operator_id)


def _hmac(act: Acting, typed: str) -> str | None:
    return person_hmac(typed, act.matching_key) if len(index_text.compact(typed)) in (15, 18) else None


def _shown(act: Acting, record: Record, field: str) -> str:
    value = masking.masked(type(record), field, getattr(record, field), act.user.role)
    return "" if value is None else str(value)


def _operator_of(record: Record) -> str | None:
    return record.id if isinstance(record, Operator) else getattr(record, "operator_id", None)
