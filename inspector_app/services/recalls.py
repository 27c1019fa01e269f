"""Recalls on a laptop: whom a notice concerns, by the ledgers that are here (domain.md row 2.8)."""

from __future__ import annotations

from inspector_app.domain.recalls import Holder, Recalled
from inspector_app.domain.recalls import holders as among
from inspector_app.records.recalls import RecallNotice
from inspector_app.services.acting import Acting
from inspector_app.storage import recalls


def holders(act: Acting, notice: RecallNotice) -> list[Holder]:
    """Every operator here whose ledger has goods of the notice, the surest first."""
    recalled = what_is_recalled(notice)
    lines, makers = recalls.candidates(act.session, recalled)
    return among(recalled, lines, makers)


def what_is_recalled(notice: RecallNotice) -> Recalled:
    """What the notice names, as the rules of matching take it."""
    return Recalled(
        notice.product_name,
        notice.maker_name,
        notice.gtin,
        notice.licence_no,
        frozenset(notice.batches),
        notice.produced_from,
        notice.produced_to,
    )
