"""Whether two registrations speak of one business: signs for and against it, each with its points, added up.

The points follow the thought of Fellegi and Sunter (A Theory for Record Linkage, 1969): a sign weighs what its odds
among doubles are against its odds among other shops; what nobody wrote down weighs nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from operator import ne
from typing import ClassVar

from pydantic import Field, model_validator

from inspector_app.domain.likeness import Sounds, house, likeness, name_parts, plain
from inspector_app.domain.packs import Version
from inspector_app.records.operators import OperatorKind

LIKE = 0.6
"""From this likeness on, two names may be one name with a slip in it."""
UNLIKE = 0.5
NEAR_STREET = 0.5
EARTH_M = 6_371_000


class Sign(StrEnum):
    SAME_USCC = "SAME_USCC"
    OTHER_USCC = "OTHER_USCC"
    SAME_REG_NO = "SAME_REG_NO"
    OTHER_REG_NO = "OTHER_REG_NO"
    SAME_ID = "SAME_ID"
    OTHER_ID = "OTHER_ID"
    SAME_PHONE = "SAME_PHONE"
    OTHER_PHONE = "OTHER_PHONE"
    SAME_OWNER_NAME = "SAME_OWNER_NAME"
    LIKE_OWNER_NAME = "LIKE_OWNER_NAME"
    OTHER_OWNER_NAME = "OTHER_OWNER_NAME"
    SAME_NAME = "SAME_NAME"
    SAME_SIGN = "SAME_SIGN"
    """The name proper (字号) is the same; what stands before or after it is not."""
    LIKE_NAME = "LIKE_NAME"
    OTHER_NAME = "OTHER_NAME"
    SAME_HOUSE = "SAME_HOUSE"
    SAME_STREET = "SAME_STREET"
    OTHER_ADDRESS = "OTHER_ADDRESS"
    NEAR = "NEAR"
    FAR = "FAR"
    SAME_VILLAGE = "SAME_VILLAGE"
    OTHER_VILLAGE = "OTHER_VILLAGE"
    OTHER_TOWNSHIP = "OTHER_TOWNSHIP"
    OTHER_KIND = "OTHER_KIND"


class DuplicateRules(Version):
    pack: ClassVar = "duplicates"
    ask_from: int
    """Sum of points from which a person is asked."""
    most_shown: int = Field(ge=1)
    near_m: int
    far_m: int
    halved: int
    """Points off a shared telephone for each doubling of the shops that carry it."""
    points: dict[Sign, int]
    sorts: tuple[tuple[str, ...], ...]
    """Words that end a name and say what the shop is; those of one line are taken for one another."""

    @model_validator(mode="after")
    def _weighs_every_sign(self) -> DuplicateRules:
        if missing := set(Sign) - self.points.keys():
            raise ValueError(f"no points for {', '.join(sorted(missing))}")
        return self

    @cached_property
    def most_written(self) -> int:
        """The points that names and addresses bring at most."""
        return self._most(_WRITTEN)

    @cached_property
    def most_placed(self) -> int:
        return self._most(_PLACED)

    def _most(self, signs: Iterable[Iterable[Sign]]) -> int:
        return sum(max(0, *(self.points[sign] for sign in line)) for line in signs)


class Relation(StrEnum):
    DOUBLE = "DOUBLE"
    """Perhaps one business, registered twice: a person is asked."""
    SAME_OWNER = "SAME_OWNER"
    """Another shop of the same person."""
    SAME_PREMISES = "SAME_PREMISES"
    """Another shop at the same address, now or before."""


ASKED = frozenset({Relation.DOUBLE, Relation.SAME_OWNER})
"""Relations about which a person says whether it is the same business."""


_DECISIVE = frozenset({Sign.SAME_USCC, Sign.SAME_REG_NO, Sign.SAME_ID})
"""What makes a person be asked whatever else there is."""
_WRITTEN = (
    (Sign.SAME_OWNER_NAME, Sign.LIKE_OWNER_NAME, Sign.OTHER_OWNER_NAME),
    (Sign.SAME_NAME, Sign.SAME_SIGN, Sign.LIKE_NAME, Sign.OTHER_NAME),
    (Sign.SAME_HOUSE, Sign.SAME_STREET, Sign.OTHER_ADDRESS),
)
"""Signs that take reading; at most one of each line is found."""
_PLACED = (
    (Sign.NEAR, Sign.FAR),
    (Sign.SAME_VILLAGE, Sign.OTHER_VILLAGE, Sign.OTHER_TOWNSHIP),
    (Sign.OTHER_KIND,),
)


@dataclass(frozen=True, slots=True)
class Shop:
    """What of an operator tells it from others. `places` are the names of its village and of the divisions above."""

    id: str
    name: str
    kind: OperatorKind
    division_code: str
    address: str
    places: tuple[str, ...] = ()
    uscc: str | None = None
    reg_no: str | None = None
    phones: frozenset[str] = frozenset()
    owners: tuple[str, ...] = ()
    id_hmacs: frozenset[str] = frozenset()
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sign, with what it weighs and the facts of the sentence that tells it."""

    sign: Sign
    points: int
    facts: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    id: str
    relation: Relation
    points: int
    evidence: tuple[Evidence, ...]

    @property
    def reasons(self) -> tuple[Evidence, ...]:
        """What speaks for it, the weightiest first."""
        return tuple(sorted((each for each in self.evidence if each.points > 0), key=lambda each: -each.points))

    @property
    def rank(self) -> tuple[bool, int, str]:
        """The likeliest double first."""
        return self.relation is not Relation.DOUBLE, -self.points, self.id


@dataclass(frozen=True, slots=True)
class Known:
    """What a comparison goes by beside the two shops."""

    rules: DuplicateRules
    sounds: Sounds
    """Readings of a character without tones; itself where it has none."""
    holders: Mapping[str, int]
    """{telephone: shops of the register that carry it}"""


def candidates(new: Shop, others: Iterable[Shop], known: Known) -> list[Candidate]:
    """Those of the others that are perhaps the same business, or related, most points first; no more than are shown."""
    found = [each for other in others if other.id != new.id and (each := compare(new, other, known)) is not None]
    found.sort(key=lambda each: each.rank)
    return found[: known.rules.most_shown]


def compare(new: Shop, other: Shop, known: Known, *, asked_only: bool = False) -> Candidate | None:
    """How the two are related; None when nothing worth a word connects them.

    asked_only: None too where a person would not be asked, which is often told before names and addresses are read.
    """
    numbers = tuple(_by_number(new, other, known))
    is_open, lacking = asked_only, known.rules.ask_from - known.rules.most_written
    for sign, weight, _ in numbers:
        is_open, lacking = is_open and sign not in _DECISIVE, lacking - weight
    if is_open and known.rules.most_placed < lacking:
        return None
    place = tuple(_by_place(new, other, known))
    if is_open and sum(weight for _, weight, _ in place) < lacking:
        return None
    evidence = tuple(Evidence(*each) for each in (*numbers, *_by_words(new, other, known, numbers), *place))
    points = sum(each.points for each in evidence)
    signs = {each.sign for each in evidence}
    if points >= known.rules.ask_from or signs & {Sign.SAME_USCC, Sign.SAME_REG_NO}:  # one business alone has these
        relation = Relation.DOUBLE
    elif Sign.SAME_ID in signs:
        relation = Relation.SAME_OWNER
    elif Sign.SAME_HOUSE in signs:
        relation = Relation.SAME_PREMISES
    else:
        return None
    if asked_only and relation not in ASKED:
        return None
    return Candidate(other.id, relation, points, evidence)


_Told = tuple[Sign, int, tuple[tuple[str, str | int], ...]]
"""What becomes Evidence; most pairs of a register are given up before."""


def _sign(known: Known, which: Sign, *facts: tuple[str, str | int], less: float = 0) -> _Told:
    points = known.rules.points[which]
    return which, max(0, round(points - less)) if less else points, facts


def _by_number(new: Shop, other: Shop, known: Known) -> Iterator[_Told]:
    if found := _number(new.uscc, other.uscc, Sign.SAME_USCC, Sign.OTHER_USCC):
        yield _sign(known, found, ("number", other.uscc or ""))
    if found := _number(new.reg_no, other.reg_no, Sign.SAME_REG_NO, Sign.OTHER_REG_NO):
        yield _sign(known, found, ("number", other.reg_no or ""))
    if new.id_hmacs and other.id_hmacs:
        yield _sign(known, Sign.SAME_ID if new.id_hmacs & other.id_hmacs else Sign.OTHER_ID)
    if new.phones and other.phones:
        if shared := min(new.phones & other.phones, key=lambda each: (known.holders.get(each, 1), each), default=None):
            holders = max(1, known.holders.get(shared, 1))
            yield _sign(
                known,
                Sign.SAME_PHONE,
                ("phone", shared),
                ("shops", holders),
                less=known.rules.halved * math.log2(holders),
            )
        else:
            yield _sign(known, Sign.OTHER_PHONE)


def _by_words(new: Shop, other: Shop, known: Known, numbers: Iterable[_Told]) -> Iterator[_Told]:
    other_person = any(sign is Sign.OTHER_ID for sign, _, _ in numbers)
    if new.owners and other.owners:
        which, name = _owner(new.owners, other.owners, known.sounds)
        if not (other_person and which is Sign.OTHER_OWNER_NAME):  # another person is told once
            yield _sign(known, which, ("name", name))
    if found := _name(new, other, known):
        yield _sign(known, found, ("name", other.name))
    if found := _address(new, other, known.sounds):
        yield _sign(known, found, ("address", other.address))


def _by_place(new: Shop, other: Shop, known: Known) -> Iterator[_Told]:
    if (metres := distance_m(new, other)) is not None:
        if metres <= known.rules.near_m:
            yield _sign(known, Sign.NEAR, ("metres", round(metres)))
        elif metres >= known.rules.far_m:
            yield _sign(known, Sign.FAR, ("metres", round(metres)))
    if found := _division(new.division_code, other.division_code):
        yield _sign(known, found)
    if new.kind is not other.kind:
        yield _sign(known, Sign.OTHER_KIND)


def _number(mine: str | None, theirs: str | None, same: Sign, other: Sign) -> Sign | None:
    """One wrong character is a slip, which speaks neither for nor against."""
    if not mine or not theirs:
        return None
    if mine == theirs:
        return same
    slipped = len(mine) == len(theirs) and sum(map(ne, mine, theirs)) == 1
    return None if slipped else other


def _owner(mine: Sequence[str], theirs: Sequence[str], sounds: Sounds) -> tuple[Sign, str]:
    pairs = [(plain(a), plain(b), b) for a in mine for b in theirs]
    if same := next((name for a, b, name in pairs if a == b), None):
        return Sign.SAME_OWNER_NAME, same
    if like := next((name for a, b, name in pairs if likeness(a, b, sounds) >= LIKE), None):
        return Sign.LIKE_OWNER_NAME, like
    return Sign.OTHER_OWNER_NAME, theirs[0]


def _name(new: Shop, other: Shop, known: Known) -> Sign | None:
    if not plain(new.name) or not plain(other.name):
        return None
    if plain(new.name) == plain(other.name):
        return Sign.SAME_NAME
    places = (*new.places, *other.places)
    mine, theirs = (name_parts(name, places, known.rules.sorts) for name in (new.name, other.name))
    if (mine.proper, mine.ending) == (theirs.proper, theirs.ending):
        return Sign.SAME_NAME
    if not mine.proper or not theirs.proper:
        return None if mine.sort == theirs.sort else Sign.OTHER_NAME
    if mine.proper == theirs.proper:
        return Sign.SAME_SIGN
    short, long = sorted((mine.proper, theirs.proper), key=len)
    alike = likeness(short, long, known.sounds)
    if alike >= LIKE or (len(short) > 1 and short in long):
        return Sign.LIKE_NAME
    return None if alike >= UNLIKE else Sign.OTHER_NAME


def _address(new: Shop, other: Shop, sounds: Sounds) -> Sign | None:
    if not plain(new.address) or not plain(other.address):
        return None
    places = (*new.places, *other.places)
    (street, number), (their_street, their_number) = (house(each, places) for each in (new.address, other.address))
    one_village = _division(new.division_code, other.division_code) in (Sign.SAME_VILLAGE, None)
    if not one_village or (street != their_street and likeness(street, their_street, sounds) < NEAR_STREET):
        return Sign.OTHER_ADDRESS
    if number and number == their_number:
        return Sign.SAME_HOUSE
    return Sign.SAME_STREET if street else None


def _division(mine: str, theirs: str) -> Sign | None:
    """None where one says only the township."""
    if mine[:9] != theirs[:9]:
        return Sign.OTHER_TOWNSHIP
    if len(mine) < 12 or len(theirs) < 12:
        return None
    return Sign.SAME_VILLAGE if mine == theirs else Sign.OTHER_VILLAGE


def distance_m(one: Shop, other: Shop) -> float | None:
    """Metres between two shops, flat within a county; None where a position is not known."""
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north = math.radians(one.latitude - other.latitude)
    east = math.radians(one.longitude - other.longitude) * math.cos(math.radians(one.latitude))
    return EARTH_M * math.hypot(north, east)


def degrees_north(metres: float) -> float:
    return math.degrees(metres / EARTH_M)


def degrees_east(metres: float, latitude: float) -> float:
    """As long as a way along a parallel; a degree of it is shorter the farther from the equator. None goes round."""
    return min(180.0, math.degrees(metres / (EARTH_M * max(math.cos(math.radians(latitude)), 1e-9))))
