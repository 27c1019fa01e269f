"""The map changed at HQ: what is refused, what a look at it shows, what laptops and people get, and the way back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from inspector_app.domain.local_time import local_date
from inspector_app.errors import AppError
from inspector_app.hq import divisions, users
from inspector_app.hq.cli import app
from inspector_app.hq.divisions import Change, What
from inspector_app.hq.office import Office
from inspector_app.hq.publication import publish_regions, region_of
from inspector_app.hq.reach import Reach, reach
from inspector_app.hq.regions import regions
from inspector_app.records.inspections import Inspection, Subject
from inspector_app.records.people import Device
from sync.record import new_id
from tests import factories
from tests.running_hq import OTHER_TOWNSHIP, TOWNSHIP, VILLAGE, clock

NEW = "990101201"
TODAY = local_date(clock())


@pytest.fixture
def office(office: Office) -> Office:
    """Two townships: one with two shops, one of them in a village and being visited; one with a single shop."""
    users_of = {user.username: user.id for user in users.everybody(office)}
    here, village, there = (
        factories.operator(name=name, division_code=code)
        for name, code in (("甲店", TOWNSHIP), ("乙店", VILLAGE), ("丙店", OTHER_TOWNSHIP))
    )
    with office.service.author("HQ", clock()) as author:
        for shop in (here, village, there):
            author.save(shop)
        author.save(
            Inspection(
                id=new_id(),
                operator_id=village.id,
                author_id=users_of["wang"],
                device_id=new_id(),
                subject=Subject(name="乙店", operator_kind=village.operator_kind, address=village.address),
                checklist_id=new_id(),
                checklist_sha256="0" * 64,
                started_at=1,
            ),
            by=users_of["wang"],
        )
        people = (users_of["wang"], users_of["li"])
        author.save(Device(id=new_id(), name="laptop-1", user_ids=people, lease_days=45, enrolled_at=1))
    return office


def shops_in(office: Office, code: str) -> set[str]:
    """Names of the shops in the feed that a township's code leads to."""
    newest = "SELECT feed_id FROM division_feed WHERE code = :code ORDER BY valid_from DESC LIMIT 1"
    with office.database.engine.connect() as conn:
        number = conn.execute(text(newest), {"code": code}).scalar_one()
        return set(conn.execute(text("SELECT name FROM operator WHERE feed_id = :f"), {"f": number}).scalars())


def townships_of(office: Office) -> dict[str, tuple[str, ...]]:
    return {user.username: user.townships for user in users.everybody(office)}


def living(office: Office) -> dict[str, str]:
    return {code: each.name for code, each in regions(office).items() if each.is_in_force(TODAY) and len(code) == 9}


def everything(office: Office) -> list[Any]:
    with office.database.engine.connect() as conn:
        tables = ("division_feed", "division_change", "region", "operator", '"user"', "feed")
        return [conn.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2")).all() for table in tables]


RENAME, MERGE, SPLIT = What.RENAME, What.MERGE, What.SPLIT


REFUSED = (
    (Change(RENAME, (TOWNSHIP,), OTHER_TOWNSHIP, "新"), "division_refused_in_use"),
    (Change(RENAME, (TOWNSHIP,), TOWNSHIP, "新"), "division_refused_in_use"),
    (Change(RENAME, (TOWNSHIP,), "99", "新"), "division_refused_not_a_township"),
    (Change(RENAME, (TOWNSHIP,), "990101", "新"), "division_refused_not_a_township"),
    (Change(RENAME, (TOWNSHIP,), "", "新"), "division_refused_not_a_township"),
    (Change(RENAME, (TOWNSHIP,), "990101999", "新"), "division_refused_not_a_township"),
    (Change(RENAME, (TOWNSHIP,), "330101201", "新"), "division_refused_no_county"),
    (Change(RENAME, ("990101",), NEW, "新"), "division_refused_not_a_township"),
    (Change(RENAME, (VILLAGE,), NEW, "新"), "division_refused_not_a_township"),
    (Change(RENAME, ("990101555",), NEW, "新"), "unknown_division"),
    (Change(RENAME, ("",), NEW, "新"), "unknown_division"),
    (Change(RENAME, (TOWNSHIP,), NEW, ""), "division_name"),
    (Change(RENAME, (TOWNSHIP,), NEW, " 　"), "division_name"),
    (Change(RENAME, (TOWNSHIP,), NEW, "长" * 41), "division_name"),
    (Change(RENAME, (TOWNSHIP,), NEW, "两\n行"), "division_name"),
    (Change(MERGE, (TOWNSHIP,), TOWNSHIP), "division_refused_itself"),
    (Change(MERGE, (), TOWNSHIP), "division_refused_nothing"),
    (Change(MERGE, (TOWNSHIP,), NEW), "division_name"),
    (Change(MERGE, (TOWNSHIP,), "99"), "division_refused_not_a_township"),
    (Change(MERGE, (TOWNSHIP, "990101555"), OTHER_TOWNSHIP), "unknown_division"),
    (Change(MERGE, (VILLAGE,), OTHER_TOWNSHIP), "division_refused_not_a_township"),
    (Change(SPLIT, (VILLAGE,), TOWNSHIP), "division_refused_itself"),
    (Change(SPLIT, (TOWNSHIP,), OTHER_TOWNSHIP), "division_refused_not_a_village"),
    (Change(SPLIT, ("990101100555",), OTHER_TOWNSHIP), "unknown_division"),
    (Change(SPLIT, (VILLAGE,), NEW), "division_name"),
)


def test_a_change_that_makes_no_sense_is_refused_and_leaves_nothing(office: Office) -> None:
    before = everything(office)
    for work in (divisions.try_out, divisions.carry_out):
        for change, code in REFUSED:
            with pytest.raises(AppError) as refused:
                work(office, change, clock())
            assert refused.value.code == code, change
            assert everything(office) == before, change


def test_a_change_that_is_only_tried_tells_its_reach_and_changes_nothing(office: Office) -> None:
    before = everything(office)

    def found(change: Change) -> Reach:
        return reach(office, divisions.try_out(office, change, clock()))

    assert found(Change(RENAME, (TOWNSHIP,), NEW, "新桥镇")) == Reach(2, 1, ("li", "wang"), ("laptop-1",))
    everybody = ("li", "wang", "zhao")
    assert found(Change(MERGE, (TOWNSHIP,), OTHER_TOWNSHIP)) == Reach(2, 1, everybody, ("laptop-1",))
    assert found(Change(SPLIT, (VILLAGE,), OTHER_TOWNSHIP)) == Reach(1, 1, everybody, ("laptop-1",))
    assert found(Change(MERGE, (OTHER_TOWNSHIP,), NEW, "新")) == Reach(1, 0, ("zhao",), ())
    assert everything(office) == before


@pytest.mark.parametrize(
    ("change", "shops", "people", "names"),
    [
        (
            Change(RENAME, (TOWNSHIP,), NEW, "新桥镇"),
            {NEW: {"甲店", "乙店"}, TOWNSHIP: {"甲店", "乙店"}},
            {"wang": (NEW,), "zhao": (OTHER_TOWNSHIP,)},
            {NEW: "新桥镇", OTHER_TOWNSHIP: "柳溪镇"},
        ),
        (
            Change(MERGE, (TOWNSHIP,), OTHER_TOWNSHIP),
            {OTHER_TOWNSHIP: {"甲店", "乙店", "丙店"}},
            {"wang": (OTHER_TOWNSHIP,), "zhao": (OTHER_TOWNSHIP,)},
            {OTHER_TOWNSHIP: "柳溪镇"},
        ),
        (
            Change(MERGE, (TOWNSHIP, OTHER_TOWNSHIP), NEW, " 石柳镇 "),
            {NEW: {"甲店", "乙店", "丙店"}, TOWNSHIP: {"甲店", "乙店", "丙店"}},
            {"wang": (NEW,), "zhao": (NEW,)},
            {NEW: "石柳镇"},
        ),
        (
            Change(SPLIT, (VILLAGE,), OTHER_TOWNSHIP),
            {TOWNSHIP: {"甲店"}, OTHER_TOWNSHIP: {"乙店", "丙店"}},
            {"wang": (TOWNSHIP,), "zhao": (OTHER_TOWNSHIP,)},
            {TOWNSHIP: "石桥镇", OTHER_TOWNSHIP: "柳溪镇"},
        ),
        (
            Change(SPLIT, (VILLAGE,), NEW, "杨柳镇"),
            {TOWNSHIP: {"甲店"}, NEW: {"乙店"}},
            {"wang": (TOWNSHIP,)},
            {TOWNSHIP: "石桥镇", OTHER_TOWNSHIP: "柳溪镇", NEW: "杨柳镇"},
        ),
    ],
    ids=lambda each: str(each.what) if isinstance(each, Change) else "",
)
def test_a_change_holds_for_rows_people_and_names_and_can_be_taken_back(
    office: Office,
    change: Change,
    shops: dict[str, set[str]],
    people: dict[str, tuple[str, ...]],
    names: dict[str, str],
) -> None:
    before = (living(office), townships_of(office))
    divisions.carry_out(office, change, clock())
    assert {code: shops_in(office, code) for code in shops} == shops
    assert townships_of(office).items() >= people.items()
    assert living(office) == names
    done = divisions.last(office)
    assert done.is_told
    divisions.undo(office, done.number, clock())
    assert (living(office), townships_of(office)) == before
    assert shops_in(office, TOWNSHIP) == {"甲店", "乙店"}
    assert shops_in(office, OTHER_TOWNSHIP) == {"丙店"}
    with pytest.raises(AppError, match="no_division_change"):
        divisions.last(office)
    divisions.carry_out(office, change, clock())  # and once more: taken back is as if never done
    assert living(office) == names


def test_changes_are_taken_back_one_by_one_the_last_first(office: Office) -> None:
    divisions.carry_out(office, Change(RENAME, (TOWNSHIP,), NEW, "新桥镇"), clock())
    divisions.carry_out(office, Change(MERGE, (NEW,), OTHER_TOWNSHIP, "柳桥镇"), clock())
    assert living(office) == {OTHER_TOWNSHIP: "柳桥镇"}
    with pytest.raises(AppError, match="no_division_change"):
        divisions.undo(office, 1, clock())
    divisions.undo(office, 2, clock())
    assert living(office) == {NEW: "新桥镇", OTHER_TOWNSHIP: "柳溪镇"}
    with pytest.raises(AppError, match="division_ended"):
        divisions.carry_out(office, Change(MERGE, (TOWNSHIP,), OTHER_TOWNSHIP), clock())
    divisions.undo(office, 1, clock())
    assert living(office) == {TOWNSHIP: "石桥镇", OTHER_TOWNSHIP: "柳溪镇"}


def test_a_person_who_came_after_a_change_keeps_a_township_when_it_is_taken_back(office: Office) -> None:
    divisions.carry_out(office, Change(MERGE, (TOWNSHIP, OTHER_TOWNSHIP), NEW, "石柳镇"), clock())
    wang = next(user for user in users.everybody(office) if user.username == "wang")
    users.add(office, wang.changed(id=new_id(), username="new", townships=(NEW,)), "a password", clock())
    divisions.undo(office, 1, clock())
    assert townships_of(office)["new"] == (TOWNSHIP,)


def test_what_was_interrupted_is_finished_by_settle(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    change = Change(MERGE, (TOWNSHIP,), OTHER_TOWNSHIP)
    with monkeypatch.context() as killed:
        killed.setattr(divisions, "relocate", lambda *args: 0)
        divisions.carry_out(office, change, clock())
    assert living(office)[TOWNSHIP] == "石桥镇"
    assert divisions.relocate(office, clock()) == 2
    assert living(office) == {OTHER_TOWNSHIP: "柳溪镇"}
    assert townships_of(office)["wang"] == (OTHER_TOWNSHIP,)
    assert divisions.relocate(office, clock()) == 0


def test_publishing_a_division_again_renames_it_and_never_doubles_it(office: Office) -> None:
    publish_regions(office, [region_of(TOWNSHIP, "石桥街道", TODAY)], "HQ", clock())
    with office.database.engine.connect() as conn:
        rows = conn.execute(text("SELECT name, valid_from FROM region WHERE code = :code"), {"code": TOWNSHIP}).all()
    assert [tuple(map(str, row)) for row in rows] == [("石桥街道", "2020-01-01")]
    divisions.carry_out(office, Change(MERGE, (TOWNSHIP,), OTHER_TOWNSHIP), clock())
    before = everything(office)
    with pytest.raises(AppError, match="division_ended"):
        publish_regions(office, [region_of(TOWNSHIP, "石桥街道", TODAY)], "HQ", clock())
    assert everything(office) == before


def test_the_commands_show_first_and_act_when_told(office: Office) -> None:
    def said(*words: str, code: int = 0) -> str:
        result: Any = CliRunner().invoke(app, ["division", *words, "--data", str(office.folder)])
        assert result.exit_code == code, result.output
        return str(result.output)

    assert "石桥镇" in said("list", "990101")
    assert TOWNSHIP not in said("list", "99010110%")
    before = everything(office)
    for words in (
        ("rename", TOWNSHIP, NEW, "--name", "新桥镇"),
        ("merge", TOWNSHIP, "--into", OTHER_TOWNSHIP),
        ("split", OTHER_TOWNSHIP, VILLAGE),
    ):
        shown = said(*words)
        assert "Unfinished visits known here: 1" in shown
        assert "laptop-1" in shown
        assert "Nothing is changed yet" in shown
        assert "--yes" in shown
    assert everything(office) == before
    assert "no change of divisions" in said("undo", "--yes", code=1)
    assert "division undo" in said("merge", TOWNSHIP, OTHER_TOWNSHIP, "--into", OTHER_TOWNSHIP, "--yes")
    assert "石桥镇" not in said("list")
    assert f"until {TODAY}, now {OTHER_TOWNSHIP}" in said("list", "--ended")
    changed = everything(office)
    assert "Nothing is changed yet" in said("undo")
    assert everything(office) == changed
    assert "2 rows moved" in said("undo", "--yes")
    assert living(office) == {TOWNSHIP: "石桥镇", OTHER_TOWNSHIP: "柳溪镇"}
    assert "9 digits" in said("rename", TOWNSHIP, "99", "--name", "新", "--yes", code=1)
    assert date.fromisoformat("2020-01-01").isoformat() in said("list")
    assert "0 rows" in said("settle")
