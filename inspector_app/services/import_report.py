"""What the commands of an import share on a laptop and at HQ: carrying it out, and telling what became of the file."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from inspector_app.domain.local_time import local, local_date
from inspector_app.records.names import kind_name
from inspector_app.records.oversight import LegalHold
from inspector_app.services import import_journal as journal
from inspector_app.services import importing
from inspector_app.services.import_entries import Outcome, Result
from inspector_app.services.import_journal import Place
from inspector_app.services.importing import Job, Report
from inspector_app.sheets.columns import Register, columns_of, loose
from inspector_app.sheets.faults import FileRefused, SheetCode
from inspector_app.sheets.report import MarkedCopy
from inspector_app.sheets.sentences import said, sentence
from sync.record import Json

SHOWN = 20
"""Faults that a terminal shows."""


@dataclass(frozen=True)
class Wish:
    """What the options of a command say."""

    file: Path | None
    register: str
    mapping: Sequence[str]
    values: Sequence[str]
    trial: bool
    marked: Path | None
    undo: str
    history: bool
    as_json: bool


def fulfil(
    place: Place, wish: Wish, *, chinese: bool, report: Callable[[int, int], None] = lambda done, total: None
) -> tuple[str, bool]:
    """Do what the options say: what is told of it, and whether nothing was left out. Raises FileRefused, OSError."""
    if wish.undo:
        return "\n".join(undone(place, wish.undo, chinese=chinese)), True
    if wish.history:
        made = journal.imports(place)
        if wish.as_json:
            return json.dumps([asdict(each) for each in made], ensure_ascii=False, indent=1, default=str), True
        return "\n".join(history(made, chinese=chinese)), True
    done, lines = carry_out(place, _job_of(wish), wish, chinese=chinese, report=report)
    if wish.as_json:
        words = json.dumps(as_json(done, chinese=chinese), ensure_ascii=False, indent=1)
    else:
        words = "\n".join(told(done, Register(wish.register), wish.marked, lines, chinese=chinese))
    return words, not done.counts[Outcome.WRONG] and not done.stopped


def _job_of(wish: Wish) -> Job:
    if wish.file is None or not wish.register:
        raise FileRefused(SheetCode.NOT_GIVEN, registers=", ".join(Register))
    return Job(wish.file, Register(wish.register), _pairs(wish.mapping), _pairs(wish.values))


def _pairs(told: Iterable[str]) -> Mapping[str, str]:
    pairs = {}
    for each in told:
        name, equals, value = each.partition("=")
        if not equals or not name.strip():
            raise FileRefused(SheetCode.NOT_A_PAIR, pair=each)
        pairs[name.strip()] = value.strip()
    return pairs


def carry_out(
    place: Place, job: Job, wish: Wish, *, chinese: bool, report: Callable[[int, int], None]
) -> tuple[Report, int]:
    """The report, and how many lines the marked copy has. Ctrl+C stops between two parts."""
    with stopped_by_hand() as stop:
        if wish.marked is None:
            return importing.run(place, job, trial=wish.trial, report=report, stop=stop), 0
        with MarkedCopy(wish.marked, chinese=chinese) as copy:

            def told(result: Result) -> None:
                copy.add(result.entry, result.faults)

            return importing.run(place, job, trial=wish.trial, report=report, stop=stop, told=told), copy.lines


@contextmanager
def stopped_by_hand() -> Iterator[threading.Event]:
    """An event that Ctrl+C sets, where this is the program's first thread."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = signal.signal(signal.SIGINT, lambda number, frame: stop.set())
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def told(report: Report, register: Register, marked: Path | None, marked_lines: int, *, chinese: bool) -> list[str]:
    """What a person reads of an import."""

    def say(code: str, **facts: str | int) -> str:
        return said(code, chinese=chinese, **facts)

    lines = [
        say("understood", columns=("、" if chinese else ", ").join(_understood(report, register, chinese=chinese)))
    ]
    if report.unused:
        lines.append(say("unused", columns=", ".join(report.unused)))
    for fault in report.faults[:SHOWN]:
        column = f" “{fault.column}”" if fault.column else ""
        lines.append(say("line_of_fault", line=fault.line, column=column, words=sentence(fault, chinese=chinese)))
    more = len(report.faults) - SHOWN + report.untold
    if more > 0:
        lines.append(say("more", count=more))
    counts = {outcome.value: report.counts[outcome] for outcome in Outcome}
    lines.append(say("counted", differing=report.differing, **counts))
    if report.flagged:
        lines.append(say("flagged", count=report.flagged))
    if marked is not None and marked_lines:
        lines.append(say("marked", file=str(marked), count=marked_lines))
    if report.stopped:
        lines.append(say("stopped"))
    lines.append(say("tried") if report.id is None else say("taken", id=report.id))
    return lines


def _understood(report: Report, register: Register, *, chinese: bool) -> Iterator[str]:
    """Which heading is taken for which column; the heading alone where it is the column's own."""
    columns = columns_of(register).columns
    for name, head in report.columns.items():
        ours = columns.get(name)
        meant = head if ours is None else ours.zh if chinese else ours.en
        yield head if loose(head) == loose(meant) else f"{head} → {meant}"


def as_json(report: Report, *, chinese: bool) -> Json:
    """The same for a program."""
    return {
        "id": report.id,
        "counts": {outcome.value: count for outcome, count in report.counts.items()},
        "differing": report.differing,
        "flagged": report.flagged,
        "skipped": report.skipped,
        "written": report.written,
        "stopped": report.stopped,
        "columns": report.columns,
        "unused": report.unused,
        "faults": [
            {
                "line": fault.line,
                "column": fault.column,
                "value": fault.value,
                "code": fault.code.value,
                "severity": fault.severity.value,
                "said": sentence(fault, chinese=chinese),
            }
            for fault in report.faults
        ],
        "more_faults": report.untold,
    }


def history(made: Sequence[journal.Import], *, chinese: bool) -> list[str]:
    """A line for each import that was made here."""
    language = "zh" if chinese else "en"
    if not made:
        return [said("no_imports", chinese=chinese)]
    return [
        said(
            "import_line",
            chinese=chinese,
            id=each.id,
            state=said(f"state_{each.state.value}", chinese=chinese),
            register=getattr(columns_of(Register(each.register)), language),
            file=each.file,
            at=f"{local(each.at):%Y-%m-%d %H:%M}",
            by=each.by,
        )
        for each in made
    ]


def undone(place: Place, import_id: str, *, chinese: bool) -> list[str]:
    """Take an import back, and tell what stays."""
    left = journal.undo(place, import_id)
    if not left:
        return [said("taken_back_whole", chinese=chinese)]
    used, held = [each for each in left if each.hold is None], [each for each in left if each.hold is not None]
    lines = [said("taken_back", chinese=chinese, left=len(used))] if used else []
    lines += [
        said("left_line", chinese=chinese, kind=_kind(each, chinese=chinese), id=each.id, name=each.name)
        for each in used
    ]
    lines += [said("held_back", chinese=chinese, held=len(held))] if held else []
    return lines + [_held_line(each, each.hold, chinese=chinese) for each in held if each.hold is not None]


def _kind(left: journal.Left, *, chinese: bool) -> str:
    return kind_name(left.kind, "zh_CN" if chinese else "en")


def _held_line(left: journal.Left, hold: LegalHold, *, chinese: bool) -> str:
    since, by = local_date(hold.set_at).isoformat(), left.setter or hold.set_by
    facts = {
        "kind": _kind(left, chinese=chinese),
        "id": left.id,
        "name": left.name,
        "since": since,
        "by": by,
        "reason": hold.reason,
    }
    return said("held_line", chinese=chinese, **facts)
