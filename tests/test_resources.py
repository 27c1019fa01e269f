"""Each folder of shipped data tells where every file of it comes from."""

import csv
from collections import Counter
from pathlib import Path

import pytest

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
FOLDERS = sorted(folder for folder in RESOURCES.iterdir() if folder.is_dir())
BY_FOLDER = {"documents", "i18n", "icons", "rules"}
"""Folders whose files are told of together."""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_tells_the_sources_of_its_files(folder: Path) -> None:
    text = (folder / "SOURCES.md").read_text("utf-8")
    assert text.startswith("# ")
    if folder.name not in BY_FOLDER:
        files = [path.name for path in folder.iterdir() if path.name != "SOURCES.md" and path.is_file()]
        assert [name for name in files if name not in text] == []


def test_the_demo_county_has_the_divisions_of_the_specification() -> None:
    """20 townships, 255 villages, 45 communities, 8 to 25 a township, with codes as GB/T 10114 builds them."""
    with (RESOURCES / "divisions" / "990101.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = [row["code"] for row in rows]
    assert len(set(codes)) == len(codes)
    assert Counter(map(len, codes)) == {2: 1, 4: 1, 6: 1, 9: 20, 12: 300}
    assert all(row["parent_code"] == row["code"][: len(row["parent_code"])] for row in rows)
    assert all(row["parent_code"] in codes for row in rows[1:])
    towns = [code[6:] for code in codes if len(code) == 9]
    assert Counter(int(town) // 100 for town in towns) == {0: 3, 1: 11, 2: 6}
    villages = [row for row in rows if len(row["code"]) == 12]
    assert sum(int(row["code"][9:]) < 200 for row in villages) == 45
    assert {row["class3"] for row in villages} <= {"111", "112", "121", "122", "210", "220"}
    sizes = Counter(row["parent_code"] for row in villages).values()
    assert 8 <= min(sizes) <= max(sizes) <= 25
    names = Counter((row["parent_code"], row["name"]) for row in rows)
    assert max(names.values()) == 1
