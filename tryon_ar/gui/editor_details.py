"""The editor's side: name, category, sides, back photo and sizes."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.garments.editing import MAX_NAME_LETTERS, GarmentEdit
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.gui.back_photo import BackPhoto
from tryon_ar.gui.category_names import category_name
from tryon_ar.gui.choice_box import ChoiceBox
from tryon_ar.gui.size_chart import SizeChart

WIDTH_PX = 376


class EditorDetails(QScrollArea):
    """What is told about the garment, beside the canvas.

    Parameters
    ----------
    edit : GarmentEdit

    Notes
    -----
    *Signals*: ``edited`` after every change made here; ``refused(str)`` with a sentence when
    the back photo cannot be used.
    """

    edited = Signal()
    refused = Signal(str)

    def __init__(self, edit: GarmentEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edit = edit
        self.name = QLineEdit()
        self.name.setMaxLength(MAX_NAME_LETTERS)
        self.name.setAccessibleName(self.tr("Name"))
        self.category = ChoiceBox()
        self.category.setAccessibleName(self.tr("Category"))
        for category in CATEGORIES:
            self.category.addItem(category_name(category), category)
        self.category.setMaxVisibleItems(len(CATEGORIES))
        self.swap = QPushButton(self.tr("Swap left and right"))
        self.swap.setToolTip(self.tr("For a photo that is mirrored or shows the back"))
        self.back = BackPhoto()
        self.sizes = SizeChart()
        self._arrange()
        self.refresh()
        self._connect()

    def fitting_width(self) -> int:
        """Return a width at which nothing is cut off at the side, in pixels."""
        content = self.widget()
        needed = content.minimumSizeHint().width() if content is not None else 0
        return max(WIDTH_PX, needed + 2 * self.verticalScrollBar().sizeHint().width())

    def refresh(self) -> None:
        """Show what the garment is now."""
        edit = self._edit
        if " ".join(self.name.text().split()) != edit.name:
            with QSignalBlocker(self.name):
                self.name.setText(edit.name)
                self.name.setCursorPosition(0)  # a long one shows its beginning
        with QSignalBlocker(self.category):
            self.category.setCurrentIndex(CATEGORIES.index(edit.category))
        self.back.show_photo(edit.back_bgr)
        self.sizes.show_chart(edit.sizes, edit.category)

    def _connect(self) -> None:
        self.name.textEdited.connect(self._rename)
        self.name.editingFinished.connect(self._finish_name)
        self.category.activated.connect(self._choose_category)
        self.swap.clicked.connect(self._swap)
        self.back.chosen.connect(self._set_back)
        self.back.refused.connect(self.refused)
        self.sizes.changed.connect(self._set_sizes)

    def _rename(self, text: str) -> None:
        self._edit.set_name(text)
        self.edited.emit()

    def _finish_name(self) -> None:
        self._edit.settle()
        self.refresh()  # an empty name was not taken

    def _choose_category(self, _index: int) -> None:
        self._edit.set_category(self.category.currentData())
        self.edited.emit()

    def _swap(self) -> None:
        self._edit.swap_sides()
        self.edited.emit()

    def _set_back(self, photo_bgr: object) -> None:
        self._edit.set_back_photo(photo_bgr)  # type: ignore[arg-type]  # signals carry objects
        self.edited.emit()

    def _set_sizes(self, chart: object) -> None:
        self._edit.set_sizes(chart)  # type: ignore[arg-type]  # signals carry objects
        self.edited.emit()

    def _arrange(self) -> None:
        content = QWidget()
        form = QFormLayout()
        form.setVerticalSpacing(10)
        form.setHorizontalSpacing(12)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for text, field in ((self.tr("Name"), self.name), (self.tr("Category"), self.category)):
            label = QLabel(text)
            label.setBuddy(field)
            label.setMinimumHeight(field.sizeHint().height())  # a form hangs labels at the top
            form.addRow(label, field)
        form.addRow("", self.swap)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(_line())
        layout.addWidget(self.back)
        layout.addWidget(_line())
        layout.addWidget(self.sizes)
        layout.addStretch(1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumWidth(self.fitting_width())
        self.setAccessibleName(self.tr("About the garment"))


def _line() -> QFrame:
    line = QFrame()
    line.setObjectName("line")
    line.setFixedHeight(1)
    return line
