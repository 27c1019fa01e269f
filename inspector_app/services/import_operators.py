"""Lists of operators: shop, person responsible and licence of each line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from inspector_app.domain import identifiers
from inspector_app.domain.divisions import whole
from inspector_app.domain.problems import Code, Severity
from inspector_app.domain.registration import registration_problems, responsible_person
from inspector_app.records.operators import Licence, LicenceType, Operator, OperatorKind, Person
from inspector_app.records.reference import Region
from inspector_app.services.acting import Acting
from inspector_app.services.import_entries import (
    Ids,
    Outcome,
    Result,
    Seen,
    made,
    not_given,
    same,
    text,
    there,
    told,
    wrong,
)
from inspector_app.services.registration import person_hmac
from inspector_app.sheets.entries import Entry
from inspector_app.sheets.faults import SheetCode, SheetFault
from inspector_app.storage import registers
from sync.record import Record

COLUMNS = {
    "division_code": "division",
    "person.name": "owner",
    "person.id_number": "id_number",
    "person.phone": "owner_phone",
    "licence.number": "licence_number",
    "licence.valid_until": "valid_until",
}
GIVEN = {
    "name": "name", "operator_kind": "operator_kind", "uscc": "uscc", "reg_no": "reg_no", "division": "division_code",
    "address": "address", "phone": "phone", "staff_count": "staff_count", "floor_area_m2": "floor_area_m2",
}  # fmt: skip
"""{column: field} of what is compared with an operator that is here."""
PREFIXES = {
    "JY": LicenceType.FOOD_OPERATION,
    "SC": LicenceType.FOOD_PRODUCTION,
    "QS": LicenceType.FOOD_PRODUCTION,
    "YB": LicenceType.PREPACKED_FILING,
}
_COMMITTEES = ("村民委员会", "居民委员会", "村委会", "居委会")


@dataclass
class OperatorForm:
    _seen: Seen = field(default_factory=Seen)
    _places: Places | None = None

    def results(self, act: Acting, entries: Sequence[Entry], ids: Callable[[Entry], Ids]) -> list[Result]:
        if self._places is None:
            self._places = Places.of(registers.places(act.session, act.today))
        known = _Known.of(act, entries)
        return [self._result(act, entry, ids(entry), known, self._places) for entry in entries]

    def _before(self, operator: Operator, entry: Entry) -> int | None:
        """The earlier line of the same number; of one without a number, of the same name and place."""
        numbers = [("number", number) for number in (operator.uscc, operator.reg_no) if number]
        place = ("place", operator.name, operator.division_code[:9], operator.address)
        return self._seen.before(numbers or [place], [*numbers, place], entry.line.number)

    def _result(self, act: Acting, entry: Entry, ids: Ids, known: _Known, places: Places) -> Result:
        place = division(act, entry, places)
        if isinstance(place, SheetFault):
            return wrong(entry, place)
        if entry.is_wrong:
            return wrong(entry)
        records = made(entry, lambda: _records(act, entry, ids, place))
        if isinstance(records, Result):
            return records
        operator = records[0]
        assert isinstance(operator, Operator)
        if (line := self._before(operator, entry)) is not None:
            return same(entry, line)
        if found := known.matching(operator, entry):
            return _there(entry, found, records, known)
        persons = [each for each in records if isinstance(each, Person)]
        papers = [each for each in records if isinstance(each, Licence)]
        problems = registration_problems(operator, persons, papers, act.today, lambda code: code in places.codes)
        if "owner" not in entry.header.columns:  # the list is not about people
            problems = [each for each in problems if each.code is not Code.OWNER_MISSING]
        faults = told(entry, (each for each in problems if each.code is not Code.GIVEN_WITH_REASON), COLUMNS)
        if text(entry, "licence_number") and not papers:
            faults.append(entry.fault("licence_type", Code.REQUIRED, Severity.WARN))
        if any(each.severity is Severity.ERROR for each in problems):
            operator = operator.changed(tags=(*operator.tags, not_given("tag")))
        return Result(entry, Outcome.NEW, [*entry.faults, *faults], (operator, *records[1:]))


def _numbers(entry: Entry) -> tuple[str | None, str | None]:
    """Credit code and registration number; many lists keep both in one column, and the length tells which it is."""
    told_uscc = identifiers.normalise(text(entry, "uscc")) or None
    told_reg = identifiers.normalise(text(entry, "reg_no")) or None
    if told_uscc and len(told_uscc) <= 15 and told_uscc.isdecimal():
        return None, told_reg or told_uscc
    if told_reg and len(told_reg) == 18:
        return told_uscc or told_reg, None
    return told_uscc, told_reg


def _records(act: Acting, entry: Entry, ids: Ids, division: str) -> tuple[Record, ...]:
    uscc, reg_no = _numbers(entry)
    phone = identifiers.phone(text(entry, "phone")).normal or None
    owner_phone = identifiers.phone(text(entry, "owner_phone")).normal or None
    kind = OperatorKind(entry.values["operator_kind"])
    paper = _licence(act, entry, ids)
    remark = text(entry, "remark")
    if paper is None and (number := text(entry, "licence_number")):
        remark = "\n".join(filter(None, (remark, f"{entry.header.heading('licence_number')}：{number}")))
    placed = entry.get("longitude") is not None and entry.get("latitude") is not None
    operator = Operator(
        id=ids(0),
        name=text(entry, "name").strip(),
        operator_kind=kind,
        canteen_kind=entry.get("canteen_kind"),
        agri_kinds=entry.get("agri_kinds") or (),
        uscc=uscc,
        reg_no=reg_no,
        number_missing_reason=None if uscc or reg_no else not_given("number"),
        division_code=division,
        address=text(entry, "address"),
        longitude=entry.get("longitude") if placed else None,
        latitude=entry.get("latitude") if placed else None,
        phone=phone,
        phone_missing_reason=None if phone else not_given("phone"),
        staff_count=entry.get("staff_count"),
        floor_area_m2=entry.get("floor_area_m2"),
        remark=remark,
        registered_at=act.now,
        registered_by=act.user.id,
    )
    records: list[Record] = [operator]
    if owner := text(entry, "owner").strip():
        id_number = identifiers.normalise(text(entry, "id_number")) or None
        records.append(
            Person(
                id=ids(1),
                operator_id=operator.id,
                name=owner,
                id_number=id_number,
                id_hmac=person_hmac(id_number, act.matching_key),
                id_missing_reason=None if id_number else not_given("id"),
                phone=owner_phone,
            )
        )
    return (*records, *([paper] if paper else []))


def _licence(act: Acting, entry: Entry, ids: Ids) -> Licence | None:
    printed = text(entry, "licence_number").strip()
    if not printed:
        return None
    told_type = entry.get("licence_type") or PREFIXES.get(identifiers.normalise(printed)[:2])
    if told_type is None:
        return None
    return Licence(
        id=ids(2),
        operator_id=ids(0),
        licence_type=told_type,
        number=identifiers.licence_number(LicenceType(told_type), printed).normal,
        number_as_printed=printed,
        scope=text(entry, "licence_scope"),
        valid_from=entry.get("valid_from"),
        valid_until=entry.get("valid_until"),
        issuer=text(entry, "issuer"),
        seen_at=act.now,
        seen_by=act.user.id,
    )


@dataclass(frozen=True)
class Places:
    """Townships and villages by their codes and by the ways in which lists name them."""

    codes: frozenset[str]
    names: dict[str, set[str]]

    @staticmethod
    def of(regions: Sequence[Region]) -> Places:
        by_code = {region.code: region.name for region in regions}
        names: dict[str, set[str]] = {}
        for code, name in by_code.items():
            if len(code) < 9:
                continue
            above = [by_code.get(code[:digits], "") for digits in (6, 9) if digits < len(code)]
            for begin in range(len(above) + 1):
                names.setdefault("".join([*above[begin:], _short(name)]), set()).add(code)
        return Places(frozenset(by_code), names)

    def find(self, told_place: str) -> set[str]:
        """The codes that a code or a name may mean."""
        code = identifiers.normalise(told_place)
        if code.isascii() and code.isdecimal():
            return {whole(code)} & self.codes
        return self.names.get(_short("".join(told_place.split())), set())


def _short(name: str) -> str:
    for committee in _COMMITTEES:
        if name.endswith(committee):
            return name.removesuffix(committee) + ("村" if committee[0] == "村" else "社区")
    return name


def division(act: Acting, entry: Entry, places: Places, column: str = "division") -> str | SheetFault:
    """The code of the township or village that an entry names, one of the acting person's."""
    if not text(entry, column):
        return entry.fault(column, Code.REQUIRED)
    found = sorted(places.find(text(entry, column)))
    if len(found) > 1:  # one of them may be the only one that is this person's
        found = [code for code in found if _is_of(act, code)] or found
    if not found:
        return entry.fault(column, SheetCode.PLACE_UNKNOWN)
    if len(found) > 1:
        return entry.fault(column, SheetCode.DIVISION_AMBIGUOUS, count=len(found))
    if len(found[0]) < 9:
        return entry.fault(column, Code.DIVISION_LEVEL)
    if not _is_of(act, found[0]):
        return entry.fault(column, SheetCode.ELSEWHERE, name=act.user.name)
    return found[0]


def _is_of(act: Acting, code: str) -> bool:
    if act.user.townships:
        return code[:9] in act.user.townships
    return code.startswith(act.user.office_code[:6])


@dataclass(frozen=True)
class _Known:
    """What is here of the entries of one part of the file."""

    by_uscc: dict[str, list[Operator]]
    by_reg_no: dict[str, list[Operator]]
    by_name: dict[str, list[Operator]]
    by_licence: dict[str, list[Operator]]
    persons: dict[str, list[Person]]

    @staticmethod
    def of(act: Acting, entries: Sequence[Entry]) -> _Known:
        numbers = [_numbers(entry) for entry in entries]
        papers = registers.operators_of_licences(
            act.session, (identifiers.normalise(text(entry, "licence_number")) for entry in entries)
        )
        owners = registers.operators(act.session, (each for found in papers.values() for each in found))
        by_uscc = registers.having(act.session, Operator, "uscc", (uscc for uscc, _ in numbers))
        by_reg_no = registers.having(act.session, Operator, "reg_no", (reg_no for _, reg_no in numbers))
        by_name = registers.having(act.session, Operator, "name", (text(entry, "name").strip() for entry in entries))
        by_licence = {n: [owners[each] for each in found if each in owners] for n, found in papers.items()}
        every = [
            each for group in (by_uscc, by_reg_no, by_name, by_licence) for found in group.values() for each in found
        ]
        persons = registers.persons(act.session, {each.id for each in every})
        return _Known(by_uscc, by_reg_no, by_name, by_licence, persons)

    def matching(self, operator: Operator, entry: Entry) -> list[Operator]:
        """By its own number, else by a paper of it, else by name and place, where numbers do not tell them apart."""
        if operator.uscc and (found := self.by_uscc.get(operator.uscc)):
            return found
        if operator.reg_no and (found := self.by_reg_no.get(operator.reg_no)):
            return found
        papers = self.by_licence.get(identifiers.normalise(text(entry, "licence_number")), [])
        named = [each for each in self.by_name.get(operator.name, []) if _same_place(each, operator)]
        return [each for each in papers or named if not _differ(each, operator)]


def _same_place(one: Operator, other: Operator) -> bool:
    """The same village, or the same address in the same township."""
    is_village = len(other.division_code) > 9
    return (is_village and one.division_code == other.division_code) or (
        one.division_code[:9] == other.division_code[:9] and one.address == other.address
    )


def _differ(one: Operator, other: Operator) -> bool:
    """Whether their numbers say that they are two."""
    return bool(one.uscc and other.uscc and one.uscc != other.uscc) or bool(
        one.reg_no and other.reg_no and one.reg_no != other.reg_no
    )


def _there(entry: Entry, found: list[Operator], records: tuple[Record, ...], known: _Known) -> Result:
    result = there(entry, found[0], records[0], GIVEN, len(found))
    person = responsible_person(known.persons.get(found[0].id, []))
    told_person = next((each for each in records if isinstance(each, Person)), None)
    if told_person is not None and (person is None or person.name != told_person.name):
        differences = (*result.differences, entry.header.heading("owner"))
        return Result(entry, Outcome.THERE, result.faults, there=result.there, differences=differences)
    return result
