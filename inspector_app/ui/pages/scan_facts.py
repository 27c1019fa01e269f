"""What a code says, in words: a headline, facts with their names, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from inspector_app.domain.barcodes import (
    AgriculturalCode,
    Code,
    CodeKind,
    CodeProblem,
    DateRole,
    PrefixMeaning,
    agricultural_code,
    prefix_meaning,
    registrar,
)
from inspector_app.domain.shelf_life import ShelfState, expiry_of
from inspector_app.records.goods import Product
from inspector_app.services.rules import shelf_state
from inspector_app.ui import formats, labels
from inspector_app.ui.language import QT_TRANSLATE_NOOP

translate = QCoreApplication.translate

KINDS: dict[CodeKind, str] = {
    CodeKind.GTIN: QT_TRANSLATE_NOOP("ScanFacts", "Retail barcode"),
    CodeKind.IN_STORE: QT_TRANSLATE_NOOP("ScanFacts", "In-store code"),
    CodeKind.GS1: QT_TRANSLATE_NOOP("ScanFacts", "GS1 code"),
    CodeKind.DIGITAL_LINK: QT_TRANSLATE_NOOP("ScanFacts", "GS1 Digital Link"),
    CodeKind.E_SUPERVISION: QT_TRANSLATE_NOOP("ScanFacts", "Product e-supervision code"),
    CodeKind.PESTICIDE_TRACE: QT_TRANSLATE_NOOP("ScanFacts", "Pesticide trace code"),
    CodeKind.VETERINARY_TRACE: QT_TRANSLATE_NOOP("ScanFacts", "Veterinary drug trace code"),
    CodeKind.TEXT: QT_TRANSLATE_NOOP("ScanFacts", "Text"),
}

REGISTERED: dict[PrefixMeaning, str] = {
    PrefixMeaning.CHINA: QT_TRANSLATE_NOOP("ScanFacts", "China"),
    PrefixMeaning.TAIWAN: QT_TRANSLATE_NOOP("ScanFacts", "Taiwan, China"),
    PrefixMeaning.HONG_KONG: QT_TRANSLATE_NOOP("ScanFacts", "Hong Kong, China"),
    PrefixMeaning.MACAO: QT_TRANSLATE_NOOP("ScanFacts", "Macao, China"),
    PrefixMeaning.RESTRICTED: QT_TRANSLATE_NOOP("ScanFacts", "nowhere: for use inside a company"),
    PrefixMeaning.DEMONSTRATION: QT_TRANSLATE_NOOP("ScanFacts", "nowhere: a number for demonstrations"),
    PrefixMeaning.ISSN: QT_TRANSLATE_NOOP("ScanFacts", "a periodical (ISSN)"),
    PrefixMeaning.ISBN: QT_TRANSLATE_NOOP("ScanFacts", "a book (ISBN)"),
    PrefixMeaning.OTHER: QT_TRANSLATE_NOOP("ScanFacts", "outside China"),
}

WARNINGS: dict[CodeProblem, str] = {
    CodeProblem.CHECK_DIGIT: QT_TRANSLATE_NOOP(
        "ScanFacts",
        "The last digit does not fit the others. Scan again; if it stays so, the code is misprinted or false.",
    ),
    CodeProblem.DUPLICATE: QT_TRANSLATE_NOOP(
        "ScanFacts", "The code states one thing twice with different values. Compare it with the print on the pack."
    ),
    CodeProblem.BAD_DATE: QT_TRANSLATE_NOOP(
        "ScanFacts", "A date in the code is not a day of the calendar. Read the date from the pack."
    ),
    CodeProblem.UNPARSED: QT_TRANSLATE_NOOP("ScanFacts", "The end of the code could not be read; it is shown below."),
    CodeProblem.NOT_MARKED_GS1: QT_TRANSLATE_NOOP(
        "ScanFacts", "The symbol is not marked as GS1 but reads like it. Compare it with the print on the pack."
    ),
    CodeProblem.NETWORK_CLOSED: QT_TRANSLATE_NOOP(
        "ScanFacts",
        "The e-supervision network is closed: nobody can confirm this code. Check the goods in another way.",
    ),
}

DATES: dict[DateRole, str] = {
    DateRole.PRODUCED: QT_TRANSLATE_NOOP("ScanFacts", "Produced"),
    DateRole.PACKED: QT_TRANSLATE_NOOP("ScanFacts", "Packed"),
    DateRole.BEST_BEFORE: QT_TRANSLATE_NOOP("ScanFacts", "Best before"),
    DateRole.EXPIRY: QT_TRANSLATE_NOOP("ScanFacts", "Keeps until"),
}

AGRICULTURAL: dict[AgriculturalCode, str] = {
    AgriculturalCode.PESTICIDE_REGISTRATION: QT_TRANSLATE_NOOP("ScanFacts", "Looks like a pesticide registration"),
    AgriculturalCode.VETERINARY_APPROVAL: QT_TRANSLATE_NOOP("ScanFacts", "Looks like a veterinary drug approval"),
    AgriculturalCode.FEED_LICENCE: QT_TRANSLATE_NOOP("ScanFacts", "Looks like a feed licence"),
}

_GS1_NAMES = {
    "10": QT_TRANSLATE_NOOP("ScanFacts", "Batch"),
    "21": QT_TRANSLATE_NOOP("ScanFacts", "Serial number"),
    "02": QT_TRANSLATE_NOOP("ScanFacts", "Contains goods"),
    "37": QT_TRANSLATE_NOOP("ScanFacts", "Number of pieces inside"),
    "00": QT_TRANSLATE_NOOP("ScanFacts", "Shipping container"),
    "20": QT_TRANSLATE_NOOP("ScanFacts", "Variant"),
    "30": QT_TRANSLATE_NOOP("ScanFacts", "Count"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str
    tone: str = ""
    """One of theme.TONES where the value is a state."""


def kind(code: Code) -> str:
    if found := agricultural_code(code.text):
        return translate("ScanFacts", AGRICULTURAL[found])
    return translate("ScanFacts", KINDS[code.kind])


def warnings(code: Code) -> list[tuple[str, str]]:
    """(tone, sentence) of each thing to beware of."""
    found = [
        ("bad" if problem.is_error else "warning", translate("ScanFacts", WARNINGS[problem]))
        for problem in code.problems
    ]
    if code.kind is CodeKind.IN_STORE:
        found.append(
            (
                "info",
                translate(
                    "ScanFacts", "Printed by a shop, it means something in that shop only. Use it in its ledger."
                ),
            )
        )
    return found


def facts(code: Code, product: Product | None, today: date) -> list[Fact]:
    """What the code holds, in reading order; dates with their state on `today`."""
    found: list[Fact] = []
    if code.gtin:
        found.append(Fact(translate("ScanFacts", "Goods number (GTIN)"), code.gtin.removeprefix("0")))
        found.append(Fact(translate("ScanFacts", "Code registered in"), registered(code.gtin)))
    elif code.kind is not CodeKind.TEXT:
        found.append(Fact(translate("ScanFacts", "Number"), code.store_code or code.text))
    found += [
        Fact(translate("ScanFacts", _GS1_NAMES[name]), value) for name, value in code.gs1.items() if name in _GS1_NAMES
    ]
    if (grams := code.net_weight_g) is not None:
        found.append(Fact(translate("ScanFacts", "Net weight"), formats.quantity(grams, "kg")))
    found += _dates(code, product, today)
    if code.unparsed:
        found.append(Fact(translate("ScanFacts", "Not understood"), code.unparsed))
    if code.kind is CodeKind.TEXT:
        found.append(Fact(translate("ScanFacts", "It says"), code.text))
    if code.raw is not None:
        found.append(Fact(translate("ScanFacts", "Its bytes"), code.raw[:40].hex(" ")))
    return found


def registered(gtin: str) -> str:
    """Who gave the number out; never where the goods are from."""
    meaning = prefix_meaning(gtin)
    name = registrar(gtin) if meaning is PrefixMeaning.OTHER else None
    return name or translate("ScanFacts", REGISTERED[meaning])


def _dates(code: Code, product: Product | None, today: date) -> list[Fact]:
    found = []
    life, unit = (product.shelf_life, product.shelf_life_unit) if product else (None, None)
    for role, day in code.dates.items():
        text = formats.day(day)
        if role in (DateRole.BEST_BEFORE, DateRole.EXPIRY):
            found.append(_expiry(translate("ScanFacts", DATES[role]), text, shelf_state(day, life, unit, today)))
        else:
            found.append(Fact(translate("ScanFacts", DATES[role]), text))
    printed = code.dates.keys() & {DateRole.BEST_BEFORE, DateRole.EXPIRY}
    until = expiry_of(code.dates.get(DateRole.PRODUCED), life, unit, None).day
    if until is not None and not printed:
        name = translate("ScanFacts", "Keeps until, by its shelf life")
        found.append(_expiry(name, formats.day(until), shelf_state(until, life, unit, today)))
    return found


def _expiry(name: str, text: str, state: ShelfState) -> Fact:
    return Fact(name, f"{text} · {labels.label(state)}", labels.tone(state))
