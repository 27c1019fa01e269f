"""Product labels that we print and photograph ourselves: real symbols, made-up goods, everyday camera faults.

For the demo, the tests and the benchmark. Numbers are of the demonstration range (952), names are invented.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from stdnum.ean import calc_check_digit
from stdnum.iso7064 import mod_11_10

from inspector_app.capture.fonts import chinese_font
from inspector_app.domain.barcodes import GS, Symbology

LABEL = (760, 800)
PHOTO = (1280, 960)
"""Width and height in pixels."""
INK = (24, 24, 28)

BRANDS = ("云露", "禾小满", "石桥坊", "谷雨田", "山月里", "青禾记")
GOODS = (
    ("原味苏打饼干", "小麦粉、植物油、白砂糖、食用盐", "GB/T 20980", "108", "200 g", 12),
    ("香辣花生米", "花生仁、植物油、辣椒、食用盐", "GB/T 22165", "118", "150 g", 9),
    ("手工红薯粉条", "红薯淀粉、水", "GB/T 23587", "123", "500 g", 18),
    ("米酿陈醋", "水、高粱、麸皮、食用盐", "GB 2719", "103", "420 mL", 24),
    ("山泉豆腐干", "黄豆、水、酱油、香辛料", "GB/T 23494", "125", "120 g", 6),
    ("高山云雾茶", "茶树鲜叶", "GB/T 14456", "114", "100 g", 18),
)
"""Name, ingredients, standard, licence class, net content, months of shelf life."""
PAPERS = ((255, 255, 255), (250, 246, 232), (238, 246, 240), (246, 238, 236))

TABLES = ((146, 116, 84), (96, 78, 62), (158, 160, 164), (104, 110, 116), (190, 182, 168))


class Fault(StrEnum):
    """What is wrong with the photo of a label."""

    NONE = "NONE"
    SKEWED = "SKEWED"
    BLURRED = "BLURRED"
    BADLY_LIT = "BADLY_LIT"
    NOISY = "NOISY"
    ROTATED = "ROTATED"


SYMBOLOGIES = (
    Symbology.EAN_13,
    Symbology.CODE_128,
    Symbology.EAN_13,
    Symbology.EAN_8,
    Symbology.QR,
    Symbology.EAN_13,
    Symbology.ITF_14,
    Symbology.DATA_MATRIX,
)


@dataclass(frozen=True, slots=True)
class LabelProduct:
    brand: str
    name: str
    maker: str
    licence_no: str
    standard_no: str
    ingredients: str
    net_content: str
    produced_on: dt.date
    shelf_life_months: int
    batch: str


@dataclass(frozen=True, slots=True)
class RenderedLabel:
    path: Path
    symbology: Symbology
    text: str
    """What a decoder is to read, group separators included."""
    gtin: str
    product: LabelProduct
    fault: Fault


def render_set(folder: Path, seed: int, count: int, today: dt.date) -> list[RenderedLabel]:
    """Write `count` photos: the same for the same seed and day. The first 48 pair each symbology with each fault."""
    folder.mkdir(parents=True, exist_ok=True)
    labels = []
    for number in range(count):
        chance = Random(f"{seed}-{number}")
        fault = tuple(Fault)[number % len(Fault)]
        symbology = SYMBOLOGIES[(number + number // len(Fault)) % len(SYMBOLOGIES)]
        product = _product(chance, today)
        text, gtin, content = _content(symbology, chance, product)
        print_out = draw_label(product, symbology, content, chance)
        path = folder / f"label-{number + 1:03}-{symbology.lower()}-{fault.lower()}.jpg"
        Image.fromarray(photograph(np.asarray(print_out), fault, chance)).save(path, quality=88)
        labels.append(RenderedLabel(path, symbology, text, gtin, product, fault))
    return labels


def _product(chance: Random, today: dt.date) -> LabelProduct:
    brand = chance.choice(BRANDS)
    name, ingredients, standard, licence_class, net, months = chance.choice(GOODS)
    made = today - dt.timedelta(days=chance.randrange(5, 120))
    licence = f"{licence_class}990101{chance.randrange(10000):04}"
    return LabelProduct(
        brand=brand,
        name=f"{brand}{name}",
        maker=f"云岭县{brand}食品厂(演示)",
        licence_no=f"SC{licence}{mod_11_10.calc_check_digit(licence)}",
        standard_no=standard,
        ingredients=ingredients,
        net_content=net,
        produced_on=made,
        shelf_life_months=months,
        batch=f"L{made:%y%m%d}{chance.choice('ABC')}",
    )


def _content(symbology: Symbology, chance: Random, product: LabelProduct) -> tuple[str, str, str]:
    """(text that is read, GTIN-14, content for the writer)."""
    body = f"952{chance.randrange(10**4):04}" if symbology is Symbology.EAN_8 else f"952{chance.randrange(10**9):09}"
    if symbology is Symbology.ITF_14:
        body = f"1{body}"
    digits = body + calc_check_digit(body)
    gtin = digits.zfill(14)
    made = f"{product.produced_on:%y%m%d}"
    match symbology:
        case Symbology.CODE_128:
            return f"01{gtin}11{made}10{product.batch}", gtin, f"(01){gtin}(11){made}(10){product.batch}"
        case Symbology.DATA_MATRIX:
            serial = f"{chance.randrange(10**6):06}"
            text = f"01{gtin}11{made}10{product.batch}{GS}21{serial}"
            return text, gtin, f"(01){gtin}(11){made}(10){product.batch}(21){serial}"
        case Symbology.QR:
            address = f"https://label.example/01/{gtin}/10/{product.batch}"
            return address, gtin, address
        case _:
            return digits, gtin, digits


_WRITERS = {
    Symbology.EAN_13: zxingcpp.BarcodeFormat.EAN13,
    Symbology.EAN_8: zxingcpp.BarcodeFormat.EAN8,
    Symbology.CODE_128: zxingcpp.BarcodeFormat.Code128,
    Symbology.ITF_14: zxingcpp.BarcodeFormat.ITF,
    Symbology.QR: zxingcpp.BarcodeFormat.QRCode,
    Symbology.DATA_MATRIX: zxingcpp.BarcodeFormat.DataMatrix,
}
_MODULE_PX = {Symbology.CODE_128: 2, Symbology.QR: 6, Symbology.DATA_MATRIX: 7}
_BARS_HIGH = 130


def draw_symbol(symbology: Symbology, content: str) -> Image.Image:
    """A printed symbol with its quiet zones. `content` in brackets makes a GS1 symbol: "(01)0952…"."""
    wishes = {"gs1": True} if content.startswith("(") else {}
    if symbology is Symbology.DATA_MATRIX:
        wishes["force_square"] = True
    written = zxingcpp.create_barcode(content, _WRITERS[symbology], **wishes)
    scale = _MODULE_PX.get(symbology, 3)
    picture = Image.fromarray(np.array(written.to_image(scale=scale, add_quiet_zones=True)))
    if symbology in (Symbology.QR, Symbology.DATA_MATRIX):
        return picture
    return picture.resize((picture.width, _BARS_HIGH), Image.Resampling.NEAREST)


def draw_label(product: LabelProduct, symbology: Symbology, content: str, chance: Random) -> Image.Image:
    """The back of a pack: name, what the law wants said, the symbol and its digits."""
    width = LABEL[0]
    label = Image.new("RGB", LABEL, chance.choice(PAPERS))
    draw = ImageDraw.Draw(label)
    tint = tuple(chance.randrange(30, 130) for _ in range(3))
    draw.rectangle((0, 0, width, 118), fill=tint)
    _write(draw, (36, 26), product.name, 46, (255, 255, 255), bold=True)
    lines = (
        f"配料:{product.ingredients}",
        f"净含量:{product.net_content}    产品标准代号:{product.standard_no}",
        f"食品生产许可证编号:{product.licence_no}",
        f"生产日期:{product.produced_on:%Y年%m月%d日}    批号:{product.batch}",
        f"保质期:{product.shelf_life_months}个月    贮存条件:阴凉干燥处,避免阳光直射",
        f"生产者:{product.maker}",
        "地址:云岭县石桥镇杨柳村 演示路1号",
        "联系方式:0999-0000000",
    )
    for row, line in enumerate(lines):
        _write(draw, (36, 146 + 44 * row), line, 26, INK)
    draw.rectangle((24, 130, width - 24, 506), outline=INK, width=2)
    symbol = draw_symbol(symbology, content)
    left, top = (width - symbol.width) // 2, 550
    draw.rectangle((left - 24, top - 20, left + symbol.width + 24, top + symbol.height + 52), fill=(255, 255, 255))
    label.paste(symbol, (left, top))
    if symbology not in (Symbology.QR, Symbology.DATA_MATRIX):
        _write(draw, (width // 2, top + symbol.height + 22), content, 24, INK, centred=True)
    return label


def _write(
    draw: ImageDraw.ImageDraw,
    at: tuple[int, int],
    text: str,
    size: int,
    colour: tuple[int, ...],
    bold: bool = False,
    centred: bool = False,
) -> None:
    if font := chinese_font(size, bold):  # without one the symbol is printed alone
        draw.text(at, text, fill=colour, font=font, anchor="mm" if centred else None)


def photograph(label: NDArray[np.uint8], fault: Fault, chance: Random) -> NDArray[np.uint8]:
    """The label on a table, as a camera of 1280×960 sees it."""
    noise = np.random.default_rng(chance.randrange(2**32))
    table = np.full((PHOTO[1], PHOTO[0], 3), chance.choice(TABLES), np.float32)
    table += noise.normal(0, 6, (PHOTO[1], 1, 1)).astype(np.float32)  # grain of the wood
    turn = _placement(fault, chance)
    placed = cv2.warpPerspective(label, turn, PHOTO, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.ones(label.shape[:2], np.float32), turn, PHOTO)[..., np.newaxis]
    photo = np.asarray(table * (1 - mask) + placed * mask, np.float32)
    if fault is Fault.BADLY_LIT:
        photo *= _light(chance)[..., np.newaxis]
    if fault is Fault.BLURRED:
        photo = _blur(photo, chance)
    grain = chance.uniform(16, 30) if fault is Fault.NOISY else 3
    photo += noise.normal(0, grain, photo.shape).astype(np.float32)
    return photo.clip(0, 255).astype(np.uint8)


def _placement(fault: Fault, chance: Random) -> Any:
    """The perspective that puts the label's corners onto the photo."""
    width, height = LABEL
    angle = chance.uniform(-180, 180) if fault is Fault.ROTATED else chance.uniform(-4, 4)
    scale = chance.uniform(1.0, 1.15) * (0.8 if fault is Fault.ROTATED else 1.0)
    flat = cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale)
    corners = cv2.transform(np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float32), flat)[0]
    corners += np.array([(PHOTO[0] - width) / 2, (PHOTO[1] - height) / 2])
    if fault is Fault.SKEWED:
        corners += np.array([[chance.uniform(-110, 110), chance.uniform(-70, 70)] for _ in range(4)])
    paper = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.getPerspectiveTransform(paper, np.asarray(corners, np.float32))


def _light(chance: Random) -> NDArray[np.float32]:
    """A shadow falling across, and the glare of a lamp: 1 is well lit."""
    down, across = np.mgrid[0 : PHOTO[1], 0 : PHOTO[0]].astype(np.float32)
    angle = chance.uniform(0, 2 * np.pi)
    slope = (across / PHOTO[0] - 0.5) * np.cos(angle) + (down / PHOTO[1] - 0.5) * np.sin(angle)
    shadow = 0.12 + 0.5 / (1 + np.exp(-slope * chance.uniform(4, 14)))
    x, y = chance.uniform(0.2, 0.8) * PHOTO[0], chance.uniform(0.2, 0.7) * PHOTO[1]
    glare = 1.2 * np.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * chance.uniform(50, 110) ** 2))
    return np.asarray(shadow + glare, np.float32)


def _blur(photo: NDArray[np.float32], chance: Random) -> NDArray[np.float32]:
    """Out of focus, or the hand moved."""
    if chance.random() < 0.5:
        return np.asarray(cv2.GaussianBlur(photo, (0, 0), chance.uniform(0.8, 1.7)), np.float32)
    length = chance.choice((3, 5, 7))
    path = np.zeros((length, length), np.float32)
    path[length // 2] = 1 / length
    turn = cv2.getRotationMatrix2D((length // 2, length // 2), chance.uniform(0, 180), 1)
    path = np.asarray(cv2.warpAffine(path, turn, (length, length)), np.float32)
    return np.asarray(cv2.filter2D(photo, -1, path / path.sum()), np.float32)
