"""Local overlays (domain.md 4.3): what a province's own rules say where a list cites LOCAL."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inspector_app.domain import yaml_files
from inspector_app.domain.checklists import ChecklistInvalid, Law, Words, as_json
from inspector_app.domain.citations import CLAUSES, LOCAL, TOPICS, parts
from inspector_app.records.operators import OperatorKind


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Clause(_Part):
    """A clause on a topic; for these kinds of operator alone where some are named."""

    law: str
    art: int = Field(ge=1, lt=CLAUSES.stop)
    para: int | None = Field(default=None, ge=1, lt=CLAUSES.stop)
    item: int | None = Field(default=None, ge=1, lt=CLAUSES.stop)
    applies_to: tuple[OperatorKind, ...] = ()

    def is_for(self, kinds: Iterable[str]) -> bool:
        return not self.applies_to or not set(map(str, self.applies_to)).isdisjoint(kinds)


class Overlay(_Part):
    form: Literal["overlay/1"] = Field(alias="schema")
    code: str = Field(pattern=r"^\d{2,12}$")
    """The division where it holds."""
    version: str = Field(pattern=r"^\d+(\.\d+){0,2}$")
    status: Literal["draft", "published", "retired"]
    name: Words
    applies_to: tuple[OperatorKind, ...] = Field(min_length=1)
    """Whom the rules are for; lists for others keep LOCAL."""
    laws: dict[str, Law] = Field(min_length=1)
    topics: dict[str, tuple[Clause, ...]]
    """{topic: clauses}. No clauses: these rules say nothing on it. A topic that is not there is not known yet."""


@dataclass(frozen=True)
class Localized:
    body: dict[str, Any]
    open_topics: tuple[str, ...]
    """What still cites LOCAL: the overlay does not know the topic, or the item rests on nothing else."""


def overlay_of(yaml_text: str) -> Overlay:
    """An overlay file. Raises ChecklistInvalid naming the place of the first thing wrong."""
    try:
        body = yaml_files.read(yaml_text)
    except yaml_files.Unreadable as error:
        raise ChecklistInvalid("file", str(error)) from error
    if not isinstance(body, dict):
        raise ChecklistInvalid("file", "not a mapping")
    try:
        overlay = Overlay.model_validate_json(as_json(body))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise ChecklistInvalid(".".join(map(str, first["loc"])) or "file", first["msg"]) from error
    for topic, clauses in overlay.topics.items():
        if topic not in TOPICS:
            raise ChecklistInvalid(f"topics.{topic}", "no such topic")
        for number, clause in enumerate(clauses):
            if clause.law not in overlay.laws:
                raise ChecklistInvalid(f"topics.{topic}.{number}.law", f"law {clause.law} is not among the laws")
    return overlay


def localized(body: Mapping[str, Any], overlay: Overlay) -> Localized:
    """The list for the overlay's division, citing its rules; a list of its own, `food-stall-33` beside `food-stall`.

    A citation of LOCAL goes where the rules say nothing on its topic and the item rests on another law too.
    """
    made = copy.deepcopy(dict(body))
    made["id"] = f"{body['id']}-{overlay.code}"
    made["jurisdiction"] = overlay.code
    made["title"] = {
        "zh": f"{body['title']['zh']}（{overlay.name.zh}）",
        "en": f"{body['title']['en']} ({overlay.name.en})",
    }
    left: list[str] = []
    used: set[str] = set()
    for item in (item for section in made["sections"] for item in section["items"]):
        kept = [entry for basis in item["basis"] for entry in _resolved(basis, overlay, body["applies_to"])]
        item["basis"] = kept or item["basis"]
        left += [basis["topic"] for basis in item["basis"] if basis["law"] == LOCAL]
        used |= {basis["law"] for basis in item["basis"]}
    laws = {**body["laws"], **{key: law.model_dump() for key, law in overlay.laws.items()}}
    made["laws"] = {key: law for key, law in laws.items() if key in used}
    return Localized(made, tuple(dict.fromkeys(left)))


def _resolved(basis: Mapping[str, Any], overlay: Overlay, kinds: Iterable[str]) -> list[dict[str, Any]]:
    clauses = overlay.topics.get(basis.get("topic", ""))
    if basis["law"] != LOCAL or clauses is None or set(map(str, overlay.applies_to)).isdisjoint(kinds):
        return [dict(basis)]
    return [_basis(clause, overlay.laws[clause.law]) for clause in clauses if clause.is_for(kinds)]


def _basis(clause: Clause, law: Law) -> dict[str, Any]:
    numbers = {name: value for name in ("art", "para", "item") if (value := getattr(clause, name)) is not None}
    return {"law": clause.law, **numbers, "cite_zh": law.zh + "".join(parts(law.kind, **numbers))}
