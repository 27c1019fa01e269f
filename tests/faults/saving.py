"""Saves operators and edits them until it is killed; names each on standard output once it is saved."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.storage.engine import open_database
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import save
from sync.record import new_id


def main(database: Path) -> None:
    sessions = open_database(database, bytes(32))
    upgrade(sessions)
    user = new_id()
    for number in itertools.count():
        shop = Operator(
            id=new_id(),
            name=f"店{number}",
            operator_kind=OperatorKind.FOOD_STALL,
            division_code="990101100",
            address="街",
            registered_at=1,
            registered_by=user,
        )
        for remark in ("", "一", "二"):
            with sessions.begin() as session:
                save(session, shop.changed(remark=remark), user, number)
            print(shop.id, len(remark) and "一二".index(remark) + 1, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
