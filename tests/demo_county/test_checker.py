"""The checker: silent on a good county but for the planted faults, and able to see each kind of damage."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest

from inspector_app.demo_county import Fault, Plan
from inspector_app.demo_county.checker import Checker
from inspector_app.demo_county.faults import misprinted
from inspector_app.domain.identifiers import gtin_check, mod11_2, mod11_10, uscc_check
from sync.record import Wire

Stream = list[tuple[str, Wire]]
NOBODY = "00000000-0000-7000-8000-ffffffffffff"


def defects(plan: Plan, stream: Stream) -> set[Fault]:
    checker = Checker({each.id for each in plan.checklists}, plan.reference_date)
    assert list(checker.watch(stream)) == stream
    return set(checker.found)


def test_the_defects_are_exactly_the_planted_faults(plan: Plan, stream: Stream, planted: list[Fault]) -> None:
    assert defects(plan, stream) == set(planted)
    assert len(set(planted)) == len(planted)


def test_every_kind_of_fault_is_planted(planted: list[Fault]) -> None:
    assert {(fault.kind, fault.field) for fault in planted} >= {
        ("person", "id_number"),
        ("operator", "uscc"),
        ("operator", "latitude"),
        ("licence", "number"),
        ("licence", "valid_from"),
        ("product", "gtin"),
        ("ledger_entry", "production_date"),
        ("ledger_entry", "quantity_milli"),
    }


def spoil(field: str, change: Callable[[Wire], object]) -> Callable[[Wire], bool]:
    """Change a field of the first row that has it; False where the row has nothing to change."""

    def apply(row: Wire) -> bool:
        if row.get(field) in (None, ""):
            return False
        row[field] = change(row)
        return True

    return apply


def foreign_gtin(row: Wire) -> str:
    body = "0690" + row["gtin"][4:13]
    return body + gtin_check(body)


def elsewhere(field: str, check: Callable[[str], str], at: int) -> Callable[[Wire], str]:
    """The number of another province, its check digit right."""
    return lambda row: (body := row[field][:at] + "42" + row[field][at + 2 : -1]) + check(body)


DAMAGE = {
    "credit code of a real province": ("operator", "uscc", elsewhere("uscc", uscc_check, 2)),
    "id number of a real province": ("person", "id_number", elsewhere("id_number", mod11_2, 0)),
    "maker in a real province": ("product", "licence_no", elsewhere("licence_no", lambda b: mod11_10(b[2:]), 5)),
    "misprinted id number": ("person", "id_number", lambda row: misprinted(row["id_number"])),
    "misprinted credit code": ("operator", "uscc", lambda row: misprinted(row["uscc"])),
    "misprinted old number": ("operator", "reg_no", lambda row: misprinted(row["reg_no"])),
    "misprinted GTIN": ("product", "gtin", lambda row: misprinted(row["gtin"])),
    "GTIN of a real country": ("product", "gtin", foreign_gtin),
    "in-store code outside 2": ("product", "store_code", lambda row: "9" + row["store_code"][1:]),
    "misprinted maker's licence": ("product", "licence_no", lambda row: misprinted(row["licence_no"])),
    "telephone cut short": ("operator", "phone", lambda row: row["phone"][:7]),
    "place that is not there": ("operator", "division_code", lambda _: "990101999001"),
    "place on land": ("operator", "latitude", lambda _: 30.5),
    "region of a real province": ("region", "code", lambda _: "110101"),
    "certificate of another body": ("user", "certificate_no", lambda _: "AB12345678"),
    "township that is not there": ("user", "townships", lambda _: ["990101999"]),
    "laptop of nobody": ("device", "user_ids", lambda _: [NOBODY]),
    "paper of nobody": ("licence", "operator_id", lambda _: NOBODY),
    "number not of its kind": ("licence", "number", lambda _: "?"),
    "line of no product": ("ledger_entry", "product_id", lambda _: NOBODY),
    "line of no supplier": ("ledger_entry", "supplier_id", lambda _: NOBODY),
    "line of no buyer": ("ledger_entry", "partner_operator_id", lambda _: NOBODY),
    "supplier without its shop": ("supplier", "operator_id", lambda _: NOBODY),
    "line with another code": ("ledger_entry", "gtin", lambda _: "09521234543213"),
    "line of tomorrow": ("ledger_entry", "happened_on", lambda _: "2999-01-01"),
    "visit without its list": ("inspection", "checklist_id", lambda _: NOBODY),
    "visit of nobody": ("inspection", "author_id", lambda _: NOBODY),
    "visit by a stranger": ("inspection", "inspectors", lambda _: [{"user_id": NOBODY}]),
    "finding of no visit": ("finding", "inspection_id", lambda _: NOBODY),
    "photo of no visit": ("evidence_item", "inspection_id", lambda _: NOBODY),
    "order without findings": ("rectification", "finding_ids", lambda _: [NOBODY]),
    "step of no order": ("step", "subject_id", lambda _: NOBODY),
}


@pytest.mark.parametrize(("kind", "field", "change"), DAMAGE.values(), ids=DAMAGE.keys())
def test_damage_is_seen(
    plan: Plan, stream: Stream, planted: list[Fault], kind: str, field: str, change: Callable[[Wire], object]
) -> None:
    known = {(fault.id, fault.field) for fault in planted}
    place, row = next(
        (place, row)
        for place, (each, row) in enumerate(stream)
        if each == kind and row[field] not in (None, "", []) and (row["id"], field) not in known
    )
    hurt = copy.deepcopy(row)
    assert spoil(field, change)(hurt)
    damaged = [*stream[:place], (kind, hurt), *stream[place + 1 :]]
    assert Fault(kind, row["id"], field) in defects(plan, damaged) - set(planted)


def test_a_sale_of_more_than_there_is_is_seen(plan: Plan, stream: Stream, planted: list[Fault]) -> None:
    place = next(i for i, (kind, row) in enumerate(stream) if kind == "ledger_entry" and row["direction"] == "OUT")
    sale = stream[place][1] | {"quantity_milli": 10**9}
    found = defects(plan, [*stream[:place], ("ledger_entry", sale), *stream[place + 1 :]]) - set(planted)
    assert Fault("ledger_entry", sale["id"], "quantity_milli") in found


def test_a_row_before_what_it_names_is_seen(plan: Plan, stream: Stream, planted: list[Fault]) -> None:
    place = next(i for i, (kind, _) in enumerate(stream) if kind == "operator")
    operator, person = stream[place], stream[place + 1]
    turned = [*stream[:place], person, operator, *stream[place + 2 :]]
    assert Fault("person", person[1]["id"], "operator_id") in defects(plan, turned) - set(planted)
