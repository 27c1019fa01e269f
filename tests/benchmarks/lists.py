"""Lists and searches on the county data set: the first rows of each, against the 200 ms of goals G.11 and A.2.

Milliseconds of the processor: other programs on the machine do not count.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from time import process_time

from county import TODAY, county_replica
from sqlalchemy import select
from sqlalchemy.orm import Session

from inspector_app.domain.local_time import CHINA, instant
from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.records.people import Role, User
from inspector_app.services import searching
from inspector_app.services.acting import Acting
from inspector_app.services.reference_search import ReferenceSearch
from inspector_app.storage import inspections, ledgers, operators, products
from inspector_app.storage.engine import Sessions
from inspector_app.storage.operators import OperatorFilter, Order
from inspector_app.storage.rows import columns, records
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import DeviceWriter

SOON_MS = 200
FIRST_ROWS = 50
SHOPS = 40
Reading = Callable[[Session], object]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        sessions = county_replica(Path(folder))
        with sessions() as session:
            some = _spread(session)
        everything = Everything(some[0])
        first = {"search over everything, the first of a day": [everything.reading("食品")]}  # fills what memory keeps
        for goals, found in (("G.11 ", _lists(some)), ("", first), ("A.2, G.11 ", _searches(some, everything))):
            for what, readings in found.items():
                times = sorted(_ms(sessions, read) for read in readings)
                p95 = times[int(len(times) * 0.95)]
                name = f"{goals}{what}, p95 of {len(times)}, ms"
                print(f"{name}: {p95:.1f} / {SOON_MS} = {p95 / SOON_MS:.3f} (target <= 1)")
        sessions.close()


def _spread(session: Session) -> list[Operator]:
    """Operators from all over the register, the first and the last of its order among them."""
    table = TABLES["operator"]
    ids = session.scalars(select(table.c.id).where(table.c.voided_at.is_(None)).order_by(table.c.id)).all()
    chosen = {*ids[:: len(ids) // SHOPS], ids[0], ids[FIRST_ROWS], ids[-1]}
    return records(session, Operator, columns(Operator).where(table.c.id.in_(chosen)).order_by(table.c.id))


def _page(shown: OperatorFilter, after: Operator | None = None) -> Reading:
    return lambda session: operators.page(session, shown, after, FIRST_ROWS)


def _lists(some: list[Operator]) -> dict[str, list[Reading]]:
    villages = sorted({shop.division_code for shop in some if len(shop.division_code) == 12})
    kinds = list(OperatorKind)
    by_name = OperatorFilter(order=Order.NAME)
    return {
        "operators, first page": [_page(OperatorFilter()), _page(by_name)] * 10,
        "operators, last page": [_page(OperatorFilter(), some[1])] * 20,
        "operators, page in the middle": [_page(each, shop) for shop in some for each in (OperatorFilter(), by_name)],
        "operators of a village": [_page(OperatorFilter(village=code)) for code in villages],
        "operators of a village by name": [_page(OperatorFilter(village=code, order=Order.NAME)) for code in villages],
        "operators of a kind": [_page(OperatorFilter(kind=kind)) for kind in kinds],
        "operators of a kind by name": [_page(OperatorFilter(kind=kind, order=Order.NAME)) for kind in kinds],
        "orders that are overdue": [lambda s: inspections.overdue_rectifications(s, TODAY, FIRST_ROWS)] * 20,
        "open orders": [lambda s: inspections.open_rectifications(s, None, FIRST_ROWS)] * 20,
        "inspections, newest": [lambda s: inspections.newest(s, None, FIRST_ROWS)] * 20,
        "products, newest": [lambda s: products.search_products(s, "", None, FIRST_ROWS)] * 20,
        "ledger of a shop": [lambda s, of=shop.id: ledgers.of_operator(s, of, None, FIRST_ROWS) for shop in some],
    }


class Everything:
    """The search over everything as an inspector of one township has it."""

    def __init__(self, near: Operator) -> None:
        self._reference = ReferenceSearch()
        self._user = User(
            id=near.registered_by, username="wang", name="王", role=Role.INSPECTOR, office_code="990101",
            office_name="所", acting_authority="局", townships=(near.division_code[:9],),
        )  # fmt: skip

    def reading(self, typed: str) -> Reading:
        def read(session: Session) -> object:
            writer, now = DeviceWriter(session, self._user.id, 0), instant(datetime.combine(TODAY, time(8), CHINA))
            return searching.search(Acting(session, writer, self._user, self._user.id, now), self._reference, typed)

        return read


def _searches(some: list[Operator], everything: Everything) -> dict[str, list[Reading]]:
    from pypinyin import Style, lazy_pinyin

    names = [shop.name for shop in some]
    initials = ["".join(lazy_pinyin(name, style=Style.FIRST_LETTER)) for name in names]
    pinyin = ["".join(lazy_pinyin(name)) for name in names]
    typed = {
        "by characters": [each for name in names for each in (name[:1], name[2:4], name)],
        "by initials": [each[:n] for each in initials for n in (1, 2, 3, 5)],
        "by pinyin": [each[:n] for each in pinyin for n in (4, 8)],
        "by number": [(shop.uscc or "9")[:n] for shop in some for n in (3, 6, 18)],
        "by sound": [name[:2] + "仕" for name in names],
        "by law or substance": ["食品安全法", "gb7718", "dbk", "苏丹红", "211"] * 4,
    }
    return {f"search over everything {how}": list(map(everything.reading, each)) for how, each in typed.items()}


def _ms(sessions: Sessions, read: Reading) -> float:
    began = process_time()
    with sessions() as session:
        read(session)
    return (process_time() - began) * 1000


if __name__ == "__main__":
    main()
