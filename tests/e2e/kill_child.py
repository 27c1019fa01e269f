"""Works until it is killed, and tells what is saved: run by test_kill.py in a process of its own.

    python kill_child.py typing|signing FOLDER

Each line on standard output was printed after its transaction had been committed.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from inspector_app.records.evidence import Signature, SignerRole
from inspector_app.records.inspections import Answer, AnswerCode
from inspector_app.services import inspections, provisioning, signing
from inspector_app.services.acting import Acting
from inspector_app.services.laptop import Laptop
from inspector_app.services.provisioning import SignedIn
from inspector_app.storage import inspections as visits
from inspector_app.storage.operators import OperatorFilter, page
from inspector_app.storage.writes import DeviceWriter
from sync.record import new_id
from tests.running_hq import PASSWORD, clock


def say(*words: str) -> None:
    print(*words, flush=True)


@contextmanager
def acting(signed_in: SignedIn) -> Iterator[Acting]:
    now = clock()
    assert signed_in.user is not None
    with signed_in.sessions.begin() as session:
        writer = DeviceWriter(session, signed_in.user.id, now)
        yield Acting(session, writer, signed_in.user, signed_in.laptop.device_id, now)


def typing(signed_in: SignedIn) -> None:
    """Answer after answer of a draft, each with a remark that grows as one types."""
    with acting(signed_in) as act:
        drafts = visits.drafts_of(act.session, act.user.id)
        shop = page(act.session, OperatorFilter(), None, 1)[0]
        draft = drafts[0] if drafts else inspections.start(act, shop.id)
        items = [item.id for item in inspections.form_of(act, draft).items]
    for count in itertools.count():
        item, note = items[count % len(items)], f"备注{new_id()}"
        with acting(signed_in) as act:
            given = Answer(code=AnswerCode.CONFORM, note=note, answered_at=act.now)
            inspections.answer(act, draft.id, item, given)
        say(draft.id, item, note)


def sign(signed_in: SignedIn) -> None:
    """Signature after signature on the papers of a completed visit; each replaces the one before."""
    with acting(signed_in) as act:
        draft = visits.drafts_of(act.session, act.user.id)[0]
        papers = signing.prepare(act, draft.id, demo=True)
    for count in itertools.count():
        signature = Signature(
            id=new_id(),
            signer_role=SignerRole.PARTY,
            name=f"经营者{count}",
            strokes=(((1, 1), (count % 1000, 500)),),
            signed_at=0,
            content_sha256=papers.content_sha256,
        )
        with acting(signed_in) as act:
            signing.sign(act, draft.id, signature)
        say(signature.id)


def main() -> None:
    work, folder = sys.argv[1], Path(sys.argv[2])
    laptop = Laptop.load(folder)
    assert laptop is not None
    signed_in = provisioning.sign_in(folder, laptop, "wang", PASSWORD, clock)
    say("ready")
    {"typing": typing, "signing": sign}[work](signed_in)


if __name__ == "__main__":
    main()
