"""What a raised hand sees: large round targets at the mirror's sides, their rings, its pointer."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from tryon_ar.gui import theme
from tryon_ar.gui.mirror_view import MirrorView
from tryon_ar.runtime.hand_control import NO_HAND, HandView
from tryon_ar.runtime.hand_reach import Target

_GLASS, _GLOW = 0.80, 0.5
# Shares of a target's radius.
_RING, _ICON, _LETTERS, _ENLARGED = 0.11, 0.86, 0.30, 1.10
_WORDS_WIDTH = 1.56
_POINTER, _POINTER_RING = 0.21, 0.46
# They appear within this time, so that nothing leaps into the face.
_APPEARING_S = 0.18
# Radius of the small hand in the corner, of the picture's height.
_BADGE = 0.034
_USUAL_RADIUS = 0.09
# What is said: its letters and place, of the picture's height, and for how long.
_CAPTION, _CAPTION_AT, _CAPTION_S = 0.052, 0.88, 1.8


@dataclass(frozen=True, slots=True)
class Face:
    """How a target looks: the name of its icon and a word or two."""

    icon: str
    words: str


class HandTargets(QObject):
    """Paints targets and pointer; an :class:`~tryon_ar.gui.mirror_view.Overlay`.

    Parameters
    ----------
    mirror : MirrorView
        Which it is painted over while a hand is raised.

    Attributes
    ----------
    faces : mapping
        How targets look, by their names.

    Notes
    -----
    Sizes are shares of the picture's height: a target is a fifth of it across, which is read from
    three metres on a laptop's screen. What is pointed at grows and its ring fills, so that nothing
    is told by colour alone.
    """

    def __init__(self, mirror: MirrorView) -> None:
        super().__init__(mirror)
        self.faces: Mapping[str, Face] = {}
        self._mirror = mirror
        self._targets: Sequence[Target] = ()
        self._view: HandView = NO_HAND
        self._since_s = 0.0
        self._is_on = False
        self._caption = ""
        self._said_until_s = 0.0

    @property
    def is_shown(self) -> bool:
        """Whether targets are painted."""
        return self._view.is_raised

    def set_on(self, on: bool) -> None:
        """Paint what :meth:`show` says, and till then a small hand in a corner; or nothing."""
        if on != self._is_on:
            self._is_on = on
            self._view = NO_HAND
            (self._mirror.add_overlay if on else self._mirror.remove_overlay)(self)

    def show(self, view: HandView, targets: Sequence[Target]) -> None:
        """Paint this from the next frame on; no targets while no hand is raised."""
        if view.is_raised and not self.is_shown:
            self._since_s = time.monotonic()
        self._view, self._targets = view, targets

    @property
    def caption(self) -> str:
        """What is said now; empty when nothing is."""
        return self._caption if time.monotonic() < self._said_until_s else ""

    def say(self, text: str) -> None:
        """Say in large letters, for a moment, what a hand has done."""
        self._caption, self._said_until_s = text, time.monotonic() + _CAPTION_S

    def paint(self, painter: QPainter, picture: QRect) -> None:
        """Paint over the picture."""
        if self.caption:
            self._paint_caption(painter, picture, self.caption)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._view.pointer is None:
            _paint_badge(painter, picture)
            return
        painter.setOpacity(min((time.monotonic() - self._since_s) / _APPEARING_S + 0.2, 1.0))
        places = [(target, self._circle(picture, target)) for target in self._targets]
        for target, (centre, radius) in places:
            self._paint_ground(painter, centre, radius, target)
        usual = self._targets[0].radius if self._targets else _USUAL_RADIUS
        self._paint_pointer(painter, picture, usual * picture.height(), self._view.pointer)
        for target, (centre, radius) in places:  # upon the pointer: words stay readable
            if target.name in self.faces:
                self._paint_face(painter, centre, radius, self.faces[target.name])

    def _paint_caption(self, painter: QPainter, picture: QRect, text: str) -> None:
        font = QFont(self._mirror.font())
        font.setBold(True)
        font.setPixelSize(max(round(_CAPTION * picture.height()), 12))
        metrics = QFontMetrics(font)
        padding = font.pixelSize()
        text = metrics.elidedText(
            text, Qt.TextElideMode.ElideRight, max(picture.width() - 3 * padding, padding)
        )
        box = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * padding, 2.0 * padding)
        box.moveCenter(
            QPointF(picture.center().x(), picture.top() + _CAPTION_AT * picture.height())
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_glass())
        painter.drawRoundedRect(box, padding, padding)
        painter.setFont(font)
        painter.setPen(theme.colours().text)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _circle(self, picture: QRect, target: Target) -> tuple[QPointF, float]:
        grown = _ENLARGED if target.name == self._view.target else 1.0
        centre = _place(picture, (target.x, target.y))
        return centre, target.radius * picture.height() * grown

    def _paint_ground(
        self, painter: QPainter, centre: QPointF, radius: float, target: Target
    ) -> None:
        colours = theme.colours()
        chosen = target.name == self._view.target
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_glass())
        painter.drawEllipse(centre, radius, radius)
        width = radius * _RING
        ring = QRectF(-radius, -radius, 2 * radius, 2 * radius).translated(centre)
        ring.adjust(width, width, -width, -width)
        _paint_ring(painter, ring, width, colours.muted if chosen else colours.line, 1.0)
        if chosen:
            _paint_ring(painter, ring, width * 1.6, colours.accent, self._view.progress)

    def _paint_face(self, painter: QPainter, centre: QPointF, radius: float, face: Face) -> None:
        side = radius * _ICON
        icon = QRectF(centre.x() - side / 2, centre.y() - side * 0.72, side, side)
        ink = theme.colours().text
        pixels = theme.icon_pixmap(face.icon, ink.name(), 256)
        painter.drawPixmap(icon, pixels, QRectF(pixels.rect()))
        font = QFont(self._mirror.font())
        font.setBold(True)
        font.setPixelSize(max(round(radius * _LETTERS), 9))
        needed = QFontMetrics(font).horizontalAdvance(face.words)
        room = radius * _WORDS_WIDTH
        if needed > room:
            font.setPixelSize(max(int(font.pixelSize() * room / needed), 9))
        painter.setFont(font)
        painter.setPen(ink)
        words = QRectF(centre.x() - radius, icon.bottom(), 2 * radius, radius * 0.42)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), face.words)

    def _paint_pointer(
        self, painter: QPainter, picture: QRect, radius: float, place: tuple[float, float]
    ) -> None:
        colours = theme.colours()
        centre = _place(picture, place)
        dot = radius * _POINTER
        if self._view.target:  # below icon and word: a glow, not a line to be read with them
            glow = QColor(colours.accent)
            glow.setAlphaF(_GLOW)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(glow)
            painter.drawEllipse(centre, dot * 1.5, dot * 1.5)
        else:
            painter.setBrush(colours.accent)
            painter.setPen(QPen(colours.canvas, dot * 0.75))
            painter.drawEllipse(centre, dot * 1.2, dot * 1.2)
            painter.setPen(QPen(colours.text, dot * 0.3))
            painter.drawEllipse(centre, dot, dot)
        if self._view.palm > 0.1:
            around = radius * _POINTER_RING
            ring = QRectF(-around, -around, 2 * around, 2 * around).translated(centre)
            _paint_ring(painter, ring, dot * 0.9, _glass(), 1.0)
            _paint_ring(painter, ring, dot * 0.6, colours.accent, self._view.palm)
            # Above the ring, what it fills for: a picture.
            _paint_icon(painter, "snapshot", centre - QPointF(0.0, around * 2.1), around)


def _place(picture: QRect, share: tuple[float, float]) -> QPointF:
    return QPointF(
        picture.left() + share[0] * picture.width(), picture.top() + share[1] * picture.height()
    )


def _paint_badge(painter: QPainter, picture: QRect) -> None:
    """Say in a corner that hands are read."""
    radius = _BADGE * picture.height()
    corner = QPointF(picture.right() - 1.6 * radius, picture.bottom() - 1.6 * radius)
    _paint_icon(painter, "hand", corner, radius)


def _paint_icon(painter: QPainter, name: str, centre: QPointF, radius: float) -> None:
    """Paint an icon on a round glass."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_glass())
    painter.drawEllipse(centre, radius, radius)
    side = radius * 1.3
    pixels = theme.icon_pixmap(name, theme.colours().text.name(), 256)
    box = QRectF(-side / 2, -side / 2, side, side).translated(centre)
    painter.drawPixmap(box, pixels, QRectF(pixels.rect()))


def _glass() -> QColor:
    glass = QColor(theme.colours().canvas)
    glass.setAlphaF(_GLASS)
    return glass


def _paint_ring(
    painter: QPainter, ring: QRectF, width: float, colour: QColor, share: float
) -> None:
    """Paint an arc from the top, clockwise."""
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(pen)
    painter.drawArc(ring, 90 * 16, -round(min(share, 1.0) * 360 * 16))
