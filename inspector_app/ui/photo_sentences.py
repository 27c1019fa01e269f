"""How many photos of something are at headquarters, in words."""

from __future__ import annotations

from PySide6.QtCore import QObject

from inspector_app.services.photo_room import Freed
from inspector_app.storage.sync_state import PhotosOfVisit
from inspector_app.ui import formats


def at_hq(photos: PhotosOfVisit) -> str:
    """3 of 5 photos at headquarters; nothing where there are none."""
    return _Words().of(photos) if photos.every else ""


def freed(what: Freed) -> str:
    """What left the disk, and what stays."""
    return _Words().freed(what)


def lost(count: int) -> str:
    """Photos that are to go to headquarters and that no whole file is left of here."""
    return _Words().lost(count)


class _Words(QObject):
    """Texts with a count are found in a tr() alone."""

    def of(self, photos: PhotosOfVisit) -> str:
        done, every = photos.at_hq, photos.every
        if done == every and photos.originals_here:
            return self.tr("%n photo(s) at headquarters (reduced), originals still here", "", every)
        if done == every:
            return self.tr("%n photo(s), all at headquarters", "", every)
        if not done:
            return self.tr("%n photo(s), none at headquarters yet", "", every)
        return self.tr("{done} of %n photo(s) at headquarters", "", every).format(done=done)

    def freed(self, what: Freed) -> str:
        text = self.tr("%n original(s) left this laptop, {size} are free now. The small copies stay.", "", what.count)
        return text.format(size=formats.size(what.bytes))

    def lost(self, count: int) -> str:
        return self.tr(
            "The files of %n photo(s) on this laptop are damaged, and headquarters does not have them yet. Their "
            "records are safe. If you still have the same pictures, in the camera perhaps, add them again.",
            "",
            count,
        )
