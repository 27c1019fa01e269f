"""The index knows every clause that a list cites, and never offers an edition after its end."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from inspector_app.domain import checklists
from inspector_app.domain.checklists import ChecklistForm
from inspector_app.domain.overlays import overlay_of
from inspector_app.domain.packs import PackInvalid
from inspector_app.domain.standards import Library, cited, library_of, missing

SWITCH = date(2027, 3, 16)


@pytest.fixture(scope="session")
def library(resources: Path) -> Library:
    return library_of((resources / "standards" / "index.yaml").read_text("utf-8"))


@pytest.fixture(scope="session")
def forms(resources: Path) -> list[ChecklistForm]:
    files = sorted((resources / "checklists").glob("*.yaml"))
    return [checklists.parse(checklists.body_of(path.read_text("utf-8"))) for path in files]


def test_every_cited_clause_is_in_the_index(library: Library, forms: list[ChecklistForm]) -> None:
    assert list(missing(library, forms)) == []


def test_the_index_holds_no_clause_that_nobody_cites(library: Library, forms: list[ChecklistForm]) -> None:
    known = {(work.key, clause.number) for work in library.works for clause in work.clauses}
    assert known - set(cited(forms)) == set()


def test_lists_and_index_say_the_same_of_a_law(library: Library, forms: list[ChecklistForm]) -> None:
    for form in forms:
        for key, law in form.laws.items():
            if law.kind == "local":
                continue
            work = library.work(key)
            assert work is not None
            assert (work.kind, work.text) == (law.kind, law.text_status), key
            assert law.zh.strip("《》") in (work.title.zh, work.number, work.series), key


def test_the_rules_of_provinces_are_in_the_index(library: Library, resources: Path) -> None:
    for path in (resources / "overlays").glob("overlay-*.yaml"):
        for key, law in overlay_of(path.read_text("utf-8")).laws.items():
            work = library.work(key)
            assert work is not None
            assert f"《{work.title.zh}》" == law.zh


def test_a_label_of_the_day_uses_the_edition_of_the_day(library: Library) -> None:
    editions = [library.edition("GB 7718", day) for day in (SWITCH - timedelta(days=1), SWITCH)]
    assert [work.number for work in editions if work] == ["GB 7718-2011", "GB 7718-2025"]


def test_an_expired_edition_is_never_offered(library: Library) -> None:
    for work in library.works:
        if work.series is None or work.valid_to is None:
            continue
        day = work.valid_to + timedelta(days=1)
        assert work not in library.in_force(day)
        assert work not in library.usable(work.series, day)
        assert work not in library.find(work.number or "", day)
        assert library.edition(work.series, day) not in (work, None)


def test_a_new_standard_may_be_followed_early(library: Library) -> None:
    early = library.usable("GB 7718", date(2026, 1, 1))
    assert [work.number for work in early] == ["GB 7718-2011", "GB 7718-2025"]
    assert [work.number for work in library.usable("GB 7718", SWITCH)] == ["GB 7718-2025"]
    assert library.edition("GB 7718", date(2010, 1, 1)) is None


@pytest.mark.parametrize(
    "text", ["gb7718", "ＧＢ　７７１８", "GB 7718—2011", "预包装食品标签通则", "labelling standard, 2011"]
)
def test_a_standard_is_found_however_it_is_written(library: Library, text: str) -> None:
    assert "GB7718" in [work.key for work in library.find(text, date(2026, 1, 1))]


def test_an_article_leads_to_the_items_that_cite_it(forms: list[ChecklistForm]) -> None:
    items = cited(forms)["FSL", "61"]
    assert {"MH-B01", "MH-D01"} <= set(items)
    assert ("LOCAL", "") not in cited(forms)


INDEX: dict[str, Any] = {
    "index": "standards",
    "works": [
        {
            "key": "A",
            "number": "GB 1-2011",
            "kind": "standard",
            "title": {"zh": "甲", "en": "A"},
            "series": "GB 1",
            "valid_from": date(2012, 1, 1),
            "valid_to": date(2026, 12, 31),
            "dates": "known",
            "text": "known",
            "clauses": [{"number": "4", "zh": "内容", "en": "Contents"}],
        },
        {
            "key": "B",
            "kind": "standard",
            "title": {"zh": "乙", "en": "B"},
            "series": "GB 1",
            "valid_from": date(2027, 1, 1),
            "dates": "known",
            "text": "known",
        },
    ],
}


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda w: w[0].update(valid_to=date(2027, 1, 1)), "works.A.valid_to"),
        (lambda w: w[0].pop("valid_to"), "works.A.valid_to"),
        (lambda w: w[1].update(key="A"), "works.A"),
        (lambda w: w[0]["clauses"].append(w[0]["clauses"][0]), "works.A.clauses.4"),
        (lambda w: w[1].update(dates="perhaps"), "works.1.dates"),
        (lambda w: w[1].update(valid_to=date(2020, 1, 1)), "works.1"),
        (lambda w: w[1].update(kind="poem"), "works.1.kind"),
        (lambda w: w[1].update(valid_from="soon"), "works.1.valid_from"),
        (lambda w: w.clear(), "works"),
    ],
)
def test_a_broken_index_names_the_place(spoil: Callable[[Any], object], place: str) -> None:
    assert library_of(yaml.safe_dump(INDEX)).work("B") is not None
    index = yaml.safe_load(yaml.safe_dump(INDEX))
    spoil(index["works"])
    with pytest.raises(PackInvalid) as caught:
        library_of(yaml.safe_dump(index))
    assert caught.value.place == place


def test_a_file_that_is_no_index_is_refused() -> None:
    for text in ("a: [", "- a", ""):
        with pytest.raises(PackInvalid, match=r"file|index"):
            library_of(text)
