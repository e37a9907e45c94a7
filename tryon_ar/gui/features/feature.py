"""What a feature of the window is, and what all of them share."""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.core.types import DressedFrame
from tryon_ar.gui.bridge import Bridge
from tryon_ar.gui.garment_shelf import GarmentShelf
from tryon_ar.gui.messages import MessageBar
from tryon_ar.gui.mirror_view import MirrorView
from tryon_ar.gui.notices import NoticeBar
from tryon_ar.gui.options import WindowOptions, WindowParts
from tryon_ar.gui.outfit import Outfit
from tryon_ar.gui.source_list import SourceList
from tryon_ar.gui.stage_area import StageArea
from tryon_ar.gui.top_bar import TopBar
from tryon_ar.runtime.session import MirrorSession

_log = logging.getLogger(__name__)
_MOST_OPEN = 4


@dataclass(frozen=True, slots=True, eq=False)
class WindowContext:
    """What features may use of the window and of each other's surroundings.

    Attributes
    ----------
    window : QMainWindow
        The window itself, as the parent of dialogs.
    options : WindowOptions
        How it was opened.
    parts : WindowParts
        What it was put together from.
    settings : SettingsFile
        What the person chose; features listen to it and apply changes at once.
    bridge : Bridge
        The way from worker threads; short texts for people.
    session : MirrorSession
        The running mirror.
    source_list : SourceList
        Cameras there are, asked for without stopping the window.
    area, bar, mirror, shelf, notices, messages : QWidget
        The window's children.
    outfit : Outfit
        What is worn.
    """

    window: QMainWindow
    options: WindowOptions
    parts: WindowParts
    settings: SettingsFile
    bridge: Bridge
    session: MirrorSession
    source_list: SourceList
    area: StageArea
    bar: TopBar
    mirror: MirrorView
    shelf: GarmentShelf
    outfit: Outfit
    notices: NoticeBar
    messages: MessageBar


class Feature(QObject):
    """Something the window can do.

    Parameters
    ----------
    context : WindowContext
        What it works on.

    Notes
    -----
    *Lifecycle*: constructed with the window; :meth:`begin` when the session starts;
    :meth:`close`, once, before it stops. GUI thread only.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.window)
        self.context = context

    def actions(self) -> Mapping[str, Callable[[], None]]:
        """Return what it does, by the action's name in :data:`shortcuts.SHORTCUTS`."""
        return {}

    def begin(self) -> None:
        """Start with the session."""

    def refresh(self) -> None:
        """Show what is new; called four times a second."""

    def see(self, dressed: DressedFrame) -> None:
        """Take a frame that the mirror now shows; every one, so in well under a millisecond."""

    def step_back(self) -> bool:
        """Close the last thing it opened, on Esc; return whether there was one."""
        return False

    def forget(self) -> None:
        """Keep nothing of the person who left a kiosk; what is open goes, one after the other."""
        for _ in range(_MOST_OPEN):
            if not self.step_back():
                return

    def close(self) -> None:
        """Stop timers and threads, and keep what must not be lost."""


def close_all(closing: Iterable[Callable[[], object]]) -> None:
    """Close one thing after the other; what fails is logged and keeps nothing else open."""
    for close in closing:
        try:
            close()
        except Exception:  # noqa: BLE001 top of one closing: the others finish and wipe
            _log.critical("closing failed", exc_info=True)
