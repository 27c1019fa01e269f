"""Every state machine by its name, for what treats them alike: lists, consoles, checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector_app.domain import complaints, incidents, inspections, oversight, recalls, rectification, registration
from inspector_app.domain import samples as sampling
from inspector_app.domain.states import Machine

WORKFLOWS: Mapping[str, Machine[Any]] = {
    "operator": registration.STATUSES,
    "inspection": inspections.STATES,
    "rectification": rectification.STATES,
    "recall": recalls.STATES,
    **{f"complaint.{kind.lower()}": machine for kind, machine in complaints.STATES.items()},
    "incident": incidents.STATES,
    "sample": sampling.STATES,
    "campaign": oversight.CAMPAIGNS,
    "campaign_target": oversight.TARGETS,
    "blacklist": oversight.BLACKLIST,
    "publication": oversight.PUBLICATIONS,
}
