"""The size chart as a table that people fill in."""

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.garments.garment import LOWER_CATEGORIES
from tryon_ar.garments.sizes import MAX_LENGTH, MAX_SIZES, UNITS
from tryon_ar.gui import theme
from tryon_ar.gui.choice_box import ChoiceBox

_SIZE_NAMES = ("S", "M", "L", "XL", "XXL", "3XL", "4XL", "XS", "XXS")
_BESIDE_NAMES_PX = 14
_TOP_MEASURES = ("chest", "shoulder", "sleeve", "length")
_SKIRT_MEASURES = ("waist", "hip", "length")
_LEG_MEASURES = ("waist", "hip", "inseam", "length")
_DRESS_MEASURES = ("chest", "waist", "hip", "length")
ROWS_SHOWN = 4


def measures_of(category: str) -> tuple[str, ...]:
    """Return what is measured on a garment of a category."""
    if category == "dress":
        return _DRESS_MEASURES
    if category == "skirt":
        return _SKIRT_MEASURES
    return _LEG_MEASURES if category in LOWER_CATEGORIES else _TOP_MEASURES


def read_length(text: str) -> float | None:
    """Return a length typed by a person, with a point or a comma; None for anything else."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if 0 < value <= MAX_LENGTH else None


class _Lengths(QTableWidget):
    """A table through which Tab walks from cell to cell, and out of it at either end.

    Qt's own walk begins again at the other end: whoever has no mouse would never leave.
    """

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Walk on, or leave from the last cell, or the first one backwards."""
        row, column = (self.rowCount() - 1, self.columnCount() - 1) if forward else (0, 0)
        inside = self.rowCount() > 0 and (self.currentRow(), self.currentColumn()) != (row, column)
        self.setTabKeyNavigation(inside)
        return super().focusNextPrevChild(forward)


class SizeChart(QWidget):
    """A row for each size, a column for each measure.

    Notes
    -----
    *Signals*: ``changed(object)`` with the chart (a dict or None) after an edit that gives a
    sound chart; cells that are no length stay, marked, and are left out.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measures: tuple[str, ...] = ()
        self.unit = ChoiceBox()
        self.unit.addItems(list(UNITS))
        self.unit.setAccessibleName(self.tr("Unit of the sizes"))
        self.table = _Lengths(0, 0)
        self.table.setAccessibleName(self.tr("Sizes"))
        self.table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.verticalHeader().setHighlightSections(False)
        row = self.fontMetrics().height() + 12
        self.table.verticalHeader().setDefaultSectionSize(row)
        self.table.setFixedHeight((ROWS_SHOWN + 1) * row + 14)
        self.add = QPushButton(self.tr("Add size"))
        self.remove = QPushButton(self.tr("Remove size"))
        self.add.clicked.connect(self.add_size)
        self.remove.clicked.connect(self.remove_size)
        self.table.itemChanged.connect(self._tell)
        self.table.verticalHeader().sectionDoubleClicked.connect(self._rename)
        self.unit.currentIndexChanged.connect(self._tell)
        self._arrange()

    def show_chart(self, chart: dict[str, object] | None, category: str) -> None:
        """Show a chart, with the measures of a category and those it has besides."""
        if chart == self.chart and self._measures and measures_of(category) == self._measures:
            return
        sizes = {name: table for name, table in (chart or {}).items() if isinstance(table, dict)}
        own = measures_of(category)
        more = [name for table in sizes.values() for name in table if name not in own]
        self._measures = (*own, *dict.fromkeys(more))
        with QSignalBlocker(self.table), QSignalBlocker(self.unit):
            self.unit.setCurrentText(str((chart or {}).get("unit", UNITS[0])))
            self.table.setRowCount(0)
            self.table.setColumnCount(len(self._measures))
            names = [_measure_name(one) for one in self._measures]
            self.table.setHorizontalHeaderLabels(names)
            widest = max(self.fontMetrics().horizontalAdvance(one) for one in names)
            self.table.horizontalHeader().setMinimumSectionSize(widest + _BESIDE_NAMES_PX)
            for name, table in sizes.items():
                self._append(name, table)
        self._show_buttons()

    @property
    def chart(self) -> dict[str, object] | None:
        """The chart as filled in; sizes without any length are left out."""
        chart: dict[str, object] = {}
        for row in range(self.table.rowCount()):
            header = self.table.verticalHeaderItem(row)
            lengths = {
                measure: length
                for column, measure in enumerate(self._measures)
                if (length := self._length(row, column)) is not None
            }
            if lengths and header is not None:
                chart[header.text()] = lengths
        return {"unit": self.unit.currentText(), **chart} if chart else None

    def add_size(self) -> None:
        """Append the next usual size."""
        used = [self._size(row) for row in range(self.table.rowCount())]
        free = [name for name in _SIZE_NAMES if name not in used]
        name = free[0] if free else f"Size {len(used) + 1}"
        with QSignalBlocker(self.table):
            self._append(name, {})
        self.table.setCurrentCell(self.table.rowCount() - 1, 0)
        self._show_buttons()

    def remove_size(self) -> None:
        """Remove the size of the current cell, or the last."""
        row = self.table.currentRow()
        self.table.removeRow(row if row >= 0 else self.table.rowCount() - 1)
        self._show_buttons()
        self._tell()

    def _append(self, name: str, lengths: dict[str, object]) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        self.table.setVerticalHeaderItem(row, QTableWidgetItem(name))
        for column, measure in enumerate(self._measures):
            value = lengths.get(measure)
            text = f"{value:g}" if isinstance(value, int | float) else ""
            item = QTableWidgetItem(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            self.table.setItem(row, column, item)

    def _size(self, row: int) -> str:
        header = self.table.verticalHeaderItem(row)
        return header.text() if header is not None else ""

    def _length(self, row: int, column: int) -> float | None:
        item = self.table.item(row, column)
        return None if item is None else read_length(item.text())

    def _tell(self) -> None:
        with QSignalBlocker(self.table):
            self._mark()
        self.changed.emit(self.chart)

    def _mark(self) -> None:
        """Show which cells are no lengths."""
        for row in range(self.table.rowCount()):
            for column in range(self.table.columnCount()):
                item = self.table.item(row, column)
                if item is None:
                    continue
                wrong = bool(item.text().strip()) and read_length(item.text()) is None
                item.setForeground(
                    QColor(theme.colours().record if wrong else theme.colours().text)
                )
                tip = self.tr("A length from 0 to {most}").format(most=f"{MAX_LENGTH:g}")
                item.setToolTip(tip if wrong else "")

    def _rename(self, row: int) -> None:
        from PySide6.QtWidgets import QInputDialog

        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Size"))
        dialog.setLabelText(self.tr("Name of the size"))
        dialog.setTextValue(self._size(row))
        dialog.textValueSelected.connect(lambda text: self._set_name(row, text))
        dialog.open()

    def _set_name(self, row: int, text: str) -> None:
        name = " ".join(text.split())[:40]
        others = [self._size(other) for other in range(self.table.rowCount()) if other != row]
        if name and name not in others and name != "unit":
            self.table.setVerticalHeaderItem(row, QTableWidgetItem(name))
            self._tell()

    def _show_buttons(self) -> None:
        self.remove.setEnabled(self.table.rowCount() > 0)
        self.add.setEnabled(self.table.rowCount() < MAX_SIZES)

    def _arrange(self) -> None:
        title = QLabel(self.tr("Sizes"))
        title.setObjectName("heading")
        top = QHBoxLayout()
        top.addWidget(title)
        top.addStretch(1)
        top.addWidget(self.unit)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(top)
        layout.addWidget(self.table)
        layout.addLayout(buttons)


def _measure_name(measure: str) -> str:
    """Return what people call a measure."""
    translate = QCoreApplication.translate
    names = {
        "chest": translate("measures", "Chest"),
        "shoulder": translate("measures", "Shoulder"),
        "sleeve": translate("measures", "Sleeve"),
        "length": translate("measures", "Length"),
        "waist": translate("measures", "Waist"),
        "hip": translate("measures", "Hip"),
        "inseam": translate("measures", "Inseam"),
    }
    return names.get(measure, measure.capitalize())
