"""Where records of the register live, and how their fields merge: what many declarations share."""

from __future__ import annotations

from sync.record import FeedKind, InDivision, Personal, Policy, Rule, WithParent, WithRow

OF_OPERATOR = (WithParent("operator", "operator_id"),)
PLACED = (WithParent("operator", "operator_id"), InDivision("division_code", FeedKind.TOWNSHIP))
"""With the operator where there is one, else in the township, else in the county."""
IN_TOWNSHIP = (InDivision("division_code", FeedKind.TOWNSHIP),)
IN_COUNTY = (InDivision("county_code", FeedKind.COUNTY),)
PUBLISHED = (InDivision("published_in"),)
"""For all laptops of the division that the row names: a county, a province, or CN."""
OF_SUBJECT = (WithRow("subject_kind", "subject_id"),)

LOCKED = Rule(Policy.ROW_LOCK, index=True)
"""A state: when two moved it at once, the later change loses as a whole."""
PRIVATE = Rule(personal=Personal.P1)
SENSITIVE = Rule(personal=Personal.P2)
LATEST = Rule(Policy.LATEST_OBSERVATION)
FOUND = Rule(index=True)
"""Looked up by this field."""
