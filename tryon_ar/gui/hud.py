"""The figures: milliseconds of every stage over the last seconds, and what they add up to."""

from collections import deque
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontDatabase, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.performance_figures import BUDGET_MS, STAGES, figures_of, name_of
from tryon_ar.runtime.metrics import MetricsSnapshot

REFRESH_MS = 250
HISTORY_S = 10.0
_SAMPLES = round(HISTORY_S * 1000 / REFRESH_MS)
_LEAST_TOP_MS = 40.0
_STEPS_MS = tuple(step * 10**power for power in range(1, 7) for step in (1, 2, 5))
_MOST_STEPS = 5
_ROWS = ("shown", "camera", "age", "drops", "quality", "runs on")


class Hud(QWidget):
    """The figures as a glass panel over the mirror.

    Notes
    -----
    Fed with frozen snapshots four times a second by whoever owns it; it has no timer. It
    shows a picture of its panel, redrawn with each snapshot only: what lies over the mirror
    is painted again with every frame. The plot is painted by hand: made by pyqtgraph, it takes
    longer to begin than the window may stand still.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        keep_in_language(self, lambda: self.setAccessibleName(self.tr("Figures")))
        self._panel = _Panel()
        self._picture: QPixmap | None = None
        # Not at once: Qt is going through all widgets then, and comes to the panel's later.
        self._renewal = QTimer(self)
        self._renewal.setSingleShot(True)
        self._renewal.setInterval(0)
        self._renewal.timeout.connect(self._redraw)

    def show_metrics(self, metrics: MetricsSnapshot) -> None:
        """Add one sample and draw the figures."""
        self._panel.show_metrics(metrics)
        self.setAccessibleDescription(self._panel.text())
        self._redraw()

    def text(self) -> str:
        """Return the figures as lines of text."""
        return self._panel.text()

    def preferred_size(self) -> QSize:
        """Return the size that holds figures, plot and legend at the current font."""
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 46, metrics.height() * 18)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the panel in new colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._renewal.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the panel at its new size."""
        super().resizeEvent(event)
        self._redraw()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the picture of the panel."""
        if self._picture is not None:
            painter = QPainter(self)
            painter.drawPixmap(0, 0, self._picture)
            painter.end()

    def _redraw(self) -> None:
        self._panel.resize(self.size())
        self._picture = self._panel.grab()
        self.update()


class _Panel(QWidget):
    """Figures, plot and legend; never shown itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
        self._history: deque[list[float]] = deque(maxlen=_SAMPLES)
        self._plot = _Plot(self._history)
        self._values = {name: QLabel() for name in _ROWS}
        self._names = {name: QLabel() for name in _ROWS}
        self._legend = QLabel()
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self._legend.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addLayout(self._table())
        layout.addWidget(self._plot, 1)
        layout.addWidget(self._legend)
        keep_in_language(self, self._name)

    def show_metrics(self, metrics: MetricsSnapshot) -> None:
        """Add one sample and write the figures."""
        now = [metrics.stages[name].p50_ms if name in metrics.stages else 0.0 for name in STAGES]
        self._history.append(now)
        self._write(metrics)
        self._legend.setText(_legend(now))

    def text(self) -> str:
        """Return the figures as lines of text."""
        return "\n".join(f"{name} {label.text()}" for name, label in self._values.items())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the glass."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        glass = QColor(theme.colours().canvas)
        glass.setAlphaF(0.82)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(glass)
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS_PX, theme.RADIUS_PX)
        painter.end()

    def _write(self, metrics: MetricsSnapshot) -> None:
        texts = figures_of(metrics, None, brief=True)
        for name in _ROWS:
            self._values[name].setText(texts[name])

    def _name(self) -> None:
        for name, label in self._names.items():
            label.setText(name_of(name))

    def _table(self) -> QGridLayout:
        table = QGridLayout()
        table.setHorizontalSpacing(14)
        table.setVerticalSpacing(2)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(self.font().pointSizeF())
        for row, (name, value) in enumerate(self._values.items()):
            value.setFont(fixed)
            self._names[name].setObjectName("muted")
            table.addWidget(self._names[name], row, 0)
            table.addWidget(value, row, 1)
        table.setColumnStretch(1, 1)
        return table


class _Plot(QWidget):
    """The last seconds of all stages, one upon the other; painted in less than a millisecond.

    Parameters
    ----------
    history : sequence of list of float
        Milliseconds of :data:`STAGES`, a sample every :data:`REFRESH_MS`; its owner adds to it.
    """

    def __init__(self, history: Sequence[list[float]]) -> None:
        super().__init__()
        self._history = history

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint scale, stages and what a frame of a camera leaves time for."""
        stacked = np.cumsum(np.array(self._history).reshape(-1, len(STAGES)), axis=1)
        top_ms = float(np.percentile(stacked[:, -1], 95)) if len(stacked) else 0.0
        top_ms = max(_LEAST_TOP_MS, top_ms * 1.15)
        letters = self.fontMetrics()
        area = QRectF(self.rect())
        area.adjust(letters.horizontalAdvance("0000"), letters.height() / 2, 0, -letters.height())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_scale(painter, area, top_ms)
        painter.setClipRect(area)
        self._paint_stages(painter, area, stacked / top_ms)
        budget = area.bottom() - BUDGET_MS / top_ms * area.height()
        painter.setPen(QPen(theme.colours().muted, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(area.left(), budget), QPointF(area.right(), budget))
        painter.end()

    def _paint_scale(self, painter: QPainter, area: QRectF, top_ms: float) -> None:
        step = next(one for one in _STEPS_MS if top_ms / one <= _MOST_STEPS)
        height = self.fontMetrics().height()
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for number in range(int(top_ms / step) + 1):
            y = area.bottom() - number * step / top_ms * area.height()
            painter.setPen(theme.colours().line)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(theme.colours().muted)
            label = QRectF(0, y - height / 2, area.left() - 6, height)
            painter.drawText(label, right, f"{number * step}")
        ago = QCoreApplication.translate("figures", "5 s ago")
        below = QRectF(area.left(), area.bottom(), area.width(), height)
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, ago)

    def _paint_stages(self, painter: QPainter, area: QRectF, shares: NDArray[np.float64]) -> None:
        """Fill between neighbouring sums; ``shares`` of the height, (samples, stages)."""
        count = len(shares)
        places = area.right() - np.arange(count - 1, -1, -1) * area.width() / (_SAMPLES - 1)
        heights = area.bottom() - np.insert(shares, 0, 0.0, axis=1) * area.height()
        painter.setPen(Qt.PenStyle.NoPen)
        for column, name in enumerate(STAGES):
            lower, upper = (
                [QPointF(x, y) for x, y in zip(places, heights[:, one], strict=True)]
                for one in (column, column + 1)
            )
            fill = QColor(theme.colours().stages[name])
            fill.setAlphaF(0.85)
            painter.setBrush(fill)
            painter.drawPolygon([*upper, *reversed(lower)])


def _legend(now_ms: list[float]) -> str:
    colours = theme.colours().stages
    parts = [
        f'<span style="color:{colours[name].name()}">■</span>&nbsp;{name_of(name)}&nbsp;{ms:.0f}'
        for name, ms in zip(STAGES, now_ms, strict=True)
        if ms > 0
    ]
    return " &nbsp;".join(parts) + (" &nbsp;ms" if parts else "")
