"""The pages that pictures are taken of: first run, shelf, imports, gallery, kiosk."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QWidget

from tests.support.fake_cutter import FakeCutter
from tests.support.scenes import (
    MIRROR,
    PROBLEMS,
    SMALL,
    Scene,
    Shown,
    small,
    wait,
)
from tests.support.scenes_dialogs import DIALOGS
from tests.support.shown_window import open_window
from tryon_ar.core import paths
from tryon_ar.gui.gallery import Gallery
from tryon_ar.gui.incoming import Incoming
from tryon_ar.gui.main_window import MainWindow
from tryon_ar.gui.options import WindowOptions
from tryon_ar.recording.picture import write_picture
from tryon_ar.runtime.speed_test import Verdict
from tryon_ar.runtime.status import Problem, Severity, Status


@contextlib.contextmanager
def nothing_found(window: MainWindow) -> Iterator[QWidget]:
    """A search that finds nothing."""
    window.shelf.header.field.setText("zzz")
    wait(400)
    yield window
    window.shelf.header.field.clear()


def welcome_step(number: int) -> Shown:
    """Return the scene of a step of the first run."""

    @contextlib.contextmanager
    def shown(window: MainWindow) -> Iterator[QWidget]:
        window.welcome.open_panel()
        panel = window.welcome.panel
        assert panel is not None
        panel.go_to(number)
        wait(1500)
        yield window
        window.welcome.step_back()

    return shown


@contextlib.contextmanager
def speed_told(window: MainWindow) -> Iterator[QWidget]:
    """What the speed test found."""
    window.welcome.open_panel()
    panel = window.welcome.panel
    assert panel is not None
    panel.go_to(1)
    window.welcome._test = None
    panel.speed.show_verdict(Verdict(960, "auto", 24.0, smooth=True))
    yield window
    window.welcome.step_back()


@contextlib.contextmanager
def used_shelf(window: MainWindow) -> Iterator[QWidget]:
    """Garments worn before, another tried on by resting on it, and colours to choose from."""
    for garment in ("hoodie-grey", "shirt-oxford", "skirt-midi", "jeans-blue", "own-tee"):
        window.outfit.wear(garment)
        wait(60)
    window.preview.show("tee-striped")
    wait(700)
    window.shelf._scroll.verticalScrollBar().setValue(0)
    yield window
    window.preview.end()
    window.outfit.wear_only(("tee-plain",))


@contextlib.contextmanager
def filtered(window: MainWindow) -> Iterator[QWidget]:
    """A search, narrowed to a kind."""
    window.shelf.header.field.setText("tee")
    window.shelf.header.kind.setCurrentIndex(1)
    wait(300)
    yield window
    window.shelf.header.clear()


@contextlib.contextmanager
def no_favourites(window: MainWindow) -> Iterator[QWidget]:
    """Only favourites, of which there are none."""
    window.shelf.header.favourites.setChecked(True)
    wait(300)
    yield window
    window.shelf.header.clear()


@contextlib.contextmanager
def garment_menu(window: MainWindow) -> Iterator[QWidget]:
    """What can be done with a garment."""
    card = window.shelf._cards["own-tee"]
    window.desk._show_menu("own-tee", card.mapToGlobal(QPoint(20, 60)))
    wait(200)
    yield window
    menu = QApplication.activePopupWidget()
    if menu is not None:
        menu.close()


@contextlib.contextmanager
def importing(window: MainWindow) -> Iterator[QWidget]:
    """A photo that is being cut out."""
    cutter = window._parts.cut_photo
    assert isinstance(cutter, FakeCutter)
    cutter.go.clear()
    photo = paths.user_cache_folder() / "Winter coat.jpg"
    photo.parent.mkdir(parents=True, exist_ok=True)
    photo.write_bytes(b"a coat")
    window.desk.take(Incoming(pictures=[photo]))
    wait(700)
    yield window
    cutter.go.set()
    wait(900)


@contextlib.contextmanager
def looks(window: MainWindow) -> Iterator[QWidget]:
    """Outfits that were kept."""
    looks = window.saved_looks
    ask, looks._ask_name = looks._ask_name, lambda *_: "Friday"  # type: ignore[method-assign]
    window.outfit.wear_only(("shirt-oxford", "jeans-blue"))
    looks.save()
    look = looks.looks.all[-1]
    looks._ask_name = ask  # type: ignore[method-assign]
    wait(400)
    window.shelf._scroll.verticalScrollBar().setValue(0)
    yield window
    looks.remove(look)
    window.outfit.wear_only(("tee-plain",))


@contextlib.contextmanager
def photo_mode(window: MainWindow) -> Iterator[QWidget]:
    """Garments on a photo."""
    before = window.session.source_spec or "demo"
    dressed = window.mirror.dressed
    assert dressed is not None
    path = paths.pictures_folder().parent / "me.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_picture(path, dressed.tracked.frame.image_bgr)
    window.sources.play(str(path))
    wait(2500)
    yield window
    window.sources.play(before)
    wait(1500)


def _save_pictures(window: MainWindow, count: int) -> None:
    folder = paths.pictures_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        dressed = window.mirror.dressed
        assert dressed is not None
        write_picture(folder / f"{number:02}.jpg", dressed.image_bgr)
        when_s = 1_763_800_000 + 3600 * number
        os.utime(folder / f"{number:02}.jpg", (when_s, when_s))
        wait(160)


def gallery(count: int, act: Callable[[Gallery], object] | None = None) -> Shown:
    """Return the scene of the gallery with as many pictures, after something was done."""

    @contextlib.contextmanager
    def shown(window: MainWindow) -> Iterator[QWidget]:
        for folder in (paths.pictures_folder(), paths.videos_folder()):
            shutil.rmtree(folder, ignore_errors=True)
        _save_pictures(window, count)
        window.galleries.open_gallery()
        page = window.galleries.gallery
        assert page is not None
        page.resize(window.size())
        wait(900)
        if act is not None:
            act(page)
            wait(900)
        yield page
        page.done(0)  # closing only steps back

    return shown


def _pair(page: Gallery) -> None:
    page.grid.selectAll()
    page.grid.item(2).setSelected(False)
    page.compare()


def _delete(page: Gallery) -> None:
    page.grid.choose(page.grid.files()[0].path)
    page.delete()


@contextlib.contextmanager
def no_virtual_camera(window: MainWindow) -> Iterator[QWidget]:
    """What the system lacks for a virtual camera."""
    window.virtual_cameras.button.trigger()
    wait(900)
    yield window
    window.notices.withdraw(window.notices.notice)
    window.virtual_cameras.close()
    window.virtual_cameras.button.setChecked(False)


def kiosk(act: Callable[[MainWindow], object]) -> Shown:
    """Return the scene of a kiosk after something was done; it is a window of its own."""

    @contextlib.contextmanager
    def shown(window: MainWindow) -> Iterator[QWidget]:
        options = WindowOptions(source=window.session.source_spec, kiosk=True)
        settings = window._parts.settings
        settings.change("kiosk.exit_pin", "2468")
        shop = open_window(window._parts, options)
        wait(2500)
        shop._refresh_timer.stop()
        act(shop)
        wait(500)
        yield shop
        settings.reset("kiosk.exit_pin")
        shop.close()
        shop.deleteLater()
        wait(400)
        window.activateWindow()

    return shown


def _attract(shop: MainWindow) -> None:
    shop.outfit.wear("tee-striped")
    shop.kiosk._attract(0.0)


def _lose_camera(shop: MainWindow) -> None:
    about = "HD Webcam C920"
    lost = Status("picture", "It is gone.", "", Severity.ERROR, problem=Problem.LOST, about=about)
    shop.session._board.post(lost)


PAGES = (
    *(Scene(f"welcome_{number + 1}", welcome_step(number)) for number in range(4)),
    Scene("welcome_speed_told", speed_told),
    *(small(f"welcome_{number + 1}", welcome_step(number)) for number in range(4)),
    Scene("shelf_used", used_shelf),
    Scene("shelf_used_small", used_shelf, SMALL),
    Scene("shelf_filtered", filtered),
    Scene("shelf_nothing_found", nothing_found),
    Scene("shelf_no_favourites", no_favourites),
    Scene("shelf_menu", garment_menu),
    Scene("shelf_importing", importing),
    Scene("looks", looks),
    Scene("photo_mode", photo_mode),
    Scene("photo_mode_small_200_percent", photo_mode, SMALL, 200),
    Scene("gallery_empty", gallery(0)),
    Scene("gallery_many", gallery(14)),
    Scene("gallery_small_200_percent", gallery(4), SMALL, 200),
    Scene("gallery_one", gallery(3, lambda page: page.view(page.grid.files()[0]))),
    Scene("gallery_pair", gallery(3, _pair)),
    Scene("gallery_undo", gallery(5, _delete)),
    Scene("virtual_camera_missing", no_virtual_camera),
    Scene("kiosk", kiosk(lambda shop: None)),
    Scene("kiosk_attract", kiosk(_attract)),
    Scene("kiosk_warning", kiosk(lambda shop: shop.kiosk._warn(7))),
    Scene("kiosk_problem", kiosk(_lose_camera)),
    Scene("kiosk_pin", kiosk(lambda shop: shop.kiosk.allow(shop.close))),
)
SCENES = (*MIRROR, *PROBLEMS, *PAGES, *DIALOGS)
