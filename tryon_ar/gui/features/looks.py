"""Looks: keep what is worn under a name, put it on again, rename and remove it."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QInputDialog, QLineEdit

from tryon_ar.gui.compare_looks import names_of
from tryon_ar.gui.features.feature import Feature, WindowContext
from tryon_ar.gui.looks import Looks, NamedLook
from tryon_ar.gui.looks_cards import look_menu
from tryon_ar.gui.notices import Notice

_UNDO_S = 8.0


class SavedLooks(Feature):
    """What people do with looks.

    Parameters
    ----------
    context : WindowContext
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.looks = Looks(lambda error: context.bridge.tell(str(error), failed=True), self)
        self.looks.changed.connect(lambda: context.shelf.show_looks(self.looks.all))
        context.shelf.looks.clicked.connect(self.wear)
        context.shelf.looks.menu_asked.connect(self._show_menu)
        context.shelf.header.save_look.clicked.connect(self.save)

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does by name."""
        return {"save_look": self.save}

    def begin(self) -> None:
        """Show the looks of earlier runs."""
        self.looks.begin()

    def save(self) -> None:
        """Keep what is worn as a look, under a name that is asked for."""
        shelved = {one.id for one in self.context.shelf.items}
        worn = tuple(one for one in self.context.outfit.worn if one in shelved)
        if not worn:
            self.context.mirror.toast(self.tr("Put a garment on first"))
            return
        suggested = names_of(worn, self.context.outfit.name_of)
        name = self._ask_name(self.tr("Save this look"), suggested)
        if name:
            self.looks.add(name, worn)
            self.context.mirror.toast(self.tr("Saved {name}").format(name=name))

    def wear(self, key: str) -> None:
        """Put on a look, in place of all that is worn."""
        look = self.looks.get(key)
        if look is not None:
            self.context.outfit.wear_only(look.garments)
            self.context.mirror.toast(look.name)

    def rename(self, look: NamedLook) -> None:
        """Ask for another name."""
        name = self._ask_name(self.tr("Rename"), look.name)
        if name and name != look.name:
            self.looks.rename(look.key, name)

    def remove(self, look: NamedLook) -> None:
        """Remove a look; a notice brings it back."""
        bring_back = self.looks.remove(look.key)
        self.context.notices.post(
            Notice(
                self.tr("Removed {name}.").format(name=look.name),
                actions=[(self.tr("Undo"), bring_back)],
                seconds=_UNDO_S,
            )
        )

    def _ask_name(self, title: str, suggested: str) -> str:
        """Return the name a person gives; empty when none."""
        name, accepted = QInputDialog.getText(
            self.context.window,
            title,
            self.tr("Name of the look"),
            QLineEdit.EchoMode.Normal,
            suggested,
        )
        return name.strip() if accepted else ""

    def _show_menu(self, key: str, place: QPoint) -> None:
        look = self.looks.get(key)
        if look is not None:
            actions = {
                "wear": lambda: self.wear(key),
                "rename": lambda: self.rename(look),
                "remove": lambda: self.remove(look),
            }
            look_menu(actions, self.context.window).popup(place)
