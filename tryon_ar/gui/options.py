"""What a window is opened with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tryon_ar.capture.discovery import SourceChoice, list_choices
from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.core.types import DressedFrame
from tryon_ar.garments.builtin import GarmentSummary
from tryon_ar.garments.garment import Garment
from tryon_ar.runtime.garment_import import GarmentLibrary, PhotoCutter
from tryon_ar.runtime.metrics import MetricsSnapshot
from tryon_ar.runtime.stages import SessionParts

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """How the window opens.

    Attributes
    ----------
    source : str or None
        Specification of the source; None takes the first camera, or the demo without one.
    garments : tuple of str
        Ids to wear from the start. None given: the first of the shelf.
    kiosk : bool
        Full screen for good, without pointer and controls; keys go on working.
    seconds : float or None
        Quit after so long; None stays open.
    record : Path or None
        Record to this file from the start.
    loop : bool
        Whether clips start again at their end.
    mirrored : bool
        Whether the view is mirrored at first.
    save_mirrored : bool
        Whether pictures are saved mirrored, as the view shows them.
    show_figures : bool
        Whether the figures show at first.
    dressing : DressingOptions
        How garments are worn at first.
    title : str
        Of the window.
    safe_mode : bool
        Whether this run does without all that may go wrong; the window says so.
    welcome : bool
        Whether the first run's questions are asked where they were never answered.
    """

    source: str | None = None
    garments: tuple[str, ...] = ()
    fullscreen: bool = False
    kiosk: bool = False
    seconds: float | None = None
    record: Path | None = None
    loop: bool = True
    mirrored: bool = True
    save_mirrored: bool = False
    show_figures: bool = False
    dressing: DressingOptions = USUAL_DRESSING
    title: str = "tryon-ar"
    welcome: bool = False
    safe_mode: bool = False


@dataclass(frozen=True, slots=True)
class WindowParts:
    """What the window is put together from; nothing of it knows Qt.

    Attributes
    ----------
    session : SessionParts
        Stages and sources.
    garments : sequence of GarmentSummary
        What hangs on the shelf.
    library : GarmentLibrary or None
        The person's own garments; without one the shelf only shows ``garments``.
    cut_photo : PhotoCutter or None
        Makes garments of photos; called in a thread of its own.
    make_editor : callable or None
        Given a garment, the photo it was cut from (BGR) and a parent, returns a widget with
        the signals ``changed(object)``, ``saved(object)`` and ``cancelled()``.
    list_sources : callable
        Cameras there are now, and the demo; called in any thread.
    on_dressed : callable or None
        Takes every dressed frame, in the renderer's thread (for a report).
    on_closed : callable or None
        Takes the last figures, after the window closed and the session stopped.
    settings : SettingsFile
        What the person chose; their own file by default.
    on_wipe : callable or None
        Told, before the window closes, to delete what is stored once it has: whether garments
        stay, and whether pictures and videos go too.
    """

    session: SessionParts
    garments: Sequence[GarmentSummary] = ()
    library: GarmentLibrary | None = None
    cut_photo: PhotoCutter | None = None
    make_editor: Callable[[Garment, NDArray[np.uint8], "QWidget"], "QWidget"] | None = None
    list_sources: Callable[[], Sequence[SourceChoice]] = list_choices
    on_dressed: Callable[[DressedFrame], None] | None = None
    on_closed: Callable[[MetricsSnapshot], None] | None = None
    settings: SettingsFile = field(default_factory=SettingsFile)
    on_wipe: Callable[[bool, bool], None] | None = None
