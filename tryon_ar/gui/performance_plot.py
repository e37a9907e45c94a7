"""The live plot of the performance page: stages stacked over the last minute."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.language import keep_in_language
from tryon_ar.gui.performance_figures import BUDGET_MS, HISTORY_S, STAGES, History

_LEAST_TOP_MS = 40.0
_TICK_PX = 10  # between the plot and the words below it
_GRID = 46  # how opaque, of 255


class StagePlot(QWidget):
    """Milliseconds of every stage, one upon the other, over a minute.

    Notes
    -----
    It has no timer; whoever owns it calls :meth:`draw`. What it shows is in the table beside
    it too, in words.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Not PlotWidget: its menus and buttons, used by nobody here, take five times as long.
        self._plot = pg.GraphicsLayoutWidget()
        self._plot.setBackground(None)
        self._plot.ci.layout.setSpacing(0.0)
        self._view = self._plot.addViewBox(0, 1, enableMenu=False, enableMouse=False)
        self._view.setXRange(-HISTORY_S, 0.0, padding=0.0)
        self._left = self._axis("left", 0, 0)
        self._left.setGrid(_GRID)
        self._bottom = self._axis("bottom", 1, 1)
        self._plot.setFrameShape(self._plot.Shape.NoFrame)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Its own hint of 640 x 480 would push the table out of sight.
        self._plot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._budget = pg.InfiniteLine(BUDGET_MS, angle=0)
        self._areas = [self._area() for _ in STAGES]
        self._view.addItem(self._budget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._plot)
        self._colour()
        self._fit_letters()
        keep_in_language(self, self._say)

    def draw(self, history: History, now_s: float) -> None:
        """Show a minute that ends now."""
        samples = history.samples
        seconds = np.array([when - now_s for when, _ in samples], dtype=np.float64)
        values = np.array([medians for _, medians in samples]).reshape(-1, len(STAGES))
        stacked = np.cumsum(values, axis=1)
        below = np.zeros(len(samples))
        for column, (lower, upper, _fill) in enumerate(self._areas):
            lower.setData(seconds, below)
            below = stacked[:, column]
            upper.setData(seconds, below)
        top = float(np.percentile(stacked[:, -1], 98)) if len(samples) else 0.0
        self._view.setYRange(0.0, max(_LEAST_TOP_MS, top * 1.15), padding=0.0)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the size of letters."""
        super().changeEvent(event)
        if not hasattr(self, "_areas"):
            return
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()
        elif event.type() == QEvent.Type.FontChange:
            self._fit_letters()

    def _fit_letters(self) -> None:
        """Give the line below the plot the height of its letters: it knows only small ones."""
        for axis in (self._left, self._bottom):
            axis.setTickFont(self.font())
        self._bottom.setHeight(self.fontMetrics().height() + _TICK_PX)

    def _axis(self, side: str, row: int, column: int) -> Any:  # noqa: ANN401 it is untyped
        axis = pg.AxisItem(side, linkView=self._view)
        self._plot.addItem(axis, row, column)
        return axis

    def _area(self) -> tuple[Any, Any, Any]:
        lower, upper = pg.PlotCurveItem(pen=None), pg.PlotCurveItem(pen=None)
        fill = pg.FillBetweenItem(lower, upper)
        self._view.addItem(fill)
        return lower, upper, fill

    def _colour(self) -> None:
        now = theme.colours()
        self._plot.resetCachedContent()  # the ground, which is kept
        for name, (_lower, _upper, fill) in zip(STAGES, self._areas, strict=True):
            colour = QColor(now.stages[name])
            colour.setAlphaF(0.85)
            fill.setBrush(pg.mkBrush(colour))
        for axis in (self._left, self._bottom):
            axis.setPen(pg.mkPen(now.line))
            axis.setTextPen(pg.mkPen(now.muted))
        self._budget.setPen(pg.mkPen(now.muted, style=Qt.PenStyle.DashLine))

    def _say(self) -> None:
        self.setAccessibleName(self.tr("Times of the stages over the last minute"))
        self._left.setLabel(self.tr("milliseconds"))
        ticks = [(-30, self.tr("30 s ago")), (0, "")]
        self._bottom.setTicks([ticks, []])
