"""Everything that is wrong with a checklist before it is published, at once and each with its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import yaml
from pydantic import ValidationError

from inspector_app.domain import yaml_files
from inspector_app.domain.checklists import PRODUCT_LABEL, ChecklistForm, ChecklistInvalid, Scheme, as_json
from inspector_app.domain.citations import CLAUSES, LOCAL, TOPICS, missing_parts
from inspector_app.records.inspections import AnswerCode, FindingAction

Place = tuple[str | int, ...]
"""The way to a part of the body: ("sections", 0, "items", 3, "basis")."""
Body = Mapping[str, Any]

_TOKEN = re.compile(r"[a-z][a-z0-9_]*")
_ITEM_ID = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)+")


class FaultCode(StrEnum):
    NOT_READABLE = "NOT_READABLE"
    NAMED_TWICE = "NAMED_TWICE"
    MISSING = "MISSING"
    UNKNOWN_FIELD = "UNKNOWN_FIELD"
    WRONG_KIND = "WRONG_KIND"
    NOT_ONE_OF = "NOT_ONE_OF"
    WRONG_FORM = "WRONG_FORM"
    EMPTY = "EMPTY"
    TOO_SMALL = "TOO_SMALL"
    DECIMALS = "DECIMALS"
    THERE_TWICE = "THERE_TWICE"
    ITEM_ID_FORM = "ITEM_ID_FORM"
    TOKEN_FORM = "TOKEN_FORM"
    LAW_UNKNOWN = "LAW_UNKNOWN"
    LAW_UNUSED = "LAW_UNUSED"
    TOPIC_UNKNOWN = "TOPIC_UNKNOWN"
    TOPIC_NOT_LOCAL = "TOPIC_NOT_LOCAL"
    CITATION_DIFFERS = "CITATION_DIFFERS"
    COUNT_DIFFERS = "COUNT_DIFFERS"
    ANSWER_MISSING = "ANSWER_MISSING"
    VERSION_NOT_HIGHER = "VERSION_NOT_HIGHER"
    ANSWER_DROPPED = "ANSWER_DROPPED"
    ITEM_RETURNED = "ITEM_RETURNED"
    REASON_MISSING = "REASON_MISSING"
    REASON_NOT_NEEDED = "REASON_NOT_NEEDED"
    DAYS_MISSING = "DAYS_MISSING"
    DAYS_NOT_NEEDED = "DAYS_NOT_NEEDED"
    RECEIVER_MISSING = "RECEIVER_MISSING"
    RECEIVER_NOT_NEEDED = "RECEIVER_NOT_NEEDED"
    BOUNDS_CROSSED = "BOUNDS_CROSSED"
    LABEL_ONLY = "LABEL_ONLY"


@dataclass(frozen=True)
class Fault:
    place: Place
    code: FaultCode
    facts: Mapping[str, Any] = field(default_factory=dict)
    line: int | None = None
    """Line of the file, from 1."""


@dataclass(frozen=True)
class CheckedFile:
    """A checklist file as read. `body` is None when it could not be."""

    body: dict[str, Any] | None
    faults: tuple[Fault, ...]


def check_file(yaml_text: str) -> CheckedFile:
    """Read a checklist file and find all that is wrong with it, in the order of its lines."""
    try:
        node = yaml_files.node_of(yaml_text)
        body = yaml_files.value_of(node)
    except yaml_files.Unreadable as error:
        return CheckedFile(None, (Fault((), FaultCode.NOT_READABLE, {"reason": error.reason}, error.line),))
    if not isinstance(body, dict):
        return CheckedFile(None, (Fault((), FaultCode.WRONG_KIND, {"wanted": "mapping"}, 1),))
    if not body.keys() & {"schema", *ChecklistForm.model_fields}:  # another file, which would lack each of them
        return CheckedFile(None, (Fault((), FaultCode.WRONG_KIND, {"wanted": "checklist"}, 1),))
    lines: dict[Place, int] = {}
    twice = list(_walk(node, (), lines))
    found = [Fault(each.place, each.code, each.facts, _line(each.place, lines)) for each in (*twice, *faults(body))]
    return CheckedFile(body, tuple(sorted(found, key=lambda each: each.line or 0)))


def _walk(node: yaml.Node | None, place: Place, lines: dict[Place, int]) -> Iterator[Fault]:
    """Note the line of each part; tell names that stand twice in one mapping, of which YAML keeps the last."""
    if node is None:
        return
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            inner = (*place, key.value)
            lines[inner] = key.start_mark.line + 1
            if key.value in seen:
                yield Fault(inner, FaultCode.NAMED_TWICE, {"name": key.value})
            seen.add(key.value)
            yield from _walk(value, inner, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _walk(value, (*place, index), lines)


def _line(place: Place, lines: Mapping[Place, int]) -> int:
    while place not in lines:
        place = place[:-1]
    return lines[place]


def faults(body: Body) -> list[Fault]:
    """All faults of a body, those of its form first."""
    try:
        written = as_json(body)
    except ChecklistInvalid as unfit:
        return [Fault((), FaultCode.NOT_READABLE, {"reason": unfit.reason})]
    found: list[Fault] = []
    try:
        ChecklistForm.model_validate_json(written)
    except ValidationError as invalid:
        for error in invalid.errors(include_url=False):
            fault = _of_form(body, tuple(error["loc"]), error["type"], error.get("ctx", {}))
            # A list with one wrong entry is told to be too short as well.
            short = error["type"] == "too_short" and _at(body, fault.place)
            if not short and fault.place not in {each.place for each in found}:
                found.append(fault)
    broken = {each.place for each in found}
    return found + [each for each in _of_meaning(body) if each.place not in broken]


_KINDS = {
    "string_type": "text",
    "int_type": "number",
    "float_type": "number",
    "bool_type": "yes or no",
    "tuple_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
}


def _of_form(body: Body, loc: Place, kind: str, context: Mapping[str, Any]) -> Fault:
    place = _known(body, loc)
    match kind:
        case "missing":
            return Fault(place, FaultCode.MISSING, {"name": loc[-1]})
        case "extra_forbidden":
            return Fault(place, FaultCode.UNKNOWN_FIELD, {"name": loc[-1]})
        case "enum" | "literal_error":
            return Fault(place, FaultCode.NOT_ONE_OF, {"value": _at(body, place), "wanted": context["expected"]})
        case "string_pattern_mismatch":
            return Fault(place, FaultCode.WRONG_FORM, {"value": _at(body, place), "wanted": context["pattern"]})
        case "string_too_short" | "too_short":
            return Fault(place, FaultCode.EMPTY)
        case "greater_than_equal":
            return Fault(place, FaultCode.TOO_SMALL, {"value": _at(body, place), "least": context["ge"]})
        case "value_error":
            return Fault(place, FaultCode.DECIMALS, {"value": _at(body, place)})
    return Fault(place, FaultCode.WRONG_KIND, {"wanted": _KINDS.get(kind, kind)})


def _known(body: Any, loc: Place) -> Place:
    """The part of `loc` that leads through the body: pydantic names branches of unions too."""
    place: Place = ()
    for step in loc:
        if isinstance(body, Mapping) and isinstance(step, str):
            place = (*place, step)
            if step not in body:
                return place
            body = body[step]
        elif isinstance(body, list) and isinstance(step, int) and step < len(body):
            place = (*place, step)
            body = body[step]
        else:
            return place
    return place


def _at(body: Any, place: Place) -> Any:
    for step in place:
        body = body[step]
    return body


def _of_meaning(body: Body) -> Iterator[Fault]:
    """What the form alone does not say. Reads the raw body, so that one broken part hides no other."""
    items = list(_items(body))
    yield from _twice([(place, item.get("id")) for place, item in items], "id")
    yield from _twice([(place, section.get("code")) for place, section in _parts(body, "sections")], "code")
    yield from _answers(body, items)
    yield from _laws(body, items)
    yield from _counts(body, items)
    labels = PRODUCT_LABEL in _list(body.get("applies_to")) and Scheme.LABEL_DEFECT in _list(body.get("scoring"))
    for place, item in items:
        yield from _item(place, item, labels)


def _parts(owner: Body, name: str, place: Place = ()) -> Iterator[tuple[Place, Body]]:
    for index, part in enumerate(_list(owner.get(name))):
        if isinstance(part, Mapping):
            yield (*place, name, index), part


def _items(body: Body) -> Iterator[tuple[Place, Body]]:
    for place, section in _parts(body, "sections"):
        yield from _parts(section, "items", place)


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else ()


def _mapping(value: Any) -> Body:
    return value if isinstance(value, Mapping) else {}


def _twice(named: Sequence[tuple[Place, Any]], name: str) -> Iterator[Fault]:
    seen: set[Any] = set()
    for place, value in named:
        if isinstance(value, str) and value in seen:
            yield Fault((*place, name), FaultCode.THERE_TWICE, {"value": value})
        if isinstance(value, str):
            seen.add(value)


def _answers(body: Body, items: Sequence[tuple[Place, Body]]) -> Iterator[Fault]:
    choices = list(_parts(body, "answers"))
    yield from _twice([(place, choice.get("code")) for place, choice in choices], "code")
    given = {choice.get("code") for _, choice in choices if choice.get("retired") is not True}
    needed = {AnswerCode.CONFORM, AnswerCode.NONCONFORM}
    if any(_mapping(item.get("na")).get("allowed") is True for _, item in items):
        needed.add(AnswerCode.NA)
    for code in AnswerCode:
        if code in needed and code not in given:
            yield Fault(("answers",), FaultCode.ANSWER_MISSING, {"value": str(code)})


def _laws(body: Body, items: Sequence[tuple[Place, Body]]) -> Iterator[Fault]:
    laws = _mapping(body.get("laws"))
    cited: Counter[str] = Counter()
    for place, item in items:
        for basis_place, basis in _parts(item, "basis", place):
            law = basis.get("law")
            if not isinstance(law, str):
                continue
            cited[law] += 1
            if law not in laws:
                yield Fault((*basis_place, "law"), FaultCode.LAW_UNKNOWN, {"value": law})
            yield from _basis(basis_place, basis, str(_mapping(laws.get(law)).get("kind", "")))
    for law in map(str, laws):
        if not cited[law]:
            yield Fault(("laws", law), FaultCode.LAW_UNUSED, {"value": law})


def _basis(place: Place, basis: Body, kind: str) -> Iterator[Fault]:
    topic = basis.get("topic")
    if basis.get("law") == LOCAL:
        if topic not in TOPICS:
            yield Fault((*place, "topic"), FaultCode.TOPIC_UNKNOWN, {"value": topic, "wanted": ", ".join(TOPICS)})
    elif topic is not None:
        yield Fault((*place, "topic"), FaultCode.TOPIC_NOT_LOCAL, {"value": topic})
    cite = basis.get("cite_zh")
    numbers = {name: basis[name] for name in ("art", "para", "item") if basis.get(name) is not None}
    for name, number in numbers.items():
        if isinstance(number, int) and number not in CLAUSES:
            yield Fault((*place, name), FaultCode.NOT_ONE_OF, {"value": number, "wanted": "1–999"})
    if isinstance(cite, str) and all(type(number) is int and number in CLAUSES for number in numbers.values()):
        for wanted in missing_parts(cite, kind, **numbers):
            yield Fault((*place, "cite_zh"), FaultCode.CITATION_DIFFERS, {"value": cite, "wanted": wanted})


def _counts(body: Body, items: Sequence[tuple[Place, Body]]) -> Iterator[Fault]:
    key = sum(item.get("key") is True for _, item in items)
    found = {"items": len(items)}
    if all(isinstance(item.get("key"), bool) for _, item in items):
        found |= {"key": key, "general": len(items) - key}
    counts = _mapping(body.get("counts"))
    for name, number in found.items():
        if isinstance(counts.get(name), int) and counts[name] != number:
            yield Fault(("counts", name), FaultCode.COUNT_DIFFERS, {"value": counts[name], "found": number})


def _item(place: Place, item: Body, labels: bool) -> Iterator[Fault]:
    item_id = item.get("id")
    if isinstance(item_id, str) and not _ITEM_ID.fullmatch(item_id):
        yield Fault((*place, "id"), FaultCode.ITEM_ID_FORM, {"value": item_id})
    for name in ("zh", "en"):
        if isinstance(item.get(name), str) and not item[name].strip():
            yield Fault((*place, name), FaultCode.EMPTY)
    for name in ("fail_class", "edition"):
        if item.get(name) is not None and not labels:
            yield Fault((*place, name), FaultCode.LABEL_ONLY)
    na = _mapping(item.get("na"))
    for name in ("when_zh", "when_en"):
        if na.get("allowed") is True and not str(na.get(name) or "").strip():
            yield Fault((*place, "na"), FaultCode.REASON_MISSING, {"name": name})
        elif na.get("allowed") is False and na.get(name) is not None:
            yield Fault((*place, "na", name), FaultCode.REASON_NOT_NEEDED)
    for action_place, action in _parts(item, "on_nonconform", place):
        yield from _action(action_place, action)
    yield from _evidence((*place, "evidence"), _mapping(item.get("evidence")))


def _action(place: Place, action: Body) -> Iterator[Fault]:
    do, days, to = action.get("do"), action.get("days"), action.get("to")
    if do == FindingAction.RECTIFY and days is None:
        yield Fault(place, FaultCode.DAYS_MISSING)
    elif do != FindingAction.RECTIFY and days is not None:
        yield Fault((*place, "days"), FaultCode.DAYS_NOT_NEEDED, {"value": do})
    if do == FindingAction.TRANSFER and not to:
        yield Fault(place, FaultCode.RECEIVER_MISSING)
    elif do != FindingAction.TRANSFER and to is not None:
        yield Fault((*place, "to"), FaultCode.RECEIVER_NOT_NEEDED, {"value": do})


def _evidence(place: Place, evidence: Body) -> Iterator[Fault]:
    for name in ("docs", "ledgers", "quick_tests"):
        for index, token in enumerate(_list(evidence.get(name))):
            if isinstance(token, str) and not _TOKEN.fullmatch(token):
                yield Fault((*place, name, index), FaultCode.TOKEN_FORM, {"value": token})
    measures = list(_parts(evidence, "measures", place))
    yield from _twice([(each, measure.get("name")) for each, measure in measures], "name")
    for each, measure in measures:
        named, low, high = measure.get("name"), measure.get("min"), measure.get("max")
        if isinstance(named, str) and not _TOKEN.fullmatch(named):
            yield Fault((*each, "name"), FaultCode.TOKEN_FORM, {"value": named})
        if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
            yield Fault(each, FaultCode.BOUNDS_CROSSED, {"low": low, "high": high})
