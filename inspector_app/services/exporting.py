"""Exports: the register as a file, masked by what the role may see; each is logged before its first row is read."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from inspector_app.domain.masking import exported, may_export
from inspector_app.errors import AppError
from inspector_app.records.oversight import Access
from inspector_app.records.people import Role
from inspector_app.services.acting import Acting
from inspector_app.services.import_journal import Place
from inspector_app.services.import_records import OWN
from inspector_app.sheets.columns import Register
from inspector_app.sheets.faults import FileRefused, SheetCode
from inspector_app.sheets.sentences import said
from inspector_app.sheets.writing import Heading, Table, files_of, write
from inspector_app.storage import registers
from sync.record import Record, Wire

PAGE = 1_000
"""Rows that are read at a time."""


@dataclass(frozen=True)
class Wish:
    what: Register
    path: Path
    role: Role | None = None
    """Masked as for this role, where it sees less than one's own."""
    reason: str = ""
    """With it a county's administrator exports identity numbers whole."""
    chinese: bool = True
    replace: bool = False
    """Whether files that are there already may be overwritten."""

    @staticmethod
    def told(what: str, path: Path, role: str, reason: str, *, chinese: bool, replace: bool) -> Wish:
        """What the options of a command say."""
        return Wish(Register(what), path, Role(role) if role else None, reason, chinese, replace)

    @property
    def files(self) -> list[Path]:
        """What is written."""
        return files_of(self.path, [cls for cls, _, _ in OWN[self.what]])


def export(place: Place, wish: Wish, report: Callable[[int, int], None] = lambda done, total: None) -> dict[str, int]:
    """Write files for the writer's account alone; {kind: rows}. Void records stay out, and at HQ others' areas.

    Raises AppError not_allowed, FileRefused, OSError.
    """
    own = place.read(lambda act: act.user.role)
    role = own if wish.role is None or _sees_more(wish.role, own) else wish.role
    if not may_export(role):
        raise AppError("not_allowed")
    for file in wish.files:
        if file.exists() and not wish.replace:
            raise FileRefused(SheetCode.FILE_THERE, file=str(file))
    place.log(Access.EXPORT, wish.what.value, role.value, wish.reason)
    done = 0

    def rows(cls: type[Record]) -> Iterator[Wire]:
        nonlocal done
        for record in _all(place, cls):
            yield masked(cls, record.wire(), role, wish.reason)
            done += 1
            if done % PAGE == 0:
                report(done, 0)

    tables = [Table(cls, zh if wish.chinese else en, rows(cls)) for cls, zh, en in OWN[wish.what]]
    folder = wish.path.parent
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(wish.path))
    try:
        begun = TemporaryDirectory(prefix=".export-", dir=folder)
    except OSError as exc:  # said of the file that is wanted: nobody knows of this folder
        raise OSError(exc.errno, exc.strerror, str(wish.path)) from exc
    with begun as place_of_it:  # whole, or nothing of it
        counts = write(Path(place_of_it) / wish.path.name, tables, Heading(place.dataset, wish.chinese))
        for made in sorted(Path(place_of_it).iterdir()):
            made.chmod(0o600)  # it holds names, addresses and telephone numbers
            made.replace(folder / made.name)
    return counts


def masked(cls: type[Record], wire: Wire, role: Role, reason: str) -> Wire:
    """A row as the role exports it. What stands for a sensitive number in matching goes with that number."""
    row = {name: exported(cls, name, value, role, reason) for name, value in wire.items()}
    whole = role is Role.COUNTY_ADMIN and bool(reason.strip())
    return row if whole else row | {name: None for name in row if name.endswith("_hmac")}


def _sees_more(role: Role, own: Role) -> bool:
    """Whether exporting as another role would show what one's own does not."""
    order = [Role.READ_ONLY, Role.AUXILIARY, Role.INSPECTOR, Role.TEAM_LEAD, Role.HQ_ADMIN, Role.COUNTY_ADMIN]
    return order.index(role) > order.index(own)


def _all(place: Place, cls: type[Record]) -> Iterator[Record]:
    last = ""
    while True:
        found = place.read(partial(_page, cls, last))
        yield from found
        if len(found) < PAGE:
            return
        last = found[-1].id


def _page(cls: type[Record], after: str, act: Acting) -> list[Record]:
    return registers.after(act.session, cls, after, PAGE, _area(act))


def _area(act: Acting) -> frozenset[str] | None:
    """Codes of the divisions whose records the user sees at HQ; None for all. A laptop holds nothing else anyway."""
    if not act.is_at_hq or act.user.role is Role.HQ_ADMIN:
        return None
    if act.user.role is Role.COUNTY_ADMIN:
        return frozenset(code[:6] for code in (*act.user.townships, act.user.office_code))
    return frozenset(act.user.townships)


def told(wish: Wish, counts: Mapping[str, int]) -> str:
    """What a person reads of an export."""
    rows = [
        said("exported_rows", chinese=wish.chinese, count=counts[cls.kind], name=zh if wish.chinese else en)
        for cls, zh, en in OWN[wish.what]
    ]
    return said("exported", chinese=wish.chinese, file=", ".join(map(str, wish.files)), rows=", ".join(rows))
