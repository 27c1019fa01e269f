"""Labelled pairs of registrations: one shop written down twice by two people, and two shops that look alike.

What is made knows nothing of how doubles are found: it goes by what hands, ears and people do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from inspector_app.demo_county import Plan, Size, numbers, rows
from inspector_app.demo_county.chance import Chance
from inspector_app.demo_county.county import DEMO_KEY
from inspector_app.demo_county.staff import person_name
from inspector_app.demo_county.words import words
from inspector_app.domain.duplicates import Relation
from inspector_app.records.operators import Operator, OperatorKind, Person
from inspector_app.services import duplicates
from inspector_app.services.acting import Acting
from inspector_app.services.registration import Registration
from inspector_app.storage.engine import Sessions
from inspector_app.storage.writes import DeviceWriter
from sync.record import Wire
from tests import factories
from tests.slips import ADDRESSING, NAMINGS, by_ear, digit_slip, habits, parted

METRE = 0.000009
"""Degrees of latitude."""
INSPECTOR = factories.user()
NOW = 1_776_000_000_000_000
SERIAL = 40_000_000
"""Numbers of shops that the county itself does not have begin here."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A shop of the register, with who answers for it."""

    operator: Wire
    owner: Wire


@dataclass(frozen=True, slots=True)
class Pair:
    """A registration that is being made (`operator`, `owner`) and the shop of the register that it is laid beside."""

    of: Listed
    operator: Wire
    owner: Wire
    is_same: bool
    how: tuple[str, ...]
    """What was done."""


def listed(operators: int, seed: int = 1) -> list[Listed]:
    """The county's shops as it registers them, each with its first person."""
    plan = Plan(Size(operators=operators, ledger=0, inspections=0, photos=0, products=50), seed, date(2026, 4, 17))
    shops: dict[str, Wire] = {}
    owners: dict[str, Wire] = {}
    for kind, row in rows(plan, []):
        if kind == Operator.kind:
            shops[row["id"]] = row
        elif kind == Person.kind:
            owners.setdefault(row["operator_id"], row)
    return [Listed(shop, owners[shop_id]) for shop_id, shop in shops.items()]


def pairs(shops: Sequence[Listed], seed: int, count: int = 500) -> list[Pair]:
    """Half of them the same shop again, half of them another; every seed draws other shops and other ways."""
    made = []
    for serial in range(count):
        chance = Chance.at(seed, "doubles", serial)
        make = _again if serial % 2 else chance.one(_OTHERS)
        made.append(make(chance, chance.one(shops), chance.one(shops), serial))
    return made


def looked_for(sessions: Sessions, pair: Pair) -> bool:
    """Whether the register of `sessions` gives the pair's shop as perhaps the same business."""
    with sessions() as session:
        act = Acting(session, DeviceWriter(session, INSPECTOR.id, NOW), INSPECTOR, INSPECTOR.id, NOW, DEMO_KEY)
        operator = Operator.model_validate(pair.operator)
        found = duplicates.find(act, Registration(operator, Person.model_validate(pair.owner)))
    doubles = [each for each in found if each.candidate.relation is Relation.DOUBLE]
    return pair.of.operator["id"] in {each.operator.id for each in doubles}


# -- the same shop again ----------------------------------------------------------------------------------------------


def _again(chance: Chance, shop: Listed, other: Listed, serial: int) -> Pair:
    """Written down once more by somebody who does not know that it is there."""
    operator, owner, how = _copy(chance, shop.operator), _copy(chance, shop.owner), []

    def now_and_then(probability: float, what: Callable[[], None]) -> None:
        if chance.happens(probability):
            what()
            how.append(what.__name__)

    def name_otherwise() -> None:
        for _ in range(2 if chance.happens(0.2) else 1):
            operator["name"] = chance.one(NAMINGS)(chance, operator["name"])

    def address_otherwise() -> None:
        operator["address"] = chance.one(ADDRESSING)(chance, operator["address"])

    def another_phone() -> None:
        operator["phone"] = owner["phone"] = numbers.mobile(chance)

    def no_phone() -> None:
        operator["phone"] = owner["phone"] = None

    def phone_in_groups() -> None:
        if operator["phone"]:
            operator["phone"] = f"+86 {operator['phone'][:3]} {operator['phone'][3:7]} {operator['phone'][7:]}"

    def without_number() -> None:
        operator["uscc"] = operator["reg_no"] = None
        operator["number_missing_reason"] = habits().no_number

    def slip_in_number() -> None:
        if operator["uscc"]:
            operator["uscc"] = digit_slip(chance, operator["uscc"])

    def without_id() -> None:
        owner["id_number"] = owner["id_hmac"] = None

    def spouse() -> None:
        owner["name"] = person_name(chance)
        owner["id_number"], owner["id_hmac"] = "of another person", f"{chance.getrandbits(256):064x}"

    def ownerby_ear() -> None:
        owner["name"] = by_ear(chance, owner["name"])

    def other_kind() -> None:
        kind = OperatorKind(operator["operator_kind"])
        operator["operator_kind"] = habits().neighbours_of_kind.get(kind, kind).value

    def township_only() -> None:
        operator["division_code"] = operator["division_code"][:9]

    def no_position() -> None:
        operator["longitude"] = operator["latitude"] = None

    def position_read_again() -> None:
        if operator["latitude"] is not None:
            operator["latitude"] += chance.gauss(0, 12) * METRE
            operator["longitude"] += chance.gauss(0, 12) * METRE

    now_and_then(0.65, name_otherwise)
    now_and_then(0.65, address_otherwise)
    now_and_then(0.15, phone_in_groups)
    now_and_then(0.2, another_phone)
    now_and_then(0.12, no_phone)
    now_and_then(0.3, without_number)
    now_and_then(0.05, slip_in_number)
    now_and_then(0.2, without_id)
    now_and_then(0.1, spouse)
    now_and_then(0.08, ownerby_ear)
    now_and_then(0.12, other_kind)
    now_and_then(0.1, township_only)
    now_and_then(0.8, position_read_again)
    now_and_then(0.25, no_position)
    return Pair(shop, operator, owner, is_same=True, how=tuple(how))


def _copy(chance: Chance, row: Wire) -> Wire:
    return row | {"id": chance.id_at(row.get("registered_at") or 1_760_000_000_000_000)}


# -- another shop -----------------------------------------------------------------------------------------------------


def _owner_elsewhere(chance: Chance, shop: Listed, other: Listed, serial: int) -> Pair:
    """The same owner opens another shop, under another name and at another place."""
    operator = _new_shop(chance, other, serial) | {"phone": shop.operator["phone"]}
    owner = shop.owner | {"operator_id": operator["id"]}
    return Pair(shop, operator, owner, is_same=False, how=("same owner",))


def _successor(chance: Chance, shop: Listed, other: Listed, serial: int) -> Pair:
    """Somebody else opens in the same premises."""
    place = {name: shop.operator[name] for name in ("division_code", "address", "longitude", "latitude")}
    operator = _new_shop(chance, other, serial) | place
    operator["name"] = shop.operator["name"][:2] + other.operator["name"][2:]
    return Pair(shop, operator, _new_owner(chance, other), is_same=False, how=("same premises",))


def _namesake(chance: Chance, shop: Listed, other: Listed, serial: int) -> Pair:
    """A shop of the same name in the same village, of other people at another place."""
    operator = _new_shop(chance, other, serial)
    operator |= {name: shop.operator[name] for name in ("division_code", "name", "operator_kind")}
    street, _ = parted(shop.operator["address"])
    stem = street[: -len(chance.one(words().roads))] or street
    operator["address"] = f"{stem}{chance.one(words().roads)}{1 + chance.below(199)}号"
    if shop.operator["latitude"] is not None:
        operator["latitude"] = shop.operator["latitude"] + chance.uniform(300, 900) * METRE
        operator["longitude"] = shop.operator["longitude"]
    return Pair(shop, operator, _new_owner(chance, other), is_same=False, how=("same name",))


def _next_door(chance: Chance, shop: Listed, other: Listed, serial: int) -> Pair:
    """The neighbour, who sells the same."""
    operator = _new_shop(chance, other, serial)
    operator |= {name: shop.operator[name] for name in ("division_code", "operator_kind", "longitude")}
    operator["name"] = shop.operator["name"][:2] + chance.one(words().shop_words) + shop.operator["name"][-2:]
    street, number = parted(shop.operator["address"])
    operator["address"] = f"{street}{number + 2}号"
    if shop.operator["latitude"] is not None:
        operator["latitude"] = shop.operator["latitude"] + 15 * METRE
    return Pair(shop, operator, _new_owner(chance, other), is_same=False, how=("next door",))


def _family_phone(chance: Chance, shop: Listed, other: Listed, serial: int) -> Pair:
    """A relative's shop that gives the same telephone."""
    operator = _new_shop(chance, other, serial) | {"phone": shop.operator["phone"]}
    owner = _new_owner(chance, other) | {"phone": shop.operator["phone"]}
    return Pair(shop, operator, owner, is_same=False, how=("same telephone",))


def _branch(chance: Chance, shop: Listed, other: Listed, serial: int) -> Pair:
    """Another shop under the same sign, elsewhere in the county."""
    operator = _new_shop(chance, other, serial) | {"operator_kind": shop.operator["operator_kind"]}
    operator["name"] = other.operator["name"][:2] + shop.operator["name"][2:]
    return Pair(shop, operator, _new_owner(chance, other), is_same=False, how=("same sign",))


def _someone(chance: Chance, shop: Listed, other: Listed, serial: int) -> Pair:
    operator = _new_shop(chance, other, serial)
    return Pair(shop, operator, _new_owner(chance, other), is_same=False, how=("anyone",))


_OTHERS = (_owner_elsewhere, _successor, _namesake, _next_door, _family_phone, _branch, _someone)


def _new_shop(chance: Chance, like: Listed, serial: int) -> Wire:
    """A shop that the county does not have, in the place of another and of its sort."""
    operator = _copy(chance, like.operator)
    street, _ = parted(operator["address"])
    operator["address"] = f"{street}{200 + chance.below(300)}号"
    operator["name"] = (
        operator["name"][:2]
        + chance.one(words().surnames)
        + chance.one(words().given_names)
        + (chance.one(words().shop_types[OperatorKind(operator["operator_kind"])]))
    )
    if operator["latitude"] is not None:
        operator["latitude"] += chance.uniform(200, 600) * METRE
    operator["reg_no"] = None
    operator["uscc"] = numbers.uscc(SERIAL + chance.below(SERIAL), "92") if chance.happens(0.7) else None
    operator["phone"] = numbers.mobile(chance)
    return operator


def _new_owner(chance: Chance, like: Listed) -> Wire:
    own = {"name": person_name(chance), "phone": None, "id_number": "of another person"}
    return _copy(chance, like.owner) | own | {"id_hmac": f"{chance.getrandbits(256):064x}"}
