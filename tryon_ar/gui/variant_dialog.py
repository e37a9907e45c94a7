"""Choose another colour for a garment, seen on the body while choosing."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QColorDialog,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.core.errors import TryOnError
from tryon_ar.garments.garment import Garment
from tryon_ar.garments.recolour import Dye, Recolouring, variant
from tryon_ar.gui import theme
from tryon_ar.gui.job_queue import JobQueue
from tryon_ar.gui.sentences import said

COLOURS = {
    "White": (244, 243, 239),
    "Sand": (212, 190, 156),
    "Grey": (128, 130, 134),
    "Black": (30, 31, 34),
    "Red": (186, 35, 45),
    "Orange": (221, 107, 37),
    "Yellow": (238, 195, 52),
    "Green": (44, 118, 74),
    "Teal": (26, 122, 128),
    "Blue": (36, 84, 168),
    "Navy": (28, 40, 80),
    "Purple": (104, 58, 142),
    "Pink": (224, 122, 160),
    "Brown": (104, 68, 46),
}
_COLUMNS = 7
_CHIP_PX = 34


class ColourChip(QAbstractButton):
    """A round colour to choose."""

    def __init__(self, name: str, rgb: tuple[int, int, int] | None) -> None:
        super().__init__()
        self.colour_name = name
        self.rgb = rgb
        self.setCheckable(True)
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the room for the ring as well."""
        return QSize(_CHIP_PX, _CHIP_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the colour, and a ring when it is chosen or in focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = min(self.width(), self.height())
        disc = QRectF(5, 5, side - 10, side - 10)
        painter.setPen(QPen(theme.colours().line, 1))
        painter.setBrush(theme.colours().raised if self.rgb is None else QColor(*self.rgb))
        painter.drawEllipse(disc)
        if self.rgb is None:
            painter.setPen(QPen(theme.colours().muted, 2))
            painter.drawLine(disc.bottomLeft() + _inward(1), disc.topRight() + _inward(-1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked() or self.hasFocus():
            painter.setPen(
                QPen(theme.colours().accent if self.isChecked() else theme.colours().text, 2.5)
            )
            painter.drawEllipse(disc.adjusted(-3, -3, 3, 3))
        painter.end()


class VariantDialog(QDialog):
    """Colours and sliders; what they give is shown by whoever listens.

    Parameters
    ----------
    garment : Garment
        The original.

    Notes
    -----
    *Signals*: ``changed(object)`` with the recoloured garment, under the original's id;
    ``saved(object)`` with the variant to keep; ``cancelled`` when it closes without one.
    Colours are worked out in a thread; only the newest wish counts. After ``saved`` it hides;
    whoever listens calls :meth:`discard`, or :meth:`keep_open` when it could not be kept.
    """

    changed = Signal(object)
    saved = Signal(object)
    cancelled = Signal()

    def __init__(self, garment: Garment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Colours of {name}").format(name=garment.name))
        self._garment = garment
        self._dye: Dye | None = None
        self._shown: tuple[Recolouring, Garment] = (Recolouring(), garment)
        self._kept = self._saving = self._working = False
        self._jobs = JobQueue("dye", self)
        self.hue = _slider(-180, 180)
        self.strength = _slider(0, 200, 100)
        self.lightness = _slider(-50, 50)
        for slider in (self.hue, self.strength, self.lightness):
            slider.valueChanged.connect(self._ask)
        self.chips = QButtonGroup(self)
        self.name = QLineEdit(garment.name)
        self.name.setMaxLength(80)
        self.name.setAccessibleName(self.tr("Name of the variant"))
        self.save = QPushButton(self.tr("Save as variant"))
        self.save.setObjectName("primary")
        self.save.setDefault(True)
        self.save.clicked.connect(self._save)
        self._problem = QLabel()
        self._build()

    @property
    def wish(self) -> Recolouring:
        """What chips and sliders say."""
        chip = self.chips.checkedButton()
        return Recolouring(
            float(self.hue.value()),
            self.strength.value() / 100,
            self.lightness.value() / 100,
            chip.rgb if isinstance(chip, ColourChip) else None,
        )

    def keep_open(self, text: str) -> None:
        """Go on choosing, saying why the variant could not be saved."""
        self._kept = self._saving = False
        self._problem.setText(text)
        self._problem.show()
        self.show()

    def leave(self, then: Callable[[], object]) -> None:
        """Close, and do something then: a colour is chosen again in no time."""
        self.reject()
        then()

    def discard(self) -> None:
        """Close without a signal."""
        self._kept = True
        self.close()

    @property
    def problem(self) -> str:
        """Why the variant could not be saved; empty when nothing is wrong."""
        return "" if self._problem.isHidden() else self._problem.text()

    def done(self, result: int) -> None:
        """Close; without a variant that is a cancel."""
        self._end()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close; without a variant that is a cancel."""
        self._end()
        super().closeEvent(event)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 18, 22, 18)
        layout.setSpacing(14)
        layout.addLayout(self._chip_grid())
        form = QFormLayout()
        form.setVerticalSpacing(12)
        form.setHorizontalSpacing(16)
        for label, slider in (
            (self.tr("Hue"), self.hue),
            (self.tr("Strength"), self.strength),
            (self.tr("Lightness"), self.lightness),
        ):
            slider.setAccessibleName(label)
            form.addRow(label, slider)
        form.addRow(self.tr("Name"), self.name)
        layout.addLayout(form)
        note = QLabel(self.tr("The cloth changes; folds and print stay."))
        note.setObjectName("muted")
        layout.addWidget(note)
        self._problem.setObjectName("problem")
        self._problem.setWordWrap(True)
        self._problem.hide()
        layout.addWidget(self._problem)
        buttons = QHBoxLayout()
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.save)
        layout.addLayout(buttons)
        self.save.setEnabled(False)

    def _chip_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(6)
        chips = [ColourChip(self.tr("As it was"), None)]
        chips += [ColourChip(self.tr(name), rgb) for name, rgb in COLOURS.items()]
        for number, chip in enumerate(chips):
            self.chips.addButton(chip)
            grid.addWidget(chip, number // _COLUMNS, number % _COLUMNS)
        other = QPushButton(self.tr("Other…"))
        other.setAutoDefault(False)
        other.clicked.connect(self._ask_colour)
        place = len(chips)
        grid.addWidget(other, place // _COLUMNS, place % _COLUMNS, 1, 3)
        chips[0].setChecked(True)
        self.chips.buttonClicked.connect(self._take_chip)
        return grid

    def _take_chip(self, chip: QAbstractButton) -> None:
        """Start from a colour: sliders back to the middle, the name after it."""
        for slider, rest in ((self.hue, 0), (self.strength, 100), (self.lightness, 0)):
            slider.blockSignals(True)
            slider.setValue(rest)
            slider.blockSignals(False)
        if isinstance(chip, ColourChip):
            after = f", {chip.colour_name.lower()}" if chip.rgb is not None else ""
            self.name.setText(self._garment.name[: 80 - len(after)] + after)
        self._ask()

    def _ask_colour(self) -> None:
        colour = QColorDialog.getColor(parent=self, title=self.tr("Colour of the cloth"))
        if colour.isValid():
            chip = ColourChip(colour.name(), (colour.red(), colour.green(), colour.blue()))
            chip.setParent(self)
            chip.hide()
            self.chips.addButton(chip)
            chip.setChecked(True)
            self._take_chip(chip)

    def _ask(self) -> None:
        """Have the newest wish worked out, once the one before it is."""
        wish = self.wish
        if not (self._working or self._kept) and wish != self._shown[0]:
            self._working = True
            self._jobs.submit(
                lambda _progress: (wish, self._dyed(wish)), done=self._show, failed=self._failed
            )

    def _dyed(self, wish: Recolouring) -> Garment:
        """Return the garment in another colour; in the job's thread."""
        if self._dye is None:
            self._dye = Dye(self._garment)
        return self._dye.recoloured(wish)

    def _show(self, result: tuple[Recolouring, Garment]) -> None:
        self._working = False
        self._shown = result
        self.save.setEnabled(not result[0].changes_nothing)
        self.changed.emit(result[1])
        if self._saving and result[0] == self.wish:
            self._save()
        else:
            self._ask()

    def _failed(self, error: TryOnError) -> None:
        """Say that a colour could not be worked out; the next wish is tried again."""
        self._working = self._saving = False
        self._problem.setText(said(str(error)))
        self._problem.show()

    def _save(self) -> None:
        if self._shown[0] != self.wish:  # still being worked out
            self._saving = True
            self._ask()
            return
        self._kept = True
        self._problem.hide()
        self.hide()
        self.saved.emit(variant(self._shown[1], self._garment, self.name.text()))

    def _end(self) -> None:
        self._jobs.close()
        if not self._kept:
            self._kept = True
            self.cancelled.emit()


def _slider(low: int, high: int, value: int = 0) -> QSlider:
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(low, high)
    slider.setValue(value)
    slider.setPageStep((high - low) // 12)
    slider.setMinimumWidth(190)
    return slider


def _inward(sign: int) -> QPointF:
    return QPointF(4 * sign, -4 * sign)
