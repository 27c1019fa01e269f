"""Every rule of sync that can be switched off, and the tests that must notice when it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.sync.mutants import breaking

CONFORMANCE = "tests/sync/conformance/"
DEVICE = "tests/sync/device/"
STORAGE = "tests/storage/"
SIMULATOR = "tests/sync/simulator/test_simulator.py::test_a_run_keeps_every_promise"


@dataclass(frozen=True)
class Mutant:
    """A rule of sync.md, what is done instead, and the tests among which one must fail."""

    rule: str
    broken: Callable[[pytest.MonkeyPatch], None]
    tests: tuple[str, ...]
    only: str = "not postgresql and not http"
    """Which of the parametrised tests (pytest -k); the fastest that can tell."""

    @property
    def name(self) -> str:
        return self.broken.__name__


def _at_hq(rule: str, broken: Callable[[pytest.MonkeyPatch], None], file: str, only: str = Mutant.only) -> Mutant:
    return Mutant(rule, broken, (f"{CONFORMANCE}{file}",), only)


def _here(rule: str, broken: Callable[[pytest.MonkeyPatch], None], *files: str) -> Mutant:
    return Mutant(rule, broken, tuple(f"{STORAGE}{file}" for file in files))


MUTANTS = (
    _at_hq("R1", breaking.positions_from_a_sequence, "test_feeds.py", "no_reader_skips and postgresql"),
    Mutant("R2", breaking.cursor_at_the_head, (SIMULATOR,)),
    _here("R2", breaking.cursor_before_rows, "test_replica.py"),
    _at_hq("R3", breaking.more_is_inferred, "test_feeds.py"),
    _here("R4", breaking.old_rows_apply, "test_replica.py"),
    _at_hq("R5", breaking.edits_keep_their_place, "test_feeds.py"),
    _at_hq("R8", breaking.forks_unseen, "test_push.py"),
    _at_hq("R8", breaking.chain_values_unheld, "test_push.py"),
    Mutant("R8", breaking.new_ids_with_new_numbers, (f"{STORAGE}test_replica_races.py", SIMULATOR)),
    Mutant("R8", breaking.taken_ids_stay_refused, (f"{DEVICE}test_copied.py",)),
    _here("R9", breaking.rows_leave_unasked, "test_replica.py", "test_replica_races.py"),
    _at_hq("R10", breaking.any_clock_is_trusted, "test_conflicts.py"),
    _at_hq("R11", breaking.results_not_replayed, "test_push.py"),
    Mutant("R12", breaking.acks_by_row, (f"{STORAGE}test_replica_answers.py", f"{DEVICE}test_converge.py", SIMULATOR)),
    Mutant("R13", breaking.refusal_by_status_is_final, (f"{DEVICE}test_transport.py",)),
    _here("R13", breaking.refused_changes_are_deleted, "test_replica_answers.py"),
    _at_hq("R15", breaking.losers_dropped, "test_conflicts.py"),
    _at_hq("R15", breaking.any_change_closes_conflicts, "test_conflicts.py"),
    _at_hq("R16", breaking.gaps_accepted, "test_push.py"),
    Mutant("R16", breaking.late_replies_count, (f"{DEVICE}test_session.py",)),
    _here("R17", breaking.sent_once_and_never_again, "test_replica.py"),
    _here("R18", breaking.row_and_change_apart, "test_writes.py"),
    Mutant("R20", breaking.orphans_are_turned_away, (f"{STORAGE}test_replica.py", SIMULATOR)),
    _here("R21", breaking.leaving_takes_changes_along, "test_replica.py"),
    _here("R24", breaking.unknown_fields_dropped, "test_replica.py"),
    _here("R24", breaking.whole_rows_are_sent, "test_writes.py"),
    _here("R25", breaking.unreadable_rows_dropped, "test_replica.py"),
    _at_hq("R27", breaking.pages_without_end, "test_feeds.py"),
    _at_hq("R30", breaking.photos_unchecked, "test_blobs.py"),
    _at_hq("R33", breaking.scope_remembered, "test_feeds.py"),
    _at_hq("R34", breaking.standing_not_asked, "test_standing.py"),
    _here("R35", breaking.guards_off, "test_engine.py"),
    _at_hq("R37", breaking.pages_in_many_snapshots, "test_concurrency.py", "postgresql"),
    _at_hq("R38", breaking.contention_reaches_devices, "test_concurrency.py", "postgresql"),
    _at_hq("R38", breaking.feeds_locked_first, "test_concurrency.py"),
    _at_hq("R38", breaking.feeds_locked_as_touched, "test_concurrency.py"),
    _at_hq("I3", breaking.last_writer_wins, "test_conflicts.py"),
    _here("B.5", breaking.edits_taken_back_keep_their_base, "test_writes.py"),
)  # fmt: skip
