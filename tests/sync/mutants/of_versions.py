"""Rules between versions of the records and of the messages switched off, on both sides."""

from __future__ import annotations

from typing import Any

import pytest

from inspector_app.storage import carry_over, incoming, versions
from sync import projection
from sync.device import session
from sync.hq import apply, feeds, push, skew
from tests.sync.mutants.patching import around


def rows_told_in_terms_of_hq(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(feeds, "down", lambda schema, kind, wire, version: wire)


def old_changes_taken_as_they_are(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(apply, "lift", lambda schema, cls, changes, *given, **named: changes)


def authors_saw_all_there_is(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(projection, "_meant", lambda current, shown, told: told)


def what_hq_does_not_know_is_refused(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(apply, "NOT_UNDERSTOOD", frozenset())


def later_changes_overtake(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(push.Push, "_keep_order", lambda self, group: None)


def upgrades_release_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(skew, "catch_up", lambda made: None)


def own_rows_by_number_in_any_terms(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        push.Push,
        "own",
        lambda self, form: {key: (each.n, each.ver) for key, each in self._written.items() if each.is_own},
    )


def any_age_is_served(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(skew, "is_outdated", lambda *given: False)


def nothing_is_told_once_more(patch: pytest.MonkeyPatch) -> None:
    around(patch, skew, "_looks_otherwise", lambda true: lambda *given: False)


def messages_of_one_version_only(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(session, "common_protocol", lambda speaks: None)


def changes_stay_in_old_terms(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(carry_over, "_lifted", lambda session, change, before: change.changes)


def held_rows_stay_held(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(carry_over, "read_again", lambda session, before: set())


def rows_are_not_asked_for_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(versions, "wanted", lambda session: {})


def rows_of_an_older_hq_taken_as_they_are(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        return lambda self, *given, form=None, **named: true(self, *given, **named)

    around(patch, incoming.Incoming, "put", make)
