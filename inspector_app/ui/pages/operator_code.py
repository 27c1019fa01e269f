"""The sheet with a shop's code for its door: given out, and saved as a PDF where the inspector says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.documents.shop_label import ShopLabel
from inspector_app.records.operators import Operator
from inspector_app.services import shop_codes
from inspector_app.services.acting import Acting
from inspector_app.storage.files import write_atomically
from inspector_app.ui.context import Context


def ask_where(owner: QWidget, context: Context, operator: Operator) -> None:
    """Ask for the file; the code is given out once it is chosen."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    title = QCoreApplication.translate("OperatorCode", "Save the shop code")
    dialog = QFileDialog(owner.window(), title, str(Path(folder) / f"{operator.name}.pdf"))
    dialog.setObjectName("save_shop_code_as")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("PDF (*.pdf)")
    dialog.setDefaultSuffix("pdf")
    dialog.fileSelected.connect(lambda file: save(owner, context, operator, Path(file)))
    dialog.open()


def save(owner: QWidget, context: Context, operator: Operator, file: Path) -> None:
    messages, user = context.messages, context.user
    said = QCoreApplication.translate("OperatorCode", "Saved as {file}. Print it on A5, and put it up at the door.")

    def issue(act: Acting) -> str:
        return shop_codes.issue(act, operator.id).code

    def put_out(code: str) -> None:
        label = ShopLabel(operator.name, code, user.acting_authority, is_demo=context.settings.is_demo)
        context.tasks.start(owner, _writing(file, label.pdf()), lambda _: messages.say(told, "good"), failed)

    def failed(error: Exception) -> None:
        messages.show(owner, error)

    told = said.format(file=file.name)
    context.write(owner, issue, put_out, failed)


def _writing(file: Path, data: bytes) -> Callable[[], None]:
    return lambda: write_atomically(file, data, mode=0o644)
