"""The words of the shelf itself: headings of groups, and why nothing is there."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel, QWidget

from tryon_ar.gui.closet import Search
from tryon_ar.gui.garment_card import CARD_SPACING_PX


def shelf_heading(title: str, parent: QWidget) -> QLabel:
    """Return a heading in line with the cards below it."""
    heading = QLabel(title, parent)
    heading.setObjectName("muted")
    heading.setContentsMargins(CARD_SPACING_PX // 2 + 2, 8, 0, 0)
    return heading


def nothing_found(search: Search) -> str:
    """Return why a search shows nothing."""
    translate = QCoreApplication.translate
    if search.favourites and not search.text.strip():
        return translate("shelf", "No favourites here yet. Right-click a garment to mark it.")
    return translate("shelf", "No garment is called that.")
