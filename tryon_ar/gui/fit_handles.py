"""Handles round a worn garment: where they are on the body, and what dragging them changes."""

import math
from dataclasses import dataclass
from enum import Enum, auto

import numpy as np
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from tryon_ar.core.adjustment import Adjustment
from tryon_ar.core.types import DressedFrame, Points
from tryon_ar.fitting.adjusting import BodyAxes, body_axes
from tryon_ar.fitting.body_frame import body_frame
from tryon_ar.gui import theme

# Around the landmarks, in shoulder widths; cloth reaches a little beyond them.
_MARGIN = 0.06
_KNOB = 0.28
#: How near a handle a pointer or a finger has to come, pixels of the view.
REACH_PX = 22.0
_RADIUS_PX = 8.0
# Nearer to the pivot than this (shoulder widths) a drag is no measure of size or turn.
_LEAST_REACH = 0.08


class Handle(Enum):
    """What is taken hold of."""

    MOVE = auto()
    SCALE = auto()
    WIDTH = auto()
    TURN = auto()


@dataclass(frozen=True, slots=True)
class FitBox:
    """A box round a garment, along the body's axes and turned as the garment was.

    Attributes
    ----------
    axes : BodyAxes
        Of the body in the frame.
    corners : ndarray of shape (4, 2)
        Frame pixels: upper right, upper left, lower left, lower right of the wearer.
    knob : ndarray of shape (2,)
        Where it is turned by, frame pixels.
    """

    axes: BodyAxes
    corners: Points
    knob: Points

    @property
    def handles(self) -> list[tuple[Handle, Points]]:
        """All handles and their places, frame pixels."""
        sides = [(self.corners[0] + self.corners[3]) / 2, (self.corners[1] + self.corners[2]) / 2]
        return [
            (Handle.TURN, self.knob),
            *((Handle.SCALE, corner) for corner in self.corners),
            *((Handle.WIDTH, side) for side in sides),
        ]

    def handle_at(self, place: Points, reach_px: float) -> Handle | None:
        """Return what lies at a place of the frame; anything else inside the box moves it."""
        apart = [(float(np.hypot(*(place - at))), handle) for handle, at in self.handles]
        nearest, handle = min(apart, key=lambda one: one[0])
        if nearest <= reach_px:
            return handle
        return Handle.MOVE if self.holds(place) else None

    def holds(self, place: Points) -> bool:
        """Whether a place of the frame lies inside the box."""
        first, second = self.corners[1] - self.corners[0], self.corners[3] - self.corners[0]
        matrix = np.column_stack([first, second])
        if abs(np.linalg.det(matrix)) < 1e-6:
            return False
        share = np.linalg.solve(matrix, place - self.corners[0])
        return bool(np.all((share >= 0.0) & (share <= 1.0)))

    def on_body(self, place: Points) -> Points:
        """Return a place of the frame from the pivot, in shoulder widths across and down."""
        return np.array(self.axes.shift_of(place - self.axes.pivot))


def fit_box(
    dressed: DressedFrame, garment_id: str, adjustment: Adjustment, *, is_lower: bool
) -> FitBox | None:
    """Return the box round a garment in a frame; None where it is not drawn."""
    landmarks = dressed.garment_landmarks.get(garment_id)
    body = dressed.tracked.body
    frame = None if body is None else body_frame(body.pose)
    if not landmarks or frame is None:
        return None
    axes = body_axes(frame, is_lower=is_lower)
    angle = math.radians(adjustment.rotation_deg)
    across = math.cos(angle) * axes.across + math.sin(angle) * axes.down
    down = math.cos(angle) * axes.down - math.sin(angle) * axes.across
    basis = np.column_stack([across, down])
    own = (np.array(list(landmarks.values())) - axes.pivot) @ basis
    margin = _MARGIN * axes.down_px
    (left, top), (right, bottom) = own.min(axis=0) - margin, own.max(axis=0) + margin
    ends = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    above = np.array([(left + right) / 2, top - _KNOB * axes.down_px])
    return FitBox(axes, axes.pivot + ends @ basis.T, axes.pivot + basis @ above)


def dragged(start: Adjustment, handle: Handle, grabbed: Points, now: Points) -> Adjustment:
    """Return what dragging a handle makes of an adjustment.

    Parameters
    ----------
    start : Adjustment
        When it was taken hold of.
    handle : Handle
    grabbed, now : ndarray of shape (2,)
        Where it was taken hold of, and where the pointer is, as :meth:`FitBox.on_body` has
        them: the body may move meanwhile.
    """
    if handle is Handle.MOVE:
        return start.moved(float(now[0] - grabbed[0]), float(now[1] - grabbed[1]))
    pivot = np.array([start.dx, start.dy])  # what sizes and turns leave in place
    before, after = grabbed - pivot, now - pivot
    if handle is Handle.WIDTH:
        angle = math.radians(start.rotation_deg)
        across = np.array([math.cos(angle), math.sin(angle)])
        was, is_now = float(before @ across), float(after @ across)
        if abs(was) < _LEAST_REACH:
            return start
        return start.widened(max(is_now / was, 0.01))
    lengths = float(np.hypot(*before)), float(np.hypot(*after))
    if min(lengths) < _LEAST_REACH:
        return start
    if handle is Handle.SCALE:
        return start.scaled(lengths[1] / lengths[0])
    turn = math.atan2(after[1], after[0]) - math.atan2(before[1], before[0])
    return start.turned(math.degrees(math.remainder(turn, 2 * math.pi)))


@dataclass(frozen=True, slots=True)
class PictureMap:
    """From pixels of a frame to places of the view, and back.

    Attributes
    ----------
    picture : QRect
        Where the picture lies in the view.
    size : (int, int)
        The frame's width and height.
    mirrored : bool
    """

    picture: QRect
    size: tuple[int, int]
    mirrored: bool

    @property
    def scale(self) -> float:
        """Pixels of the view per pixel of the frame."""
        return self.picture.width() / self.size[0]

    def to_view(self, place: Points) -> QPointF:
        """Return where a place of the frame shows."""
        x = (float(place[0]) + 0.5) / self.size[0]
        x = 1.0 - x if self.mirrored else x
        y = (float(place[1]) + 0.5) / self.size[1]
        return QPointF(
            self.picture.left() + x * self.picture.width(),
            self.picture.top() + y * self.picture.height(),
        )

    def to_frame(self, place: QPointF) -> Points:
        """Return which place of the frame shows there."""
        x = (place.x() - self.picture.left()) / self.picture.width()
        x = 1.0 - x if self.mirrored else x
        y = (place.y() - self.picture.top()) / self.picture.height()
        return np.array([x * self.size[0] - 0.5, y * self.size[1] - 0.5])


def cursor_of(handle: Handle | None) -> Qt.CursorShape:
    """Return the pointer's shape over a handle, or over none."""
    shapes: dict[Handle | None, Qt.CursorShape] = {
        Handle.MOVE: Qt.CursorShape.SizeAllCursor,
        Handle.SCALE: Qt.CursorShape.SizeBDiagCursor,
        Handle.WIDTH: Qt.CursorShape.SizeHorCursor,
        Handle.TURN: Qt.CursorShape.CrossCursor,
    }
    return shapes.get(handle, Qt.CursorShape.ArrowCursor)


def paint_box(painter: QPainter, box: FitBox, where: PictureMap, held: Handle | None) -> None:
    """Paint a box with its handles; told apart by shape: corners square, sides bars, a knob."""
    now = theme.colours()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPolygonF([where.to_view(corner) for corner in box.corners])
    knob = where.to_view(box.knob)
    foot = where.to_view((box.corners[0] + box.corners[1]) / 2)
    for pen in (
        QPen(QColor(0, 0, 0, 150), 4.0),
        QPen(now.accent if held else QColor("white"), 2.0),
    ):
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(outline)
        painter.drawLine(foot, knob)
    for handle, place in box.handles:
        _paint_handle(painter, handle, where.to_view(place), chosen=handle is held)


def _paint_handle(painter: QPainter, handle: Handle, at: QPointF, *, chosen: bool) -> None:
    now = theme.colours()
    painter.setPen(QPen(QColor(0, 0, 0, 170), 2.0))
    painter.setBrush(now.accent if chosen else QColor("white"))
    radius = _RADIUS_PX + (2.0 if chosen else 0.0)
    if handle is Handle.TURN:
        painter.drawEllipse(at, radius + 1, radius + 1)
        painter.setPen(QPen(QColor(0, 0, 0, 200), 1.8))
        painter.drawArc(
            round(at.x() - 4), round(at.y() - 4), 8, 8, 40 * 16, 280 * 16
        )  # a turning arrow's sweep
    elif handle is Handle.WIDTH:
        painter.drawRoundedRect(
            round(at.x() - radius / 2),
            round(at.y() - radius * 1.7),
            round(radius),
            round(radius * 3.4),
            4,
            4,
        )
    else:
        painter.drawRoundedRect(
            round(at.x() - radius),
            round(at.y() - radius),
            round(2 * radius),
            round(2 * radius),
            3,
            3,
        )
