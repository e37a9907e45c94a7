"""The performance page: how fast every part of the mirror is, live."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from tryon_ar.gui import theme
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.performance_figures import STAGES, History, as_text, figures_of, name_of
from tryon_ar.gui.performance_plot import StagePlot
from tryon_ar.runtime.metrics import MetricsSnapshot

_FIGURES = ("shown", "camera", "age", "drops", "memory", "quality", "runs on")
_COLUMNS = ("p50", "p95", "p99")


class PerformancePage(QDialog):
    """A window of its own beside the mirror; fed by :meth:`show_metrics`, it has no timer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModal(False)
        self._text = ""
        self.plot = StagePlot()
        self.plot.setMinimumHeight(self.fontMetrics().height() * 9)
        self.values = {name: QLabel("–") for name in _FIGURES}
        self.times = {(name, column): QLabel("–") for name in STAGES for column in _COLUMNS}
        self._names: dict[str, QLabel] = {}
        self._budget = _muted()
        self._budget.setWordWrap(True)
        self.copy_button = QPushButton()
        self.copy_button.setObjectName("primary")
        self.copy_button.clicked.connect(self.copy)
        self._copied = _muted()
        self._close = QPushButton()
        self._close.clicked.connect(self.reject)
        self._arrange()
        keep_in_language(self, self._say)

    def show_metrics(
        self, metrics: MetricsSnapshot, history: History, now_s: float, resident: int | None
    ) -> None:
        """Show what holds now.

        Parameters
        ----------
        metrics : MetricsSnapshot
        history : History
            Of the last minute.
        now_s : float
            The moment, by the history's clock.
        resident : int or None
            Bytes of memory held, where known.
        """
        self._text = as_text(metrics, resident)
        for name, text in figures_of(metrics, resident).items():
            self.values[name].setText(text)
        for name in STAGES:
            times = metrics.stages.get(name)
            for column in _COLUMNS:
                text = "–" if times is None else f"{getattr(times, f'{column}_ms'):.1f}"
                self.times[name, column].setText(text)
        self.plot.draw(history, now_s)

    def text(self) -> str:
        """Return everything as lines of text."""
        return self._text

    def copy(self) -> None:
        """Put everything on the clipboard as text."""
        QGuiApplication.clipboard().setText(self._text)
        self._copied.setText(self.tr("Copied"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme with the legend's colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_close"):
            self._name_rows()

    def _arrange(self) -> None:
        content = QWidget()
        inside = QVBoxLayout(content)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(12)
        inside.addWidget(self.plot, 1)
        inside.addWidget(self._budget)
        inside.addLayout(self._stage_table())
        inside.addLayout(self._figure_table())
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(content)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy_button)
        buttons.addWidget(self._copied)
        buttons.addStretch(1)
        buttons.addWidget(self._close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.addWidget(self._scroll, 1)
        layout.addLayout(buttons)

    def _stage_table(self) -> QGridLayout:
        table = QGridLayout()
        table.setHorizontalSpacing(18)
        table.setVerticalSpacing(3)
        fixed = self._digits()
        table.addWidget(_muted("ms"), 0, 0)  # once: the columns are narrow then
        for column, title in enumerate(_COLUMNS, start=1):
            table.addWidget(_muted(title), 0, column, Qt.AlignmentFlag.AlignRight)
        for row, name in enumerate(reversed(STAGES), start=1):  # as they lie in the plot
            table.addWidget(self._named(name), row, 0)
            for column, title in enumerate(_COLUMNS, start=1):
                value = self.times[name, title]
                value.setFont(fixed)
                table.addWidget(value, row, column, Qt.AlignmentFlag.AlignRight)
        table.setColumnStretch(4, 1)
        return table

    def _figure_table(self) -> QGridLayout:
        table = QGridLayout()
        table.setHorizontalSpacing(18)
        table.setVerticalSpacing(3)
        for row, (name, value) in enumerate(self.values.items()):
            value.setWordWrap(True)
            value.setFont(self._digits())
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            table.addWidget(self._named(name), row, 0, Qt.AlignmentFlag.AlignTop)
            table.addWidget(value, row, 1)
        table.setColumnStretch(1, 1)
        return table

    def _digits(self) -> QFont:
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(self.font().pointSizeF())
        return fixed

    def _named(self, name: str) -> QLabel:
        self._names[name] = _muted()
        return self._names[name]

    def _name_rows(self) -> None:
        for name, label in self._names.items():
            colour = theme.colours().stages.get(name)
            square = f'<span style="color:{colour.name()}">■</span>&nbsp;' if colour else ""
            label.setText(square + name_of(name))

    def _say(self) -> None:
        self.setWindowTitle(self.tr("Performance"))
        self.setAccessibleName(self.tr("Performance"))
        self._scroll.setAccessibleName(self.tr("Figures"))
        self._budget.setText(self.tr("The dashed line is one frame of a camera with 30 a second."))
        self.copy_button.setText(self.tr("Copy as text"))
        self._close.setText(self.tr("Close"))
        self._copied.setText("")
        self._name_rows()


def _muted(text: str = "") -> QLabel:
    label = QLabel(text)
    label.setObjectName("muted")
    return label
