"""Rows and changes between versions of the schema: down to what an older one knows, up from what it told."""

from __future__ import annotations

from collections.abc import Mapping

from sync.forms import Filled, Form, Recast, Shape, StandIn
from sync.record import Changes, Json, Record, Schema, Wire, comparable, defaults, mappings


class NotToldSo(ValueError):
    """A change that is none of the version that it says."""


def shape_of(cls: type[Record]) -> Shape:
    return Shape(cls.units(), defaults(cls), mappings(cls))


def form_of(schema: Schema) -> Form:
    """The present form of the records; what is frozen when a version is released."""
    return {kind: shape_of(cls) for kind, cls in schema.kinds.items()}


def older_shape(schema: Schema, kind: str, version: int) -> Shape | None:
    """The kind as an older version has it; None when it does not know the kind, or is not older."""
    return None if version >= schema.version else schema.past.forms.get(version, {}).get(kind)


def is_told_alike(schema: Schema, version: int) -> bool:
    """Whether what came after a version only came in addition: whoever knows it can read our rows as they are."""
    return not any(isinstance(step, Recast | StandIn) and step.since > version for step in schema.past.steps)


def down(schema: Schema, kind: str, wire: Wire, version: int) -> Wire:
    """The row as an older version knows it. One of a kind, or for a version, that we know nothing of stays as it is."""
    shape = older_shape(schema, kind, version)
    if shape is None:
        return wire
    row = dict(wire)
    for step in reversed(schema.past.since(kind, version)):
        match step:
            case Recast(old=_, new=new) if row.keys() >= set(new):
                row |= step.down({name: row.pop(name) for name in new})
            case StandIn(field=name, value=value, instead=instead) if name in row:
                row[name] = _replaced(row[name], value, instead)
    return {name: row.get(name, plain) for name, plain in shape.defaults.items()}


def up(schema: Schema, kind: str, wire: Mapping[str, Json], version: int) -> Wire:
    """A row that was told in an older version, as the present one tells it; fields that came since are left out."""
    row = dict(wire)
    for step in schema.past.since(kind, version):
        match step:
            case Recast(old=old) if row.keys() >= set(old):
                row |= step.up({name: row.pop(name) for name in old})
            case Filled(field=name, value=value):
                row.setdefault(name, value)
    return row


def lift(
    schema: Schema, cls: type[Record], changes: Changes, version: int, current: Wire | None, *, is_insert: bool
) -> Changes:
    """The units that a change of an older version set, as the present one tells them.

    It is judged by what its author could see: where that was all that an older version can show of `current`, the
    present value counts as seen, and as wanted where the author left it. Fields that the author did not know are as
    they are. Units of no shape of ours stay as they are. Raises NotToldSo.
    """
    shape = older_shape(schema, cls.kind, version)
    if shape is None or _are_alike(schema, cls, shape, changes, version):
        return changes
    try:
        return _lifted(schema, cls, shape, changes, version, None if is_insert else current)
    except (TypeError, ValueError, LookupError, AttributeError) as exc:  # a step met what its fields never hold
        raise NotToldSo(f"{cls.kind} of version {version}: {type(exc).__name__}") from exc


def _are_alike(schema: Schema, cls: type[Record], shape: Shape, changes: Changes, version: int) -> bool:
    """Whether the present version tells these very units just as that one did: nothing is to be lifted then."""
    if schema.past.since(cls.kind, version):
        return False
    units, plain, keyed = cls.units(), defaults(cls), mappings(cls)
    for unit in changes:
        name = unit.partition("/")[0]
        names = shape.units.get(name, ())
        if not names or names != units.get(name) or (name in shape.each) != (name in keyed):
            return False
        if any(shape.defaults[each] != plain[each] for each in names):
            return False
    return True


def _lifted(
    schema: Schema, cls: type[Record], shape: Shape, changes: Changes, version: int, current: Wire | None
) -> Changes:
    old, new, others = _fields(shape, changes)
    touched = _became(schema, cls.kind, version, set(old), is_new=current is None)
    if current is None:
        row = first = defaults(cls)
        last = row | up(schema, cls.kind, dict(shape.defaults) | new, version)
    else:
        row, seen = current, down(schema, cls.kind, current, version)
        shown, was, want = (up(schema, cls.kind, seen | told, version) for told in ({}, old, new))
        first, last = ({name: _meant(row[name], shown[name], told[name]) for name in touched} for told in (was, want))
    lifted = _renamed_keys(schema, cls.kind, version, others)
    for unit, names in cls.units().items():
        if touched.isdisjoint(names):
            continue
        pair = tuple({name: told.get(name, row[name]) for name in names} for told in (first, last))
        before, after = pair if len(names) > 1 else (each[names[0]] for each in pair)
        if before != after:
            lifted[unit] = (before, after)
    return lifted


def _fields(shape: Shape, changes: Changes) -> tuple[Wire, Wire, Changes]:
    """Old and new values by field, and what has no fields of this shape: keys of mappings, unknown units."""
    old: Wire = {}
    new: Wire = {}
    others: Changes = {}
    for unit, (was, want) in changes.items():
        names = shape.units.get(unit, ())
        if len(names) == 1 and unit not in shape.each:
            old[names[0]], new[names[0]] = was, want
        elif names and unit not in shape.each:
            for name in names:
                old[name], new[name] = was[name], want[name]
        else:
            others[unit] = (was, want)
    return old, new, others


def _became(schema: Schema, kind: str, version: int, touched: set[str], *, is_new: bool) -> set[str]:
    """The present fields that these older ones became; in a new row also those that are filled."""
    for step in schema.past.since(kind, version):
        match step:
            case Recast(old=old, new=new) if touched & set(old):
                touched = (touched - set(old)) | set(new)
            case Filled(field=name) if is_new:
                touched = touched | {name}
    return touched & schema.kinds[kind].model_fields.keys()


def _renamed_keys(schema: Schema, kind: str, version: int, changes: Changes) -> Changes:
    """Keys of a mapping under the name that it has now."""
    lifted: Changes = {}
    for unit, pair in changes.items():
        name, slash, key = unit.partition("/")
        for step in schema.past.since(kind, version):
            if slash and isinstance(step, Recast) and step.old == (name,) and len(step.new) == 1:
                name = step.new[0]
        lifted[name + slash + key] = pair
    return lifted


def _replaced(value: Json, known: str, instead: str | None) -> Json:
    """An enumeration's value, or a list of them, without one that is not known there."""
    if isinstance(value, list | tuple):
        shown = [instead if each == known else each for each in value]
        return list(dict.fromkeys(each for each in shown if each is not None))
    return instead if value == known else value


def _meant(current: Json, shown: Json, told: Json) -> Json:
    """What an author means by a value, who was `shown` this of the current one."""
    if comparable(told) == comparable(shown):
        return current
    if isinstance(current, list | tuple) and isinstance(shown, list | tuple) and isinstance(told, list | tuple):
        hidden = [each for each in current if each not in shown]
        return [each for each in told if each in current or each not in shown] + hidden
    return told
