"""`inspector-app scan FILE…`: one JSON line a file, one decoder for all of them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from inspector_app.capture.messages import ScanProblem
from inspector_app.capture.scanner import Scanner
from inspector_app.domain.barcodes import Code

SENTENCES = {
    ScanProblem.MISSING: "There is no such file.",
    ScanProblem.NO_ACCESS: "This is not a file that can be opened: a folder, a device, or a file that may not be read.",
    ScanProblem.EMPTY: "The file is empty.",
    ScanProblem.NOT_AN_IMAGE: "This is not a picture, or not one of JPEG, PNG, WebP, BMP, GIF and TIFF.",
    ScanProblem.DAMAGED: "The picture is damaged or cut off. Copy it from the camera again.",
    ScanProblem.TOO_LARGE: "The picture is too large: at most 100 million pixels and 200 MB.",
    ScanProblem.OUT_OF_MEMORY: "There is not enough memory for this picture. Make it smaller and try again.",
    ScanProblem.CRASHED: "The decoder failed on this picture. The other files are read all the same.",
    ScanProblem.TIMED_OUT: "Reading this picture took too long, so it was given up.",
    ScanProblem.NOT_STARTED: "The decoder cannot be started. Install the app again.",
}


def run(files: Iterable[str | Path], out: TextIO) -> int:
    """0 when every file could be read, whether or not it shows a code; else 1."""
    code = 0
    with Scanner() as scanner:
        for file in files:
            result = scanner.scan_file(Path(file))
            line: dict[str, object] = {"file": os.fspath(file), "codes": [_code(found) for found in result.codes]}
            if result.problem:
                line["error"] = SENTENCES[result.problem]
                code = 1
            out.write(json.dumps(line) + "\n")
            out.flush()
    return code


def _code(code: Code) -> dict[str, object]:
    # No shop is known here: an in-store code is given as its digits, like a GTIN.
    gtin = code.gtin or (code.store_code.zfill(14) if code.store_code else None)
    return {"symbology": code.symbology, "text": code.text, "gtin": gtin, "gs1": dict(code.gs1)}
