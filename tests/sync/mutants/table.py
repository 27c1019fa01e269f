"""Every rule of sync that can be switched off, and the tests that must notice when it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.sync.mutants import at_hq, of_restores, of_versions, on_device

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
    _at_hq("R1", at_hq.positions_from_a_sequence, "test_writers.py", "no_reader_skips_what and postgresql"),
    Mutant("R2", on_device.cursor_at_the_head, (SIMULATOR,)),
    _here("R2", on_device.cursor_before_rows, "test_replica.py"),
    _at_hq("R3", at_hq.more_is_inferred, "test_feeds.py"),
    Mutant("R3", on_device.exchanges_without_end, (f"{DEVICE}test_session.py",)),
    Mutant("R3", on_device.buckets_asked_for_without_end, (f"{DEVICE}test_reconcile.py",)),
    Mutant("R3", on_device.rows_asked_for_without_end, (f"{DEVICE}test_reconcile.py",)),
    _here("R4", on_device.old_rows_apply, "test_replica.py"),
    _at_hq("R5", at_hq.edits_keep_their_place, "test_feeds.py"),
    _at_hq("R6", of_restores.acknowledged_is_forgotten, "test_durable.py"),
    _at_hq("R6", of_restores.what_hq_holds_is_believed, "test_told_again.py", "judged_anew and not postgresql"),
    _at_hq("R6", of_restores.what_was_once_durable_is_believed, "test_told_again.py", "proven and not postgresql"),
    _at_hq("R6", of_restores.refused_is_not_told_again, "test_told_again.py", "was_refused and not postgresql"),
    _at_hq("R6", of_restores.refused_goes_with_the_rest, "test_told_again.py", "was_refused and not postgresql"),
    _at_hq("R6", of_restores.given_up_is_told_as_the_rest, "test_told_again.py", "correction and not postgresql"),
    _at_hq("R6", of_restores.given_up_is_applied, "test_told_again.py", "correction and not postgresql"),
    _at_hq("R6", of_restores.a_twins_numbers_are_believed, "test_clone.py", "comes_first and not postgresql"),
    _at_hq("R7", of_restores.restores_unseen, "test_restore.py"),
    _at_hq("R7", of_restores.epochs_are_numbers_alone, "test_restore.py", "one_number and not postgresql"),
    _at_hq("R8", of_restores.clones_unseen, "test_clone.py"),
    _at_hq("R19", of_restores.damage_is_left, "test_restore.py", "altered and not postgresql"),
    _at_hq("R19", of_restores.damage_is_mended_all_day, "test_restore.py", "once_a_day and not postgresql"),
    _at_hq("R23", of_restores.backups_on_trust, "test_durable.py"),
    _at_hq("R23", of_restores.all_of_now_is_durable, "test_durable.py"),
    _at_hq("R8", at_hq.forks_unseen, "test_push.py"),
    _at_hq("R8", at_hq.chain_values_unheld, "test_push.py"),
    Mutant("R8", on_device.new_ids_with_new_numbers, (f"{STORAGE}test_replica_races.py", SIMULATOR)),
    Mutant("R8", on_device.taken_ids_stay_refused, (f"{DEVICE}test_copied.py",)),
    _here("R9", on_device.rows_leave_unasked, "test_replica.py", "test_replica_races.py"),
    _at_hq("R10", at_hq.any_clock_is_trusted, "test_conflicts.py"),
    _at_hq("R11", at_hq.results_not_replayed, "test_push.py"),
    _at_hq("R11", at_hq.one_answer_for_every_body, "test_push.py"),
    _at_hq("R11", at_hq.what_waited_answers_for_every_body, "test_push.py"),
    Mutant("R12", on_device.acks_by_row, (f"{STORAGE}test_replica_answers.py", f"{DEVICE}test_converge.py", SIMULATOR)),
    Mutant("R13", on_device.refusal_by_status_is_final, (f"{DEVICE}test_transport.py",)),
    _here("R13", on_device.refused_changes_are_deleted, "test_replica_answers.py"),
    _at_hq("R15", at_hq.losers_dropped, "test_conflicts.py"),
    _at_hq("R15", at_hq.any_change_closes_conflicts, "test_conflicts.py"),
    _at_hq("R16", at_hq.gaps_accepted, "test_push.py"),
    Mutant("R16", on_device.late_replies_count, (f"{DEVICE}test_session.py",)),
    _here("R17", on_device.sent_once_and_never_again, "test_replica.py"),
    _here("R18", on_device.row_and_change_apart, "test_writes.py"),
    Mutant("R20", on_device.orphans_are_turned_away, (f"{STORAGE}test_replica.py", SIMULATOR)),
    _here("R21", on_device.leaving_takes_changes_along, "test_replica.py"),
    _here("R24", on_device.unknown_fields_dropped, "test_replica.py"),
    _here("R24", on_device.whole_rows_are_sent, "test_writes.py"),
    _here("R25", on_device.unreadable_rows_dropped, "test_replica.py"),
    _at_hq("R27", at_hq.pages_without_end, "test_feeds.py"),
    _at_hq("R30", at_hq.photos_unchecked, "test_blobs.py"),
    _at_hq("R33", at_hq.scope_remembered, "test_feeds.py"),
    _at_hq("R34", at_hq.standing_not_asked, "test_standing.py"),
    _here("R35", on_device.guards_off, "test_engine.py"),
    _at_hq("R37", at_hq.pages_in_many_snapshots, "test_concurrency.py", "postgresql"),
    _at_hq("R38", at_hq.contention_reaches_devices, "test_concurrency.py", "postgresql"),
    _at_hq("R38", at_hq.feeds_locked_first, "test_concurrency.py"),
    _at_hq("R38", at_hq.feeds_locked_as_touched, "test_concurrency.py"),
    _at_hq("R5", at_hq.compaction_without_a_floor, "test_divisions.py"),
    Mutant("R22", on_device.live_at_once, (f"{DEVICE}test_snapshots.py",)),
    _at_hq("R26", at_hq.closed_feeds_given_up_unread, "test_divisions.py"),
    Mutant("R28", at_hq.one_lane_for_all_work, ("tests/sync/hq/test_admission.py",)),
    Mutant("B.11", on_device.any_manifest_is_believed, (f"{DEVICE}test_snapshots.py",)),
    _at_hq("I3", at_hq.last_writer_wins, "test_conflicts.py"),
    _at_hq("R24", of_versions.rows_told_in_terms_of_hq, "test_skew.py"),
    _at_hq("R24", of_versions.old_changes_taken_as_they_are, "test_skew.py"),
    _at_hq("R24", of_versions.authors_saw_all_there_is, "test_skew.py"),
    _at_hq("R24", of_versions.own_rows_by_number_in_any_terms, "test_skew.py"),
    _at_hq("B.16", of_versions.what_hq_does_not_know_is_refused, "test_skew.py"),
    _at_hq("R16", of_versions.later_changes_overtake, "test_skew.py"),
    _at_hq("B.16", of_versions.upgrades_release_nothing, "test_skew.py"),
    _at_hq("B.16", of_versions.any_age_is_served, "test_skew.py"),
    _at_hq("B.16", of_versions.nothing_is_told_once_more, "test_skew.py"),
    Mutant("B.16", of_versions.messages_of_one_version_only, (f"{DEVICE}test_session.py",)),
    _at_hq("B.16", of_versions.changes_stay_in_old_terms, "test_upgrades.py"),
    _at_hq("R25", of_versions.held_rows_stay_held, "test_upgrades.py"),
    _at_hq("B.16", of_versions.rows_are_not_asked_for_again, "test_upgrades.py"),
    _at_hq("R24", of_versions.rows_of_an_older_hq_taken_as_they_are, "test_upgrades.py"),
    _here("B.5", on_device.edits_taken_back_keep_their_base, "test_writes.py"),
)  # fmt: skip
