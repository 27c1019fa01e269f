"""The log stays small and says when, in UTC."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from inspector_app import logs


def test_lines_carry_utc_time_level_and_place(tmp_path: Path) -> None:
    handler = logs.start(tmp_path / "logs")
    try:
        logging.getLogger("inspector_app.test").info("saved %s", "01890a5d")
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    line = (tmp_path / "logs" / "inspector.log").read_text(encoding="utf-8")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ INFO inspector_app\.test saved 01890a5d\n", line)


def test_old_lines_make_room(tmp_path: Path) -> None:
    handler = logs.start(tmp_path)
    try:
        for _ in range(80):
            logging.getLogger("inspector_app.test").info("x" * (logs.MEGABYTE // 10))
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()
    sizes = [file.stat().st_size for file in tmp_path.iterdir()]
    assert len(sizes) <= 5
    assert max(sizes) <= logs.MEGABYTE
