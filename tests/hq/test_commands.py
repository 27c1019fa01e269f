"""Every command with arguments that make no sense: one plain sentence on standard error, and the exit code tells."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from typer.testing import CliRunner

from inspector_app.errors import AppError
from inspector_app.hq import office as office_module
from inspector_app.hq import users
from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.hq.passwords import check_password
from inspector_app.records.people import Device
from inspector_app.storage import files
from sync.record import new_id
from tests import factories
from tests.running_hq import OTHER_TOWNSHIP, TOWNSHIP, clock, make_office


class Killed(BaseException): ...


@dataclass(frozen=True)
class Told:
    code: int
    out: str
    err: str


def run(*words: object, input: str | None = None) -> Told:
    result: Any = CliRunner().invoke(app, [str(word) for word in words], input=input)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Told(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An HQ with two townships, three people and a laptop; nobody changes it."""
    folder = tmp_path_factory.mktemp("made") / "总部 一"
    office = make_office(folder)
    device = new_id()
    office.service.register(device, bytes(range(32)), clock())
    with office.service.author("HQ", clock()) as author:
        author.save(Device(id=device, name="laptop-1", user_ids=(), lease_days=45, enrolled_at=1))
    office.close()
    return folder


@pytest.fixture
def hq(made: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    folder = tmp_path / "hq"
    shutil.copytree(made, folder)
    plan = json.loads((folder / "hq.json").read_text("utf-8"))
    (folder / "hq.json").write_text(json.dumps(plan | {"database": f"sqlite:///{folder}/hq.sqlite"}))
    return folder


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("serve",),
    ("user", "x", "某人", "--township", TOWNSHIP),
    ("user", "wang", "--reset-password"),
    ("enrol", "laptop-9", "wang"),
    ("division", "list"),
    ("division", "rename", TOWNSHIP, "990101201", "--name", "新"),
    ("division", "merge", TOWNSHIP, "--into", OTHER_TOWNSHIP),
    ("division", "split", TOWNSHIP, f"{TOWNSHIP}200"),
    ("division", "undo"),
    ("division", "settle"),
    ("divisions", "none.csv"),
    ("publish", "none.yaml"),
    ("snapshot",),
    ("demo-county",),
    ("grant", "give", "wang", TOWNSHIP, "--reason", "x"),
    ("grant", "list"),
    ("grant", "end", "x"),
    ("compact",),
    ("laptop",),
    ("renew", "laptop-1"),
    ("photos",),
    ("rescue", "import", "none.package"),
    ("backup",),
    ("housekeeping",),
    ("operator", "duplicates"),
    ("operator", "merge", "x", "y", "--reason", "x", "--by", "wang"),
    ("operator", "unmerge", "x", "--reason", "x", "--by", "wang"),
    ("step", "incident", "x", "confirm", "--by", "wang"),
    ("alert", "RED", "1", "x", "x", "--by", "wang"),
    ("alerts",),
    ("envelope", "x", "--by", "wang", "--reason", "x"),
    ("enter", "office", "none.yaml", "--by", "wang"),
    ("erase", "--by", "wang"),
    ("picture", "6901234567892", "none.jpg", "--by", "wang"),
    ("import", "none.csv", "--as", "operators", "--user", "wang"),
    ("export", "operators", "shops.csv", "--user", "wang"),
)


def test_the_table_names_every_command() -> None:
    import typer.main

    def leaves(group: Any, *words: str) -> set[tuple[str, ...]]:
        found = set()
        for name, command in group.commands.items():
            found |= leaves(command, *words, name) if hasattr(command, "commands") else {(*words, name)}
        return found

    named = {words[:2] if words[0] in ("division", "grant", "operator", "rescue") else words[:1] for words in COMMANDS}
    others = leaves(typer.main.get_command(app)) - named
    assert {words for words in others if words[0] != "checklist"} == {("init",), ("restore",)}  # they make an HQ


def damaged(folder: Path) -> dict[str, tuple[Path, str]]:
    """{what is wrong with a data folder: (the folder, what is said)}."""

    def one(name: str, spoil: Callable[[Path], object], said: str) -> tuple[Path, str]:
        place = folder / name
        place.mkdir()
        plan = {"dataset": "REAL", "hosts": ["h"], "port": 1, "database": f"sqlite:///{place}/hq.sqlite"}
        (place / "hq.json").write_text(json.dumps(plan))
        (place / "hq.sqlite").touch()
        spoil(place)
        return place, said

    def newer(place: Path) -> None:
        with sqlite3.connect(place / "hq.sqlite") as database:
            database.execute("CREATE TABLE hq_version (version_num TEXT)")
            database.execute("INSERT INTO hq_version VALUES ('9999')")

    def plan(**values: object) -> Callable[[Path], object]:
        def spoil(place: Path) -> None:
            told = json.loads((place / "hq.json").read_text())
            (place / "hq.json").write_text(json.dumps(told | values))

        return spoil

    file = folder / "file"
    file.write_text("x")
    return {
        "missing": (folder / "nothing", "holds no HQ"),
        "a file": (file, "holds no HQ"),
        "in a file": (file / "x", "holds no HQ"),
        "not to be made": (Path("/proc/x"), "holds no HQ"),
        "no HQ": (folder, "holds no HQ"),
        "long name": (folder / ("长" * 120), "cannot be read"),
        "empty plan": one("empty", lambda place: (place / "hq.json").write_text(""), "cannot be read"),
        "deep plan": one("deep", lambda place: (place / "hq.json").write_text("[" * 100_000), "cannot be read"),
        "plan of others": one("others", lambda place: (place / "hq.json").write_text("[]"), "cannot be read"),
        "plan in bytes": one("bytes", lambda place: (place / "hq.json").write_bytes(b"\xff\xfe"), "cannot be read"),
        "plan of tomorrow": one("tomorrow", plan(quantum=True), "cannot be read"),
        "plan without hosts": one("hosts", plan(hosts=[]), "cannot be read"),
        "no database": one("gone", lambda place: (place / "hq.sqlite").unlink(), "is missing"),
        "no database file": one(
            "junk", lambda place: (place / "hq.sqlite").write_bytes(b"x" * 9_999), "not a database"
        ),
        "database of tomorrow": one("newer", newer, "newer version"),
        "unknown database": one("kind", plan(database="oracle://x"), "cannot be opened"),
    }


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_folder_that_is_no_hq_is_said_plainly_by_every_command(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for what, (folder, said) in damaged(tmp_path).items():
        told = run(*words, "--data", folder)
        assert told.code == 1, what
        assert said in told.err, what
        assert told.err.count("\n") == 1, what
        assert not told.out, what


ABSURD: tuple[tuple[tuple[str, ...], int, str], ...] = (
    (("init", "--host", "bad host!"), 1, "bad host! is no name or address"),
    (("init", "--host", ""), 1, "'' is no name or address"),
    (("init", "--host", "h" * 300), 1, "no name or address"),
    (("init", "--data", "file"), 1, "file cannot be used"),
    (("init", "--data", "/proc/x/y"), 1, "cannot be used"),
    (("init", "--password", "short"), 1, "at least 8"),
    (("user", "neu", "--township", TOWNSHIP), 2, "own name is missing"),
    (("user", "wang", "王", "--township", TOWNSHIP), 1, "There is a user wang already"),
    (("user", "neu", "新", "--township", "990101555"), 1, "HQ knows no division 990101555. Nothing was changed"),
    (("user", "nobody", "--reset-password"), 1, "There is no user nobody"),
    (("enrol", "a/b", "wang"), 1, "A laptop's name has"),
    (("enrol", "..", "wang"), 1, "A laptop's name has"),
    (("enrol", "", "wang"), 1, "A laptop's name has"),
    (("enrol", "长" * 41, "wang"), 1, "A laptop's name has"),
    (("enrol", "two\nlines", "wang"), 1, "A laptop's name has"),
    (("enrol", "laptop-1", "wang"), 1, "A laptop is called laptop-1 already"),
    (("enrol", "laptop-2", "nobody"), 1, "There is no user nobody"),
    (("enrol", "laptop-2", "wang", "--out", "none/file.json"), 1, "there is no folder none"),
    (("enrol", "laptop-2", "wang", "--out", "file/file.json"), 1, "there is no folder file"),
    (("enrol", "laptop-2", "wang", "--out", "."), 1, ". is there already"),
    (("enrol", "laptop-2", "wang", "--out", "/proc/x"), 1, "/proc/x cannot be used"),
    (("grant", "give", "wang", TOWNSHIP, "--reason", " "), 2, "--reason"),
    (("grant", "give", "wang", TOWNSHIP, "--reason", "x", "--by", ""), 2, "--by"),
    (("grant", "give", "nobody", TOWNSHIP, "--reason", "x"), 1, "There is no user and no laptop nobody"),
    (("grant", "give", "wang", "990101555", "--reason", "x"), 1, "knows no division 990101555"),
    (("grant", "end", "zzz"), 1, "No grant zzz is running"),
    (("grant", "end", ""), 1, "No grant '' is running"),
    (("step", "incident", "x", "confirm", "--by", "wang"), 1, "There is no incident x"),
    (("step", "nothing", "x", "confirm", "--by", "wang"), 2, "one of amendment"),
    (("step", "incident", "x", "confirm", "--by", "wang", "--set", "level"), 2, "of the form field=value"),
    (("step", "incident", "x", "confirm", "--by", "wang", "--set", "level=\udcff"), 2, "a text of one line"),
    (("step", "incident", "x", "confirm", "--by", "nobody"), 1, "There is no user nobody"),
    (("alert", "red", "1", "x", "x", "--by", "wang"), 2, "one of RED"),
    (("alert", "RED", "1", "\udcff", "x", "--by", "wang"), 2, "a text of one line"),
    (("alert", "RED", "1", "x", "x", "--by", "wang"), 1, "The role of this user"),
    (("alert", "RED", "1", "x", "x", "--by", "wang", "--division", "zz"), 1, "knows no division zz"),
    (("envelope", "x", "--by", "wang", "--reason", "x"), 1, "There is no envelope x"),
    (("erase", "--by", "wang"), 1, "The role of this user"),
    (("erase", "--by", "nobody"), 1, "There is no user nobody"),
    (("erase", "--by", "admin", "--propose", "--carry-out", "zzz"), 2, "only one at a time"),
    (("user", "neu", "新", "--township", TOWNSHIP, "--password", "\udcff" * 8), 2, "a text of one line"),
    (("user", "neu", "新", "--township", TOWNSHIP, "--authority", ""), 2, "a text of one line"),
    (("photos", "--days", "999999999999"), 2, "36500"),
    (("compact", "--days", "999999999999"), 2, "36500"),
    (("demo-county", "--reference", "0001-01-01"), 2, "a day of the years 2000 to 2100"),
    (("snapshot", "--feed", "99999"), 1, "There is no feed 99999"),
    (("laptop", "nobody"), 1, "There is no laptop nobody"),
    (("laptop", "nobody", "--block"), 1, "There is no laptop nobody"),
    (("laptop", "--block"), 2, "which laptop?"),
    (("laptop", "laptop-1", "--block", "--admit"), 2, "only one at a time"),
    (("laptop", "laptop-1", "--wipe"), 2, "only together with"),
    (("photos", "--original", "x"), 1, "no photo of this id"),
    (("divisions", "none.csv"), 1, "none.csv cannot be read"),
    (("divisions", "."), 1, "cannot be read"),
    (("divisions", "empty"), 1, "empty holds no divisions"),
    (("divisions", "bytes"), 1, "cannot be read"),
    (("publish", "none.yaml"), 1, "none.yaml cannot be read"),
    (("publish", "."), 1, "cannot be read"),
    (("publish", "empty"), 1, "empty: line 1: A mapping belongs here. Nothing of empty was published."),
    (("publish", "bytes"), 1, "bytes cannot be read"),
    (("publish", "broken.yaml"), 1, "broken.yaml: line 2: This cannot be read"),
    (("publish", "small.yaml"), 1, "“version” is missing."),
    (("enter", "weather", "none.yaml", "--by", "admin"), 2, "office, post"),
    (("enter", "office", "none.yaml", "--by", "admin"), 1, "none.yaml cannot be read"),
    (("enter", "office", "bytes", "--by", "admin"), 1, "bytes cannot be read"),
    (("enter", "office", "empty", "--by", "admin"), 1, "These are no entries"),
    (("enter", "office", "broken.yaml", "--by", "admin"), 1, "These are no entries"),
    (("enter", "office", "small.yaml", "--by", "nobody"), 1, "nobody"),
    (("checklist", "check", "none.yaml"), 1, "none.yaml cannot be read"),
    (("checklist", "check", "."), 1, "cannot be read"),
    (("checklist", "check", "bytes"), 1, "bytes cannot be read"),
    (("checklist", "export", "none.yaml", "--out", "x.xlsx"), 1, "none.yaml cannot be read"),
    (("checklist", "import", "none.xlsx", "--out", "x.yaml"), 1, "none.xlsx cannot be read"),
    (("checklist", "local", "none.yaml", "none", "--out", "x.yaml"), 1, "none.yaml cannot be read"),
    (("demo-county", "--size", "giant"), 1, "Sizes are"),
    (("demo-county", "--operators", "-4"), 1, "No county can be made"),
    (("backup", "--to", "file"), 1, "cannot be used"),
    (("restore", "none.zip"), 1, "none.zip"),
    (("restore", "empty"), 1, "empty"),
    (("serve", "--host", "256.1.1.1"), 1, "HQ cannot listen on 256.1.1.1"),
    (("serve", "--host", "ü" * 70), 1, "HQ cannot listen on"),
)


@pytest.mark.parametrize(("words", "code", "said"), ABSURD, ids=[" ".join(each[0])[:50] for each in ABSURD])
def test_what_makes_no_sense_is_refused_in_a_sentence_and_changes_nothing(
    words: tuple[str, ...], code: int, said: str, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("file").write_text("x")
    Path("empty").touch()
    Path("bytes").write_bytes(bytes(range(256)))
    Path("broken.yaml").write_text("id: x\n  title: [\n", encoding="utf-8")
    Path("small.yaml").write_text("id: x\n", encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    if words[0] == "checklist":
        place: tuple[str, ...] = ()
    elif words[0] in ("init", "restore"):
        place = () if "--data" in words else ("--data", "new")
    else:
        place = ("--data", str(made))
    told = run(*words, *place)
    assert told.code == code, told
    assert said in " ".join(told.err.replace("│", " ").split())
    assert "Traceback" not in told.err
    assert code == 2 or told.err.count("\n") == 1 or words[0] == "publish"  # which tells every fault of a file
    assert not told.out
    assert [path for path in sorted(tmp_path.rglob("*")) if path not in before] == []


def test_a_password_is_reset_without_naming_anything_else(hq: Path) -> None:
    assert (
        "Password: another word"
        in run("user", "wang", "--reset-password", "--password", "another word", "--data", hq).out
    )


def test_what_is_lent_is_told_by_names_and_ended_by_its_number(hq: Path) -> None:
    assert "Nothing is lent" in run("grant", "list", "--data", hq).out
    lent = run("grant", "give", "wang", OTHER_TOWNSHIP, "--reason", "联合检查", "--by", "局长", "--data", hq).out
    number = lent.split()[-1]
    run("grant", "give", "laptop-1", TOWNSHIP, "--reason", "抽查", "--data", hq)
    shown = run("grant", "list", "--data", hq).out
    assert f"{number}  wang  {OTHER_TOWNSHIP} 柳溪镇  until" in shown
    assert "局长: 联合检查" in shown
    assert "laptop-1  990101100 石桥镇" in shown
    assert "Ended" in run("grant", "end", number, "--data", hq).out
    assert number not in run("grant", "list", "--data", hq).out
    assert number in run("grant", "list", "--ended", "--data", hq).out


def test_a_laptops_name_waits_with_its_file(hq: Path, tmp_path: Path) -> None:
    run("enrol", "laptop-2", "wang", "--out", tmp_path / "a.json", "--data", hq)
    told = run("enrol", "laptop-2", "li", "--out", tmp_path / "b.json", "--data", hq)
    assert "called laptop-2 already" in told.err
    assert not (tmp_path / "b.json").exists()


def test_a_laptops_name_is_free_again_when_its_file_could_not_be_written(
    hq: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "a.json"
    with monkeypatch.context() as patch:
        patch.setattr(files, "write_atomically", mock.Mock(side_effect=AppError("disk_full")))
        assert "The disk is full" in run("enrol", "laptop-2", "wang", "--out", out, "--data", hq).err
    assert run("enrol", "laptop-2", "wang", "--out", out, "--data", hq).code == 0


def test_an_hq_without_divisions_says_so_and_warns_nobody(tmp_path: Path) -> None:
    run("init", "--data", tmp_path / "bare")
    told = run("alert", "RED", "1", "奶粉", "下架", "--by", "admin", "--data", tmp_path / "bare")
    assert (told.code, told.out) == (1, "")
    assert "has no division to which this belongs: Alert. Publish the divisions first" in told.err


def test_making_an_hq_or_a_user_that_was_broken_off_is_simply_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a kill would leave it: after the first of two writes."""
    folder = tmp_path / "new"
    with monkeypatch.context() as patch:
        patch.setattr(office_module, "write_atomically", _killed_at("hq.json", office_module.write_atomically))
        with pytest.raises(Killed):
            run("init", "--data", folder, "--password", "the first word")
    assert run("init", "--data", folder, "--password", "another word").code == 0
    office = Office.open(folder, clock())
    assert [each.username for each in users.everybody(office)] == ["admin"]
    opens = partial(check_password, username="admin", now=clock())
    assert office.database.write(partial(opens, password="another word")) is not None
    assert office.database.write(partial(opens, password="the first word")) is None
    made = factories.user(username="neu", townships=())
    with monkeypatch.context() as patch:
        patch.setattr(office.service, "author", mock.Mock(side_effect=Killed))
        with pytest.raises(Killed):
            users.add(office, made, "the first word", clock())
    users.add(office, made, "another word", clock())
    assert office.database.write(partial(opens, username="neu", password="another word")) == made.id
    office.close()


def _killed_at(name: str, write: Callable[..., None]) -> Callable[..., None]:
    def until(path: Path, *given: Any, **named: Any) -> None:
        if path.name == name:
            raise Killed
        write(path, *given, **named)

    return until


def test_a_second_county_is_refused_and_passwords_stay(hq: Path) -> None:
    small = ("--operators", "12", "--ledger", "5", "--inspections", "3", "--data", hq)
    assert run("demo-county", *small).code == 0
    again = run("demo-county", *small)
    assert (again.code, again.out) == (1, "")
    assert "holds a county already" in again.err
    assert "--reset-password" in again.err


def test_a_clerk_reads_chinese(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "目前没有授权" in run("grant", "list", "--data", made).out
    assert "没有电脑 x" in run("laptop", "x", "--data", made).err


def test_the_office_itself_refuses_a_host_that_nobody_could_reach(tmp_path: Path) -> None:
    from inspector_app.hq.office import Plan, is_host

    for host in ("hq", "a.b-c.example", "10.0.0.1", "::1"):
        assert is_host(host)
    for host in ("-x", "a..b", "a b", "", "x.", "中文"):
        assert not is_host(host)
    with pytest.raises(Exception, match="host_invalid"):
        Office.create(tmp_path / "hq", Plan("REAL", ("a b",), 1, "sqlite://"), clock())
    assert not (tmp_path / "hq").exists()
