"""`inspector-hq import`: a county's list at a terminal, from the trial to taking it back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from typer.testing import CliRunner

from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.hq.registers import Register
from inspector_app.hq.tables import setting
from inspector_app.records.operators import Operator
from inspector_app.services import import_journal, importing
from inspector_app.sheets.columns import Register as Kind
from tests.running_hq import clock, make_office

LIST = (
    "云岭县石桥镇食品经营户名单\n"
    "店铺名称,主体业态,所属乡镇,地址,联系电话,负责人,身份证号\n"
    "杨柳村便民店,食杂店,石桥镇杨柳村,杨柳村1号,14000000001,李桂芳,9.90101E+17\n"
    "集市早点,早餐摊,石桥镇,集市口,,张三,\n"
    "=cmd|A1,食杂店,柳溪镇,2号,,,\n"
    "合计,3,,,,,\n"
)


def run(*words: object) -> tuple[int, str, str]:
    result: Any = CliRunner().invoke(app, [str(word) for word in words])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def hq(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    make_office(tmp_path / "hq").close()
    monkeypatch.chdir(tmp_path)
    Path("名单.csv").write_bytes(LIST.encode("gb18030"))
    return tmp_path / "hq"


def names(folder: Path) -> set[str]:
    office = Office.open(folder, 1)
    try:
        shops = [office.one(Operator, name=name) for name in ("杨柳村便民店", "集市早点", "=cmd|A1")]
        return {shop.name for shop in shops if shop is not None}
    finally:
        office.close()


def test_a_list_is_tried_imported_and_taken_back(hq: Path) -> None:
    words = ("import", "名单.csv", "--as", "operators", "--user", "wang", "--data", hq)
    code, out, _ = run(*words, "--dry-run")
    assert code == 1
    assert "This was a trial: nothing was written." in out
    assert "1 new, 0 here already (0 of them differ), 0 twice in the file, 2 not taken." in out
    assert "line 3 “身份证号”: The spreadsheet has rounded this number" in out
    assert names(hq) == set()

    code, out, _ = run(*words, "--marked", "marked.xlsx")
    assert code == 1
    assert names(hq) == {"集市早点"}
    number = out.split("--undo ")[1].strip()
    assert number in run("import", "--list", "--user", "wang", "--data", hq)[1]

    sheet = load_workbook("marked.xlsx").worksheets[0]
    rows = list(sheet.iter_rows())
    assert [row[0].value for row in rows] == ["Line", 3, 5]
    assert rows[1][7].fill.fgColor.rgb == "00FFC7CE"
    assert rows[2][1].value == "'=cmd|A1"
    assert rows[2][1].data_type == "s"
    assert "rounded" in rows[1][8].value

    assert run("import", "--undo", number, "--user", "wang", "--data", hq)[1] == "Taken back, all of it.\n"
    assert names(hq) == set()
    assert run("import", "--undo", number, "--user", "wang", "--data", hq)[::2] == (
        1,
        f"The import {number} was taken back already. Nothing was changed.\n",
    )


def test_a_program_reads_the_same(hq: Path) -> None:
    code, out, _ = run(
        "import", "名单.csv", "--as", "operators", "--user", "wang", "--data", hq, "--json", "--mapping", "身份证号="
    )
    told = json.loads(out)
    assert code == 1
    assert told["counts"] == {"new": 2, "there": 0, "same": 0, "wrong": 1}
    assert [(each["line"], each["code"]) for each in told["faults"] if each["severity"] == "ERROR"] == [
        (5, "ELSEWHERE")
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("名单.csv",),
            "Say which file, and with --as what it holds: operators, products, ledger, suppliers, doors, standards.",
        ),
        (("none.csv", "--as", "operators"), "none.csv cannot be used: No such file or directory."),
        (("名单.csv", "--as", "operators", "--mapping", "x"), "“x” must have the form NAME=VALUE."),
        (("名单.csv", "--as", "operators", "--mapping", "x=name"), "There is no column “x”."),
        (("名单.csv", "--as", "operators", "--value", "x=1"), "There is no column “x”."),
        (("名单.csv", "--as", "ledger"), "Columns are missing: "),
        (("--undo", "x"), "There is no import x here."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(hq: Path, words: tuple[str, ...], said: str) -> None:
    code, out, err = run("import", *words, "--user", "wang", "--data", hq)
    assert (code, out) == (1, "")
    assert said in err
    assert err.count("\n") == 1


def test_what_a_list_becomes_is_told_in_the_words_of_whoever_reads_it(
    hq: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    _, out, _ = run("import", "名单.csv", "--as", "operators", "--user", "wang", "--data", hq)
    assert "operator_kind" not in out.splitlines()[0]
    listed = run("import", "--list", "--user", "wang", "--data", hq)[1]
    assert "经营户  名单.csv" in listed
    [told] = json.loads(run("import", "--list", "--json", "--user", "wang", "--data", hq)[1])
    assert (told["register"], told["file"]) == ("operators", "名单.csv")


def test_only_who_records_imports(hq: Path) -> None:
    assert "There is no user x." in run("import", "名单.csv", "--as", "operators", "--user", "x", "--data", hq)[2]


def test_a_register_is_exported_masked_and_the_export_is_logged(hq: Path) -> None:
    run("import", "名单.csv", "--as", "operators", "--user", "wang", "--data", hq, "--mapping", "身份证号=")
    code, out, _ = run("export", "operators", "out.xlsx", "--user", "wang", "--data", hq)
    assert (code, out) == (0, "out.xlsx: 2 Operators, 2 Persons, 0 Licences.\n")
    values = [cell.value for row in load_workbook("out.xlsx")["Operators"].iter_rows() for cell in row]
    assert "140****0001" in values
    assert "14000000001" not in values
    office = Office.open(hq, 1)
    query = select(setting.c.value).where(setting.c.key.startswith("access/")).order_by(setting.c.key)
    logged = office.database.read(lambda connection: list(connection.execute(query).scalars()))
    office.close()
    assert [entry[2:4] for entry in logged] == [["IMPORT", "operators"], ["EXPORT", "operators"]]
    code, _, err = run("export", "operators", "out.txt", "--user", "wang", "--data", hq)
    assert (code, err) == (1, "A file ends in .xlsx, .csv, .json. Nothing was written.\n")


def test_a_file_that_is_there_is_kept_unless_told_and_nobody_else_reads_it(hq: Path) -> None:
    run("import", "名单.csv", "--as", "operators", "--user", "wang", "--data", hq, "--mapping", "身份证号=")
    Path("out-person.csv").write_text("mine", "utf-8")
    words = ("export", "operators", "out.csv", "--user", "wang", "--data", hq)
    code, _, err = run(*words)
    assert (code, err.startswith("out-person.csv is there already. Nothing was written;")) == (1, True)
    assert not Path("out.csv").exists()
    assert Path("out-person.csv").read_text("utf-8") == "mine"
    code, out, _ = run(*words, "--replace")
    assert (code, out) == (0, "out.csv, out-person.csv, out-licence.csv: 2 Operators, 2 Persons, 0 Licences.\n")
    modes = {path.name: path.stat().st_mode & 0o777 for path in Path().glob("out*")}
    assert modes == dict.fromkeys(("out.csv", "out-person.csv", "out-licence.csv"), 0o600)
    assert run("export", "operators", "zhao.xlsx", "--user", "zhao", "--data", hq)[1] == (
        "zhao.xlsx: 0 Operators, 0 Persons, 0 Licences.\n"
    ), "he works in the other township"


def test_what_hq_began_is_taken_back_whenever_it_was_broken_off(hq: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between its note and its records: nothing is doubled, and all of it goes again."""
    rows = "".join(f"第{number}店,食杂店,石桥镇杨柳村,{number}号,,,\n" for number in range(25))
    Path("名单.csv").write_bytes((LIST.partition("\n")[2].partition("\n")[0] + "\n" + rows).encode("gb18030"))
    monkeypatch.setattr(importing, "PART", 10)
    office = Office.open(hq, 1)
    place = Register.of(office, "wang", clock)
    job = importing.Job(Path("名单.csv"), Kind.OPERATORS)
    saved = []

    def fail(*who: Any, **how: Any) -> Any:
        saved.append(1)
        if len(saved) == 3:
            raise KeyboardInterrupt
        return author(*who, **how)

    author = office.service.author
    monkeypatch.setattr(office.service, "author", fail)
    with pytest.raises(KeyboardInterrupt):
        importing.run(place, job, trial=False)
    assert standing(office) == 10
    assert importing.run(place, job, trial=False).counts[importing.Outcome.NEW] == 25
    assert standing(office) == 25
    [made] = import_journal.imports(place)
    assert import_journal.undo(place, made.id) == []
    assert standing(office) == 0
    office.close()


def standing(office: Office) -> int:
    query = "SELECT count(*) FROM operator WHERE voided_at IS NULL"
    return int(office.database.read(lambda connection: connection.exec_driver_sql(query).scalar_one()))
