"""Bring the translation files up to date with the sources: python resources/i18n/update.py

inspector_zh_CN.ts holds every text; inspector_en.ts only those with a count, for their plurals.
Then translate what is marked unfinished, in Qt Linguist or by hand.
"""

import subprocess
import sys
from pathlib import Path

import PySide6

HERE = Path(__file__).resolve().parent
LUPDATE = Path(PySide6.__file__).parent / "lupdate"
COMMON = ["-no-obsolete", "-locations", "none", "-silent"]


def update(folder: Path = HERE) -> None:
    sources = sorted(str(file) for file in (HERE.parents[1] / "inspector_app" / "ui").rglob("*.py"))
    subprocess.run([LUPDATE, *sources, *COMMON, "-ts", folder / "inspector_zh_CN.ts"], check=True)
    subprocess.run([LUPDATE, *sources, *COMMON, "-pluralonly", "-ts", folder / "inspector_en.ts"], check=True)


if __name__ == "__main__":
    update()
    waiting = sum(file.read_text(encoding="utf-8").count('type="unfinished"') for file in HERE.glob("*.ts"))
    sys.stdout.write(f"unfinished: {waiting}\n")
