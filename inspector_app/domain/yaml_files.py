"""YAML that people write, read within bounds: ten lines of repeats can stand for millions of parts."""

from __future__ import annotations

from typing import Any

import yaml

MOST_PARTS = 200_000
"""Of a file with its repeats written out; the longest of ours have some thousands."""
DEEPEST = 64
"""Parts within one another; ours have a dozen."""


class Unreadable(ValueError):
    """No YAML, or none that we would hold in memory. `line` counts from 1."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason if line is None else f"line {line}: {reason}")
        self.reason = reason
        self.line = line


def read(text: str) -> Any:
    """What a file says. Raises Unreadable."""
    return value_of(node_of(text))


def node_of(text: str) -> yaml.Node | None:
    """The parts of a file with their lines. Raises Unreadable, also where it holds itself or is too large."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        size, depth = _measured(node, {})
    except yaml.YAMLError as error:
        raise _told(error) from error
    except RecursionError:
        depth, size = DEEPEST + 1, 1
    if depth > DEEPEST:
        raise Unreadable("too many parts within one another", 1)
    if size > MOST_PARTS:
        raise Unreadable(f"with its repeats it has more than {MOST_PARTS} parts", 1)
    return node


def value_of(node: yaml.Node | None) -> Any:
    """The value of a file's parts. Raises Unreadable."""
    try:
        return None if node is None else yaml.SafeLoader("").construct_document(node)
    except yaml.YAMLError as error:
        raise _told(error) from error
    except ValueError as error:  # such as a day that no month has
        raise Unreadable(*_impossible(node, str(error))) from error


def _impossible(node: yaml.Node | None, reason: str) -> tuple[str, int | None]:
    """What of a file no value can be made of, such as a day that no month has, and its line."""
    waiting = [] if node is None else [node]
    seen = {id(node)}
    for each in waiting:
        if isinstance(each, yaml.ScalarNode):
            try:
                yaml.SafeLoader("").construct_document(each)
            except ValueError:
                return f"“{each.value}” is not possible", each.start_mark.line + 1
            continue
        inner = each.value if isinstance(each, yaml.SequenceNode) else [one for pair in each.value for one in pair]
        new = [one for one in inner if id(one) not in seen]
        seen.update(map(id, new))
        waiting += new
    return reason, None


def _told(error: yaml.YAMLError) -> Unreadable:
    mark = getattr(error, "problem_mark", None)
    return Unreadable(str(getattr(error, "problem", None) or error), mark.line + 1 if mark else None)


Measure = tuple[int, int]
"""Of a part with all repeats written out: parts in it, and how deep they go."""


def _measured(node: yaml.Node | None, known: dict[int, Measure | None]) -> Measure:
    """Each part is looked into once, however often it is repeated."""
    if not isinstance(node, yaml.CollectionNode):
        return 1, 1
    if id(node) not in known:
        known[id(node)] = None  # on the way
        inner = node.value if isinstance(node, yaml.SequenceNode) else [each for pair in node.value for each in pair]
        found = [_measured(each, known) for each in inner]
        known[id(node)] = 1 + sum(size for size, _ in found), 1 + max((depth for _, depth in found), default=0)
    measure = known[id(node)]
    if measure is None:
        raise Unreadable("it holds itself", node.start_mark.line + 1)
    return measure
