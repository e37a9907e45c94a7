"""The heading of a group of garments."""

from PySide6.QtWidgets import QLabel, QWidget

from tryon_ar.gui.garment_card import CARD_SPACING_PX


def shelf_heading(title: str, parent: QWidget) -> QLabel:
    """Return a heading in line with the cards below it."""
    heading = QLabel(title, parent)
    heading.setObjectName("muted")
    heading.setContentsMargins(CARD_SPACING_PX // 2 + 2, 8, 0, 0)
    return heading
