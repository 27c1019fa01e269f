"""What a person can act on: a code and facts. Sentences are made in ui/messages.py alone."""

from __future__ import annotations


class AppError(Exception):
    """A failure with a remedy. Anything else that is raised is a bug.

    `code` names what happened (`disk_full`), `facts` what the sentence needs; facts are never sentences. A retryable
    error goes away without anybody's doing, such as a lost connection.
    """

    def __init__(self, code: str, *, retryable: bool = False, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.retryable = retryable
        self.facts = facts

    def __str__(self) -> str:
        return self.code
