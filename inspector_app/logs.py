"""The log: a rotating file with ids only. Names, numbers, addresses, photos and tokens never go in."""

from __future__ import annotations

import logging
import logging.handlers
import time
from pathlib import Path

MEGABYTE = 1 << 20


def start(folder: Path, level: int = logging.INFO) -> logging.Handler:
    """Log to five files of one megabyte at most, in UTC; give the handler, so that it can be taken off again."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        folder / "inspector.log", maxBytes=MEGABYTE, backupCount=4, encoding="utf-8", delay=True
    )
    line = logging.Formatter("%(asctime)sZ %(levelname)s %(name)s %(message)s", "%Y-%m-%dT%H:%M:%S")
    line.converter = time.gmtime
    handler.setFormatter(line)
    root = logging.getLogger()
    root.setLevel(level)
    root.addHandler(handler)
    return handler
