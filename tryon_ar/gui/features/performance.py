"""The performance page, and the minute of figures it opens with."""

import time
from collections.abc import Callable, Mapping

from PySide6.QtCore import QSize

from tryon_ar.core.memory import resident_bytes
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.performance_figures import History
from tryon_ar.gui.performance_page import PerformancePage
from tryon_ar.gui.turns import in_a_later_turn

# While the page is closed, often enough for a stutter a minute ago to be seen.
_SELDOM_S = 1.0


class Performance(Feature):
    """Gathers figures, four times a second while the page is open, and shows them on it.

    Parameters
    ----------
    context : WindowContext
    clock_s : callable
        Monotonic seconds; another one in tests.
    """

    def __init__(
        self, context: WindowContext, clock_s: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(context)
        self.page: PerformancePage | None = None
        self.history = History()
        self._clock_s = clock_s
        context.bar.add_switch(
            "performance", lambda: self.tr("Performance"), "performance", self.open_page
        )

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"performance": self.open_page}

    def refresh(self) -> None:
        """Gather figures, and show them while the page is open."""
        now_s = self._clock_s()
        if self.page is None and now_s - self.history.last_s() < _SELDOM_S:
            return
        metrics = self.context.session.metrics()
        self.history.add(now_s, metrics)
        if self.page is not None:
            self.page.show_metrics(metrics, self.history, now_s, resident_bytes())

    def open_page(self) -> None:
        """Open the page beside the mirror, or bring it to the front; not in a kiosk."""
        if self.context.options.kiosk:
            return
        if self.page is None:
            self.page = PerformancePage(self.context.window)
            self.page.finished.connect(self._forget)
            self.page.resize(self._size())
            # Making and showing it take about a frame each.
            in_a_later_turn(self.page, self._show_page)
            return
        self._show_page()

    def close(self) -> None:
        """Close the page with the window."""
        if self.page is not None:
            self.page.done(0)

    def _show_page(self) -> None:
        if self.page is not None:
            self.refresh()
            self.page.show()
            self.page.raise_()
            self.page.activateWindow()

    def _size(self) -> QSize:
        letter = self.context.window.fontMetrics()
        wanted = QSize(letter.averageCharWidth() * 76, letter.height() * 38)
        return wanted.boundedTo(self.context.window.screen().availableSize() * 0.92)

    def _forget(self) -> None:
        if self.page is not None:
            self.page.deleteLater()
            self.page = None
