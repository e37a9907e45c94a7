"""Landmarks as handles over the photo: where they are, which one is meant, how they look."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from tryon_ar.garments.editing_landmarks import landmarks_of
from tryon_ar.gui import theme
from tryon_ar.gui.editing_words import point_name
from tryon_ar.gui.editor_viewport import Viewport

Landmarks = dict[str, tuple[float, float]]
RADIUS_PX = 6.5
GRAB_PX = 14.0
_PILL_GAP_PX = 14.0
# A pill with the longest name fits in this around a handle.
LABEL_REACH_PX = 260.0


def handle_at(place: QPointF, landmarks: Landmarks, viewport: Viewport) -> str | None:
    """Return the landmark whose handle is nearest to a place of the view, if one is near."""
    best, best_px = None, GRAB_PX
    for name, (x, y) in landmarks.items():
        apart = viewport.to_view(x, y) - place
        distance_px = (apart.x() ** 2 + apart.y() ** 2) ** 0.5
        if distance_px <= best_px:
            best, best_px = name, distance_px
    return best


def next_handle(current: str | None, category: str, landmarks: Landmarks, by: int) -> str | None:
    """Return the landmark after (1) or before (-1) one, round the outline; None past the end."""
    order = [name for name in landmarks_of(category) if name in landmarks]
    if not order:
        return None
    if current not in order:
        return order[0 if by > 0 else -1]
    position = order.index(current) + by
    return order[position] if 0 <= position < len(order) else None


def paint_handles(
    painter: QPainter,
    viewport: Viewport,
    landmarks: Landmarks,
    *,
    selected: str | None,
    hovered: str | None,
    faint: bool,
) -> None:
    """Paint all handles; the selected and hovered ones with their names.

    Parameters
    ----------
    faint : bool
        Small dots without names, while another tool is in hand.
    """
    for name, (x, y) in landmarks.items():
        if faint:
            _paint_dot(painter, viewport.to_view(x, y))
        elif name != selected:
            _paint_handle(painter, viewport.to_view(x, y), chosen=False, near=name == hovered)
    if faint:
        return
    if selected in landmarks:
        _paint_handle(painter, viewport.to_view(*landmarks[selected]), chosen=True, near=True)
    named = hovered if hovered is not None else selected
    if named in landmarks:
        _paint_name(painter, viewport.to_view(*landmarks[named]), point_name(named))


def _paint_dot(painter: QPainter, place: QPointF) -> None:
    painter.setPen(QPen(QColor(0, 0, 0, 130), 1))
    painter.setBrush(QColor(255, 255, 255, 140))
    painter.drawEllipse(place, 2.5, 2.5)


def _paint_handle(painter: QPainter, place: QPointF, *, chosen: bool, near: bool) -> None:
    radius = RADIUS_PX + (1.5 if near else 0.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 150), 4.5))
    painter.drawEllipse(place, radius, radius)
    painter.setPen(QPen(theme.colours().accent if chosen else QColor("white"), 2.2))
    painter.drawEllipse(place, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawEllipse(place, 2.6, 2.6)
    painter.setBrush(theme.colours().accent if chosen else QColor("white"))
    painter.drawEllipse(place, 1.7, 1.7)


def _paint_name(painter: QPainter, place: QPointF, text: str) -> None:
    metrics = painter.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 18.0, metrics.height() + 8.0
    box = QRectF(place.x() + _PILL_GAP_PX, place.y() - height / 2, width, height)
    if box.right() > painter.device().width() - 4:
        box.moveRight(place.x() - _PILL_GAP_PX)
    box.moveTop(min(max(box.top(), 4.0), painter.device().height() - height - 4))
    glass = QColor(theme.colours().canvas)
    glass.setAlphaF(0.88)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(glass)
    painter.drawRoundedRect(box, height / 2, height / 2)
    painter.setPen(theme.colours().text)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)
