"""A laptop that saves and syncs until it is killed; names each operator on standard output once it is saved."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from inspector_app.records.operators import Operator, OperatorKind
from inspector_app.storage.engine import open_database
from inspector_app.storage.replica import Enrolment, LocalReplica
from inspector_app.storage.upgrade import upgrade
from inspector_app.storage.writes import save
from sync.device.engine import run_once
from sync.device.transport import Address, HttpHQ
from sync.record import new_id


def main(database: Path, url: str, device: str, user: str, key: Ed25519PrivateKey) -> None:
    sessions = open_database(database, bytes(range(32)))
    upgrade(sessions)
    replica = LocalReplica(sessions, Enrolment(device, "REAL", "1", key.sign, lambda: time.time_ns() // 1000))
    hq = HttpHQ(Address(url), device, key, replica)
    while True:
        for _ in range(3):
            shop = Operator(
                id=new_id(),
                name="店",
                operator_kind=OperatorKind.FOOD_STALL,
                division_code="990101100",
                address="街",
                registered_at=1,
                registered_by=user,
            )
            with sessions.begin() as session:
                save(session, shop, user, 1)
            print(shop.id, flush=True)
        problem = run_once(replica, hq).problem
        if problem is not None:
            raise problem


if __name__ == "__main__":
    path, url, device, user, seed = sys.argv[1:]
    main(Path(path), url, device, user, Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed)))
