"""How things stand with HQ, and why an exchange did not happen, is told with what is safe."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.clock import Marks
from inspector_app.errors import AppError
from inspector_app.storage.sync_state import SyncState
from inspector_app.ui import sync_sentences
from inspector_app.ui.sync_sentences import standing, trouble
from sync.device.problem import ProblemKind, SyncProblem
from sync.faults import Fault

HOUR = 3_600_000_000
LEVEL = SyncState(
    waiting=0, waiting_since=None, parked=0, refused=0, conflicts=0, photos_waiting=0, photo_bytes_waiting=0,
    photos_at_hq=0, held=0, last_contact=1, is_level=True,
)  # fmt: skip
OFFLINE = SyncProblem(ProblemKind.UNREACHABLE, retryable=True)


def test_h_10_every_problem_and_fault_has_a_sentence_that_says_what_is_safe() -> None:
    assert set(sync_sentences.PROBLEMS) == set(ProblemKind)
    assert set(sync_sentences.FAULTS) == set(Fault)
    for sentence in (*sync_sentences.PROBLEMS.values(), *sync_sentences.FAULTS.values()):
        assert "saved" in sentence
        assert sentence.count(". ") >= 1


def test_a_fault_is_told_by_its_own_sentence() -> None:
    told = {trouble(SyncProblem(ProblemKind.FAULT, retryable=False, fault=fault)) for fault in Fault}
    assert len(told) == len(Fault)


def test_who_has_to_be_updated_is_said(app: object) -> None:
    refused = {"retryable": False, "fault": Fault.PROTOCOL}
    assert "Please install" in trouble(SyncProblem(ProblemKind.FAULT, speaks=(2, 3), **refused))
    assert "as soon as headquarters is updated" in trouble(SyncProblem(ProblemKind.FAULT, speaks=(0, 0), **refused))


@pytest.mark.parametrize(
    ("state", "problem", "tone", "words"),
    [
        (LEVEL, None, "good", "Level with headquarters"),
        (replace(LEVEL, waiting=3, waiting_since=1), None, "info", "3 changes to be sent"),
        (replace(LEVEL, waiting=3, waiting_since=1), OFFLINE, "quiet", "3 changes are safe on this laptop"),
        (LEVEL, OFFLINE, "quiet", "nothing waits"),
        (LEVEL, SyncProblem(ProblemKind.PORTAL, retryable=True), "warning", "was not completed"),
        (LEVEL, SyncProblem(ProblemKind.FAULT, retryable=False, fault=Fault.REVOKED), "bad", "is stopped"),
        (LEVEL, AppError("disk_full"), "bad", "is stopped"),
        (LEVEL, ValueError("a bug"), "bad", "is stopped"),
        (replace(LEVEL, refused=2, conflicts=1), OFFLINE, "bad", "refused 2 changes"),
        (replace(LEVEL, refused=2, conflicts=1), OFFLINE, "bad", "headquarters cannot be reached, last contact today"),
        (replace(LEVEL, clock=Marks(10 * HOUR)), None, "bad", "clock of this laptop is wrong"),
        (replace(LEVEL, conflicts=1, waiting=1), None, "warning", "1 value was changed twice"),
        (replace(LEVEL, photos_waiting=2), None, "info", "2 photos to be sent"),
        (replace(LEVEL, is_level=False), None, "info", "not complete here yet"),
        (replace(LEVEL, held=1), None, "warning", "newer program"),
        (replace(LEVEL, parked=1), None, "info", "related record"),
        (replace(LEVEL, ahead=2), None, "info", "2 changes wait until headquarters is updated"),
    ],
)
def test_the_most_urgent_thing_is_said(
    app: object, state: SyncState, problem: Exception | None, tone: str, words: str
) -> None:
    said = standing(state, problem, HOUR)
    assert said.tone == tone
    assert words in said.text
    assert said.advice


def test_a_conflict_does_not_hide_that_headquarters_cannot_be_reached(app: object) -> None:
    said = standing(replace(LEVEL, conflicts=1), OFFLINE, HOUR)
    assert "1 value was changed twice" in said.text
    assert "headquarters cannot be reached" in said.text
    assert "decide which one is right" in said.advice
    assert trouble(OFFLINE) in said.advice


def test_while_an_exchange_runs_nothing_else_is_said(app: object) -> None:
    assert "Syncing" in standing(replace(LEVEL, refused=2), OFFLINE, HOUR, is_running=True).text


@pytest.mark.parametrize("kind", [*sync_sentences.AT_SIGN_IN, ProblemKind.FAULT])
def test_who_cannot_sign_in_is_not_told_of_work_that_is_saved_here(app: QApplication, kind: ProblemKind) -> None:
    fault = Fault.BUSY if kind is ProblemKind.FAULT else None
    found = SyncProblem(kind, retryable=True, fault=fault)
    assert "is saved" in sync_sentences.trouble(found)
    assert "is saved" not in sync_sentences.at_sign_in(found)
