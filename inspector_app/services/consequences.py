"""What follows by law from a finding of a visit: investigated, corrected on the spot, or ordered (SIR 32, 33).

The checklist suggests; what the officer says of its effect decides, and the papers of the visit follow from that.
"""

from __future__ import annotations

from inspector_app.domain.consequences import Consequence, Following, following
from inspector_app.records.inspections import Finding, FindingAction, Inspection
from inspector_app.services import inspections
from inspector_app.services.acting import Acting

ACTIONS = {
    Consequence.INVESTIGATE: FindingAction.CASE,
    Consequence.CORRECTED_ON_SITE: FindingAction.ONSITE,
    Consequence.ORDER_CORRECTION: FindingAction.RECTIFY,
}


def follow(act: Acting, finding_id: str, *, affects_safety: bool, slight: bool) -> tuple[Finding, Following]:
    """Decide a finding by what the officer says of it; what else was chosen for it stays. An order keeps its term,
    else one is asked for. Raises Refused for a visit that is sealed or another officer's."""
    finding = act.get(Finding, finding_id)
    given = act.get(Inspection, finding.inspection_id).answers[finding.item_id]
    found = following(key=finding.key, affects_safety=affects_safety, slight=slight, corrected=given.on_site)
    others = (each for each in finding.actions if each not in ACTIONS.values())
    days = finding.rectify_days if found.consequence is Consequence.ORDER_CORRECTION else None
    decided = finding.changed(actions=(ACTIONS[found.consequence], *others), rectify_days=days)
    return inspections.decide(act, decided), found
