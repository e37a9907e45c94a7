"""A window with everything it can have, on fake stages or the real ones, to be looked at."""

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np

from tests.support.fake_cutter import FakeCutter
from tests.support.fake_stages import FakeTracker, fake_garment, fake_parts
from tryon_ar.capture.discovery import SourceChoice
from tryon_ar.core.errors import UnknownGarment
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.garments.builtin import builtin_summaries, load_builtin
from tryon_ar.garments.garment import Garment
from tryon_ar.garments.library.library import Library
from tryon_ar.gui.garment_editor import GarmentEditor
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.options import WindowOptions, WindowParts
from tryon_ar.runtime.stages import SessionParts

CHOICES = (SourceChoice("camera:0", "HD Webcam C920", ""), SourceChoice("demo", "Demo", "demo"))


def own_library(folder: Path) -> Library:
    """Return a library with a tee in two colours."""
    library = Library(folder)
    tee = load_builtin("tee-vneck")
    library.add(dataclasses.replace(tee, id="own-tee", name="My v-neck"))
    blue = np.ascontiguousarray(tee.photo_bgr[..., ::-1])
    library.add(
        dataclasses.replace(
            tee, id="own-tee-2", name="My v-neck, teal", photo_bgr=blue, variant_of="own-tee"
        )
    )
    return library


def real_stages(load: Callable[[str], Garment]) -> SessionParts:
    """Return the stages that the mirror has."""
    from tryon_ar.pipeline.dresser import Dresser
    from tryon_ar.pipeline.observer import PersonParser
    from tryon_ar.tracking.person_tracker import PersonTracker

    return SessionParts(
        make_tracker=PersonTracker,
        make_parser=PersonParser,
        make_dresser=Dresser,
        make_still_tracker=lambda: PersonTracker(still=True),
        make_still_parser=lambda: PersonParser(still=True),
        load_garment=load,
    )


def parts_in(folder: Path, settings: SettingsFile, *, real: bool) -> WindowParts:
    """Return what the window is put together from; its library is kept in a folder."""
    library = own_library(folder / "garments")
    library.shelf()  # the first look takes long; later ones fill the shelf before the window opens

    def load(name: str) -> Garment:
        try:
            return library.load(name)
        except UnknownGarment:
            return load_builtin(name)

    stages = real_stages(load) if real else fake_parts(FakeTracker, load_garment=fake_garment)
    return WindowParts(
        session=stages,
        garments=builtin_summaries(),
        library=library,
        cut_photo=FakeCutter(),
        make_editor=GarmentEditor,
        list_sources=lambda: CHOICES,
        settings=settings,
    )


def open_window(parts: WindowParts, options: WindowOptions) -> MainWindow:
    """Return a shown window that plays its source."""
    window = MainWindow(parts, options)
    window.show()
    window.begin()
    return window
