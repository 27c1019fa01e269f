"""How large a county is made."""

from __future__ import annotations

from dataclasses import dataclass

MOST_VISITS = 3
"""In the mean, an operator, in 24 months; a draw of more would find no free working days for some."""


@dataclass(frozen=True)
class Size:
    """Townships (20), villages (300) and users (140) are the same at every size; these differ."""

    operators: int
    ledger: int
    """Ledger lines, all of sampled shops."""
    inspections: int
    """Signed visits of the past 24 months."""
    photos: int
    """Evidence rows; each names a colour card of its own."""
    products: int

    def __post_init__(self) -> None:
        if self.operators < 1 or min(self.ledger, self.inspections, self.photos) < 0 or self.products < 50:
            raise ValueError("at least 1 operator and 50 products, and no count below 0")
        if self.photos and not self.inspections:
            raise ValueError("photos need inspections")
        if self.inspections > MOST_VISITS * self.operators:
            raise ValueError(f"at most {MOST_VISITS} inspections to an operator")


SIZES = {
    "demo": Size(operators=2_000, ledger=6_000, inspections=600, photos=0, products=800),
    "county": Size(operators=30_000, ledger=400_000, inspections=55_000, photos=20_000, products=5_000),
    "goals": Size(operators=100_000, ledger=1_000_000, inspections=50_000, photos=200_000, products=5_000),
    "large": Size(operators=300_000, ledger=1_000_000, inspections=150_000, photos=0, products=5_000),
}
