"""HQ's log: a JSON object a line, of ids and figures; no names, no values, no messages that could quote them."""

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


def fields(**values: Any) -> dict[str, Any]:
    """`extra` of a log call; members without a value are left out."""
    return {_OURS: {name: value for name, value in values.items() if value not in (None, "")}}


def log_to(stream: TextIO, level: int = logging.INFO) -> None:
    """Send every log of this process to a stream, as JSON lines."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
