"""A Chinese font of the system, for what is drawn into pictures."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

from PIL import ImageFont

_KNOWN = {
    False: (
        ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
        ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
        ("C:/Windows/Fonts/msyh.ttc", 0),
        ("/System/Library/Fonts/PingFang.ttc", 0),
        ("/System/Library/Fonts/STHeiti Light.ttc", 0),
    ),
    True: (
        ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2),
        ("C:/Windows/Fonts/msyhbd.ttc", 0),
        ("/System/Library/Fonts/STHeiti Medium.ttc", 0),
    ),
}
"""(file, face in it): of a Noto collection, face 2 has the mainland's forms."""


def chinese_font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont | None:
    """None where the system has no Chinese font."""
    found = _find(bold) or (_find(False) if bold else None)
    return ImageFont.truetype(found[0], size, index=found[1]) if found else None


@cache
def _find(bold: bool) -> tuple[str, int] | None:
    return next((known for known in _KNOWN[bold] if Path(known[0]).is_file()), None) or _ask_fontconfig(bold)


def _ask_fontconfig(bold: bool) -> tuple[str, int] | None:
    if shutil.which("fc-list") is None:
        return None
    query = ["fc-list", "-f", "%{file}|%{index}\n", f":lang=zh-cn:weight={'200' if bold else '80'}"]
    answer = subprocess.run(query, capture_output=True, text=True, timeout=10, check=False).stdout
    file, _, index = next(iter(sorted(answer.split("\n"), reverse=True)), "").partition("|")
    return (file, int(index)) if index.isdigit() and Path(file).is_file() else None
