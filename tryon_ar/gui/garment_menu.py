"""What can be done with a garment on the shelf."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMenu, QWidget

from tryon_ar.gui.closet import ShelfItem


def garment_menu(
    item: ShelfItem, actions: Mapping[str, Callable[[], None]], parent: QWidget
) -> QMenu:
    """Return the menu of a garment.

    Parameters
    ----------
    item : ShelfItem
    actions : mapping of str to callable
        By ``wear``, ``compare``, ``edit``, ``colours``, ``favourite``, ``rename``, ``export`` and
        ``remove``; what is missing is left out. Only own garments can be renamed
        and removed.

    Returns
    -------
    QMenu
        Not yet shown; deletes itself when closed.
    """
    translate = QCoreApplication.translate
    labels = {
        "wear": translate("garment_menu", "Put on"),
        "compare": translate("garment_menu", "Compare with this"),
        "edit": translate("garment_menu", "Edit…"),
        "colours": translate("garment_menu", "Colours…"),
        "favourite": translate("garment_menu", "No favourite any more")
        if item.favourite
        else translate("garment_menu", "Favourite"),
        "rename": translate("garment_menu", "Rename…"),
        "export": translate("garment_menu", "Export…"),
        "remove": translate("garment_menu", "Remove"),
    }
    for_own = ("rename", "remove")
    menu = QMenu(parent)
    menu.aboutToHide.connect(menu.deleteLater)
    for name, label in labels.items():
        if name not in actions or (name in for_own and not item.own):
            continue
        if name in ("favourite", "remove"):
            menu.addSeparator()
        menu.addAction(label).triggered.connect(actions[name])
    return menu
