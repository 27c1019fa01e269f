"""`inspector-app scan FILE…`: one JSON line a file, one decoder for all of them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from inspector_app.capture.messages import ScanProblem
from inspector_app.capture.scanner import Scanner
from inspector_app.domain.barcodes import Code


def run(files: Iterable[str | Path], out: TextIO, sentence: Callable[[ScanProblem], str]) -> int:
    """0 when every file could be read, whether or not it shows a code; else 1."""
    code = 0
    with Scanner() as scanner:
        for file in files:
            result = scanner.scan_file(Path(file))
            line: dict[str, object] = {"file": os.fspath(file), "codes": [_code(found) for found in result.codes]}
            if result.problem:
                line["error"] = sentence(result.problem)
                code = 1
            out.write(_json(line, out.encoding) + "\n")
            out.flush()
    return code


def _json(line: dict[str, object], encoding: str | None) -> str:
    """Readable where the terminal has the characters, escaped where it has not."""
    text = json.dumps(line, ensure_ascii=False)
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(line)
    return text


def _code(code: Code) -> dict[str, object]:
    # No shop is known here: an in-store code is given as its digits, like a GTIN.
    gtin = code.gtin or (code.store_code.zfill(14) if code.store_code else None)
    return {"symbology": code.symbology, "text": code.text, "gtin": gtin, "gs1": dict(code.gs1)}
