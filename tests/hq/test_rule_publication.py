"""HQ replaces rules and the calendar without a new program; what was published stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from inspector_app.domain.credit import CreditRules
from inspector_app.domain.packs import PackInvalid
from inspector_app.domain.shelf_life import NearExpiryScale
from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.hq.registers import Register
from inspector_app.hq.rule_publication import publish_rules, rules_file
from inspector_app.paths import resources
from inspector_app.services import rules
from tests.running_hq import FieldLaptop, clock, enrolled, file_for, serving, signed_in

DAY = date(2026, 3, 18)


@pytest.fixture(autouse=True)
def shipped_alone() -> Iterator[None]:
    """Each test begins and ends with what the program ships."""
    yield
    rules._published = rules._Published()
    rules.calendar.cache_clear()


@pytest.fixture
def credit() -> dict[str, Any]:
    """The shipped pack, beginning again this year with other points."""
    body: dict[str, Any] = yaml.safe_load((resources() / "rules" / "credit.yaml").read_text("utf-8"))
    body["versions"] = [body["versions"][0] | {"valid_from": date(2026, 3, 1), "begins": 70}]
    return body


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Any], Path]:
    def written(body: Any) -> Path:
        path = tmp_path / "rules.yaml"
        path.write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
        return path

    return written


@pytest.fixture
def publish(office: Office, write: Callable[[Any], Path]) -> Callable[[Any], int]:
    """Publishes a body as a clerk's file; how many versions were new."""

    def published(body: Any) -> int:
        read = rules_file(write(body))
        assert read is not None
        return len(publish_rules(office, read, "HQ", clock()))

    return published


@pytest.fixture
def laptop(office: Office, tmp_path: Path) -> Iterator[FieldLaptop]:
    with serving(office) as port:
        made = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
        yield made
        made.close()


def test_a_published_rule_counts_from_its_day_on_every_laptop(
    laptop: FieldLaptop, publish: Callable[[Any], int], credit: dict[str, Any]
) -> None:
    before = rules.rule(CreditRules, DAY)
    assert publish(credit) == 1
    laptop.sync()
    assert rules.rule(CreditRules, DAY).begins == 70
    assert rules.rule(CreditRules, date(2026, 2, 28)) == before
    laptop.close()
    rules._published = rules._Published()
    again = signed_in(laptop.folder, "wang")
    assert rules.rule(CreditRules, DAY).begins == 70
    again.close()


def test_an_urgent_rule_counts_from_its_instant_and_not_from_its_arrival(
    laptop: FieldLaptop, publish: Callable[[Any], int], credit: dict[str, Any]
) -> None:
    credit["versions"][0] |= {"effective_at": "2026-03-18T14:00:00+08:00"}
    publish(credit)
    laptop.sync()
    two = 1_773_813_600_000_000
    assert rules.rule(CreditRules, two - 1).begins != 70
    assert rules.rule(CreditRules, two).begins == 70
    assert rules.rule(CreditRules, date(2026, 3, 17)).begins != 70


def test_publishing_again_is_no_new_version_and_a_correction_overrules(
    laptop: FieldLaptop, publish: Callable[[Any], int], credit: dict[str, Any]
) -> None:
    assert [publish(credit), publish(credit)] == [1, 0]
    credit["versions"][0] |= {"begins": 60}
    assert publish(credit) == 1
    laptop.sync()
    assert rules.rule(CreditRules, DAY).begins == 60


def test_a_rule_of_ones_own_county_goes_before_that_of_the_nation(
    laptop: FieldLaptop, publish: Callable[[Any], int], credit: dict[str, Any]
) -> None:
    credit["versions"][0] |= {"jurisdiction": "990101"}
    publish(credit)
    laptop.sync()
    assert rules.rule(CreditRules, DAY, "990101100").begins == 70
    assert rules.rule(CreditRules, DAY, "990102100").begins != 70


def test_e_3_the_calendar_comes_by_sync(laptop: FieldLaptop, publish: Callable[[Any], int]) -> None:
    year = {"source": "通知", "holidays": ["2031-01-01..2031-01-03"], "working": [date(2031, 1, 4)]}
    assert not rules.calendar().is_working(date(2031, 1, 4))
    assert publish({"calendar": "china", "years": {2031: year}}) == 1
    laptop.sync()
    assert rules.calendar().is_working(date(2031, 1, 4))
    assert not rules.calendar().is_working(date(2031, 1, 2))
    assert rules.calendar().is_working(date(2025, 9, 28)), "the shipped years stay"


def test_a_rule_for_a_newer_program_is_left_out(
    laptop: FieldLaptop, office: Office, credit: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    credit["versions"][0] = credit["versions"][0] | {"valid_from": "2026-03-01", "a_later_field": 1}
    monkeypatch.setattr("inspector_app.domain.rule_packs.check", lambda body: ())
    publish_rules(office, credit, "HQ", clock())
    before = rules.rule(CreditRules, DAY)
    laptop.sync()
    assert rules.rule(CreditRules, DAY) == before


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"versions": []}, "versions"),
        ({"versions": "none"}, "versions"),
        ({"pack": "unknown"}, "pack"),
        ({"more": 1}, "file"),
    ],
)
def test_a_wrong_file_publishes_nothing(
    publish: Callable[[Any], int], credit: dict[str, Any], change: dict[str, Any], place: str
) -> None:
    with pytest.raises(PackInvalid) as told:
        publish(credit | change)
    assert told.value.place == place


@pytest.mark.parametrize("begins", ["soon", "2026-03-18T14:00:00"])
def test_an_instant_needs_its_zone(publish: Callable[[Any], int], credit: dict[str, Any], begins: str) -> None:
    credit["versions"][0] |= {"effective_at": begins}
    with pytest.raises(PackInvalid, match=r"versions\.0\.effective_at"):
        publish(credit)


@pytest.mark.parametrize("years", [{}, {2031: {"source": "x"}}, {"soon": {}}, {2031: None}, []])
def test_a_calendar_without_sense_publishes_nothing(publish: Callable[[Any], int], years: Any) -> None:
    with pytest.raises(PackInvalid, match="years"):
        publish({"calendar": "china", "years": years})


def test_every_shipped_rule_can_be_published(office: Office) -> None:
    for path in [*(resources() / "rules").glob("*.yaml"), resources() / "calendars" / "china.yaml"]:
        body = rules_file(path)
        assert body is not None
        assert publish_rules(office, body, "HQ", clock())
        assert not publish_rules(office, body, "HQ", clock())


def test_the_command_publishes_rules_and_tells_what_is_wrong(
    office: Office, write: Callable[[Any], Path], credit: dict[str, Any]
) -> None:
    run = lambda: CliRunner().invoke(app, ["publish", str(write(credit)), "--data", str(office.folder)])  # noqa: E731
    assert run().stdout == "credit: 1 new versions published.\n"
    credit["versions"][0]["begins"] = "many"
    done = run()
    assert done.exit_code == 1
    assert "versions.0.begins" in done.stderr
    assert rules.rule(NearExpiryScale, DAY)


def test_acts_at_hq_go_by_what_hq_has_published(
    office: Office, credit: dict[str, Any], publish: Callable[[Any], int]
) -> None:
    def begins() -> int:
        return Register.of(office, "wang", clock).read(lambda act: rules.rule(CreditRules, DAY).begins)

    assert begins() != 70
    publish(credit)
    assert begins() == 70
