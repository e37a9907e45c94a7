"""How garments are worn: light, size, tuck and sway, in a panel that opens below its button."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QSlider,
    QWidget,
)

from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.garments.garment import Garment
from tryon_ar.garments.sizes import size_names
from tryon_ar.gui.check_box import CheckBox
from tryon_ar.gui.choice_box import ChoiceBox
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.shortcuts import keys_of

FULL = 100
_GAP_PX = 6


class DressingPanel(QFrame):
    """Light, size, tuck and sway; every change is told at once.

    Parameters
    ----------
    parent : QWidget, optional
        The window it belongs to.

    Notes
    -----
    *Signals*: ``changed(object)`` with the :class:`DressingOptions` chosen now.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        # Pressing its button while it is open closes it, and does not open it again.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        self._size: str | None = None
        self._worn: tuple[Garment, ...] | None = None
        self.light = QSlider(Qt.Orientation.Horizontal)
        self.light.setRange(0, FULL)
        self.light.setPageStep(10)
        self._light_shown = QLabel()
        self.size_choice = ChoiceBox()
        self.tuck = CheckBox()
        self.sway = CheckBox()
        self._labels = (QLabel(), QLabel())
        self._arrange()
        keep_in_language(self, self._name)
        self.show_options(USUAL_DRESSING)
        self.show_worn(())
        self._connect()

    @property
    def options(self) -> DressingOptions:
        """What is chosen now."""
        return DressingOptions(
            size=self._size,
            tucked=self.tuck.isChecked(),
            sway=self.sway.isChecked(),
            light=self.light.value() / FULL,
        )

    def show_options(self, options: DressingOptions) -> None:
        """Show what is chosen, without telling it as a change."""
        blocked = self.blockSignals(True)
        self._size = options.size
        self.light.setValue(round(options.light * FULL))
        self.tuck.setChecked(options.tucked)
        self.sway.setChecked(options.sway)
        self._show_light()
        self._select_size()
        self.blockSignals(blocked)

    def show_worn(self, garments: Sequence[Garment]) -> None:
        """Offer the sizes of what is worn; again with the same garments is nothing."""
        worn = tuple(garments)
        if worn == self._worn:
            return
        self._worn = worn
        names = dict.fromkeys(name for one in worn for name in size_names(one.sizes))
        self.size_choice.blockSignals(True)
        self.size_choice.clear()
        self.size_choice.addItem(self.tr("What fits"), None)
        for name in names:
            self.size_choice.addItem(name, name)
        self.size_choice.blockSignals(False)
        self._select_size()
        self.size_choice.setEnabled(bool(names))
        self.size_choice.setToolTip(self._about_sizes(bool(names)))
        self.size_choice.setAccessibleDescription(self.size_choice.toolTip())

    def open_below(self, button: QWidget) -> None:
        """Open, or close, below a button, within its window."""
        if self.isVisible():
            self.close()
            return
        self.adjustSize()
        right = button.mapToGlobal(QPoint(button.width(), button.height() + _GAP_PX))
        edge = button.window().mapToGlobal(QPoint(button.window().width() - _GAP_PX, 0)).x()
        self.move(max(min(right.x(), edge) - self.width(), 0), right.y())
        self.show()
        self.light.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Give the keys back to the window."""
        super().hideEvent(event)
        window = self.parentWidget()
        if window is not None and window.isVisible():
            window.activateWindow()

    def _name(self) -> None:
        self.setAccessibleName(self.tr("How garments are worn"))
        for label, text in zip(self._labels, (self.tr("&Light"), self.tr("&Size")), strict=True):
            label.setText(text)
        self.light.setAccessibleName(self.tr("Light of the room on garments"))
        self.light.setToolTip(self.tr("How much of the room's light, shade and colour is put on"))
        self.size_choice.setAccessibleName(self.tr("Size"))
        self.tuck.setText(self.tr("Tuck tops in"))
        self.tuck.setToolTip(
            self.tr("The hem goes into what is worn below ({key})").format(key=keys_of("tuck"))
        )
        self.sway.setText(self.tr("Skirts and hems swing"))
        self.sway.setToolTip(self.tr("Loose cloth follows how you move"))
        self._show_light()
        worn, self._worn = self._worn, None
        if worn is not None:
            self.show_worn(worn)

    def _about_sizes(self, known: bool) -> str:
        if known:
            return self.tr("A size of the garment's own chart")
        if self._worn:
            return self.tr("What you wear has no size chart; add one where garments are edited")
        return self.tr("Put a garment on first")

    def _select_size(self) -> None:
        blocked = self.size_choice.blockSignals(True)
        self.size_choice.setCurrentIndex(max(self.size_choice.findData(self._size), 0))
        self.size_choice.blockSignals(blocked)

    def _show_light(self) -> None:
        value = self.light.value()
        ends = {0: self.tr("off"), FULL: self.tr("full")}
        self._light_shown.setText(ends.get(value, self.tr("{value} %").format(value=value)))

    def _connect(self) -> None:
        self.light.valueChanged.connect(self._show_light)
        self.size_choice.currentIndexChanged.connect(self._choose_size)
        for signal in (self.light.valueChanged, self.tuck.toggled, self.sway.toggled):
            signal.connect(self._tell)

    def _choose_size(self) -> None:
        self._size = self.size_choice.currentData()
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.options)

    def _arrange(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setHorizontalSpacing(14)
        layout.setVerticalSpacing(8)
        letter = self.fontMetrics().averageCharWidth()
        self.light.setMinimumSize(letter * 24, 26)
        self._light_shown.setMinimumWidth(letter * 6)
        for row, (label, control) in enumerate(
            zip(self._labels, (self.light, self.size_choice), strict=True)
        ):
            label.setBuddy(control)
            layout.addWidget(label, row, 0)
            layout.addWidget(control, row, 1)
        layout.addWidget(self._light_shown, 0, 2)
        layout.addWidget(self.tuck, 2, 0, 1, 3)
        layout.addWidget(self.sway, 3, 0, 1, 3)
