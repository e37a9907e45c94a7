"""The look of the controls that only the editor has: lists, sliders, tables."""

from tryon_ar.gui import theme

_STYLE = """
QWidget#editor {{ background: {surface}; }}
QFrame#tools, QFrame#footer {{ background: {surface}; }}
QSlider::sub-page:horizontal {{ border-radius: 3px; background: {accent}; }}
QTableWidget {{
    color: {text}; background: {canvas}; border: 2px solid {line}; border-radius: 8px;
    gridline-color: {line}; selection-background-color: {line}; selection-color: {text};
}}
QTableWidget:focus {{ border-color: {accent}; }}
QTableWidget QLineEdit {{ border: none; border-radius: 0; padding: 0 4px; }}
QHeaderView {{ background: transparent; }}
QHeaderView::section {{
    color: {muted}; background: {surface}; border: none; padding: 4px 2px;
}}
QTableCornerButton::section {{ background: {surface}; border: none; }}
QToolButton:disabled, QPushButton:disabled {{ color: {dim}; }}
QPushButton#primary:disabled {{ color: {muted}; background: {raised}; }}
QFrame#line {{ background: {line}; }}
QFrame#notice QPushButton {{ background: {line}; }}
QFrame#notice QPushButton:hover {{ background: {canvas}; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle:horizontal {{ background: {line}; border-radius: 3px; min-width: 36px; }}
QPushButton#tile {{
    background: {canvas}; border: 2px dashed {line}; padding: 8px; color: {muted};
}}
QPushButton#tile:hover {{ border-color: {muted}; }}
QPushButton#tile:focus {{ border-color: {accent}; }}
QPushButton#tile[filled="true"] {{ border-style: solid; }}
"""


def editor_style() -> str:
    """Return the style sheet of the editor, in the colours of :mod:`tryon_ar.gui.theme`."""
    return _STYLE.format(
        canvas=theme.CANVAS.name(),
        surface=theme.SURFACE.name(),
        raised=theme.RAISED.name(),
        line=theme.LINE.name(),
        text=theme.TEXT.name(),
        muted=theme.MUTED.name(),
        accent=theme.ACCENT.name(),
        dim="#6b747e",
    )
