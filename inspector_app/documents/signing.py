"""What people did at the end of a visit, put into the paper that they were shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup

from inspector_app.documents.forms import digest
from inspector_app.documents.pictures import draw_strokes
from inspector_app.documents.templates import macro
from inspector_app.records.evidence import Signature, SignatureState, SignerRole

_SLOT = re.compile(r"<!--slot (?P<role>[A-Z]+) (?P<user>\S+) -->(?P<declares>.*?)<!--line-->.*?<!--/slot-->", re.DOTALL)
"""User text cannot hold a slot: its `<` is escaped."""


def with_signatures(
    html: str, signatures: Sequence[Signature], *, content_sha256: str | None = None, recorded: bool = False
) -> str:
    """The paper with signature pictures and refusal paragraphs in its slots.

    A signature counts when it is bound to this paper, or to the visit whose sealed content hashes to `content_sha256`;
    given for anything else, it leaves its slot empty. `recorded` says that sound or video shows a refusal (SIR 34).
    """
    shown = {digest(html), content_sha256}
    valid = [each for each in signatures if each.content_sha256 in shown and each.voided_at is None]
    signed = [each for each in valid if each.state is SignatureState.SIGNED]
    witnessed = any(each.signer_role is SignerRole.WITNESS for each in signed)
    stated = any(each.signer_role is SignerRole.INSPECTOR and each.reason.strip() for each in signed)

    def fill(slot: re.Match[str]) -> str:
        given = [
            each for each in valid if each.signer_role == slot["role"] and slot["user"] in ("-", each.signer_user_id)
        ]
        if slot["role"] != SignerRole.WITNESS:  # one person stands for the others; witnesses each for themselves
            given = given[-1:]
        return "<br>".join(told(slot["declares"], each) for each in given) or slot[0]

    def told(declares: str, signature: Signature) -> str:
        if signature.state is not SignatureState.SIGNED:
            return macro("signed.html.j2", "not_signed", signature, witnessed, recorded, stated)
        return macro("signed.html.j2", "signed", Markup(declares), signature, draw_strokes(signature.strokes))

    return _SLOT.sub(fill, html)
