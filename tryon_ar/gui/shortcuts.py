"""The keys, declared once: what they do and what the help says come from this table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A key and its action.

    Attributes
    ----------
    action : str
        The name the window binds it by.
    keys : str
        As :class:`QKeySequence` reads it.
    meaning : str
        What the help says, in English; :func:`meaning_of` has it in the window's language.
    """

    action: str
    keys: str
    meaning: str


SHORTCUTS = (
    Shortcut("snapshot", "Space", "Save a picture"),
    Shortcut("record", "R", "Start or stop recording"),
    Shortcut("pause_recording", "Shift+R", "Pause the recording, or go on"),
    Shortcut("gallery", "Ctrl+G", "Gallery of what was saved"),
    Shortcut("previous_garment", "Left", "Previous garment"),
    Shortcut("next_garment", "Right", "Next garment"),
    Shortcut("try_on", "P", "Try on the garment in focus while held"),
    Shortcut("undo_worn", "Ctrl+Z", "Wear what you wore before"),
    Shortcut("redo_worn", "Ctrl+Shift+Z", "And again what came after it"),
    Shortcut("save_look", "Ctrl+L", "Save what you wear as a look"),
    Shortcut("add_photo", "Ctrl+O", "Make a garment of a photo"),
    Shortcut("paste", "Ctrl+V", "Make a garment of a copied picture"),
    Shortcut("search", "Ctrl+F", "Search the garments"),
    Shortcut("dressing", "L", "Light, size, tuck and sway"),
    Shortcut("tuck", "T", "Tuck tops in, or not"),
    Shortcut("before", "B", "Before: the camera's own picture while held"),
    Shortcut("compare", "C", "Compare with what you wore before, or end that"),
    Shortcut("four_looks", "Shift+C", "Four looks; 1 to 4 choose one"),
    Shortcut("hands", "G", "Hand control, or none"),
    Shortcut("fit", "F", "Fit by hand: drag, size and turn what you wear"),
    Shortcut("mirror", "M", "Mirror the view, or not"),
    Shortcut("hud", "H", "Show or hide the figures"),
    Shortcut("performance", "Shift+H", "How fast every part is"),
    Shortcut("full_screen", "F11", "Full screen"),
    Shortcut("leave", "Esc", "Close what is open, leave full screen"),
    Shortcut("press", "Return", "Press the button in focus (Tab moves it)"),
    Shortcut("settings", "Ctrl+,", "Settings"),
    Shortcut("welcome", "Shift+F1", "Set up again: camera, speed, privacy"),
    Shortcut("help", "F1", "This help"),
    Shortcut("quit", "Ctrl+Q", "Quit"),
)

# Keys of the garment editor, as said in the help; the editor and its canvas act on them.
EDITOR_KEYS: tuple[tuple[str, str], ...] = (
    ("P", "Move points"),
    ("B", "Paint what belongs to the garment"),
    ("E", "Erase what does not"),
    ("X", "Change between the two"),
    ("[  ]  Wheel", "Smaller or larger brush"),
    ("Arrows", "Move the selected point, with Shift further"),
    ("Del", "Remove the selected point"),
    ("V", "Show the cut in another way"),
    ("Ctrl+Wheel", "Zoom"),
    ("Space + drag", "Move the photo"),
    ("0  1", "Whole photo, its own pixels"),
    ("Ctrl+Z", "Undo"),
    ("Ctrl+Shift+Z", "Redo"),
    ("Ctrl+S", "Save"),
    ("Esc", "Leave without saving"),
)


def meaning_of(english: str) -> str:
    """Return what a key does in the window's language."""
    return QCoreApplication.translate("keys", english)


def bind(window: QWidget, actions: Mapping[str, Callable[[], None]]) -> None:
    """Connect every shortcut to its action.

    Raises
    ------
    ValueError
        When an action is missing or unknown: the help would lie.
    """
    declared = {shortcut.action for shortcut in SHORTCUTS}
    if declared != set(actions):
        raise ValueError(f"actions and shortcuts differ: {declared ^ set(actions)}")
    for shortcut in SHORTCUTS:
        binding = QShortcut(QKeySequence(shortcut.keys), window)
        binding.setContext(Qt.ShortcutContext.WindowShortcut)
        binding.setAutoRepeat(shortcut.action in {"previous_garment", "next_garment"})
        binding.activated.connect(actions[shortcut.action])


def keys_of(action: str) -> str:
    """Return the key of an action as shown to people."""
    for shortcut in SHORTCUTS:
        if shortcut.action == action:
            return QKeySequence(shortcut.keys).toString(QKeySequence.SequenceFormat.NativeText)
    raise KeyError(action)
