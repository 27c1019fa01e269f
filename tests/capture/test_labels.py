"""The labels that we render: they are what they say, look the same each time, and are read."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from inspector_app.capture.labels import Fault, RenderedLabel, render_set
from inspector_app.capture.scanner import Scanner
from inspector_app.domain.barcodes import CodeKind, PrefixMeaning, prefix_meaning
from inspector_app.domain.identifiers import food_production_licence

TODAY = dt.date(2026, 6, 1)


@pytest.fixture(scope="module")
def labels(tmp_path_factory: pytest.TempPathFactory) -> list[RenderedLabel]:
    return render_set(tmp_path_factory.mktemp("labels"), seed=1, count=48, today=TODAY)


def test_the_same_seed_renders_the_same_pictures(labels: list[RenderedLabel], tmp_path: Path) -> None:
    again = render_set(tmp_path, seed=1, count=3, today=TODAY)
    assert [label.path.read_bytes() for label in again] == [label.path.read_bytes() for label in labels[:3]]
    assert render_set(tmp_path, seed=2, count=1, today=TODAY)[0].gtin != again[0].gtin


def test_48_labels_pair_each_symbology_with_each_fault(labels: list[RenderedLabel]) -> None:
    pairs = {(label.symbology, label.fault) for label in labels}
    assert len(pairs) == len({label.symbology for label in labels}) * len(Fault)


def test_nothing_on_a_label_is_of_a_real_product(labels: list[RenderedLabel]) -> None:
    for label in labels:
        assert prefix_meaning(label.gtin) is PrefixMeaning.DEMONSTRATION
        assert food_production_licence(label.product.licence_no).ok
        assert "990101" in label.product.licence_no


def test_rendered_labels_are_read_and_none_wrongly(labels: list[RenderedLabel]) -> None:
    missed: Counter[Fault] = Counter()
    with Scanner(today=lambda: TODAY) as scanner:
        for label in labels:
            codes = scanner.scan_file(label.path).codes
            assert {code.text for code in codes} <= {label.text}, label.path.name
            if not codes:
                missed[label.fault] += 1
                continue
            assert codes[0].gtin == label.gtin
            if codes[0].kind is CodeKind.GS1:
                assert codes[0].batch == label.product.batch
        assert scanner.starts == 1
    assert missed.total() <= 4, missed
    assert not missed[Fault.NONE]
