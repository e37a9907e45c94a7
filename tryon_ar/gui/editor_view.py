"""The editor's view: photo, matte, landmarks and brush, painted where they changed."""

from enum import Enum

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from tryon_ar.garments.editing import GarmentEdit
from tryon_ar.gui import editor_handles, theme
from tryon_ar.gui.editor_backing import Backing
from tryon_ar.gui.editor_picture import MaskView
from tryon_ar.gui.editor_viewport import Viewport

_RING_SPARE_PX = 4


class Tool(Enum):
    """What the left mouse button does."""

    POINTS = "points"
    PAINT = "paint"
    ERASE = "erase"


class EditorView(QWidget):
    """Shows a :class:`GarmentEdit`; what may be done to it is its heir's.

    Parameters
    ----------
    edit : GarmentEdit

    Attributes
    ----------
    brush_px : float
        The brush's radius, photo pixels.

    Notes
    -----
    *Signals*: ``shown_differently`` when tool, brush, zoom or selection changed.

    The picture lies ready in a :class:`Backing`; handles and the brush's ring are painted
    over it.
    """

    shown_differently = Signal()

    def __init__(self, edit: GarmentEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._edit = edit
        height, width = edit.alpha.shape
        self.viewport = Viewport((width, height))
        self.backing = Backing(edit, self.viewport)
        self.tool = Tool.POINTS
        self.brush_px = float(min(max(round(max(width, height) * 0.02), 4), 60))
        self.selected: str | None = None
        self._hovered: str | None = None
        self._pointer: QPointF | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(640, 640)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size one can work in."""
        return QSize(240, 240)

    def set_mask_view(self, view: MaskView) -> None:
        """Show the matte in another way."""
        self.backing.picture.mask_view = view
        self.backing.forget()
        self.update()

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Enlarge or shrink around a place of the view."""
        self.viewport.zoom(factor, around)
        self._moved()

    def fit(self) -> None:
        """Show the whole photo."""
        self.viewport.fit()
        self._moved()

    def show_edit(self) -> None:
        """Show what changed in the garment elsewhere (undo, another category)."""
        if self.selected not in self._edit.landmarks:
            self.selected = None
        self._show_dirty()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture's piece, the handles and the brush."""
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        image = self.backing.image(self.size(), ratio)
        piece = QRectF(event.rect())
        corner, size = piece.topLeft() * ratio, piece.size() * ratio
        painter.drawImage(piece, image, QRectF(corner, size))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        editor_handles.paint_handles(
            painter,
            self.viewport,
            self._edit.landmarks,
            selected=self.selected,
            hovered=self._hovered,
            faint=self.tool is not Tool.POINTS,
        )
        if self._shows_ring() and self._pointer is not None:
            self._paint_ring(painter, self._pointer)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colours().accent, 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the photo fitted, or its middle where it is."""
        super().resizeEvent(event)
        self.viewport.set_view_size(QSizeF(self.size()))
        self._moved()

    # -- for the heir ------------------------------------------------------------------

    def _shows_ring(self) -> bool:
        return self.tool is not Tool.POINTS

    def _moved(self) -> None:
        self.backing.forget()
        self._tell_shown()

    def _tell_shown(self) -> None:
        self.update()
        self.shown_differently.emit()

    def _show_dirty(self) -> None:
        dirty = self._edit.take_dirty()
        if dirty is not None:
            self.update(self.backing.refresh(dirty))

    def _point_at(self, place: QPointF | None) -> None:
        """Move the brush's ring."""
        if self._shows_ring():
            self._update_ring()
            self._pointer = place
            self._update_ring()
        self._pointer = place

    def _update_ring(self) -> None:
        if self._pointer is not None:
            reach = self.brush_px * self.viewport.scale + _RING_SPARE_PX
            self.update(_around(self._pointer, reach, reach))

    def _update_handle(self, name: str | None) -> None:
        """Paint a handle and its name again."""
        if name is not None and name in self._edit.landmarks:
            place = self.viewport.to_view(*self._edit.landmarks[name])
            self.update(_around(place, editor_handles.LABEL_REACH_PX, 3 * editor_handles.GRAB_PX))

    def _paint_ring(self, painter: QPainter, place: QPointF) -> None:
        radius = max(self.brush_px * self.viewport.scale, 1.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(0, 0, 0, 160), 3.2))
        painter.drawEllipse(place, radius, radius)
        colour = theme.colours().record if self.tool is Tool.ERASE else theme.colours().accent
        painter.setPen(QPen(colour, 1.6))
        painter.drawEllipse(place, radius, radius)
        arm = min(4.0, radius / 2)
        painter.setPen(QPen(QColor("white"), 1.4))
        painter.drawLine(place - QPointF(arm, 0), place + QPointF(arm, 0))
        if self.tool is Tool.PAINT:
            painter.drawLine(place - QPointF(0, arm), place + QPointF(0, arm))


def _around(place: QPointF, reach_x: float, reach_y: float) -> QRect:
    box = QRectF(place.x() - reach_x, place.y() - reach_y, 2 * reach_x, 2 * reach_y)
    return box.toAlignedRect()
