"""What others do at the same time: a page is one snapshot, locks have one order, and nobody is told of a clash."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event

from sync.hq import feeds, rows
from sync.record import new_id
from tests.sync.conformance.shops import TOWN_A, TOWN_B, TOWN_C


def test_a_row_that_moves_while_a_page_is_read_is_told_as_it_was(
    local_hq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader, mover = local_hq.laptop(TOWN_A), local_hq.laptop(TOWN_A, TOWN_B)
    shop = mover.insert("shop", name="店", division_code=TOWN_A)
    mover.sync()
    read_bodies, moves = feeds.PageReader._bodies, []

    def interrupted(*args: Any) -> Any:
        if not moves:
            moves.append(mover.update("shop", shop, division_code=TOWN_B))
            mover.sync()
        return read_bodies(*args)

    monkeypatch.setattr(feeds.PageReader, "_bodies", interrupted)
    reader.exchange()
    assert reader.body("shop", shop)["division_code"] == TOWN_A
    reader.sync()
    assert ("shop", shop) not in reader.rows
    assert mover.body("shop", shop)["division_code"] == TOWN_B


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)  # SQLite lets nobody else write meanwhile
def test_a_row_that_another_inserts_meanwhile_is_merged(local_hq: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = local_hq.laptop(TOWN_A), local_hq.laptop(TOWN_A)
    shop = new_id()
    for laptop, tag in ((first, "一"), (second, "二")):
        laptop.sync()
        laptop.insert("shop", id=shop, name="店", division_code=TOWN_A, tags=(tag,))
    write, interruptions = rows.Rows.write, []

    def interrupted(*args: Any) -> Any:
        if not interruptions:
            interruptions.append(second)
            second.exchange()
        return write(*args)

    monkeypatch.setattr(rows.Rows, "write", interrupted)
    first.sync()
    second.sync()
    assert sorted(first.body("shop", shop)["tags"]) == sorted(second.body("shop", shop)["tags"]) == ["一", "二"]


def test_feeds_are_locked_last_and_in_one_order(local_hq: Any) -> None:
    """R1, R38: or two pushes wait for each other, and one slow push stops a whole township."""
    laptop = local_hq.laptop(TOWN_A, TOWN_B, TOWN_C)
    laptop.sync()
    for town in (TOWN_C, TOWN_A, TOWN_B):
        laptop.insert("shop", name="店", division_code=town)
    said: list[tuple[str, Any]] = []
    engine = local_hq.service.database.engine

    def note(_conn: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        said.append((" ".join(statement.split()[:3]).lower(), values))

    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", lambda _conn: said.append(("commit", None)))
    laptop.sync()
    first = next(i for i, (statement, _) in enumerate(said) if statement.startswith("update feed "))
    locks = said[first : first + 3]
    assert [statement for statement, _ in said[first : first + 5]] == [
        *["update feed set"] * 3,
        "insert into feed_entry",
        "commit",
    ]
    numbers = [next(value for value in _values(values) if value in laptop.feeds) for _, values in locks]
    assert numbers == sorted(numbers)


def _values(values: Any) -> list[Any]:
    """Of one statement, the last one first: the key stands at its end."""
    return list(values.values() if isinstance(values, dict) else values)[::-1]
