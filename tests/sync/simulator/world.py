"""A run: laptops, people, HQ and a network in one virtual time. One seed is one run."""

from __future__ import annotations

import heapq
import itertools
import random
import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import uuid_utils
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.records import SCHEMA
from inspector_app.storage.tables import TABLES
from sync.device import blobs, core, session
from sync.faults import Fault as Said
from sync.hq.auth import DeviceStatus
from sync.hq.shelf import Sizes
from sync.record import Schema
from tests.sync.conformance import earlier_records
from tests.sync.simulator import acts, checks, disks, faults
from tests.sync.simulator.acts import Person
from tests.sync.simulator.faults import Fault
from tests.sync.simulator.laptop import Laptop, PhotosInMemory
from tests.sync.simulator.network import Network
from tests.sync.simulator.office import TOWNSHIPS, Office

HOUR_S = 3600.0
EVERY_S = 300.0
LONGEST_S = 1800.0
LOOK_S = 60.0
"""How often HQ's program looks after itself."""
MICRO = 1_000_000
SESSIONS_TO_DRAIN = 3
"""Sessions that a laptop needs, at most, to empty its outbox once faults stop (C-20)."""


def play(seed: int, store: str | None = None, *, is_served: bool = False, is_upgraded: bool = False) -> Counter[str]:
    """One run; what happened in it. Raises whatever the run shows to be wrong.

    store: address of an empty PostgreSQL database for HQ. is_served: HQ behind a socket. is_upgraded: HQ's records are
    those of a version before the laptops', until it is upgraded in the middle.
    """
    if is_upgraded:
        with earlier_records.ours_are_later():
            return _play(seed, store, is_served, earlier_records.EARLIER)
    return _play(seed, store, is_served, SCHEMA)


def _play(seed: int, store: str | None, is_served: bool, schema: Schema) -> Counter[str]:
    folder = disks.folder_in_memory()
    chance = random.Random(seed)
    try:
        with _chosen_ids(chance):
            world = World(folder, chance, store, is_served, schema)
            try:
                world.run()
            finally:
                world.close()
            return world.counts
    finally:
        shutil.rmtree(folder)


@contextmanager
def _chosen_ids(chance: random.Random) -> Iterator[None]:
    """Ids come from the seed; they rise, as real ones do."""
    numbers = itertools.count(1)
    draws = random.Random(chance.getrandbits(64))

    def uuid7() -> uuid.UUID:
        return uuid.UUID(int=(next(numbers) << 80) | (7 << 76) | (2 << 62) | draws.getrandbits(62))

    with mock.patch.object(uuid_utils, "uuid7", uuid7):
        yield


class World:
    """See the module."""

    def __init__(self, folder: Path, chance: random.Random, store: str | None, is_served: bool, schema: Schema) -> None:
        self.folder = folder
        self.chance = chance
        self.counts: Counter[str] = Counter()
        self.now = disks.BEGINNING
        self._events: list[tuple[int, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self.faults = faults.drawn(chance)
        self.office = Office(
            folder,
            lambda: self.now,
            Ed25519PrivateKey.from_private_bytes(chance.randbytes(32)),
            chance.choice([Sizes(), Sizes(min_rows=3, far=4, segment_bytes=2_000)]),
            store,
            is_served,
            schema,
            TABLES if schema is SCHEMA else earlier_records.TABLES,
        )
        self.network = Network(self.office, self.faults, self._fork(), self.counts, self.later)
        self.photos = PhotosInMemory()
        self.failures: Counter[str] = Counter()
        self.sessions: Counter[str] = Counter()
        self.timers: dict[str, int] = {}
        self.revoked: set[str] = set()
        self.is_healing = False
        self.chunk_ops = chance.choice([3, core.CHUNK_OPS])
        self.page_bytes = chance.choice([4_096, 262_144])
        users = [str(uuid_utils.uuid7()) for _ in range(chance.randint(2, 6))]
        self.laptops = [self._enrol(f"laptop{n}", users) for n in range(chance.choice([3, 3, 3, 4, 4, 5, 6, 8]))]
        self._clones = itertools.count()

    def _fork(self) -> random.Random:
        return random.Random(self.chance.getrandbits(64))

    def _enrol(self, name: str, users: list[str]) -> Laptop:
        key = Ed25519PrivateKey.from_private_bytes(self.chance.randbytes(32))
        laptop = Laptop(
            name=name,
            path=self.folder / f"{name}.db",
            device=str(uuid_utils.uuid7()),
            key=key,
            users=self.chance.sample(users, self.chance.choice([1, 1, 2])),
            clock=lambda: self.now,
            way=self.network,
            chance=self._fork(),
            page_bytes=self.page_bytes,
            photos=self.photos,
            trusted=self.office.signing.public_key(),
            on_finish=self._on_finish,
            on_start=lambda laptop: self._plan(laptop, self.chance.uniform(0, EVERY_S)),
        )
        townships = set(self.chance.sample(TOWNSHIPS, self.chance.choice([1, 2, 3])))
        self.office.enrol(laptop.device, key.public_key().public_bytes_raw(), laptop.users, townships)
        return laptop

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.close()
        self.office.close()

    # Time

    def later(self, seconds: float, act: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self.now + int(seconds * MICRO), next(self._order), act))

    def _run_until(self, is_over: Callable[[], bool]) -> None:
        while self._events and not is_over():
            at, _, act = heapq.heappop(self._events)
            self.now = max(self.now, at)
            act()

    # A run

    def run(self) -> None:
        end = self.now + int(self.chance.choice([0.5, 0.5, 1.0]) * HOUR_S * MICRO)
        for laptop in self.laptops:
            self._begin(laptop)
        self.later(self.chance.uniform(0, HOUR_S / 4), self._act_at_hq)
        self.later(LOOK_S, self._keep_house)
        if self.office.schema is SCHEMA:
            self.later(self.chance.uniform(0, HOUR_S / 4), self._befall_hq)
        else:  # its copies would be of either version
            self.later(self.chance.uniform(0, HOUR_S), self.office.upgrade)
        with mock.patch.object(core, "CHUNK_OPS", self.chunk_ops), mock.patch.object(blobs, "LANES", 1):
            self._run_until(lambda: self.now >= end)
            self._heal()
            self._check()

    def _begin(self, laptop: Laptop) -> None:
        self._plan(laptop, self.chance.uniform(0, EVERY_S))
        self.later(self.chance.expovariate(1 / 200), lambda: self._act(laptop))
        self.later(self.chance.expovariate(1 / 200), lambda: self._befall(laptop))

    def _plan(self, laptop: Laptop, seconds: float) -> None:
        """Set the timer of its next session; it has only one."""
        timer = self.timers[laptop.name] = next(self._order)

        def sync() -> None:
            if self.timers[laptop.name] == timer and not laptop.is_syncing:
                laptop.sync()

        self.later(seconds, sync)

    def _on_finish(self, laptop: Laptop, summary: session.Summary) -> None:
        """The timer's rule: ever longer while HQ does not answer, never sooner than HQ asked for."""
        checks.outbox_is_kept(laptop)
        self.counts["sessions"] += 1
        self.sessions[laptop.name] += 1
        problem = summary.problem
        if problem is not None and problem.fault is Said.HELD:
            self.later(self.chance.expovariate(1 / 60), lambda: self._release(laptop.device))
        self.failures[laptop.name] = self.failures[laptop.name] + 1 if problem is not None else 0
        wait = min(EVERY_S * 2 ** min(self.failures[laptop.name], 10), LONGEST_S)
        asked = problem.retry_after or 0 if problem is not None else 0
        self._plan(laptop, max(wait, EVERY_S, asked))

    def _release(self, device: str) -> None:
        """An administrator decides that a machine goes on whose identity two have used."""
        if device not in self.revoked:
            self.counts["released"] += 1
            self.office.service.release(device, self.now)

    def _act(self, laptop: Laptop) -> None:
        if self.is_healing:
            return
        self.later(self.chance.expovariate(1 / 240), lambda: self._act(laptop))
        checks.outbox_is_kept(laptop)
        with laptop.mortal(), laptop.sessions.begin() as opened:
            person = Person(
                opened, self.chance.choice(laptop.users), laptop.device, laptop.now(),
                sorted(self.office.townships[laptop.device]), self.chance, self.photos.held,
            )  # fmt: skip
            self.counts[person.act()] += 1
        laptop.ops = laptop.op_ids()

    def _act_at_hq(self) -> None:
        if not self.is_healing:
            self.later(self.chance.expovariate(1 / 400), self._act_at_hq)
            self.counts[acts.act_at_hq(self.office, self.chance)] += 1

    def _keep_house(self) -> None:
        """What HQ's program does by itself each minute."""
        self.later(LOOK_S, self._keep_house)
        self.office.service.epochs.note(self.now, at_once=True)

    def _befall_hq(self) -> None:
        """Its database is copied now and then, and a copy of any age put back."""
        if self.is_healing or Fault.RESTORE not in self.faults.rates:
            return
        self.later(self.chance.expovariate(1 / 400), self._befall_hq)
        if not self.office.copies or self.chance.random() < 0.5:
            self.office.back_up(is_proven=self.chance.random() < 0.5)
        elif (fault := self.faults.to_hq(self.chance)) is not None:
            self.counts[fault] += 1
            copy = self.chance.choice(self.office.copies)
            draw = self.chance.random()
            self.office.restore(copy, is_mark_old=draw < 0.3, is_restarted=draw < 0.7)
            for laptop in self.laptops:
                if laptop.device in self.revoked:
                    self.office.set_status(laptop.device, DeviceStatus.REVOKED)

    def _befall(self, laptop: Laptop) -> None:
        if self.is_healing or laptop not in self.laptops:
            return
        self.later(self.chance.expovariate(1 / 400), lambda: self._befall(laptop))
        if self.chance.random() < 0.3 and Fault.SET_BACK in self.faults.rates:
            laptop.back_up()
        fault = self.faults.to_a_laptop(self.chance)
        if fault is not None:
            self.counts[fault] += 1
            self._strike(laptop, fault)

    def _strike(self, laptop: Laptop, fault: Fault) -> None:
        match fault:
            case Fault.LATE_PAGE:
                laptop.take_in_again()
            case Fault.KILL:
                laptop.kill()
            case Fault.SET_BACK if laptop.copies:
                laptop.set_back(*self.chance.choice(laptop.copies))
            case Fault.CLONE:
                clone = laptop.clone(f"clone{next(self._clones)}")
                self.laptops.append(clone)
                self._begin(clone)
            case Fault.CLOCK:
                year = 365 * 24 * 3600 * MICRO
                laptop.clock_error = self.chance.choice(
                    [0, -self.now, -10 * year, 10 * year, self.chance.randint(-600, 600) * MICRO]
                )
            case Fault.SCOPE:
                towns = self.office.townships[laptop.device]
                towns.symmetric_difference_update({self.chance.choice(TOWNSHIPS)})
            case Fault.GRANT:
                holder = self.chance.choice([laptop.device, *laptop.users])
                until = self.now + int(self.chance.uniform(0.05, 0.5) * HOUR_S * MICRO)
                self.office.lend(holder, self.chance.choice(TOWNSHIPS), until)
            case Fault.REVOKED:
                self.office.set_status(laptop.device, DeviceStatus.REVOKED)
                self.revoked.add(laptop.device)

    def _heal(self) -> None:
        """Faults stop, nobody works any more, and nobody helps: time goes on until everybody had their sessions."""
        self.faults.end()
        self.is_healing = True
        if self.revoked and self.chance.random() < 0.5:
            for device in sorted(self.revoked):
                self.office.set_status(device, DeviceStatus.ACTIVE)
            self.revoked.clear()
        self.office.upgrade()
        self.office.relocate()
        if self.counts[Fault.CLONE]:  # two machines take turns at being held and let go
            self._sessions_each(SESSIONS_TO_DRAIN)
        self._sessions_each(SESSIONS_TO_DRAIN)
        for laptop in self._admitted():
            checks.is_drained(laptop)
        loans_end = max((until for _, _, until in self.office.lent), default=0)
        self._run_until(lambda: self.now >= loans_end)  # who was there just before cannot know that one has ended
        self._sessions_each(1)

    def _sessions_each(self, count: int) -> None:
        goal = {laptop.name: self.sessions[laptop.name] + count for laptop in self.laptops}
        self._run_until(lambda: all(self.sessions[name] >= least for name, least in goal.items()))

    def _admitted(self) -> list[Laptop]:
        return [laptop for laptop in self.laptops if laptop.device not in self.revoked]

    def _check(self) -> None:
        with self.office.database.engine.connect() as conn:
            told = checks.Told(conn)
        for laptop in self.laptops:
            checks.outbox_is_kept(laptop)
        for laptop in self._admitted():
            checks.is_drained(laptop)
            checks.replica_is_level(laptop, self.office, told)
            checks.references_lead_somewhere(laptop)
            checks.pages_show_base_and_changes(laptop)
        checks.every_op_has_its_result(told, self._admitted())
        checks.no_value_was_lost(told)
        checks.hq_author_is_alone(told)
        checks.feeds_add_up(self.office, told)
        checks.nothing_leaked(self.office)
        checks.given_up_stays_so(self.office)
        checks.photos_are_whole(self.office, self._admitted(), self.photos.held)
        self.counts.update(self.office.counts)
        self.counts["runs"] += 1
