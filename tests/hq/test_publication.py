"""What HQ publishes never changes, and drafts are published by a demo HQ only."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from inspector_app.domain.checklists import ChecklistInvalid
from inspector_app.errors import AppError
from inspector_app.hq.cli import app
from inspector_app.hq.office import Office
from inspector_app.hq.publication import (
    checklist_file,
    publish_checklist,
    read_divisions,
    shipped_checklists,
    versions,
)
from inspector_app.paths import resources
from inspector_app.records.reference import Checklist
from tests.running_hq import clock, make_office


def test_every_shipped_list_is_published_in_a_demo_hq_and_marked(office: Office) -> None:
    for body in shipped_checklists():
        published = office.one(Checklist, code=body["id"])
        assert published is not None
        assert published.demo


def test_publishing_again_is_no_new_version(office: Office) -> None:
    body = shipped_checklists()[0]
    first = publish_checklist(office, body, "HQ", clock(), demo=True)
    assert publish_checklist(office, body, "HQ", clock(), demo=True) == first


def test_a_published_version_cannot_get_other_content(office: Office) -> None:
    body = shipped_checklists()[0]
    with pytest.raises(AppError, match="version_published"):
        publish_checklist(office, body | {"title": {"zh": "改", "en": "changed"}}, "HQ", clock(), demo=True)


def test_a_draft_is_not_published_by_a_real_hq(tmp_path: Path) -> None:
    office = make_office(tmp_path, dataset="REAL")
    with pytest.raises(AppError, match="draft_not_published"):
        publish_checklist(office, shipped_checklists()[0], "HQ", clock())
    office.close()


def test_nothing_is_published_of_files_one_of_which_cannot_be(office: Office, tmp_path: Path) -> None:
    good, published = (copy.deepcopy(body) for body in shipped_checklists()[:2])
    good["version"] = "9.0.0"
    lower = published | {"version": "0.0.1"}
    published["title"]["en"] = "changed"
    for wrong, said in ((published, "published"), (lower, "version")):
        files = []
        for name, body in (("good", good), ("wrong", wrong)):
            files.append(tmp_path / f"{name}.yaml")
            files[-1].write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
        told = CliRunner().invoke(app, ["publish", *map(str, files), "--data", str(office.folder)])
        assert (told.exit_code, told.stdout) == (1, "")
        assert said in told.stderr
        assert "9.0.0" not in {each.version for each in versions(office, good["id"])}


def test_a_broken_file_names_the_place(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "list.yaml"
    path.write_text("schema: checklist/1\nid: x\n", encoding="utf-8")
    with pytest.raises(ChecklistInvalid):
        publish_checklist(office, checklist_file(path), "HQ", clock(), demo=True)
    with pytest.raises(AppError, match="file_unreadable"):
        checklist_file(tmp_path / "missing.yaml")


def test_a_list_that_breaks_with_its_earlier_versions_is_refused(office: Office) -> None:
    body = next(each for each in shipped_checklists() if each["id"] == "food-stall")
    lower = body | {"version": "0.9.0"}
    with pytest.raises(ChecklistInvalid, match="version"):
        publish_checklist(office, lower, "HQ", clock(), demo=True)
    dropped = body | {"version": "1.1.0", "answers": body["answers"][:3]}
    with pytest.raises(ChecklistInvalid, match="NOT_CHECKED"):
        publish_checklist(office, dropped, "HQ", clock(), demo=True)
    retired = body["answers"][3] | {"retired": True}
    publish_checklist(office, dropped | {"answers": [*body["answers"][:3], retired]}, "HQ", clock(), demo=True)
    assert [each.version for each in versions(office, "food-stall")] == ["1.0.0", "1.1.0"]


def test_a_list_with_a_fault_is_refused_with_its_item(office: Office) -> None:
    body = copy.deepcopy(next(each for each in shipped_checklists() if each["id"] == "food-stall"))
    body["version"] = "2.0.0"
    body["sections"][0]["items"][2]["on_nonconform"] = [{"do": "TRANSFER"}]
    with pytest.raises(ChecklistInvalid, match="FS-A03 on_nonconform 1"):
        publish_checklist(office, body, "HQ", clock(), demo=True)


def test_the_shipped_divisions_are_read_whole() -> None:
    regions = {each.code: each for each in read_divisions(resources() / "divisions" / "990101.csv", date(2026, 1, 1))}
    assert len(regions) == 323
    village = regions["990101001001"]
    assert (village.name, village.parent_code, village.class3) == ("柳岩社区", "990101001", "111")
    assert (village.published_in, regions["99"].published_in, regions["99"].parent_code) == ("990101", "CN", None)
    assert regions["9901"].class3 is None
