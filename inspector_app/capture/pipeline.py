"""From a grey picture to the codes on it: which decoder sees which variant, and what is believed.

A linear code is believed when two decoders, two variants or two frames say it and nothing else is read on its spot, or
when one good read stays uncontested to the end. A wrong number is worse than none: on blurred bars each decoder alone
makes up numbers whose check digit is right. EAN-8 and UPC-E always need two reads. Measured by
tests/benchmarks/scan.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from dataclasses import replace
from enum import Enum, auto
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspector_app.capture.decoders import (
    Candidate,
    Decoder,
    Gray,
    Sought,
    has_zbar,
    read_with_zbar,
    read_with_zxing,
)
from inspector_app.domain.barcodes import MATRIX, Symbology

LINES = {Decoder.ZXING: 4, Decoder.ZBAR: 6}
"""Scan lines that a lone read needs; every ghost seen had fewer."""
SHORT = (Symbology.EAN_8, Symbology.UPC_E)
"""So few bars that zbar finds them in noise, again in each variant."""
QUALITY = 6
QUALITY_ALTERED = 10
"""zbar's quality for a lone read: of the picture itself, of a variant."""
CUT_OUT_LINES = 30
"""For a lone zxing-cpp read of a cut-out, where there is no zbar to ask."""
CUT_OUT_EVERY = 5
"""A live frame without a code gets the cut-outs each so many frames: they cost as much as both decoders."""
AROUND = 1.3
"""Of a code's reach: with its quiet zones."""
ENLARGE_BELOW = 2_000_000
"""Pixels of the largest picture worth enlarging."""


class Variant(Enum):
    WHOLE = auto()
    SHARPENED = auto()
    EQUALISED = auto()
    CUT_OUT = auto()
    CUT_OUT_SHARPENED = auto()
    CUT_OUT_EQUALISED = auto()
    INVERTED = auto()
    ENLARGED = auto()


class Votes:
    """The reads of one scene so far, and what they settle. Each decoder has one vote a variant and frame."""

    def __init__(self) -> None:
        self._first: dict[str, Candidate] = {}
        self._votes: dict[str, set[tuple[Decoder, Variant, int]]] = {}
        """Of linear codes: a matrix code corrects its errors and is right or not read."""
        self._firm: set[str] = set()

    @property
    def keys(self) -> Set[str]:
        return self._first.keys()

    def add(self, variant: Variant, candidates: list[Candidate], frame: int = 0) -> None:
        for candidate in candidates:
            if candidate.symbology in SHORT and candidate.lines < LINES[candidate.decoder]:
                continue  # the slanted half of a longer code
            self._first.setdefault(candidate.key, candidate)
            if candidate.symbology not in MATRIX:
                self._votes.setdefault(candidate.key, set()).add((candidate.decoder, variant, frame))
                if _is_firm(candidate, variant):
                    self._firm.add(candidate.key)

    def settled(self) -> list[Candidate]:
        return [candidate for key, candidate in self._first.items() if key not in self._votes or self._is_settled(key)]

    def is_open(self) -> bool:
        """Whether another variant may still tell something."""
        waiting = any(not self._is_settled(key) and not self._rival(key) for key in self._firm)
        return waiting or not self.settled()

    def final(self) -> list[Candidate]:
        """What is settled, and the firm reads that nothing has contradicted."""
        firm = [self._first[key] for key in self._firm if not self._is_settled(key) and not self._rival(key)]
        return self.settled() + firm

    def _is_settled(self, key: str) -> bool:
        votes, rival = self._votes[key], self._rival(key)
        by, frames = {decoder for decoder, _, _ in votes}, {frame for _, _, frame in votes}
        if self._first[key].symbology in SHORT and by == {Decoder.ZBAR} and len(frames) == 1:
            return False
        return len(votes) >= max(2, 2 * rival)

    def _rival(self, key: str) -> int:
        """The most votes that another linear code on the same spot has."""
        mine = self._first[key]
        return max(
            (len(votes) for other, votes in self._votes.items() if other != key and mine.is_where(self._first[other])),
            default=0,
        )


def _is_firm(candidate: Candidate, variant: Variant) -> bool:
    if candidate.symbology in SHORT or candidate.lines < LINES[candidate.decoder]:
        return False
    if variant is Variant.ENLARGED:
        return False
    if variant in CUT_OUT_VARIANTS:
        return not has_zbar() and candidate.lines >= CUT_OUT_LINES
    quality = QUALITY if variant is Variant.WHOLE else QUALITY_ALTERED
    return candidate.decoder is Decoder.ZXING or candidate.quality >= quality


class Pipeline:
    """Reads photos and live frames. Keeps what the last frames showed; one per stream."""

    def __init__(self, chinese: bool = False) -> None:
        self._chinese = chinese
        self._frame = 0
        self._empty_frames = 0
        self._last = Votes()

    def photo(self, gray: Gray) -> list[Candidate]:
        """Try variant after variant until one gives a code that may be believed."""
        votes = Votes()
        for variant, candidates in self._variants(gray, votes):
            votes.add(variant, candidates)
            if not votes.is_open():
                break
        return votes.final()

    def frame(self, gray: Gray) -> list[Candidate]:
        """The whole frame by both decoders; a read that cannot stand alone waits for the next frame."""
        self._frame += 1
        alone, with_last = Votes(), self._last
        settled: list[Candidate] = []
        for variant, candidates in self._frame_variants(gray):
            for votes in (alone, with_last):
                votes.add(variant, candidates, self._frame)
            settled = [candidate for candidate in with_last.settled() if candidate.key in alone.keys]
            if settled:
                break
        self._last = alone
        self._empty_frames = 0 if alone.keys else self._empty_frames + 1
        return settled

    def _zxing(self, gray: NDArray[Any], sought: Sought) -> list[Candidate]:
        """Of a variant; the picture itself is read before any."""
        return read_with_zxing(np.ascontiguousarray(gray, np.uint8), self._chinese, again=True, sought=sought)

    def _variants(self, gray: Gray, votes: Votes) -> Iterator[tuple[Variant, list[Candidate]]]:
        yield from self._whole(gray)
        import cv2  # 0.15 s to import, and most pictures never need it

        yield Variant.SHARPENED, self._zxing(sharpened(gray), Sought.ALL)
        yield Variant.EQUALISED, self._zxing(equalised(gray), Sought.NO_DATA_MATRIX)
        yield from self._cut_outs(gray)
        inverted = 255 - gray
        yield Variant.INVERTED, read_with_zbar(inverted) if has_zbar() else self._zxing(inverted, Sought.LINEAR)
        if gray.size < ENLARGE_BELOW:
            enlarged = np.asarray(cv2.resize(gray, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)
            yield Variant.ENLARGED, _halved(self._zxing(enlarged, Sought.NO_DATA_MATRIX))
            if votes.keys:  # what zbar reads here is believed only where it agrees
                yield Variant.ENLARGED, _halved(read_with_zbar(enlarged))

    def _whole(self, gray: Gray) -> Iterator[tuple[Variant, list[Candidate]]]:
        found = read_with_zxing(np.ascontiguousarray(gray, np.uint8), self._chinese)
        yield Variant.WHOLE, found
        if not found:
            yield Variant.WHOLE, read_with_zbar(gray)
        for candidate in found:  # zbar costs twice zxing-cpp: to confirm, it looks at the spot alone
            if candidate.symbology not in MATRIX:
                (x, y), reach = candidate.at, candidate.reach * AROUND
                left, top = max(0, int(x - reach)), max(0, int(y - reach))
                spot = gray[top : int(y + reach) + 1, left : int(x + reach) + 1]
                seen = read_with_zbar(spot)
                yield Variant.WHOLE, [replace(c, at=(c.at[0] + left, c.at[1] + top)) for c in seen]

    def _frame_variants(self, gray: Gray) -> Iterator[tuple[Variant, list[Candidate]]]:
        yield from self._whole(gray)
        if self._empty_frames % CUT_OUT_EVERY == CUT_OUT_EVERY - 1:
            yield from self._cut_outs(gray)

    def _cut_outs(self, gray: Gray) -> Iterator[tuple[Variant, list[Candidate]]]:
        pieces = cut_outs(gray)
        for variant, altered in CUT_OUT_VARIANTS.items():
            for piece, at, reach in pieces:
                upright = altered(piece)
                yield variant, [replace(c, at=at, reach=reach) for c in self._zxing(upright, Sought.LINEAR)]
                yield variant, [replace(c, at=at, reach=reach) for c in read_with_zbar(upright)]


def _halved(candidates: list[Candidate]) -> list[Candidate]:
    """Where they are in the picture that was enlarged."""
    return [replace(c, at=(c.at[0] / 2, c.at[1] / 2), reach=c.reach / 2) for c in candidates]


def sharpened(gray: Gray) -> Gray:
    import cv2

    return np.asarray(cv2.addWeighted(gray, 2.0, cv2.GaussianBlur(gray, (0, 0), 2), -1.0, 0), np.uint8)


def equalised(gray: Gray) -> Gray:
    """Contrast raised tile by tile: shadows and glare."""
    import cv2

    return np.asarray(cv2.createCLAHE(2.0, (8, 8)).apply(gray), np.uint8)


CUT_OUT_VARIANTS: dict[Variant, Callable[[Gray], Gray]] = {
    Variant.CUT_OUT: lambda piece: piece,
    Variant.CUT_OUT_SHARPENED: sharpened,
    Variant.CUT_OUT_EQUALISED: equalised,
}


def cut_outs(gray: Gray) -> list[tuple[Gray, tuple[float, float], float]]:
    """Each region that OpenCV takes for a linear code, upright and of a readable size, with its centre and reach."""
    import cv2

    found, corners = cv2.barcode.BarcodeDetector().detect(cv2.cvtColor(gray, cv2.COLOR_GRAY2BGR))
    pieces = []
    for four in np.asarray(corners, np.float32).reshape(-1, 4, 2) if found else ():
        centre, (width, height), angle = cv2.minAreaRect(four)
        if width < height:
            width, height, angle = height, width, angle + 90
        scale = max(1.0, min(4.0, 600 / max(width, 1)))
        across, down = int(width * 1.3 * scale) + 1, int(height * 1.1 * scale) + 1  # with the quiet zones
        if across < 10 or down < 3 or across * down > 4 * gray.size:
            continue
        turn = cv2.getRotationMatrix2D(centre, angle, scale)
        turn[0, 2] += across / 2 - centre[0]
        turn[1, 2] += down / 2 - centre[1]
        piece = cv2.warpAffine(gray, turn, (across, down), flags=cv2.INTER_CUBIC, borderValue=(255,))
        pieces.append((np.asarray(piece, np.uint8), (centre[0], centre[1]), width / 2))
    return pieces
