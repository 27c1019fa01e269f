"""Every item of every list opens the clauses that it rests on, without a network."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from inspector_app import paths
from inspector_app.domain import checklists
from inspector_app.domain.checklists import ChecklistForm
from inspector_app.domain.citations import LOCAL
from inspector_app.domain.overlays import overlay_of
from inspector_app.records.reference import Standard
from inspector_app.services import clauses
from tests import factories
from tests.replica_fixtures import Laptop

ON = date(2026, 3, 18)
FILES = sorted((paths.resources() / "checklists").glob("*.yaml"))


def form_of(path: Path) -> ChecklistForm:
    return checklists.parse(checklists.body_of(path.read_text("utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_item_opens_its_clause_offline(laptop: Laptop, path: Path) -> None:
    form = form_of(path)
    with laptop.acting() as act:
        for item in form.items:
            found = clauses.of_item(act, form, item.id, factories.VILLAGE, ON)
            assert [each.cite for each in found] == [basis.cite_zh for basis in item.basis]
            for each, basis in zip(found, item.basis, strict=True):
                if basis.law == LOCAL:  # a county without rules of its own
                    assert each.work is None
                    continue
                assert each.work is not None
                has_number = basis.art is not None or basis.clause is not None
                assert (each.clause is not None) is has_number, item.id


def test_rules_of_a_province_are_opened_where_it_has_some(laptop: Laptop) -> None:
    form = form_of(paths.resources() / "checklists" / "small-workshop.yaml")
    overlay = overlay_of((paths.resources() / "overlays" / "overlay-33.yaml").read_text("utf-8"))
    local = [(item.id, basis.topic) for item in form.items for basis in item.basis if basis.law == LOCAL]
    known = [(item, topic) for item, topic in local if overlay.topics.get(topic or "")]
    assert known
    with laptop.acting() as act:
        for item, _ in known:
            found = clauses.of_item(act, form, item, "330106", ON)
            opened = [each for each in found if each.work is not None and each.work.key in overlay.laws]
            assert opened
            assert all("条" in each.cite for each in opened)


def test_the_text_is_shown_where_headquarters_published_it(laptop: Laptop) -> None:
    form = form_of(paths.resources() / "checklists" / "label-prepackaged.yaml")
    text = "预包装食品标签应清晰、醒目、持久，应使消费者购买时易于辨认和识读。"
    laptop.receive(
        factories.any_of(
            Standard, number="GB 7718-2011", clauses={"3.2": text}, valid_from=date(2012, 4, 20), title_zh="标签通则"
        )
    )
    with laptop.acting() as act:
        found = clauses.of_item(act, form, "LB-A02", factories.VILLAGE, ON)
    assert [each.text for each in found] == ["", text, ""]


def test_an_item_that_is_not_in_the_list_is_told(laptop: Laptop) -> None:
    with pytest.raises(KeyError), laptop.acting() as act:
        clauses.of_item(act, form_of(FILES[0]), "XX-01", factories.VILLAGE, ON)
