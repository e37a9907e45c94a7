"""What the top bar's switches do and are called; few stand on it, the others in its menu."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu, QToolButton, QWidget

from tryon_ar.gui import theme
from tryon_ar.gui.shortcuts import keys_of

# What a shopper needs next, in words on the bar; the first stay longest where it gets narrow.
ON_BAR = ("compare", "gallery", "dressing")
# How the menu is grouped; a switch that is not named here stands before the last group.
GROUPS = (
    ("dressing", "fit", "compare", "four_looks", "before"),
    ("gallery", "virtual_camera"),
    ("mirror", "full_screen", "hands", "hud", "performance"),
    ("settings", "welcome", "help"),
)


@dataclass(frozen=True, slots=True, eq=False)
class Switch:
    """What is pressed, what it is called, and its button where it has one on the bar.

    Attributes
    ----------
    entry : QAction
        The one truth of its state; button and menu both show it.
    say : callable
        Its name in the language that holds.
    action : str
        The action of :data:`shortcuts.SHORTCUTS` that does the same; "" where none does.
    key : str
        By which it is found in :data:`ON_BAR` and :data:`GROUPS`.
    button : QToolButton or None
        On the bar.
    """

    entry: QAction
    say: Callable[[], str]
    action: str
    key: str
    button: QToolButton | None

    @property
    def is_on_bar(self) -> bool:
        """Whether it has a place on the bar now."""
        return self.button is not None and not self.button.isHidden()

    def name(self) -> None:
        """Say its words in the language that holds."""
        name, keys = self.say(), keys_of(self.action) if self.action else ""
        if keys and QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            keys = f"\u202a{keys}\u202c"  # or the comma of Ctrl+, would come first
        self.entry.setText(f"{name}\t{keys}" if keys else name)
        self.entry.setToolTip(f"{name} ({keys})" if keys else name)
        if self.button is not None:
            self.entry.setIconText(beside_icon(word_of(self.key)))
            self.button.setAccessibleName(name)


def word_of(key: str) -> str:
    """Return the one word that a switch has on the bar."""
    words = {
        "compare": QCoreApplication.translate("TopBar", "Compare"),
        "gallery": QCoreApplication.translate("TopBar", "Gallery"),
        "dressing": QCoreApplication.translate("TopBar", "Adjust"),
    }
    return words[key]


def beside_icon(text: str) -> str:
    """Return the text with a little air between it and the icon before it."""
    return f" {text}"


def fill_menu(menu: QMenu, switches: Sequence[Switch]) -> None:
    """List the switches that are not on the bar, in their groups."""
    menu.clear()
    named = {key for group in GROUPS for key in group}
    others = tuple(one.key for one in switches if one.key not in named)
    for group in (*GROUPS[:-1], others, GROUPS[-1]):
        entries = [
            one.entry for key in group for one in switches if one.key == key and not one.is_on_bar
        ]
        if entries and not menu.isEmpty():
            menu.addSeparator()
        menu.addActions(entries)


class BarButton(QToolButton):
    """A button of the bar: an icon, and a word beside it where there is room."""

    def __init__(self, icon_name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(theme.icon(icon_name))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_wordless(False)
        theme.fit_icon(self)

    def set_wordless(self, wordless: bool) -> None:
        """Show the icon alone, or the word beside it."""
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        if wordless:
            style = Qt.ToolButtonStyle.ToolButtonIconOnly
        self.setToolButtonStyle(style)
