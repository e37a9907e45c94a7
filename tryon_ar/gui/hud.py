"""The figures: milliseconds of every stage over the last seconds, and what they add up to."""

from collections import deque
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontDatabase, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.performance_figures import STAGES, figures_of, name_of
from tryon_ar.runtime.metrics import MetricsSnapshot

REFRESH_MS = 250
HISTORY_S = 10.0
_SAMPLES = round(HISTORY_S * 1000 / REFRESH_MS)
_ROWS = ("shown", "camera", "age", "drops", "quality", "runs on")


class Hud(QWidget):
    """The figures as a glass panel over the mirror.

    Notes
    -----
    Fed with frozen snapshots four times a second by whoever owns it; it has no timer. It
    shows a picture of its panel, redrawn with each snapshot only: what lies over the mirror
    is painted again with every frame, and a live plot there would cost 5 ms a frame.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        keep_in_language(self, lambda: self.setAccessibleName(self.tr("Figures")))
        self._panel = _Panel()
        self._picture: QPixmap | None = None
        # Not at once: Qt goes through a list of all widgets then, and must find them alive.
        self._renewal = QTimer(self)
        self._renewal.setSingleShot(True)
        self._renewal.setInterval(0)
        self._renewal.timeout.connect(self._renew)

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
        """Begin a new panel in new colours or words; its plot fills again in ten seconds."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.LanguageChange):
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

    def _renew(self) -> None:
        self._panel = _Panel()
        self._redraw()

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
        self._plot = self._make_plot()
        self._areas = self._make_areas()
        self._values = {name: QLabel() for name in _ROWS}
        self._legend = QLabel()
        self._legend.setTextFormat(Qt.TextFormat.RichText)
        self._legend.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 12)
        layout.setSpacing(8)
        layout.addLayout(self._table())
        layout.addWidget(self._plot, 1)
        layout.addWidget(self._legend)

    def show_metrics(self, metrics: MetricsSnapshot) -> None:
        """Add one sample and write the figures."""
        now = [metrics.stages[name].p50_ms if name in metrics.stages else 0.0 for name in STAGES]
        self._history.append(now)
        self._write(metrics)
        self._draw()
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

    def _draw(self) -> None:
        history = np.asarray(self._history, dtype=np.float64)
        seconds = (np.arange(len(history)) - len(history) + 1) * (REFRESH_MS / 1000)
        stacked = np.cumsum(history, axis=1)
        below = np.zeros(len(history))
        for column, (lower, upper) in enumerate(self._areas):
            lower.setData(seconds, below)
            below = stacked[:, column]
            upper.setData(seconds, below)
        top = float(np.percentile(stacked[:, -1], 95)) if len(stacked) else 0.0
        self._plot.setYRange(0.0, max(40.0, top * 1.15), padding=0.0)

    def _make_plot(self) -> Any:  # noqa: ANN401 pyqtgraph is untyped
        plot = pg.PlotWidget(background=None)
        plot.setMenuEnabled(False)
        plot.setMouseEnabled(x=False, y=False)
        plot.hideButtons()
        plot.setXRange(-HISTORY_S, 0.0, padding=0.0)
        plot.setFrameShape(plot.Shape.NoFrame)
        plot.setStyleSheet("background: transparent;")
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = plot.getPlotItem()
        for side in ("left", "bottom"):
            axis = item.getAxis(side)
            axis.setPen(pg.mkPen(theme.colours().line))
            axis.setTextPen(pg.mkPen(theme.colours().muted))
        item.getAxis("left").setWidth(self.fontMetrics().averageCharWidth() * 4)
        item.getAxis("bottom").setTicks(
            [[(-10, ""), (-5, QCoreApplication.translate("figures", "5 s ago")), (0, "")], []]
        )
        item.showGrid(y=True, alpha=0.18)
        # One frame of a 30 FPS camera: what the sum must stay under.
        budget = pg.mkPen(theme.colours().muted, style=Qt.PenStyle.DashLine)
        plot.addItem(pg.InfiniteLine(1000.0 / 30.0, angle=0, pen=budget))
        return plot

    def _make_areas(self) -> list[tuple[Any, Any]]:
        areas = []
        for name in STAGES:
            lower, upper = pg.PlotCurveItem(pen=None), pg.PlotCurveItem(pen=None)
            fill = QColor(theme.colours().stages[name])
            fill.setAlphaF(0.85)
            self._plot.addItem(pg.FillBetweenItem(lower, upper, brush=fill))
            areas.append((lower, upper))
        return areas

    def _table(self) -> QGridLayout:
        table = QGridLayout()
        table.setHorizontalSpacing(14)
        table.setVerticalSpacing(2)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        fixed.setPointSizeF(self.font().pointSizeF())
        for row, (name, value) in enumerate(self._values.items()):
            title = QLabel(name_of(name))
            title.setObjectName("muted")
            value.setFont(fixed)
            table.addWidget(title, row, 0)
            table.addWidget(value, row, 1)
        table.setColumnStretch(1, 1)
        return table


def _legend(now_ms: list[float]) -> str:
    colours = theme.colours().stages
    parts = [
        f'<span style="color:{colours[name].name()}">■</span>&nbsp;{name_of(name)}&nbsp;{ms:.0f}'
        for name, ms in zip(STAGES, now_ms, strict=True)
        if ms > 0
    ]
    return " &nbsp;".join(parts) + (" &nbsp;ms" if parts else "")
