"""Our own calm look, dark or light: palette and icons, switchable while it shows."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication

from tryon_ar.core.paths import resource_folder
from tryon_ar.gui.colours import BY_NAME, DARK, Colours
from tryon_ar.gui.style_sheet import style_sheet

RADIUS_PX = 12
ICON_RENDER_PX = 64
LEAST_POINTS = 10.5
_USUAL_POINTS = "usual_points"
# What points onward is turned around where people read from the right.
_TURNED = {"next": "previous", "previous": "next", "undo": "redo", "redo": "undo"}


class _Chosen:
    """The colours that hold now; one for the program, as Qt's palette is."""

    colours = DARK


def colours() -> Colours:
    """Return the colours that hold now; ask when painting, never when a module is loaded."""
    return _Chosen.colours


def apply(application: QApplication, name: str = "dark", text_percent: int = 100) -> None:
    """Give the application the Fusion style with our palette, text size and style sheet.

    May be called again while windows show: widgets repaint by themselves, and those with
    styles of their own renew them on :attr:`QEvent.Type.PaletteChange`.

    Parameters
    ----------
    application : QApplication
        The one there is.
    name : {"dark", "light"}
        Which colours.
    text_percent : int
        Size of all text against the usual one.

    Notes
    -----
    A style sheet in place of another takes Qt four times as long as one in place of none: it
    styles every widget once for each widget it lies in. So the old one is taken off first.
    """
    _Chosen.colours = BY_NAME[name]
    if application.styleSheet():
        application.setStyleSheet("")
    else:
        application.setStyle("Fusion")
    application.setPalette(_palette())
    font = _font(application, text_percent)
    application.setFont(font)
    application.setStyleSheet(style_sheet(colours(), QFontMetrics(font).height()))


def _font(application: QApplication, text_percent: int) -> QFont:
    """Return the system's font, never smaller than people read at arm's length."""
    font = application.font()
    usual = application.property(_USUAL_POINTS)
    if usual is None:
        usual = max(font.pointSizeF(), LEAST_POINTS)
        application.setProperty(_USUAL_POINTS, usual)
    font.setPointSizeF(usual * text_percent / 100)
    return font


def _palette() -> QPalette:
    palette, now = QPalette(), colours()
    roles = {
        QPalette.ColorRole.Window: now.surface,
        QPalette.ColorRole.WindowText: now.text,
        QPalette.ColorRole.Base: now.canvas,
        QPalette.ColorRole.AlternateBase: now.surface,
        QPalette.ColorRole.Text: now.text,
        QPalette.ColorRole.Button: now.raised,
        QPalette.ColorRole.ButtonText: now.text,
        QPalette.ColorRole.BrightText: now.record,
        QPalette.ColorRole.ToolTipBase: now.raised,
        QPalette.ColorRole.ToolTipText: now.text,
        QPalette.ColorRole.PlaceholderText: now.muted,
        QPalette.ColorRole.Highlight: now.accent,
        QPalette.ColorRole.HighlightedText: now.on_accent,
        QPalette.ColorRole.Link: now.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, colour)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, now.muted)
    return palette


@lru_cache(maxsize=256)
def icon_pixmap(name: str, colour: str, size_px: int = ICON_RENDER_PX) -> QPixmap:
    """Return one of our icons, drawn in a colour.

    Parameters
    ----------
    name : str
        File stem in ``resources/icons``; the drawings use ``currentColor``.
    colour : str
        ``#rrggbb``.
    """
    drawing = (resource_folder() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
    pixmap = QPixmap(size_px, size_px)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return pixmap


@lru_cache(maxsize=128)
def _ticked(name: str, colour: str, ink: str) -> QPixmap:
    """Return an icon with a tick in its corner: what is on is told by more than its colour."""
    pixmap = QPixmap(icon_pixmap(name, colour))
    side = 0.44 * ICON_RENDER_PX
    badge = QRectF(ICON_RENDER_PX - side, ICON_RENDER_PX - side, side, side)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.drawEllipse(badge.adjusted(-5, -5, 5, 5))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(badge)
    tick = icon_pixmap("check", ink)
    painter.drawPixmap(badge.adjusted(2, 2, -2, -2), tick, QRectF(tick.rect()))
    painter.end()
    return pixmap


class _IconEngine(QIconEngine):
    """Draws an icon in the colours that hold when it is painted, whatever held when it was made."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name

    def _drawn(self, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        now, name = colours(), self._name
        if QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            name = _TURNED.get(name, name)
        if mode == QIcon.Mode.Disabled:
            return icon_pixmap(name, now.muted.name())
        if state == QIcon.State.On:
            return _ticked(name, now.accent.name(), now.on_accent.name())
        return icon_pixmap(name, now.text.name())

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw into a rectangle."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(rect, self._drawn(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon at a size in pixels of the screen."""
        return self._drawn(mode, state).scaled(
            size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )

    def clone(self) -> QIconEngine:
        """Return another of the same, which Qt takes."""
        return _IconEngine(self._name)


def icon(name: str) -> QIcon:
    """Return one of our icons; it follows the colours that hold."""
    return QIcon(_IconEngine(name))


def icon_size(widget_height_px: int) -> QSize:
    """Return the size of icons beside text of a height, a little larger than the letters."""
    side = round(widget_height_px * 1.25)
    return QSize(side, side)


class _IconFitter(QObject):
    """Keeps a button's icon as large as its letters ask for."""

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button)
        self._button = button
        button.installEventFilter(self)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear of letters of another size."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.Polish):
            self._fit()
        return False

    def _fit(self) -> None:
        self._button.setIconSize(icon_size(self._button.fontMetrics().height()))


def fit_icon(button: QAbstractButton) -> None:
    """Keep a button's icon a little larger than its letters, whatever their size becomes."""
    _IconFitter(button)
