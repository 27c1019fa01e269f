"""`inspector-hq user`: names that can be told apart, and townships changed after a look at what that does."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from inspector_app.hq import passwords, users
from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.hq.users import is_username
from tests.running_hq import OTHER_TOWNSHIP, TOWNSHIP, enrolled, file_for, serving


def run(office: Office, *words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, [*words, "--data", str(office.folder)])
    assert done.exit_code == code, done.output
    return done.output


@pytest.mark.parametrize("name", ["wang", "王建国", "w.ang-2_b", "a@b.cn", "x", "é", "x" * 32])
def test_a_name_that_can_be_typed_is_one(name: str) -> None:
    assert is_username(name)


@pytest.mark.parametrize(
    "name", ["", "wang li", "ｗａｎｇ", "-wang", ".", "a/b", "a\u200bb", "e\u0301", "x" * 33, "wang\n", "王，李"]
)
def test_a_name_that_could_be_taken_for_another_is_none(name: str) -> None:
    assert not is_username(name)


def test_no_user_is_made_under_an_odd_name(office: Office) -> None:
    before = len(users.everybody(office))
    said = run(office, "user", "wang li", "王", "--township", TOWNSHIP, code=1)
    assert said.startswith("wang li is no user name")
    assert len(users.everybody(office)) == before


def test_who_works_for_the_whole_county_needs_no_township(office: Office) -> None:
    assert "no division 990199" in run(office, "user", "a", "周", "--role", "HQ_ADMIN", "--county", "990199", code=1)
    run(office, "user", "chief", "周敏", "--role", "HQ_ADMIN", "--county", "990101")
    run(office, "user", "desk", "吴静", "--role", "COUNTY_ADMIN")
    for name in ("chief", "desk"):
        made = users.named(office, name)
        assert (made.townships, made.office_code) == ((), "990101")


def test_an_officer_without_a_township_and_a_taken_name_are_told_each_for_itself(office: Office) -> None:
    assert "at least one" in run(office, "user", "new", "周敏", code=2)
    assert "There is a user wang already" in run(office, "user", "wang", "王建国", code=1)


def test_a_password_that_is_made_can_be_read_from_paper_and_typed() -> None:
    made = {passwords.made() for _ in range(300)}
    assert len(made) == 300
    assert {len(each) for each in made} == {12}
    assert not set("".join(made)) & set("0Oo1lI-_ ")


def test_townships_are_shown_first_and_changed_when_that_is_said(office: Office) -> None:
    change = ("user", "wang", "--townships", TOWNSHIP, "--townships", OTHER_TOWNSHIP)
    said = run(office, *change)
    assert f"Stay: {TOWNSHIP} 石桥镇\nCome: {OTHER_TOWNSHIP} 柳溪镇\n" in said
    assert "Nothing is changed yet" in said
    assert users.named(office, "wang").townships == (TOWNSHIP,)
    assert "Done" in run(office, *change, "--yes")
    assert users.named(office, "wang").townships == (TOWNSHIP, OTHER_TOWNSHIP)
    said = run(office, "user", "wang", "--townships", OTHER_TOWNSHIP, "--yes")
    assert f"kept for review: {TOWNSHIP} 石桥镇" in said
    assert users.named(office, "wang").townships == (OTHER_TOWNSHIP,)


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("nobody", "--townships", TOWNSHIP), 1, "There is no user nobody"),
        (("wang", "--townships", "990101999"), 1, "HQ knows no division 990101999"),
        (("wang", "--townships", "99"), 2, "a code of 9 digits"),
        (("wang", "王", "--townships", TOWNSHIP), 2, "without a name"),
        (("wang", "--reset-password", "--townships", TOWNSHIP), 2, "without a name"),
    ],
)
def test_what_makes_no_sense_is_refused(office: Office, words: tuple[str, ...], code: int, told: str) -> None:
    assert told in " ".join(run(office, "user", *words, "--yes", code=code).replace("│", "").split())
    assert users.named(office, "wang").townships == (TOWNSHIP,)


def test_a_laptop_follows_its_persons_townships(office: Office, tmp_path: Path) -> None:
    with serving(office) as port:
        laptop = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
        name = next(iter(users.laptops_of(office, users.named(office, "wang"))))
        said = run(office, "user", "wang", "--townships", OTHER_TOWNSHIP, "--yes")
        assert f"laptops: {name}" in said
        laptop.sync()
        with laptop.signed_in.sessions() as session:
            codes = {
                row[0] for row in session.connection().exec_driver_sql("SELECT code FROM sub WHERE kind = 'township'")
            }
        assert codes == {OTHER_TOWNSHIP}
        laptop.close()
