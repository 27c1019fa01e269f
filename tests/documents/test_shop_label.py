"""The sheet for a shop's door: what is printed is what the decoders read."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from inspector_app.capture.decoders import read_with_zxing
from inspector_app.documents.shop_label import ShopLabel
from inspector_app.domain import shop_codes

CODE = shop_codes.shop_code("01a2082d-cc52-70d0-8475-6e76c38d67af")
LABEL = ShopLabel("杨柳村便民食杂店 & <b>", CODE, "云岭县市场监督管理局", is_demo=True)


@pytest.fixture(autouse=True)
def app() -> QGuiApplication:
    running = QApplication.instance() or QApplication([])
    assert isinstance(running, QGuiApplication)
    return running


@pytest.mark.parametrize("dpi", [60, 100, 300])
def test_r_8_the_printed_code_is_read_by_the_decoder(dpi: int) -> None:
    gray = LABEL.image(dpi).convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = np.frombuffer(gray.constBits(), np.uint8).reshape(gray.height(), gray.bytesPerLine())[:, : gray.width()]
    found = read_with_zxing(np.ascontiguousarray(pixels), chinese=True)
    assert [each.text for each in found] == [CODE]
    assert shop_codes.read(found[0].text) == CODE


def test_the_sheet_is_one_page_of_a5() -> None:
    pdf = LABEL.pdf()
    assert pdf.startswith(b"%PDF")
    sizes = re.findall(rb"/MediaBox\s*\[([^\]]+)\]", pdf)
    assert [[round(float(each)) for each in size.split()] for size in sizes] == [[0, 0, 420, 595]]
