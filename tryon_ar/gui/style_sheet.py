"""The style sheet: shapes and colours of all controls, the editor's included."""

from PySide6.QtGui import QColor

from tryon_ar.gui.colours import Colours

_STYLE = """
* {{ outline: none; }}
QWidget#bar, QWidget#shelf {{ background: {surface}; }}
QWidget#bar[floating="true"], QWidget#shelf[floating="true"] {{ background: {surface_glass}; }}
QLabel {{ color: {text}; background: transparent; }}
QLabel#muted {{ color: {muted}; }}
QLabel#heading {{ color: {text}; font-weight: 600; }}
QLabel#problem, QLabel#of_run {{ color: {warning}; }}
QToolButton, QPushButton {{
    color: {text}; background: transparent; border: 2px solid transparent;
    border-radius: 10px; padding: 6px 10px;
}}
QPushButton {{ background: {raised}; padding: 6px 14px; }}
QToolButton:hover, QPushButton:hover {{ background: {line}; }}
QToolButton:pressed, QPushButton:pressed {{ background: {canvas}; }}
QToolButton:checked {{ color: {accent}; background: {raised}; }}
QToolButton:focus, QPushButton:focus {{ border-color: {accent}; }}
QToolButton#step {{ background: {raised}; padding: 5px; }}
QToolButton#step:hover {{ background: {line}; }}
QToolButton#on_picture {{ background: {canvas}; border-radius: 11px; padding: 2px; }}
QToolButton#on_picture:hover {{ background: {line}; }}
QToolButton#chip, QLabel#chip {{
    color: {text}; background: {surface_glass}; border: 2px solid transparent;
    border-radius: 12px; padding: 5px 12px;
}}
QToolButton#chip:hover {{ background: {line}; }}
QToolButton#chip:focus {{ border-color: {accent}; }}
QToolButton#chip:checked {{ color: {accent}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QPushButton#add {{ padding: 6px 4px; }}
QPushButton#primary {{ color: {on_accent}; background: {accent}; font-weight: 600; }}
QPushButton#primary:focus {{ border-color: {text}; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {dim}; border-radius: 3px; min-height: 36px; }}
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
QFileDialog QToolButton, QFileDialog QToolButton:checked {{
    background: {tile}; border: 2px solid {line}; padding: 3px;
}}
QFileDialog QToolButton:checked, QFileDialog QToolButton:focus {{ border-color: {accent}; }}
QListWidget {{
    color: {text}; background: {canvas}; border: 2px solid {line}; border-radius: 8px; padding: 4px;
}}
QListWidget:focus {{ border-color: {accent}; }}
QListWidget::item {{ padding: 7px 10px; border-radius: 6px; }}
QListWidget::item:hover {{ background: {raised}; }}
QListWidget::item:selected {{ color: {text}; background: {line}; }}
QSpinBox, QDoubleSpinBox {{
    color: {text}; background: {canvas}; border: 2px solid {line};
    border-radius: 8px; padding: 5px 0; selection-background-color: {accent};
}}
QSpinBox:focus, QDoubleSpinBox:focus {{ border-color: {accent}; }}
QAbstractSpinBox QLineEdit {{ background: transparent; border: none; padding: 0 8px; }}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button,
QDoubleSpinBox::down-button {{ subcontrol-origin: border; width: 0; height: 0; }}
QCheckBox {{ color: {text}; padding: 4px 6px; border: 2px solid transparent; border-radius: 8px; }}
QCheckBox:focus {{ border-color: {accent}; }}
QCheckBox::indicator {{
    width: {check_px}px; height: {check_px}px; border: 2px solid {muted}; border-radius: 5px;
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
QProgressBar {{
    background: {line}; border: none; border-radius: 4px; min-height: 8px; max-height: 8px;
}}
QProgressBar::chunk {{ background: {accent}; border-radius: 4px; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QLabel#key {{
    background: {raised}; border: 1px solid {line}; border-radius: 6px; padding: 2px 8px;
}}
QWidget#editor {{ background: {surface}; }}
QFrame#tools, QFrame#footer {{ background: {surface}; }}
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
QScrollBar::handle:horizontal {{ background: {dim}; border-radius: 3px; min-width: 36px; }}
QPushButton#tile {{
    background: {canvas}; border: 2px dashed {line}; padding: 8px; color: {muted};
}}
QPushButton#tile:hover {{ border-color: {muted}; }}
QPushButton#tile:focus {{ border-color: {accent}; }}
QPushButton#tile[filled="true"] {{ border-style: solid; }}
"""


def style_sheet(colours: Colours, letter_px: int) -> str:
    """Return the style sheet in a set of colours, for letters of a height."""
    glass = QColor(colours.surface)
    glass.setAlphaF(0.86)
    return _STYLE.format(
        surface_glass=_rgba(glass), check_px=round(letter_px * 0.85), **colours.names()
    )


def _rgba(colour: QColor) -> str:
    return f"rgba({colour.red()}, {colour.green()}, {colour.blue()}, {colour.alpha()})"
