"""The vectors of domain.md 3.7 to 3.10, and the laws behind them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.barcodes import (
    AgriculturalCode,
    CodeKind,
    CodeProblem,
    DateRole,
    PrefixMeaning,
    Symbology,
    agricultural_code,
    expand_upc_e,
    gs1_date,
    gtin14,
    prefix_meaning,
    registrar,
    understand,
)
from inspector_app.domain.identifiers import gtin_check

TODAY = dt.date(2026, 6, 1)


@pytest.mark.parametrize(
    ("text", "gtin", "meaning"),
    [
        ("6901234567892", "06901234567892", PrefixMeaning.CHINA),
        ("9521234543213", "09521234543213", PrefixMeaning.DEMONSTRATION),
        ("09521234543213", "09521234543213", PrefixMeaning.DEMONSTRATION),
        ("19521234543210", "19521234543210", PrefixMeaning.DEMONSTRATION),
        ("96385074", "00000096385074", PrefixMeaning.OTHER),
        ("036000291452", "00036000291452", PrefixMeaning.OTHER),
        ("9780201310054", "09780201310054", PrefixMeaning.ISBN),
        ("4719512002889", "04719512002889", PrefixMeaning.TAIWAN),
    ],
)
def test_a_right_number_is_a_gtin_of_14_digits(text: str, gtin: str, meaning: PrefixMeaning) -> None:
    code = understand(None, text, today=TODAY)
    assert (code.kind, code.gtin, code.problems) == (CodeKind.GTIN, gtin, ())
    assert prefix_meaning(gtin) is meaning


def test_a_wrong_check_digit_gives_no_gtin() -> None:
    code = understand(None, "6901234567893", today=TODAY)
    assert (code.gtin, code.problems) == (None, (CodeProblem.CHECK_DIGIT,))


@pytest.mark.parametrize("text", ["2100123012343", "2152663000991", "0212345678901"[:12] + gtin_check("021234567890")])
def test_an_in_store_code_is_no_gtin(text: str) -> None:
    code = understand(Symbology.EAN_13, text, today=TODAY)
    assert (code.kind, code.gtin, code.store_code, code.problems) == (CodeKind.IN_STORE, None, text, ())


def test_a_short_in_store_code_is_no_gtin() -> None:
    assert understand(Symbology.EAN_8, "2012345" + gtin_check("2012345"), today=TODAY).kind is CodeKind.IN_STORE


def test_spaces_hyphens_and_wide_digits_are_forgiven_in_a_typed_code() -> None:
    assert understand(None, "６901234-567 892", today=TODAY).gtin == "06901234567892"


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("01234565", "012345000065"),
        ("01264904", "012000006494"),
        ("04252614", "042100005264"),
        ("01234531", "012300000451"),
        ("01234543", "012340000053"),
        ("11234538", "112300000458"),
        ("01234596", "012345000096"),
    ],
)
def test_upc_e_is_written_out(short: str, full: str) -> None:
    assert expand_upc_e(short) == full
    assert understand(Symbology.UPC_E, short, today=TODAY).gtin == full.zfill(14)


@pytest.mark.parametrize(("short", "full"), [("123456", "012345000065"), ("0123456", "012345000065")])
def test_upc_e_without_its_check_digit_gets_one(short: str, full: str) -> None:
    assert expand_upc_e(short) == full


@pytest.mark.parametrize("text", ["", "12345", "21234565", "0123456x"])
def test_what_is_no_upc_e_is_not_written_out(text: str) -> None:
    assert expand_upc_e(text) is None


@given(st.sampled_from([7, 11, 12, 13]).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n)), st.data())
def test_one_changed_digit_is_always_noticed(body: str, data: st.DataObject) -> None:
    digits = body + gtin_check(body)
    assert gtin14(digits) == digits.zfill(14)
    at = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != digits[at]]))
    assert gtin14(digits[:at] + other + digits[at + 1 :]) is None


@pytest.mark.parametrize(("gtin", "name"), [("06901234567892", "GS1 China"), ("04901234567894", "GS1 Japan")])
def test_the_registrar_is_named_by_the_prefix(gtin: str, name: str) -> None:
    assert registrar(gtin) == name


def test_gs1_128_with_its_prefix_is_parsed() -> None:
    code = understand(None, "]C101095212345432131725010110ABC123", today=TODAY)
    assert (code.gtin, code.batch, code.dates) == ("09521234543213", "ABC123", {DateRole.EXPIRY: dt.date(2025, 1, 1)})
    assert (code.kind, code.problems) == (CodeKind.GS1, ())


def test_group_separators_end_fields_and_day_00_is_the_last_of_the_month() -> None:
    text = "010952123454321310L2511A\x1d15260200310300125021SN42"
    code = understand(Symbology.DATA_MATRIX, text, "]d2", today=TODAY)
    assert (code.gtin, code.batch, code.serial, code.net_weight_g) == ("09521234543213", "L2511A", "SN42", 1250)
    assert code.dates == {DateRole.BEST_BEFORE: dt.date(2026, 2, 28)}
    assert code.gs1 == {"01": "09521234543213", "10": "L2511A", "15": "260200", "3103": "001250", "21": "SN42"}


@pytest.mark.parametrize(
    ("text", "gs1", "unparsed", "problems"),
    [
        ("0109521234543213", {"01": "09521234543213"}, "", ()),
        ("\x1d0109521234543213", {"01": "09521234543213"}, "", ()),
        ("10A\x1d\x1d21B", {"10": "A", "21": "B"}, "", ()),
        ("0209521234543213" + "3712", {"02": "09521234543213", "37": "12"}, "", ()),
        ("0109521234543213" + "05XYZ", {"01": "09521234543213"}, "05XYZ", (CodeProblem.UNPARSED,)),
        ("10" + "A" * 21, {}, "10" + "A" * 21, (CodeProblem.UNPARSED,)),
        ("10批", {}, "10批", (CodeProblem.UNPARSED,)),
        ("10A\x1d10A", {"10": "A"}, "", ()),
        ("10A\x1d10B", {"10": "A"}, "", (CodeProblem.DUPLICATE,)),
        ("17251301" + "10A", {"17": "251301", "10": "A"}, "", (CodeProblem.BAD_DATE,)),
        ("17250231" + "10A", {"17": "250231", "10": "A"}, "", (CodeProblem.BAD_DATE,)),
        ("0109521234543214", {"01": "09521234543214"}, "", (CodeProblem.CHECK_DIGIT,)),
        ("0109521234543213\x1d17250101", {"01": "09521234543213", "17": "250101"}, "", ()),
        ("17250101\x1d10A\x1d21B", {"17": "250101", "10": "A", "21": "B"}, "", ()),
    ],
)
def test_element_strings(text: str, gs1: dict[str, str], unparsed: str, problems: tuple[CodeProblem, ...]) -> None:
    code = understand(Symbology.CODE_128, text, "]C1", today=TODAY)
    assert (code.gs1, code.unparsed, code.problems) == (gs1, unparsed, problems)


@pytest.mark.parametrize(
    ("value", "today", "day"),
    [
        ("250101", dt.date(2026, 1, 1), dt.date(2025, 1, 1)),
        ("760101", dt.date(2026, 1, 1), dt.date(2076, 1, 1)),
        ("770101", dt.date(2026, 1, 1), dt.date(1977, 1, 1)),
        ("260101", dt.date(2076, 1, 1), dt.date(2126, 1, 1)),
        ("270101", dt.date(2076, 1, 1), dt.date(2027, 1, 1)),
        ("240200", dt.date(2026, 1, 1), dt.date(2024, 2, 29)),
        ("241200", dt.date(2026, 1, 1), dt.date(2024, 12, 31)),
        ("240001", dt.date(2026, 1, 1), None),
        ("241300", dt.date(2026, 1, 1), None),
        ("2401", dt.date(2026, 1, 1), None),
    ],
)
def test_the_century_is_the_one_within_50_years(value: str, today: dt.date, day: dt.date | None) -> None:
    assert gs1_date(value, today) == day


def test_a_gs1_string_in_a_plain_code_128_is_parsed_and_said_so() -> None:
    code = understand(Symbology.CODE_128, "010952123454321310ABC", "]C0", today=TODAY)
    assert (code.gtin, code.batch, code.problems) == ("09521234543213", "ABC", (CodeProblem.NOT_MARKED_GS1,))


def test_a_plain_code_128_stays_text_when_its_gtin_is_wrong() -> None:
    assert understand(Symbology.CODE_128, "010952123454321410ABC", "]C0", today=TODAY).kind is CodeKind.TEXT


@pytest.mark.parametrize(
    "text",
    [
        "https://example.cn/01/09521234543213/10/L2511A?17=260228",
        "http://example.cn/a/b/01/9521234543213/10/L2511A?17=260228&from=shop",
    ],
)
def test_a_digital_link_is_parsed_and_never_opened(text: str) -> None:
    code = understand(Symbology.QR, text, "]Q1", today=TODAY)
    assert (code.kind, code.gtin, code.batch) == (CodeKind.DIGITAL_LINK, "09521234543213", "L2511A")
    assert code.dates == {DateRole.EXPIRY: dt.date(2026, 2, 28)}


@pytest.mark.parametrize("text", ["https://example.cn/", "https://[", "https://example.cn/01/123", "你好", ""])
def test_another_address_is_text(text: str) -> None:
    code = understand(Symbology.QR, text, "]Q1", today=TODAY)
    assert (code.kind, code.text, code.problems) == (CodeKind.TEXT, text, ())


@pytest.mark.parametrize("digits", ["81012345678901234567", "8101234567890123"])
def test_an_e_supervision_code_is_a_serial_of_a_closed_network(digits: str) -> None:
    code = understand(Symbology.CODE_128, digits, "]C0", today=TODAY)
    assert (code.kind, code.serial, code.problems) == (CodeKind.E_SUPERVISION, digits, (CodeProblem.NETWORK_CLOSED,))


def test_agricultural_trace_codes_are_known_by_their_length() -> None:
    pesticide = understand(Symbology.QR, "https://example.cn/?id=" + "1" * 32, "]Q1", today=TODAY)
    assert pesticide.kind is CodeKind.PESTICIDE_TRACE
    assert understand(Symbology.QR, "2" * 24, "]Q1", today=TODAY).kind is CodeKind.VETERINARY_TRACE


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("PD20081234", AgriculturalCode.PESTICIDE_REGISTRATION),
        ("WP20080012F12", AgriculturalCode.PESTICIDE_REGISTRATION),
        ("PD2008", None),
        ("兽药生字(2011)123456789", AgriculturalCode.VETERINARY_APPROVAL),
        ("兽药字123456789", AgriculturalCode.VETERINARY_APPROVAL),
        ("云饲预(2015)01234", AgriculturalCode.FEED_LICENCE),
        ("云饲证(2015)0123", None),
    ],
)
def test_agricultural_numbers_are_known_by_their_form(text: str, kind: AgriculturalCode | None) -> None:
    assert agricultural_code(text) is kind


@given(st.sampled_from([None, *Symbology]), st.text(), st.sampled_from([None, "]C0", "]C1", "]d2", "]Q3", "]Q1"]))
def test_no_text_breaks_the_parser(symbology: Symbology | None, text: str, identifier: str | None) -> None:
    understand(symbology, text, identifier, today=TODAY)


@given(st.text("0123456789\x1dAB", max_size=60))
def test_nothing_of_a_gs1_text_is_lost(text: str) -> None:
    code = understand(Symbology.CODE_128, text, "]C1", today=TODAY)
    if not code.problems and len(code.gs1) == text.count("\x1d") + 1:
        assert "".join(ai + value for ai, value in code.gs1.items()) == text.replace("\x1d", "")
