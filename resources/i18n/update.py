"""Bring the translation files up to date with the sources: python resources/i18n/update.py

inspector_zh_CN.ts holds every text; inspector_en.ts only those with a count, for their plurals.
"""

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6

HERE = Path(__file__).resolve().parent
LUPDATE = Path(PySide6.__file__).parent / "lupdate"
COMMON = ["-no-obsolete", "-locations", "none", "-silent"]


def update(folder: Path = HERE) -> None:
    # Named one by one: lupdate finds no Python files in a folder.
    app = HERE.parents[1] / "inspector_app"
    folders = (app / "demo", app / "ui")
    sources = [str(app / "app.py"), *(str(file) for folder in folders for file in sorted(folder.rglob("*.py")))]
    subprocess.run([LUPDATE, *sources, *COMMON, "-ts", folder / "inspector_zh_CN.ts"], check=True)
    subprocess.run([LUPDATE, *sources, *COMMON, "-pluralonly", "-ts", folder / "inspector_en.ts"], check=True)


def unfinished(file: Path) -> list[tuple[str, str]]:
    """(context, source) of what has no translation yet."""
    return [
        (context.findtext("name", ""), message.findtext("source", ""))
        for context in ET.parse(file).iter("context")
        for message in context.iter("message")
        if message.find("translation").get("type") == "unfinished"
    ]


if __name__ == "__main__":
    update()
    for ts in sorted(HERE.glob("*.ts")):
        for context, source in unfinished(ts):
            sys.stdout.write(f"{ts.name} {context or '(no class: write self.tr)'}: {source}\n")
