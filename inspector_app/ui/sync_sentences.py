"""How things stand with HQ, and why an exchange did not happen: what happened, what is safe, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject

from inspector_app.errors import AppError
from inspector_app.storage.sync_state import SyncState
from inspector_app.ui import clock_sentences, formats, sentences
from inspector_app.ui.language import QT_TRANSLATE_NOOP
from sync.device.problem import ProblemKind, SyncProblem
from sync.faults import Fault
from sync.protocol import OLDEST_PROTOCOL

PROBLEMS: dict[ProblemKind, str] = {
    ProblemKind.UNREACHABLE: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters cannot be reached. Your work is saved on this laptop and is sent when there is a network again.",
    ),
    ProblemKind.TLS: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Whoever answers at this address cannot prove to be your headquarters. Nothing was sent, and your work is "
        "saved on this laptop. Use another network; if it happens again, tell your county office.",
    ),
    ProblemKind.PORTAL: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "The network answers with a page of its own, usually a log-in page. Your work is saved on this laptop. "
        "Log in to the network in the web browser, or use another one.",
    ),
    ProblemKind.CUT: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "The connection broke off in the middle of an answer. Nothing was half-taken, and your work is saved on this "
        "laptop. It is tried again by itself.",
    ),
    ProblemKind.STATUS: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters answered with an error of its own. Your work is saved on this laptop. It is tried again by "
        "itself; if it lasts for a day, tell your county office.",
    ),
    ProblemKind.FAULT: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters refused to sync. Your work is saved on this laptop. Please tell your county office.",
    ),
    ProblemKind.NO_PROGRESS: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Some changes do not get through although headquarters answers. They are saved on this laptop and are tried "
        "again later; if it lasts for a day, tell your county office.",
    ),
    ProblemKind.OTHER_DATASET: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters holds other data than this laptop: one of them demo data, the other real ones. Nothing was "
        "mixed, and your work is saved on this laptop. Please tell your county office.",
    ),
    ProblemKind.FORGED: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Data that headquarters sent does not bear its signature, or is older than what this laptop had. None of it "
        "was taken in, and your work is saved on this laptop. Please tell your county office.",
    ),
    ProblemKind.IN_USE: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Another program on this laptop is exchanging with headquarters just now. Your work is saved on this laptop, "
        "and is sent by the one or the other.",
    ),
}

FAULTS: dict[Fault, str] = {
    Fault.UNKNOWN_DEVICE: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters does not know this laptop. Your work is saved on it. Ask your county office to set it up again.",
    ),
    Fault.BAD_SIGNATURE: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters does not recognise this laptop's signature. Your work is saved on it. "
        "Ask your county office to set it up again.",
    ),
    Fault.COUNTER: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters has already had a request with this number. Your work is saved on this laptop. "
        "Please press “Sync now” once more.",
    ),
    Fault.REVOKED: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters has blocked this laptop. What is saved stays on it, but is no longer taken. "
        "Please talk to your county office before you go on.",
    ),
    Fault.TRANSFERRED: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters has given this laptop to other hands. Your work is saved, and is taken for somebody to look at; "
        "new data no longer come. Please talk to your county office.",
    ),
    Fault.FORKED: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Two machines use the identity of this laptop, probably after a disk was copied. Your work is saved on it. "
        "Stop using one of them and tell your county office.",
    ),
    Fault.HELD: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Two machines used the identity of this laptop, probably after a disk was copied. Your work is saved on it, "
        "and headquarters keeps what it sends. Your county office has to say which machine goes on; please tell it.",
    ),
    Fault.DATASET: PROBLEMS[ProblemKind.OTHER_DATASET],
    Fault.PROTOCOL: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "This program is too old for headquarters to understand it. Nothing was half-taken, and your work is saved on "
        "this laptop; it is sent after the update. Please install the new version.",
    ),
    Fault.UPGRADE: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "This program is too old for headquarters. Your work is saved on this laptop, and headquarters still takes "
        "what you send; new data come after the update. Please install the new version.",
    ),
    Fault.TOO_LARGE: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "One change is too large for headquarters. It is saved on this laptop. Please tell your county office.",
    ),
    Fault.MALFORMED: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters could not read what this laptop sent. Your work is saved on it. Please tell your county office.",
    ),
    Fault.BUSY: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters is busy. Your work is saved on this laptop and is sent by itself in a little while.",
    ),
    Fault.NOT_FOUND: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters no longer has a file that this laptop was loading. Your work is saved on this laptop. It is "
        "tried again by itself.",
    ),
    Fault.LIMITED: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters has had enough of this laptop for now. Your work is saved on it, and the rest is sent by itself "
        "later.",
    ),
    Fault.TIMEOUT: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "The network is so slow that the sending was given up. Your work is saved on this laptop. It is tried again "
        "by itself.",
    ),
    Fault.LOG_AHEAD: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters holds more changes of this laptop than the laptop itself, probably because an old copy of its "
        "disk was put back. Your work is saved. Please press “Sync now” once more.",
    ),
}


HQ_TOO_OLD = QT_TRANSLATE_NOOP(
    "SyncSentences",
    "Headquarters runs a program that is too old for this laptop. Nothing was half-taken, and your work is saved on "
    "this laptop; it is sent as soon as headquarters is updated. Please tell your county office.",
)
_QUEUED = {Fault.BUSY, Fault.LIMITED}
"""Nothing went wrong: there is a queue."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand with HQ: `text` for the status line, with `advice` for the sync page."""

    tone: str
    text: str
    advice: str = ""


def trouble(found: Exception) -> str:
    """Why an exchange did not happen, or ended early."""
    if isinstance(found, SyncProblem):
        source = FAULTS[found.fault] if found.fault is not None else PROBLEMS[found.kind]
        if found.speaks is not None and found.speaks[1] < OLDEST_PROTOCOL:
            source = HQ_TOO_OLD
        return QCoreApplication.translate("SyncSentences", source)
    if isinstance(found, AppError):
        return sentences.sentence(found)
    return QCoreApplication.translate(
        "SyncSentences",
        "A fault in the program ended the sync. Your work is saved on this laptop, and it is tried again later.",
    )


AT_SIGN_IN: dict[ProblemKind, str] = {
    ProblemKind.UNREACHABLE: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters cannot be reached, and the first sign-in of a person on this laptop needs it. Nothing was "
        "changed. Connect the laptop to the network, then try again.",
    ),
    ProblemKind.TLS: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Whoever answers at this address cannot prove to be your headquarters. Nothing was sent or changed. Use "
        "another network; if it happens again, tell your county office.",
    ),
    ProblemKind.PORTAL: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "The network answers with a page of its own, usually a log-in page. Nothing was changed. Log in to the network "
        "in the web browser, or use another one, then try again.",
    ),
    ProblemKind.CUT: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "The connection to headquarters broke off. Nothing is lost: try again, and it goes on where it stopped.",
    ),
    ProblemKind.STATUS: QT_TRANSLATE_NOOP(
        "SyncSentences",
        "Headquarters answered with an error of its own. Nothing was changed. Try again in a few minutes; if it lasts "
        "for a day, tell your county office.",
    ),
}
QUEUED_AT_SIGN_IN = QT_TRANSLATE_NOOP(
    "SyncSentences", "Headquarters is busy just now. Nothing is lost: please try again in a few minutes."
)


def at_sign_in(found: Exception) -> str:
    """Why nobody could sign in. Only who has signed in here before has work that could be saved on this laptop."""
    source = None
    if isinstance(found, SyncProblem):
        is_queued = found.kind is ProblemKind.FAULT and found.retryable
        source = QUEUED_AT_SIGN_IN if is_queued else AT_SIGN_IN.get(found.kind)
    return trouble(found) if source is None else QCoreApplication.translate("SyncSentences", source)


def goes_away(found: Exception) -> bool:
    """Whether waiting is enough."""
    return isinstance(found, SyncProblem | AppError) and found.retryable


def standing(state: SyncState, problem: Exception | None, now: int, *, is_running: bool = False) -> Standing:
    """The most urgent thing to say. `problem` is what ended the last exchange, `now` microseconds UTC."""
    return _Standings().of(state, problem, now, is_running)


class _Standings(QObject):
    """Texts with a count are found in a tr() alone."""

    def of(self, state: SyncState, problem: Exception | None, now: int, is_running: bool) -> Standing:
        if is_running:
            text = self.tr("Syncing with headquarters…")
            advice = self.tr("You can go on working. Stopping is safe at any moment.")
            return Standing("info", text, advice)
        if problem is not None and not goes_away(problem):
            return Standing("bad", self.tr("Syncing with headquarters is stopped"), trouble(problem))
        if wrong := clock_sentences.words(state.clock, now):
            return Standing("bad", self.tr("The clock of this laptop is wrong"), wrong)
        if (asks := self._asks(state)) is not None:
            return asks if problem is None else self._both(asks, state, problem, now)
        if problem is not None:
            return self._offline(state, problem)
        return self._quiet(state, now)

    def _asks(self, state: SyncState) -> Standing | None:
        """What waits for the person."""
        if count := state.refused:
            return Standing(
                "bad",
                self.tr("Headquarters refused %n change(s)", "", count),
                self.tr("They are kept on this laptop. Correct each of them, or set it aside."),
            )
        if count := state.conflicts:
            return Standing(
                "warning",
                self.tr("%n value(s) were changed twice", "", count),
                self.tr("Nothing was lost. Please look at both values and decide which one is right."),
            )
        return None

    def _both(self, asks: Standing, state: SyncState, problem: Exception, now: int) -> Standing:
        """What waits for the person, and that the last exchange did not come to its end."""
        offline = self._offline(state, problem)
        why = offline.text
        if isinstance(problem, SyncProblem) and problem.kind is ProblemKind.UNREACHABLE:
            why = self.tr("headquarters cannot be reached")
            if state.last_contact is not None:
                when = formats.ago(state.last_contact, now)
                why = self.tr("headquarters cannot be reached, last contact {when}").format(when=when)
        text = self.tr("{asks}; {why}").format(asks=asks.text, why=why)
        return Standing(asks.tone, text, f"{asks.advice}\n{offline.advice}")

    def _offline(self, state: SyncState, problem: Exception) -> Standing:
        if isinstance(problem, SyncProblem) and problem.fault in _QUEUED:
            return Standing("quiet", self.tr("Headquarters is busy; this laptop waits its turn"), trouble(problem))
        if isinstance(problem, SyncProblem) and problem.kind is not ProblemKind.UNREACHABLE:
            return Standing(
                "warning",
                self.tr("The last sync was not completed"),
                trouble(problem),
            )
        if not (count := state.waiting):
            return Standing("quiet", self.tr("Working offline; nothing waits to be sent"), trouble(problem))
        text = self.tr("Working offline; %n change(s) are safe on this laptop", "", count)
        return Standing("quiet", text, trouble(problem))

    def _quiet(self, state: SyncState, now: int) -> Standing:
        if count := state.waiting:
            text = self.tr("%n change(s) to be sent, the oldest of {since}", "", count)
            since = formats.ago(state.waiting_since if state.waiting_since is not None else now, now)
            return Standing(
                "info",
                text.format(since=since),
                self.tr("They are saved on this laptop and go out with the next sync."),
            )
        if count := state.photos_waiting:
            text = self.tr("%n photo(s) to be sent", "", count)
            return Standing("info", text, self.tr("All records are at headquarters; the photos follow."))
        if not state.is_level:
            return Standing(
                "info",
                self.tr("The data of headquarters are not complete here yet"),
                self.tr("Lists may lack entries until the first download has come to its end."),
            )
        if count := state.held:
            text = self.tr("%n record(s) need a newer program", "", count)
            return Standing("warning", text, self.tr("They are kept and appear after the update of this program."))
        if count := state.ahead:
            return Standing(
                "info",
                self.tr("%n change(s) wait until headquarters is updated", "", count),
                self.tr("Headquarters keeps them; its program is older than this one. There is nothing for you to do."),
            )
        if count := state.parked:
            text = self.tr("Headquarters waits for a related record for %n change(s)", "", count)
            return Standing(
                "info",
                text,
                self.tr("It usually comes from another laptop. There is nothing for you to do."),
            )
        when = "" if state.last_contact is None else formats.ago(state.last_contact, now)
        return Standing(
            "good",
            self.tr("Level with headquarters, {when}").format(when=when),
            self.tr("Everything of this laptop is at headquarters."),
        )
