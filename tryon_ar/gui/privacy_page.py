"""The page of what is stored, with the button that deletes it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.core.stored_data import Place
from tryon_ar.gui.check_box import CheckBox
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.stored_words import about_of, amount_of, title_of
from tryon_ar.gui.wrapped_label import breakable


class PrivacyPage(QDialog):
    """Lists what is stored on this machine; deletes it after a confirmation.

    Notes
    -----
    *Signals*: ``wipe_asked(bool, bool)``: keep garments; pictures and videos too.
    """

    wipe_asked = Signal(bool, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._places: Sequence[Place] = ()
        self.question: QMessageBox | None = None
        self.intro = _wrapped()
        self._list = QVBoxLayout()
        self.keep_garments, self.recordings = CheckBox(), CheckBox()
        self.keep_garments.setChecked(True)
        self.delete, self._close = QPushButton(), QPushButton()
        self._close.setObjectName("primary")
        self._close.setDefault(True)
        for button in (self.delete, self._close):
            button.setAutoDefault(False)
        self.delete.clicked.connect(self._confirm)
        self._close.clicked.connect(self.accept)
        self._arrange()
        keep_in_language(self, self._name)

    def show_places(self, places: Sequence[Place]) -> None:
        """List what is stored."""
        self._places = places
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for place in places:
            self._list.addWidget(self._told(place))
        self._list.addStretch(1)

    def _told(self, place: Place) -> QWidget:
        """Return what a place is, how much is in it, and where it is."""
        line = self.tr("{title}: {amount}").format(title=title_of(place), amount=amount_of(place))
        where = _wrapped(f"{about_of(place)}\n{breakable(place.where)}", "muted")
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, self.fontMetrics().height() // 2)
        column.setSpacing(2)
        column.addWidget(_wrapped(line, "heading" if place.files else ""))
        column.addWidget(where)
        return told

    def _arrange(self) -> None:
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(12)
        inside.addWidget(self.intro)
        inside.addLayout(self._list)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        buttons = QHBoxLayout()
        buttons.addWidget(self.delete)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(area, 1)
        boxes = QVBoxLayout()
        boxes.setSpacing(0)
        boxes.addWidget(self.keep_garments)
        boxes.addWidget(self.recordings)
        column.addLayout(boxes)
        column.addLayout(buttons)

    def _name(self) -> None:
        self.setWindowTitle(self.tr("What is stored"))
        self.intro.setText(
            self.tr("All of this lies on this computer alone. Nothing of it is sent anywhere.")
        )
        self.keep_garments.setText(self.tr("Keep garments and looks"))
        self.recordings.setText(self.tr("Delete pictures and videos too"))
        for box in (self.keep_garments, self.recordings):
            box.setAccessibleName(box.text())
        self.delete.setText(self.tr("Delete and close…"))
        self._close.setText(self.tr("Close"))
        self.show_places(self._places)

    def _confirm(self) -> None:
        """Ask once more; deleting closes the mirror, which would write some of it anew."""
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("What is stored"))
        box.setText(
            self.tr(
                "The mirror closes, and settings, logs and all that was made ready are deleted for"
                " good."
            )
        )
        more = [] if self.keep_garments.isChecked() else [self.tr("Your garments are deleted too.")]
        if self.recordings.isChecked():
            more.append(self.tr("Your pictures and videos are deleted too."))
        box.setInformativeText("\n".join(more))
        delete = box.addButton(self.tr("Delete"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(self.tr("Delete nothing"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        delete.clicked.connect(self._agree)
        self.question = box
        box.open()

    def _agree(self) -> None:
        self.wipe_asked.emit(self.keep_garments.isChecked(), self.recordings.isChecked())


def _wrapped(text: str = "", name: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
