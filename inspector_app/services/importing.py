"""Importing a list: tried out, or carried out in parts that stay, going on after a kill without entering twice.

Each record's id follows from the import and its line, and entries that are here already are recognised: however often a
file is begun again, nothing is doubled.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from inspector_app.domain.problems import Severity
from inspector_app.domain.states import COUNTY, HQ
from inspector_app.errors import AppError
from inspector_app.records.oversight import Access
from inspector_app.services import import_journal as journal
from inspector_app.services.acting import WRITERS, Acting
from inspector_app.services.import_entries import Form, Ids, Outcome, Result
from inspector_app.services.import_goods import LedgerForm, ProductForm
from inspector_app.services.import_journal import Import, Notes, Place, State
from inspector_app.services.import_operators import OperatorForm
from inspector_app.services.import_records import OWN, RecordForm, own_entries, own_header
from inspector_app.services.import_registers import SIMPLE
from inspector_app.sheets.columns import Register
from inspector_app.sheets.entries import Entry, entries, fixed_values, require_columns
from inspector_app.sheets.faults import FileRefused, SheetCode, SheetFault
from inspector_app.sheets.headers import LOOKED_THROUGH, Header, find_header
from inspector_app.sheets.reading import CHUNK, Sheet, is_made_up, sheets_of
from sync.record import Change, Record, new_id

PART = 200
"""Entries to a transaction: at most 600 records, which HQ's author writes in one."""
MOST_TOLD = 2_000
"""Faults that a report holds; the marked copy of the file has them all."""
FORMS: Mapping[Register, Callable[[], Form]] = {
    Register.OPERATORS: OperatorForm,
    Register.PRODUCTS: ProductForm,
    Register.LEDGER: LedgerForm,
    **SIMPLE,
}


@dataclass(frozen=True)
class Job:
    """A file, and what a person says of it."""

    path: Path
    register: Register
    chosen: Mapping[str, str] = field(default_factory=dict)
    """{heading: column}; an empty column leaves the heading out."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """{column: text} for each line of a file that has no such column."""


@dataclass
class Report:
    """What became of a file."""

    id: str | None = None
    """Of the import; None of a trial."""
    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    skipped: int = 0
    """Lines that are no entries: blank, sums, signatures."""
    differing: int = 0
    """Of those that are here already."""
    flagged: int = 0
    """Taken, though something about them is to be checked."""
    written: int = 0
    """Records."""
    faults: list[SheetFault] = field(default_factory=list)
    untold: int = 0
    """Faults beyond those that the report holds."""
    unused: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    """{column: heading} as they were understood."""
    stopped: bool = False


Told = Callable[[Result], None]


def run(
    place: Place,
    job: Job,
    *,
    trial: bool,
    report: Callable[[int, int], None] = lambda done, total: None,
    stop: threading.Event | None = None,
    told: Told = lambda result: None,
) -> Report:
    """Import a file, or try out what an import would do. `told` hears of every entry; `report` of how many were read.

    Raises FileRefused when nothing of the file can be taken, AppError not_allowed, OSError.
    """
    place.read(lambda act: _may_import(act, job.register))
    fixed = fixed_values(job.register, job.fixed)
    found = _headed(place, job, fixed)
    made = None if trial else journal.begin(place, job.register, job.path.name, _sha256(job))
    if made is not None:
        place.log(Access.IMPORT, job.register.value, made.id)
    done = Report(made.id if made else None)
    for source in found:
        done.unused += [each for each in source.header.unused if each not in done.unused]
        done.columns |= {column: source.header.texts[at] for column, at in source.header.columns.items()}
    form = FORMS[job.register]()
    read = 0
    number = 0
    for source in found:
        sheet, header, cls = source.sheet, source.header, source.cls
        lines = own_entries(sheet, header, cls) if cls else entries(sheet, header, job.register, fixed)
        taking = RecordForm(cls) if cls else form
        for group in _groups(lines):
            if stop is not None and stop.is_set():
                done.stopped = True
                return done
            taken = [entry for entry in group if entry is not None]
            done.skipped += len(group) - len(taken)
            results = _part(place, taking, taken, made, number, sheet.name)
            for result in results:
                _count(done, result, is_own=made is not None and result.there == _first_id(made, result, sheet))
                told(result)
            read += len(group)
            number += 1
            report(read, 0)
    if made is not None:
        journal.finish(
            place,
            replace(made, state=State.DONE, parts=number),
            columns={heading: column for column, heading in done.columns.items()},
            rows_read=read,
            rows_made=done.counts[Outcome.NEW],
            rows_refused=done.counts[Outcome.WRONG],
        )
        if job.chosen:
            for source in found:
                journal.remember_headings(place, job.register, source.header.fingerprint, job.chosen)
    return done


def _may_import(act: Acting, register: Register) -> None:
    """What headquarters alone writes enters there and on no laptop."""
    is_of_hq = any(cls.change is Change.HQ_ONLY for cls, _, _ in OWN[register])
    if is_of_hq and not act.is_at_hq:
        raise AppError("not_allowed")
    act.require_role(COUNTY | HQ if is_of_hq else WRITERS)


@dataclass(frozen=True)
class _Source:
    sheet: Sheet
    header: Header
    cls: type[Record] | None
    """The kind of the records that an export wrote; None of somebody else's list."""


def _headed(place: Place, job: Job, fixed: Mapping[str, object]) -> list[_Source]:
    """The sheets that have headings which we know, those of our own exports in their order. Raises FileRefused."""
    remembered = journal.headings_said(place, job.register)
    sheets = sheets_of(job.path)
    if place.dataset == "REAL" and any(is_made_up(sheet) for sheet in sheets):
        raise FileRefused(SheetCode.WRONG_DATASET)
    own = [(sheet, own_header(sheet, job.register)) for sheet in sheets]
    if any(known for _, known in own):
        return [_Source(sheet, *known) for sheet, known in own if known]
    headers = [find_header(sheet, job.register, job.chosen, remembered) for sheet in sheets]
    found = [_Source(sheet, header, None) for sheet, header in zip(sheets, headers, strict=True) if header is not None]
    if not found:
        raise FileRefused(SheetCode.NO_HEADER, found=_first_words(sheets))
    for source in found:
        require_columns(source.header, job.register, fixed)
    return found


def _first_words(sheets: Sequence[Sheet]) -> str:
    """The line of a file that looks most like headings: the one of most texts."""
    lines = [line for sheet in sheets for line in itertools.islice(sheet.lines(), LOOKED_THROUGH)]
    best = max(lines, key=lambda line: len({cell.text for cell in line.cells if cell.text}), default=None)
    return "、".join(cell.text[:20] for cell in best.cells if cell.text)[:200] if best else "—"


def _part(place: Place, form: Form, taken: list[Entry], made: Import | None, number: int, sheet: str) -> list[Result]:
    if made is None:
        return place.read(lambda act: form.results(act, taken, lambda entry: lambda part: new_id()))
    batch = made

    def ids(entry: Entry) -> Ids:
        return lambda part: journal.record_id(batch, entry.line.number, sheet, part)

    def work(act: Acting) -> tuple[list[Result], Notes]:
        results = form.results(act, taken, ids)
        kept: list[Record] = []
        for result in results:
            if result.outcome is Outcome.NEW:
                kept += [act.save(record) for record in result.records]
        return results, journal.part(batch, number, kept, place.noted)

    return place.write(work, now=batch.at)


def _first_id(made: Import, result: Result, sheet: Sheet) -> str:
    return journal.record_id(made, result.entry.line.number, sheet.name, 0)


def _count(done: Report, result: Result, *, is_own: bool) -> None:
    outcome = Outcome.NEW if is_own else result.outcome
    done.counts[outcome] += 1
    done.differing += bool(result.differences) and not is_own
    if result.outcome is Outcome.NEW:
        done.written += len(result.records)
    done.flagged += outcome is Outcome.NEW and any(each.severity is Severity.WARN for each in result.faults)
    room = MOST_TOLD - len(done.faults)
    done.faults += result.faults[:room]
    done.untold += max(0, len(result.faults) - room)


def _groups(lines: Iterator[Entry | None]) -> Iterator[list[Entry | None]]:
    while group := list(itertools.islice(lines, PART)):
        yield group


def _sha256(job: Job) -> str:
    """Of the file and of what is said of it: said otherwise, it is another import."""
    total = hashlib.sha256(json.dumps([dict(job.chosen), dict(job.fixed)], sort_keys=True).encode())
    with job.path.open("rb") as file:
        while part := file.read(CHUNK):
            total.update(part)
    return total.hexdigest()
