"""Lists from a terminal: checked, taken to a spreadsheet and back, made a province's own."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook
from typer.testing import CliRunner

from inspector_app.domain.checklists import body_of, parse
from inspector_app.hq.checklist_files import yaml_of
from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.paths import resources
from inspector_app.records.reference import Checklist
from tests.running_hq import make_office

runner = CliRunner()
STALL = resources() / "checklists" / "food-stall.yaml"
BEIJING = resources() / "overlays" / "overlay-11.yaml"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def run(*words: object, code: int = 0) -> str:
    result = runner.invoke(app, ["checklist", *map(str, words)])
    assert result.exit_code == code, result.output
    return result.output


def test_a_list_goes_to_a_spreadsheet_and_comes_back(tmp_path: Path) -> None:
    sheet, again = tmp_path / "stall.xlsx", tmp_path / "stall.yaml"
    run("export", STALL, "--out", sheet)
    assert "nothing wrong; 20 items, 6 of them key" in run("check", STALL, sheet)
    shown = run("import", sheet, "--out", again, "--before", STALL)
    assert "Nothing changed." in shown
    assert body_of(again.read_text("utf-8")) == body_of(STALL.read_text("utf-8"))
    assert again.read_text("utf-8").startswith("# Food stall inspection checklist\n# 食品摊贩监督检查表\n")


def test_what_a_clerk_changed_is_shown(tmp_path: Path) -> None:
    sheet, again = tmp_path / "stall.xlsx", tmp_path / "stall.yaml"
    run("export", STALL, "--out", sheet)
    book = load_workbook(sheet)
    survey = book["survey"]
    row = next(cells[1].row for cells in survey.iter_rows() if cells[1].value == "FS-A02")
    survey.cell(row, 3).value = "摆放在明显位置。"
    book.save(sheet)
    assert "~ FS-A02 zh" in run("import", sheet, "--out", again, "--before", STALL)


def test_another_version_or_language_is_shown_and_a_version_that_is_not_higher_is_told(tmp_path: Path) -> None:
    sheet = tmp_path / "stall.xlsx"
    run("export", STALL, "--out", sheet)
    book = load_workbook(sheet)
    settings = {cells[0].value: cells[1] for cells in zip(*book["settings"].iter_rows(max_row=2), strict=True)}
    settings["version"].value = "0.9.0"
    settings["x_languages"].value = "zh"
    book.save(sheet)
    said = run("import", sheet, "--out", tmp_path / "lower.yaml", "--before", STALL)
    version = body_of(STALL.read_text("utf-8"))["version"]
    assert f"~ version {version} → 0.9.0" in said
    assert "languages" in said
    assert f"Version 0.9.0 is not above {version}" in said
    assert "Nothing changed" not in said


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("x: 1\n", "第 1 行：内容类型不对，应为：检查表（checklist/1）。"),
        ("- 1\n", "第 1 行：内容类型不对，应为：“名称: 内容”。"),
        ("id: x\nvalid_from: 2026-99-01\n", "第 2 行：无法读取：“2026-99-01”不是可用的值。"),
    ],
)
def test_a_clerk_reads_words_not_those_of_a_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: str, said: str
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    (tmp_path / "a.yaml").write_text(told, "utf-8")
    assert said in run("check", tmp_path / "a.yaml", code=1)


def test_the_form_of_a_field_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    body = STALL.read_text("utf-8").replace("id: food-stall\n", "id: Food Stall\n").replace("title:", "titel:", 1)
    (tmp_path / "a.yaml").write_text(body, "utf-8")
    said = run("check", tmp_path / "a.yaml", code=1)
    assert "3 至 40 个小写字母" in said
    assert "缺少“标题（title）”" in said


def test_mistakes_are_told_line_by_line_and_nothing_is_written(tmp_path: Path) -> None:
    sheet, again = tmp_path / "stall.xlsx", tmp_path / "stall.yaml"
    run("export", STALL, "--out", sheet)
    book = load_workbook(sheet)
    book["survey"]["K4"] = "broken"
    book["settings"]["C2"] = "第2版"
    book.save(sheet)
    told = run("import", sheet, "--out", again, code=1)
    assert "sheet settings, row 2, version: “第2版” is not written as it should be" in told
    assert "sheet survey, row 4, " in told
    assert "Nothing was written." in told
    assert not again.exists()
    assert run("check", sheet, code=1).count("stall.xlsx: ") == 2


def test_a_broken_file_is_told_with_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    text = STALL.read_text("utf-8").replace("art: 36, cite", "art: 37, cite", 1)
    text = text.replace("do: TRANSFER, to:", "do: SEAL, to:", 1)
    path.write_text(text, encoding="utf-8")
    told = run("check", path, code=1)
    number = next(n for n, line in enumerate(text.splitlines(), 1) if "art: 37" in line)
    assert f"line {number}: FS-A01 basis 1 cite_zh: " in told
    assert "FS-A03 on_nonconform 1 to: Only TRANSFER has a receiver" in told


def test_chinese_is_spoken_where_the_system_speaks_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert "没有问题；共 20 条，其中重点 6 条" in run("check", STALL)
    (tmp_path / "x.xlsx").write_bytes(b"nothing")
    assert "这不是 .xlsx 工作簿" in run("check", tmp_path / "x.xlsx", code=1)


def test_no_file_is_written_over(tmp_path: Path) -> None:
    out = tmp_path / "there.xlsx"
    out.write_text("mine")
    assert "is there already" in run("export", STALL, "--out", out, code=1)
    assert out.read_text() == "mine"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "cannot be read" in run("check", tmp_path / "no.yaml", code=1)
    assert "cannot be read" in run("export", tmp_path, "--out", tmp_path / "x.xlsx", code=1)
    missing = tmp_path / "no.yaml"
    assert "no.yaml" in run("local", STALL, missing, "--out", tmp_path / "x.yaml", code=1)


def test_a_province_gets_a_list_of_its_own(tmp_path: Path) -> None:
    out = tmp_path / "beijing.yaml"
    assert "Still cites LOCAL, as the rules are not known: safety" in run("local", STALL, BEIJING, "--out", out)
    form = parse(body_of(out.read_text("utf-8")))
    assert (form.id, form.jurisdiction) == ("food-stall-11", "11")
    broken = tmp_path / "overlay.yaml"
    broken.write_text(yaml.safe_dump({"schema": "overlay/1"}))
    assert "code: " in run("local", STALL, broken, "--out", tmp_path / "y.yaml", code=1)


def test_published_versions_are_compared_with(tmp_path: Path) -> None:
    office: Office = make_office(tmp_path / "hq")
    folder = office.folder
    office.close()
    assert "nothing wrong" in run("check", STALL, "--data", folder)
    path = tmp_path / "list.yaml"
    path.write_text(STALL.read_text("utf-8").replace("hours match.", "hours match it."), encoding="utf-8")
    assert "Version 1.0.0 is not above 1.0.0, which is published" in run("check", path, "--data", folder, code=1)


def test_all_files_are_read_before_the_first_is_published(tmp_path: Path) -> None:
    folder, sheet, there = tmp_path / "hq", tmp_path / "stall.xlsx", tmp_path / "stall.yaml"
    office = make_office(folder)
    body = body_of(STALL.read_text("utf-8")) | {"version": "1.1.0", "status": "published"}
    there.write_text(yaml_of(body), "utf-8")
    run("export", there, "--out", sheet)
    elsewhere = tmp_path / "elsewhere.yaml"
    elsewhere.write_text(yaml_of(body | {"jurisdiction": "33"}), "utf-8")

    def publish(*files: Path) -> tuple[int, str]:
        done = runner.invoke(app, ["publish", *map(str, files), "--data", str(folder)])
        return done.exit_code, done.output

    wrongs = (
        (tmp_path / "none.yaml", "cannot be read"),
        (elsewhere, "HQ knows no division 33"),
        (there, f"food-stall 1.1.0 stands in {sheet} too"),
    )
    for wrong, said in wrongs:
        code, told = publish(sheet, wrong)
        assert (code, said in told, "Nothing " in told) == (1, True, True)
        assert office.one(Checklist, code="food-stall", version="1.1.0") is None
    assert publish(sheet)[0] == 0, "as export wrote it"
    assert office.one(Checklist, code="food-stall", version="1.1.0") is not None
    office.close()
