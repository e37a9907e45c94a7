"""Our own dark, calm look: colours, palette, style sheet and icons."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from tryon_ar.core.paths import resource_folder

CANVAS = QColor("#101214")
SURFACE = QColor("#191c20")
RAISED = QColor("#23272d")
LINE = QColor("#343a42")
TEXT = QColor("#eceef0")
MUTED = QColor("#a3acb6")
ACCENT = QColor("#6fcfb8")
ON_ACCENT = QColor("#0c2a24")
RECORD = QColor("#ff5a52")
WARNING = QColor("#f2b95c")
TILE = QColor("#e9e7e2")

STAGE_COLOURS = {
    "capture": QColor("#7d8894"),
    "track": QColor("#6aa5ee"),
    "parse": QColor("#a48cf0"),
    "fit": QColor("#f2b95c"),
    "warp": QColor("#6fcfb8"),
    "blend": QColor("#ee8fae"),
}

RADIUS_PX = 12
ICON_RENDER_PX = 64

_STYLE = """
* {{ outline: none; }}
QWidget#bar, QWidget#shelf {{ background: {surface}; }}
QWidget#bar[floating="true"], QWidget#shelf[floating="true"] {{ background: {surface_glass}; }}
QLabel {{ color: {text}; background: transparent; }}
QLabel#muted {{ color: {muted}; }}
QLabel#heading {{ color: {text}; font-weight: 600; }}
QLabel#problem {{ color: {warning}; }}
QToolButton, QPushButton {{
    color: {text}; background: transparent; border: 2px solid transparent;
    border-radius: 10px; padding: 6px 10px;
}}
QPushButton {{ background: {raised}; padding: 6px 14px; }}
QToolButton:hover, QPushButton:hover {{ background: {line}; }}
QToolButton:pressed, QPushButton:pressed {{ background: {canvas}; }}
QToolButton:checked {{ color: {accent}; background: {raised}; }}
QToolButton:focus, QPushButton:focus {{ border-color: {accent}; }}
QToolButton#on_picture {{ background: {canvas}; border-radius: 11px; padding: 2px; }}
QToolButton#on_picture:hover {{ background: {line}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QPushButton#primary {{ color: {on_accent}; background: {accent}; font-weight: 600; }}
QPushButton#primary:focus {{ border-color: {text}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {line}; border-radius: 3px; min-height: 36px; }}
QScrollBar::handle:vertical:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QMenu {{
    color: {text}; background: {raised}; border: 1px solid {line};
    border-radius: 8px; padding: 6px;
}}
QMenu::item {{ padding: 7px 26px 7px 12px; border-radius: 6px; }}
QMenu::item:selected {{ background: {line}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 6px 8px; }}
QMenu::indicator {{ width: 8px; height: 8px; border-radius: 4px; margin-left: 8px; }}
QMenu::indicator:checked {{ background: {accent}; }}
QToolTip {{ color: {text}; background: {raised}; border: 1px solid {line}; padding: 5px 8px; }}
QLineEdit {{
    color: {text}; background: {canvas}; border: 2px solid {line};
    border-radius: 8px; padding: 6px 10px; selection-background-color: {accent};
}}
QLineEdit:focus {{ border-color: {accent}; }}
QComboBox {{
    color: {text}; background: {canvas}; border: 2px solid {line};
    border-radius: 8px; padding: 5px 10px;
}}
QComboBox:focus {{ border-color: {accent}; }}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{
    color: {text}; background: {raised}; border: 1px solid {line}; padding: 4px;
    selection-background-color: {line}; selection-color: {text};
}}
QDialog {{ background: {surface}; }}
QCheckBox {{ color: {text}; padding: 4px 6px; border: 2px solid transparent; border-radius: 8px; }}
QCheckBox:focus {{ border-color: {accent}; }}
QCheckBox::indicator {{
    width: 14px; height: 14px; border: 2px solid {muted}; border-radius: 5px;
    background: {canvas};
}}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; }}
QFrame#panel {{ background: {raised}; border: 1px solid {line}; }}
QFrame#panel QLabel {{ border: none; }}
QComboBox:disabled {{ color: {muted}; }}
QSlider::sub-page:horizontal {{ border-radius: 3px; background: {accent}; }}
QSlider::groove:horizontal {{ height: 6px; border-radius: 3px; background: {line}; }}
QSlider::handle:horizontal {{
    width: 16px; height: 16px; margin: -7px 0; border-radius: 10px;
    background: {text}; border: 2px solid {surface};
}}
QSlider::handle:horizontal:hover {{ background: {accent}; }}
QSlider::handle:horizontal:focus {{ border-color: {accent}; }}
"""


def apply(application: QApplication) -> None:
    """Give the application the Fusion style with our palette, font size and style sheet."""
    application.setStyle("Fusion")
    application.setPalette(_palette())
    font = application.font()
    if font.pointSizeF() > 0:
        font.setPointSizeF(max(font.pointSizeF(), 10.5))
        application.setFont(font)
    glass = QColor(SURFACE)
    glass.setAlphaF(0.86)
    application.setStyleSheet(
        _STYLE.format(
            canvas=CANVAS.name(),
            surface=SURFACE.name(),
            surface_glass=_rgba(glass),
            raised=RAISED.name(),
            line=LINE.name(),
            text=TEXT.name(),
            muted=MUTED.name(),
            accent=ACCENT.name(),
            on_accent=ON_ACCENT.name(),
            warning=WARNING.name(),
        )
    )


def _rgba(colour: QColor) -> str:
    return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, {colour.alpha()})"


def _palette() -> QPalette:
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: SURFACE,
        QPalette.ColorRole.WindowText: TEXT,
        QPalette.ColorRole.Base: CANVAS,
        QPalette.ColorRole.AlternateBase: SURFACE,
        QPalette.ColorRole.Text: TEXT,
        QPalette.ColorRole.Button: RAISED,
        QPalette.ColorRole.ButtonText: TEXT,
        QPalette.ColorRole.BrightText: RECORD,
        QPalette.ColorRole.ToolTipBase: RAISED,
        QPalette.ColorRole.ToolTipText: TEXT,
        QPalette.ColorRole.PlaceholderText: MUTED,
        QPalette.ColorRole.Highlight: ACCENT,
        QPalette.ColorRole.HighlightedText: ON_ACCENT,
        QPalette.ColorRole.Link: ACCENT,
    }
    for role, colour in roles.items():
        palette.setColor(role, colour)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, MUTED)
    return palette


@lru_cache(maxsize=64)
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


def icon(name: str) -> QIcon:
    """Return one of our icons with its ordinary, checked and disabled colours."""
    result = QIcon()
    normal, accent, muted = TEXT.name(), ACCENT.name(), MUTED.name()
    result.addPixmap(icon_pixmap(name, normal), QIcon.Mode.Normal, QIcon.State.Off)
    result.addPixmap(icon_pixmap(name, accent), QIcon.Mode.Normal, QIcon.State.On)
    result.addPixmap(icon_pixmap(name, muted), QIcon.Mode.Disabled, QIcon.State.Off)
    return result


def icon_size(widget_height_px: int) -> QSize:
    """Return the size of icons beside text of a height, a little larger than the letters."""
    side = round(widget_height_px * 1.25)
    return QSize(side, side)
