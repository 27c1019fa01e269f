"""Which codes the decoders read, and which the pipeline believes."""

from __future__ import annotations

import io

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from inspector_app.capture import decoders, pipeline
from inspector_app.capture.decoders import Candidate, Decoder, Gray, read_with_zbar, read_with_zxing
from inspector_app.capture.labels import draw_symbol
from inspector_app.capture.pictures import MOST_SCANNED, read_gray
from inspector_app.capture.pipeline import Pipeline, Variant, Votes
from inspector_app.domain.barcodes import Symbology

CONTENTS = {
    Symbology.EAN_13: ("9521234543213", "9521234543213"),
    Symbology.EAN_8: ("96385074", "96385074"),
    Symbology.CODE_128: ("(01)09521234543213(10)L2511A(21)7", "010952123454321310L2511A\x1d217"),
    Symbology.ITF_14: ("19521234543210", "19521234543210"),
    Symbology.QR: ("https://label.example/01/09521234543213", "https://label.example/01/09521234543213"),
    Symbology.DATA_MATRIX: ("(01)09521234543213(11)260418(10)A(21)7", "01095212345432131126041810A\x1d217"),
}


def on_paper(symbol: Image.Image, margin: int = 60) -> Gray:
    paper = Image.new("L", (symbol.width + 2 * margin, symbol.height + 2 * margin), 255)
    paper.paste(symbol, (margin, margin))
    return np.asarray(paper)


@pytest.mark.parametrize("symbology", CONTENTS)
def test_every_symbology_is_read(symbology: Symbology) -> None:
    content, text = CONTENTS[symbology]
    found = Pipeline().photo(on_paper(draw_symbol(symbology, content)))
    assert [(code.symbology, code.text) for code in found] == [(symbology, text)]


@pytest.mark.parametrize("symbology", CONTENTS)
def test_without_zbar_every_symbology_is_still_read(symbology: Symbology, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (decoders, pipeline):
        monkeypatch.setattr(module, "has_zbar", lambda: False)
    content, text = CONTENTS[symbology]
    assert [code.text for code in Pipeline().photo(on_paper(draw_symbol(symbology, content)))] == [text]


@pytest.mark.parametrize(
    ("written", "symbology", "text"),
    [
        (zxingcpp.BarcodeFormat.UPCA, Symbology.UPC_A, "036000291452"),
        (zxingcpp.BarcodeFormat.UPCE, Symbology.UPC_E, "01234565"),
    ],
)
@pytest.mark.parametrize("read", [lambda gray: read_with_zxing(gray, False), read_with_zbar])
def test_both_decoders_give_upc_as_printed(written, symbology, text, read) -> None:  # type: ignore[no-untyped-def]
    if read is read_with_zbar and not decoders.has_zbar():
        pytest.skip("no zbar here")
    gray = on_paper(Image.fromarray(np.array(zxingcpp.create_barcode(text, written).to_image(scale=3))))
    assert [(code.symbology, code.text) for code in read(gray)] == [(symbology, text)]


def test_an_itf_that_is_no_itf_14_is_no_code() -> None:
    symbol = zxingcpp.create_barcode("0704291234", zxingcpp.BarcodeFormat.ITF).to_image(scale=4)
    assert Pipeline().photo(on_paper(Image.fromarray(np.array(symbol)))) == []


def test_a_qr_is_left_to_zxing() -> None:
    assert read_with_zbar(on_paper(draw_symbol(Symbology.QR, "9521234543213"))) == []


@pytest.mark.parametrize("symbology", [Symbology.EAN_13, Symbology.QR, Symbology.DATA_MATRIX])
def test_light_on_dark_is_read(symbology: Symbology) -> None:
    content, text = CONTENTS[symbology]
    assert [code.text for code in Pipeline().photo(255 - on_paper(draw_symbol(symbology, content)))] == [text]


def test_two_codes_on_one_picture_are_both_read() -> None:
    two = np.vstack(
        [on_paper(draw_symbol(Symbology.EAN_13, text)).copy() for text in ("9521234543213", "9520000000011")]
    )
    assert {code.text for code in Pipeline().photo(two)} == {"9521234543213", "9520000000011"}


def test_a_matrix_code_does_not_hide_the_bars_beside_it() -> None:
    matrix, bars = (on_paper(draw_symbol(s, CONTENTS[s][0])) for s in (Symbology.QR, Symbology.EAN_13))
    paper = np.full((matrix.shape[0] + bars.shape[0], max(matrix.shape[1], bars.shape[1])), 255, np.uint8)
    paper[: matrix.shape[0], : matrix.shape[1]] = matrix
    paper[matrix.shape[0] :, : bars.shape[1]] = bars
    assert {code.symbology for code in Pipeline().photo(paper)} == {Symbology.QR, Symbology.EAN_13}


@pytest.mark.parametrize(
    ("raw", "chinese", "text", "is_guess"),
    [
        ("云露饼干".encode(), False, "云露饼干", False),
        ("云露饼干".encode("gb18030"), True, "云露饼干", True),
        (b"plain", True, "plain", False),
    ],
)
def test_a_qr_text_is_utf_8_or_by_the_setting_gb18030(raw: bytes, chinese: bool, text: str, is_guess: bool) -> None:
    symbol = zxingcpp.create_barcode(raw, zxingcpp.BarcodeFormat.QRCode).to_image(scale=6)
    (code,) = Pipeline(chinese).photo(on_paper(Image.fromarray(np.array(symbol))))
    assert (code.text, code.raw) == (text, raw if is_guess else None)


def read(text: str, decoder: Decoder, lines: int = 50, quality: int = 50, at: float = 0) -> Candidate:
    symbology = Symbology.EAN_13 if len(text) == 13 else Symbology.EAN_8
    return Candidate(decoder, symbology, text, lines, (at, 0), 10, quality=quality)


ZX, ZB = Decoder.ZXING, Decoder.ZBAR
RIGHT, GHOST, SHORT = "9521234543213", "6901234567892", "96385074"


@pytest.mark.parametrize(
    ("reads", "settled", "final"),
    [
        ([(Variant.WHOLE, read(RIGHT, ZX))], [], [RIGHT]),
        ([(Variant.WHOLE, read(RIGHT, ZX, lines=1))], [], []),
        ([(Variant.WHOLE, read(RIGHT, ZB, quality=5))], [], []),
        ([(Variant.WHOLE, read(RIGHT, ZX)), (Variant.WHOLE, read(RIGHT, ZB))], [RIGHT], [RIGHT]),
        ([(Variant.WHOLE, read(RIGHT, ZX)), (Variant.SHARPENED, read(RIGHT, ZX))], [RIGHT], [RIGHT]),
        ([(Variant.WHOLE, read(RIGHT, ZX)), (Variant.WHOLE, read(RIGHT, ZX))], [], [RIGHT]),
        ([(Variant.WHOLE, read(RIGHT, ZX)), (Variant.WHOLE, read(GHOST, ZB))], [], []),
        ([(Variant.WHOLE, read(RIGHT, ZX)), (Variant.WHOLE, read(GHOST, ZX, at=99))], [], [RIGHT, GHOST]),
        ([(Variant.CUT_OUT, read(RIGHT, ZB, quality=99))], [], []),
    ],
)
def test_what_the_votes_settle(reads: list[tuple[Variant, Candidate]], settled: list[str], final: list[str]) -> None:
    votes = Votes()
    for variant, candidate in reads:
        votes.add(variant, [candidate])
    assert [code.text for code in votes.settled()] == settled
    assert sorted(code.text for code in votes.final()) == sorted(final)


def test_a_contested_number_needs_twice_the_votes() -> None:
    votes = Votes()
    votes.add(Variant.WHOLE, [read(GHOST, ZB)])
    votes.add(Variant.CUT_OUT, [read(RIGHT, ZB)])
    assert votes.final() == []
    votes.add(Variant.CUT_OUT_SHARPENED, [read(RIGHT, ZB)])
    assert [code.text for code in votes.final()] == [RIGHT]


def test_zbar_alone_never_settles_a_short_code_on_one_picture() -> None:
    votes = Votes()
    for variant in (Variant.WHOLE, Variant.CUT_OUT, Variant.INVERTED):
        votes.add(variant, [read(SHORT, ZB)], frame=1)
    assert votes.final() == []
    votes.add(Variant.WHOLE, [read(SHORT, ZB)], frame=2)
    assert [code.text for code in votes.final()] == [SHORT]


def test_a_live_frame_is_read_at_once_when_both_decoders_agree_and_else_at_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frame = on_paper(draw_symbol(Symbology.EAN_13, RIGHT))
    if decoders.has_zbar():
        assert [code.text for code in Pipeline().frame(frame)] == [RIGHT]
    monkeypatch.setattr(pipeline, "read_with_zbar", lambda gray: [])
    live = Pipeline()
    assert live.frame(frame) == []
    assert [code.text for code in live.frame(frame)] == [RIGHT]
    assert live.frame(np.full((200, 300), 255, np.uint8)) == []


@pytest.mark.parametrize(("mode", "depth"), [("RGBA", 255), ("LA", 255), ("P", 255), ("I;16", 65535), ("1", 1)])
def test_pictures_of_any_mode_are_read(mode: str, depth: int) -> None:
    gray = on_paper(draw_symbol(Symbology.EAN_13, RIGHT))
    out = io.BytesIO()
    if mode == "I;16":
        Image.fromarray(gray.astype(np.uint16) * (depth // 255)).save(out, "PNG")
    elif mode in ("RGBA", "LA"):  # black bars on nothing
        bars = Image.new(mode, (gray.shape[1], gray.shape[0]))
        bars.putalpha(Image.fromarray(255 - gray))
        bars.save(out, "PNG")
    else:
        Image.fromarray(gray).convert(mode).save(out, "PNG")
    assert [code.text for code in Pipeline().photo(read_gray(out.getvalue()))] == [RIGHT]


def test_a_picture_larger_than_is_scanned_is_scaled_and_read() -> None:
    gray = on_paper(draw_symbol(Symbology.EAN_13, RIGHT))
    large = Image.fromarray(gray).resize((gray.shape[1] * 14, gray.shape[0] * 14))
    assert large.width * large.height > MOST_SCANNED
    for kind in ("JPEG", "PNG"):
        out = io.BytesIO()
        large.save(out, kind)
        scanned = read_gray(out.getvalue())
        assert 0.5 * MOST_SCANNED < scanned.size <= MOST_SCANNED
        assert [code.text for code in Pipeline().photo(scanned)] == [RIGHT]


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_picture_is_turned_before_it_is_scanned(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    Image.new("RGB", (60, 40)).save(out, "JPEG", exif=exif)
    assert read_gray(out.getvalue()).shape == ((40, 60) if orientation < 5 else (60, 40))
