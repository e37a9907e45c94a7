"""Fingers on a garment: one drags, two change the size."""

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF
from PySide6.QtGui import QEventPoint, QTouchEvent


class FitTouch:
    """Tells by touches what the pointer tells by its button and wheel.

    Parameters
    ----------
    take_hold, pull : callable
        Given where in the widget the only finger went down, or is now.
    let_go : callable
        Called when it is lifted, or when another finger joins it.
    scale : callable
        Given how many times farther two fingers are apart than a moment before.

    Notes
    -----
    Touches are accepted, so that Qt makes no mouse of them, which would drag by the first of two
    fingers; a pinch gesture of Qt's is never told where that mouse is wanted as well. After two
    fingers nothing is dragged until all are lifted.
    """

    def __init__(
        self,
        take_hold: Callable[[QPointF], None],
        pull: Callable[[QPointF], None],
        let_go: Callable[[], None],
        scale: Callable[[float], None],
    ) -> None:
        self._take_hold = take_hold
        self._pull = pull
        self._let_go = let_go
        self._scale = scale
        self._apart_px = 0.0
        self._fingers = 0

    def take(self, event: QTouchEvent) -> None:
        """Read a touch event."""
        event.accept()
        down = [
            point.position()
            for point in event.points()
            if point.state() != QEventPoint.State.Released
        ]
        ended = event.type() in (QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)
        if ended or not down:
            self._fingers, self._apart_px = 0, 0.0
            self._let_go()
        elif len(down) == 2:
            self._pinch(*down)
        elif len(down) == 1 and self._fingers == 0:
            self._take_hold(down[0])
        elif len(down) == 1 and self._fingers == 1:
            self._pull(down[0])
        if not ended:
            self._fingers = max(self._fingers, len(down))

    def _pinch(self, one: QPointF, other: QPointF) -> None:
        way = one - other
        apart_px = max(math.hypot(way.x(), way.y()), 1.0)
        if self._fingers < 2:
            self._let_go()
        else:
            self._scale(apart_px / self._apart_px)
        self._apart_px = apart_px
