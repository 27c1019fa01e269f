"""The next version of the shops' records: fields that came, were renamed and split, a value and a kind that came."""

from __future__ import annotations

from typing import Annotated

from sync.forms import Filled, Past, Recast, StandIn, renamed
from sync.projection import form_of
from sync.record import (
    Change,
    FeedKind,
    Id,
    InDivision,
    Policy,
    Record,
    Rule,
    Schema,
    Text,
    Wire,
    WithParent,
)
from tests.sync.conformance import shops
from tests.sync.conformance.shops import Badge, Fault, Notice, Photo, Visit


class Shop(Record):
    kind = "shop"
    home = (InDivision("division_code", FeedKind.TOWNSHIP),)

    name: Text
    division_code: Annotated[Text, Rule(Policy.MANUAL, unit="place")]
    address: Annotated[Text, Rule(Policy.MANUAL, unit="place")] = ""
    floor: Annotated[int, Rule(Policy.MANUAL, unit="place")] = 0
    mobile: Annotated[Text | None, Rule(Policy.LATEST_OBSERVATION, unit="contact")] = None
    contact_note: Annotated[Text | None, Rule(Policy.LATEST_OBSERVATION, unit="contact")] = None
    tags: Annotated[tuple[Text, ...], Rule(Policy.UNION)] = ()
    visits: Annotated[int | None, Rule(Policy.MAX)] = None
    order_state: Annotated[Text, Rule(Policy.ROW_LOCK)] = "NONE"
    staff: int | None = None


class Worker(Record):
    kind = "worker"
    home = (WithParent("shop", "shop_id"),)

    shop_id: Id
    name: Text
    origin: Text


class Line(Record):
    kind = "line"
    change = Change.INSERT_ONLY
    home = (WithParent("shop", "shop_id"),)

    shop_id: Id
    brand: Text
    article: Text
    quantity: int


class Permit(Record):
    """A kind that nobody knew before."""

    kind = "permit"
    home = (WithParent("shop", "shop_id"),)

    shop_id: Id
    number: Text


def _part(told: Wire) -> Wire:
    brand, _, article = told["goods"].partition(" ")
    return {"brand": brand, "article": article}


def _join(told: Wire) -> Wire:
    return {"goods": f"{told['brand']} {told['article']}".rstrip()}


STEPS = (
    renamed(4, "shop", "phone", "mobile"),
    StandIn(4, "shop", "order_state", "PAUSED", "NONE"),
    Recast(4, "line", ("goods",), ("brand", "article"), _part, _join),
    Filled(4, "worker", "origin", "UNKNOWN"),
)
_KINDS = [Shop, Worker, Badge, Line, Visit, Fault, Photo, Notice, Permit]
SCHEMA = Schema.of(4, _KINDS, Past({3: form_of(shops.SCHEMA)}, STEPS))
MUCH_LATER = Schema.of(6, _KINDS, Past({3: form_of(shops.SCHEMA), 4: form_of(SCHEMA), 5: form_of(SCHEMA)}, STEPS))
