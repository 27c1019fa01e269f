"""A division code tells its level, its kind and what lies above."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from inspector_app.domain import divisions
from inspector_app.domain.divisions import DivisionKind as K
from inspector_app.domain.divisions import UrbanRural


@pytest.mark.parametrize(
    ("code", "kind", "parent"),
    [
        ("99", K.PROVINCE, None),
        ("9901", K.PREFECTURE, "99"),
        ("990101", K.COUNTY, "9901"),
        ("990101001", K.STREET, "990101"),
        ("990101099", K.STREET, "990101"),
        ("990101100", K.TOWN, "990101"),
        ("990101199", K.TOWN, "990101"),
        ("990101200", K.TOWNSHIP, "990101"),
        ("990101399", K.TOWNSHIP, "990101"),
        ("990101400", K.FARM, "990101"),
        ("990101599", K.FARM, "990101"),
        ("990101600", None, "990101"),
        ("990101100001", K.COMMUNITY, "990101100"),
        ("990101100199", K.COMMUNITY, "990101100"),
        ("990101100200", K.VILLAGE, "990101100"),
        ("990101100399", K.VILLAGE, "990101100"),
        ("990101100400", None, "990101100"),
        ("990101100000", K.TOWN, "990101"),
        ("99010", None, None),
        ("9901O1", None, "9901"),
        ("", None, None),
    ],
)
def test_what_a_code_says(code: str, kind: K | None, parent: str | None) -> None:
    assert (divisions.kind_of(code), divisions.parent_of(code)) == (kind, parent)


def test_every_shipped_division_has_a_kind_and_a_known_class(resources: Path) -> None:
    with (resources / "divisions" / "990101.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 300
    for row in rows:
        assert divisions.kind_of(row["code"]) is not None, row
        assert not row["class3"] or UrbanRural(row["class3"])
