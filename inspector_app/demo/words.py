"""What the demo prints, in Chinese and in English: whoever runs it reads one of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from inspector_app.ui import terminal
from inspector_app.ui.labels import LABELS


@dataclass(frozen=True, slots=True)
class Words:
    chinese: str = ""
    english: str = ""

    def __bool__(self) -> bool:
        return bool(self.english)

    @property
    def lines(self) -> str:
        """Below each other; once where they are the same."""
        return self.chinese if self.chinese == self.english else f"{self.chinese}\n{self.english}"


NOTHING = Words()


def both(source: str, **facts: object) -> Words:
    """A sentence marked QT_TRANSLATE_NOOP("Demo", ...), with its facts; facts may be words themselves."""
    chinese = {name: each.chinese if isinstance(each, Words) else each for name, each in facts.items()}
    english = {name: each.english if isinstance(each, Words) else each for name, each in facts.items()}
    return Words(terminal.chinese("Demo", source).format(**chinese), source.format(**english))


def as_it_is(text: str) -> Words:
    """A name, a number: the same in both."""
    return Words(text, text)


def label(value: StrEnum) -> Words:
    source = LABELS[type(value)][value]
    return Words(terminal.chinese(type(value).__name__, source), source)
