"""The shipped checklists as a demo HQ publishes them: the same ids from run to run."""

from __future__ import annotations

from datetime import date

from inspector_app.demo_county.chance import Chance, instant
from inspector_app.demo_county.places import PUBLISHED_ON
from inspector_app.domain.checklists import body_of, sha256_of
from inspector_app.paths import resources
from inspector_app.records.reference import Checklist


def shipped_lists(published_on: date = PUBLISHED_ON) -> tuple[Checklist, ...]:
    """Drafts too, marked as demo; in force long enough for every past visit."""
    bodies = (body_of(path.read_text("utf-8")) for path in sorted((resources() / "checklists").glob("*.yaml")))
    return tuple(
        Checklist(
            id=Chance.at("checklist", body["id"], body["version"]).id_at(instant(published_on, 0)),
            code=body["id"],
            version=body["version"],
            title_zh=body["title"]["zh"],
            title_en=body["title"]["en"],
            applies_to=tuple(body["applies_to"]),
            jurisdiction=body["jurisdiction"],
            demo=True,
            body=body,
            sha256=sha256_of(body),
            valid_from=published_on,
            published_at=instant(published_on, 0),
        )
        for body in bodies
    )
