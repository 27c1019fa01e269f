"""Whether this machine's clock can be right, by what its last contact with headquarters showed."""

from __future__ import annotations

from dataclasses import dataclass

TOLERANCE_US = 10 * 60 * 1_000_000
"""Clocks that nobody set wrong differ by minutes."""


@dataclass(frozen=True, slots=True)
class Fault:
    is_slow: bool
    right: int
    """Slow: an instant that has passed already. Fast: what time it is by HQ. Microseconds UTC."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of the time, microseconds UTC."""

    contact: int | None = None
    """The last contact, by this machine's clock."""
    offset: int = 0
    """How far HQ's clock was ahead of this machine's then."""
    highest: int = 0
    """The latest time that this machine's clock has shown since."""

    @property
    def passed(self) -> int:
        """An instant that has passed by HQ's clock."""
        return 0 if self.contact is None else self.contact + self.offset

    def fault(self, now: int) -> Fault | None:
        """Why the clock cannot be right. A clock that was wrong at the contact and was set right since has none."""
        passed = max(self.passed, self.highest + min(self.offset, 0))
        if now + TOLERANCE_US < passed:
            return Fault(is_slow=True, right=passed)
        if self.contact is not None and now >= self.contact and self.offset < -TOLERANCE_US:
            return Fault(is_slow=False, right=now + self.offset)
        return None


NO_MARKS = Marks()
"""A laptop that has not been in contact yet."""
