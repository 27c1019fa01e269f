"""Record types of every policy and home, for an HQ that knows nothing of inspectors."""

from __future__ import annotations

from typing import Annotated

from sync.record import (
    Change,
    FeedKind,
    Id,
    InDivision,
    Instant,
    InUserFeed,
    Policy,
    Record,
    Rule,
    Schema,
    Sha256,
    Text,
    Value,
    WithParent,
)


class Answer(Value):
    code: Text
    note: Text = ""


class Shop(Record):
    kind = "shop"
    home = (InDivision("division_code", FeedKind.TOWNSHIP),)

    name: Text
    division_code: Annotated[Text, Rule(Policy.MANUAL, unit="place")]
    address: Annotated[Text, Rule(Policy.MANUAL, unit="place")] = ""
    phone: Annotated[Text | None, Rule(Policy.LATEST_OBSERVATION)] = None
    tags: Annotated[tuple[Text, ...], Rule(Policy.UNION)] = ()
    visits: Annotated[int | None, Rule(Policy.MAX)] = None
    order_state: Annotated[Text, Rule(Policy.ROW_LOCK)] = "NONE"
    staff: int | None = None


class Worker(Record):
    kind = "worker"
    home = (WithParent("shop", "shop_id"),)

    shop_id: Id
    name: Text


class Badge(Record):
    kind = "badge"
    home = (WithParent("worker", "worker_id"),)

    worker_id: Id
    number: Text


class Line(Record):
    kind = "line"
    change = Change.INSERT_ONLY
    home = (WithParent("shop", "shop_id"),)

    shop_id: Id
    goods: Text
    quantity: int


class Visit(Record):
    kind = "visit"
    change = Change.SEALED
    home = (InUserFeed("author_id", draft=True), WithParent("shop", "shop_id"))
    sealed_by = "signed_at"

    shop_id: Id
    author_id: Id
    answers: Annotated[dict[str, Answer], Rule(each=True)] = {}
    signed_at: Instant | None = None


class Fault(Record):
    kind = "fault"
    change = Change.SEALED
    home = (WithParent("visit", "visit_id"),)
    aggregate = "visit_id"

    visit_id: Id
    text: Text


class Photo(Record):
    kind = "photo"
    change = Change.INSERT_ONLY
    home = (WithParent("shop", "shop_id"),)

    shop_id: Id
    sha256: Annotated[Sha256, Rule(index=True)]


class Notice(Record):
    kind = "notice"
    change = Change.HQ_ONLY
    home = (InDivision("area"),)

    area: Text
    title: Text


SCHEMA = Schema.of(3, [Shop, Worker, Badge, Line, Visit, Fault, Photo, Notice])
TOWN_A, TOWN_B, TOWN_C = "330199101", "330199102", "330199103"
COUNTY = "330199"
