"""Which piece of a photo a view shows, and how large."""

from PySide6.QtCore import QPointF, QRectF, QSizeF

MAX_SCALE = 16.0
FIT_MARGIN_PX = 24.0
ZOOM_STEP = 1.25
# How much of the view the photo may leave empty when it is pushed aside.
_PUSH_SHARE = 0.5


class Viewport:
    """Maps photo pixels to places in a view and back.

    Parameters
    ----------
    photo_size : (int, int)
        Width and height of the photo.

    Attributes
    ----------
    scale : float
        View pixels per photo pixel.

    Notes
    -----
    Photo points have pixel centres at integers; the upper left corner of the photo's first
    pixel, (-0.5, -0.5), lies at the view's ``origin``. View units are Qt's logical pixels.
    """

    def __init__(self, photo_size: tuple[int, int]) -> None:
        self.photo_size = photo_size
        self.scale = 1.0
        self.origin = QPointF()
        self.fitted = True
        self._view = QSizeF(1.0, 1.0)

    def to_view(self, x: float, y: float) -> QPointF:
        """Return where a photo point lies in the view."""
        return self.origin + QPointF((x + 0.5) * self.scale, (y + 0.5) * self.scale)

    def to_photo(self, place: QPointF) -> tuple[float, float]:
        """Return the photo point at a place of the view."""
        inside = place - self.origin
        return inside.x() / self.scale - 0.5, inside.y() / self.scale - 0.5

    def picture_rect(self) -> QRectF:
        """Return where the whole photo lies."""
        width, height = self.photo_size
        return QRectF(self.origin, QSizeF(width * self.scale, height * self.scale))

    def set_view_size(self, size: QSizeF) -> None:
        """Follow the view's size: a fitted photo stays fitted, another keeps its middle."""
        middle = QPointF(size.width() - self._view.width(), size.height() - self._view.height()) / 2
        self._view = QSizeF(max(size.width(), 1.0), max(size.height(), 1.0))
        if self.fitted:
            self.fit()
        else:
            self.pan(middle)

    def fit(self) -> None:
        """Show the whole photo, as large as it goes."""
        width, height = self.photo_size
        room_x = max(self._view.width() - 2 * FIT_MARGIN_PX, 8.0)
        room_y = max(self._view.height() - 2 * FIT_MARGIN_PX, 8.0)
        self.scale = min(room_x / width, room_y / height, MAX_SCALE)
        self.origin = QPointF(
            round((self._view.width() - width * self.scale) / 2),
            round((self._view.height() - height * self.scale) / 2),
        )
        self.fitted = True

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Enlarge or shrink, keeping a place of the view (its middle) where it is."""
        place = around or QPointF(self._view.width() / 2, self._view.height() / 2)
        smallest = min(8.0 / max(self.photo_size), MAX_SCALE)
        scale = min(max(self.scale * factor, smallest, self._fitting_scale() / 4), MAX_SCALE)
        self.origin = place - (place - self.origin) * (scale / self.scale)
        self.scale = scale
        self.fitted = False
        self._keep_in_sight()

    def pan(self, by: QPointF) -> None:
        """Push the photo; some of it always stays in sight."""
        self.origin += by
        self.fitted = False
        self._keep_in_sight()

    def reveal(self, x: float, y: float, margin_px: float) -> bool:
        """Push just enough that a photo point is in sight; say whether that was needed."""
        place = self.to_view(x, y)
        room = QRectF(QPointF(), self._view).adjusted(margin_px, margin_px, -margin_px, -margin_px)
        if not room.isValid() or room.contains(place):
            return False
        nearest = QPointF(
            min(max(place.x(), room.left()), room.right()),
            min(max(place.y(), room.top()), room.bottom()),
        )
        self.pan(nearest - place)
        return True

    def _fitting_scale(self) -> float:
        width, height = self.photo_size
        return min(self._view.width() / width, self._view.height() / height)

    def _keep_in_sight(self) -> None:
        width, height = (side * self.scale for side in self.photo_size)
        spare_x, spare_y = self._view.width() * _PUSH_SHARE, self._view.height() * _PUSH_SHARE
        self.origin = QPointF(
            min(max(self.origin.x(), spare_x - width), self._view.width() - spare_x),
            min(max(self.origin.y(), spare_y - height), self._view.height() - spare_y),
        )
