"""Papers on pages: text, marks, pagination."""

from __future__ import annotations

import base64
import io
import re
from types import SimpleNamespace

import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtGui import QFontDatabase, QImage, QPdfWriter

from inspector_app.documents import render
from inspector_app.documents.forms import correction_order, photo_sheet, result_form, site_record
from inspector_app.documents.pictures import UnreadablePicture, draw_strokes, scale_photo
from inspector_app.documents.render import Pages
from inspector_app.errors import AppError
from inspector_app.records.evidence import SignatureState

NUMBER = "990101-SR-2026-00A3-0017"


def texts(pdf: bytes) -> list[str]:
    """The text of each page, spaces and line ends left out."""
    return [re.sub(r"\s", "", page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def photo(width: int, height: int, orientation: int | None = None) -> bytes:
    stream = io.BytesIO()
    image = Image.new("RGB", (width, height), (20, 120, 60))
    exif = image.getexif()
    if orientation:
        exif[0x0112] = orientation
    image.save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def test_pdf_text_can_be_searched_as_it_was_written(make_visit, sign):
    visit = make_visit()
    form = site_record(visit, NUMBER)
    text = "".join(texts(Pages(form, sign(visit, form)).pdf()))
    for fact in (
        "云岭县市场监督管理局", "杨柳村便民食杂店", "92990101MA0ABCDE1X", "JY19901010000017", "YL00001234",
        "2026年11月23日", "《食品安全法》第三十三条", "货架上有三袋过期饼干", "检查人员", "拒绝检查",
    ):  # fmt: skip
        assert fact in text
    assert not re.search("[\u2e80-\u2fdf]", text), "radicals instead of ideographs"


def test_every_page_carries_its_number_and_the_hash_of_what_was_signed(make_visit):
    form = site_record(make_visit(items=52, failed=tuple(range(1, 30))), NUMBER)
    pages = texts(Pages(form).pdf())
    assert len(pages) >= 4
    for number, text in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in text
        assert form.sha256[:12] in text
        assert NUMBER in text


def test_f_5_the_record_sheet_for_the_wall_is_printed_on_a4(make_visit):
    for page in PdfReader(io.BytesIO(Pages(result_form(make_visit(), NUMBER)).pdf())).pages:
        assert [float(each) for each in page.mediabox[2:]] == pytest.approx([210 / 25.4 * 72, 297 / 25.4 * 72], abs=1)


def test_a_list_of_52_items_breaks_between_rows_and_repeats_its_head(make_visit):
    visit = make_visit(items=52, failed=tuple(range(1, 53)))
    pages = texts(Pages(site_record(visit, NUMBER)).pdf())
    findings = [text for text in pages if "处理措施" in text]
    annex = [text for text in pages if "备注" in text]
    assert len(findings) > 2
    assert len(annex) > 1
    for rows in (findings, annex):
        found = [item for text in rows for item in re.findall(r"RS-A\d\d", text)]
        assert set(found) == set(visit.inspection.answers)
    assert "".join(annex).rpartition("附表")[2].count("第52项") == 1


def test_a_result_form_fits_on_one_page_for_the_wall(make_visit, sign):
    visit = make_visit(items=40, failed=(1, 2, 3, 4))
    form = result_form(visit, NUMBER)
    assert len(Pages(form, sign(visit, form))) == 1


def test_signatures_stay_together(make_visit, sign):
    for failed in range(1, 12):
        visit = make_visit(items=12, failed=tuple(range(1, failed + 1)), photos=0)
        form = correction_order(visit, visit.rectification, NUMBER)
        pages = texts(Pages(form, sign(visit, form)).pdf())
        assert sum("执法人员1" in text and "执法人员2" in text and "受送达人" in text for text in pages) == 1


def test_a_text_longer_than_a_page_is_printed_whole(make_visit):
    lines = "\n".join(f"第{line}行说明" for line in range(150))
    pages = texts(Pages(site_record(make_visit(description=lines, failed=(2,)), NUMBER)).pdf())
    assert all(f"第{line}行说明" in "".join(pages) for line in range(150))


def test_very_long_names_do_not_push_the_table_off_the_sheet(make_visit):
    visit = make_visit(subject={"name": "W" * 300, "address": "杨柳村" * 66})
    picture = Pages(site_record(visit, NUMBER)).images(dpi=100)[0]
    right = range(745, 750)  # 190 mm, where the body ends
    border = [y for y in range(picture.height()) if any(picture.pixelColor(x, y).lightness() < 160 for x in right)]
    assert len(border) > 300


@pytest.fixture
def no_fonts(monkeypatch):
    render.paper_font.cache_clear()
    monkeypatch.setattr(
        render, "QFontDatabase", SimpleNamespace(families=lambda *_: [], WritingSystem=QFontDatabase.WritingSystem)
    )
    yield
    render.paper_font.cache_clear()


def test_without_a_chinese_font_no_paper_of_empty_boxes_is_made(make_visit, no_fonts):
    with pytest.raises(AppError) as error:
        Pages(site_record(make_visit(), NUMBER))
    assert error.value.code == "no_chinese_font"


@pytest.mark.no_qt_log
def test_j_2_a_printer_that_is_off_is_told_and_can_be_tried_again(make_visit, tmp_path):
    pages = Pages(site_record(make_visit(), NUMBER))
    with pytest.raises(AppError) as error:
        pages.print_to(QPdfWriter(str(tmp_path / "no folder" / "paper.pdf")))
    assert (error.value.code, error.value.retryable) == ("printer_unavailable", True)
    assert pages.pdf().startswith(b"%PDF")


def test_j_2_a_copy_says_so_on_every_page(make_visit):
    form = site_record(make_visit(items=52), NUMBER)
    assert all("副本" in text for text in texts(Pages(form, is_copy=True).pdf()))
    assert all("副本" not in text for text in texts(Pages(form).pdf()))


def test_demo_stands_on_every_page(make_visit):
    assert all("演示DEMO" in text for text in texts(Pages(site_record(make_visit(items=52, demo=True), NUMBER)).pdf()))
    assert all("演示" not in text for text in texts(Pages(site_record(make_visit(items=52), NUMBER)).pdf()))


def test_a_name_cannot_pass_a_real_paper_off_as_demo(make_visit):
    visit = make_visit(subject={"name": '<meta name="dataset" content="demo">'})
    assert "演示" not in "".join(texts(Pages(site_record(visit, NUMBER)).pdf()))


def test_c_7_the_refusal_is_on_the_printed_page(make_visit, sign):
    visit = make_visit()
    form = site_record(visit, NUMBER)
    text = "".join(texts(Pages(form, sign(visit, form, SignatureState.REFUSED, "不认可检查结果")).pdf()))
    assert "拒绝签名" in text
    assert "不认可检查结果" in text


def test_two_prints_hold_the_same_text_and_fonts(make_visit):
    form = site_record(make_visit(), NUMBER)
    one, two = (PdfReader(io.BytesIO(Pages(form).pdf())) for _ in range(2))
    assert [page.get_contents().get_data() for page in one.pages] == [
        page.get_contents().get_data() for page in two.pages
    ]
    fonts = [font.get_object() for page in one.pages for font in page["/Resources"]["/Font"].values()]
    descendants = [font["/DescendantFonts"][0].get_object() for font in fonts if "/DescendantFonts" in font]
    assert descendants
    assert all({"/FontFile2", "/FontFile3"} & each["/FontDescriptor"].get_object().keys() for each in descendants)


def test_preview_has_the_pages_of_the_print(make_visit):
    pages = Pages(site_record(make_visit(items=52), NUMBER))
    pictures = pages.images(dpi=50)
    assert len(pictures) == len(pages) == len(texts(pages.pdf()))
    assert {(picture.width(), picture.height()) for picture in pictures} == {(413, 585)}


def test_photo_sheet_shows_pictures_with_what_proves_them(make_visit, sign):
    visit = make_visit(photos=3)
    pictures = {item.id: scale_photo(photo(1600, 1200)) for item in visit.evidence[:2]}
    form = photo_sheet(visit, pictures, NUMBER)
    pdf = Pages(form, sign(visit, form)).pdf()
    text = "".join(texts(pdf))
    for item in visit.evidence:
        assert item.sha256[:12] in text
        assert item.caption in text
    assert "拍摄人：李建国" in text
    assert "影像未保存在本机" in text
    assert "以上照片系在本单位现场拍摄" in text


@pytest.mark.parametrize(("orientation", "size"), [(None, (333, 250)), (6, (187, 250))])
def test_photos_stand_upright_and_fit_their_room(orientation, size):
    picture = scale_photo(photo(1600, 1200, orientation))
    assert (picture.width, picture.height) == size


def test_what_is_no_picture_is_refused():
    with pytest.raises(UnreadablePicture):
        scale_photo(b"<html>")


@pytest.mark.parametrize("strokes", [(((0, 0),),), (((5, 5), (1000, 400)),), (((10, 0), (10, 900)), ((20, 20),))])
def test_strokes_fit_the_room_of_a_signature_and_leave_ink(strokes):
    picture = draw_strokes(strokes)
    assert picture is not None
    assert picture.width <= 190
    assert picture.height <= 38
    image = QImage()
    assert image.loadFromData(_decoded(picture.url))
    assert any(image.pixelColor(x, y).lightness() < 128 for x in range(image.width()) for y in range(image.height()))


def test_no_strokes_are_no_picture():
    assert draw_strokes(()) is None
    assert draw_strokes(((),)) is None


def _decoded(url: str) -> bytes:
    return base64.b64decode(url.partition(",")[2])
