"""Rules of backups, restores and repair switched off, on either side; as in at_hq.py and on_device.py."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, false

from inspector_app.storage import reconcile
from sync.device import log
from sync.device.core import OpState
from sync.device.tables import outbox
from sync.hq import answers, device_log, durable
from sync.hq.epoch import Epochs
from sync.hq.push import Push
from tests.sync.mutants.patching import around


def acknowledged_is_forgotten(patch: pytest.MonkeyPatch) -> None:
    settled = delete(outbox).where(outbox.c.state == OpState.ACKED, outbox.c.landed)
    patch.setattr(log, "purge", lambda session, now: session.execute(settled))


def what_hq_holds_is_believed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log, "reopen_restored", lambda session, held, answered, durable: log.reopen(session, held))


def what_was_once_durable_is_believed(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        return lambda session, held, answered, durable: true(session, held, answered, 1 << 60)

    around(patch, log, "reopen_restored", make)


def refused_is_not_told_again(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log, "_NOT_RENAMED", outbox.c.state.not_in((OpState.REJECTED, OpState.ASIDE)))


def refused_goes_with_the_rest(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log, "_alike", iter)


def given_up_is_told_as_the_rest(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log, "_aside", lambda rows, ops, last: {})


def given_up_is_applied(patch: pytest.MonkeyPatch) -> None:
    def make(true: Any) -> Any:
        return lambda self, arrivals, held, *, aside=None, keep_back=None: true(
            self, arrivals, held, keep_back=keep_back
        )

    around(patch, Push, "take", make)


def a_twins_numbers_are_believed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(log, "_earlier_logs", lambda inc: false())


def restores_unseen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(answers, "check_known", lambda *_: None)
    patch.setattr(answers, "ahead", lambda *_: set())
    patch.setattr(Epochs, "note", lambda *_, **__: None)


def epochs_are_numbers_alone(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(answers, "beginning", lambda row: None)


def clones_unseen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(device_log, "is_any_new", lambda *_: False)


def damage_is_left(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reconcile, "check", lambda *_: None)


def damage_is_mended_all_day(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(reconcile, "_is_over", lambda then, now: True)


def backups_on_trust(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(durable, "check", lambda *_: None)


def all_of_now_is_durable(patch: pytest.MonkeyPatch) -> None:
    around(patch, durable, "declare", lambda true: lambda database, _, *given: true(database, database, *given))
