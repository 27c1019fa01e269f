"""HQ's log: a line an event, of ids and figures; no names, no values, no messages that could quote them."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any, TextIO

_OURS = "sync_hq"


class JsonLines(logging.Formatter):
    """Formats records; what `fields` gave stands beside the event. An exception is told by its kind and its places."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": str(record.msg),  # not getMessage(): arguments of other people's logs may hold anything
            **getattr(record, _OURS, {}),
        }
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            frames = traceback.extract_tb(record.exc_info[2])
            line["trace"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


class PlainLines(logging.Formatter):
    """Formats records for somebody at a terminal: the same event and fields on one line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(" ", timespec="seconds")
        told = " ".join(f"{name}={value}" for name, value in getattr(record, _OURS, {}).items())
        line = f"{at} {record.levelname.lower()} {record.name}: {record.msg} {told}".rstrip()
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])
            places = "".join(f"\n  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
            line += f" {record.exc_info[0].__name__}{places}"
        return line


def fields(**values: Any) -> dict[str, Any]:
    """`extra` of a log call; members without a value are left out."""
    return {_OURS: {name: value for name, value in values.items() if value not in (None, "")}}


def log_to(stream: TextIO, level: int = logging.INFO, lines: logging.Formatter | None = None) -> None:
    """Send every log of this process to a stream, as JSON lines unless said otherwise."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(lines or JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
