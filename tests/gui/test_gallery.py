"""The gallery: what is listed, seen large, played, compared, copied, dragged and deleted."""

import os
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import PATIENCE_MS
from tryon_ar.capture.video_file import VideoFileSource
from tryon_ar.core import paths
from tryon_ar.core.crash import CrashWatch
from tryon_ar.gui import gallery as gallery_module
from tryon_ar.gui import gallery_deleting, gallery_loader, gallery_player
from tryon_ar.gui.features import gallery as gallery_feature
from tryon_ar.gui.gallery import Gallery
from tryon_ar.gui.gallery_grid import clock
from tryon_ar.gui.options import WindowOptions
from tryon_ar.recording.encoder import encoders_for
from tryon_ar.recording.kept_files import ASIDE_FOLDER, list_kept, put_aside
from tryon_ar.recording.picture import write_picture
from tryon_ar.recording.video import VideoSink

pytestmark = pytest.mark.gui
RED, GREEN, BLUE = (0, 0, 255), (0, 255, 0), (255, 0, 0)


def picture(path: Path, colour: tuple[int, int, int], age_s: float, size=(120, 90)) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_picture(path, np.full((size[1], size[0], 3), colour, np.uint8))
    os.utime(path, (2e9 - age_s, 2e9 - age_s))
    return path


def video(path: Path, age_s: float, frames: int = 8) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    sink = VideoSink(path, (64, 48), 25.0, encoders=encoders_for("h264"))
    for number in range(frames):
        image = np.full((48, 64, 3), 30 * number % 256, np.uint8)
        sink.write(image, number * 40.0)
    sink.close()
    os.utime(path, (2e9 - age_s, 2e9 - age_s))
    return path


@pytest.fixture(autouse=True)
def _time_to_undo(monkeypatch) -> None:
    """Let no notice lapse by itself, however long a test takes to come to it."""
    monkeypatch.setattr(gallery_deleting, "UNDO_S", 600.0)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    return tmp_path / "pictures", tmp_path / "videos"


@pytest.fixture
def three(folders) -> list[Path]:
    """Save three pictures, newest first."""
    colours = (RED, GREEN, BLUE)
    return [picture(folders[0] / f"{n}.png", colour, n) for n, colour in enumerate(colours)]


@pytest.fixture
def opened(application, folders, qtbot):
    galleries: list[Gallery] = []

    def open_gallery(count: int) -> Gallery:
        gallery = Gallery(lambda: folders)
        galleries.append(gallery)
        gallery.resize(900, 620)
        with qtbot.waitActive(gallery):
            gallery.show()
            gallery.activateWindow()
        qtbot.waitUntil(lambda: gallery.grid.count() == count)
        if not count:
            qtbot.waitUntil(lambda: gallery.pages.currentWidget() is gallery.empty)
        return gallery

    yield open_gallery
    for gallery in galleries:
        gallery.done(0)
        gallery.deleteLater()
    QApplication.processEvents()


def is_colour(image, colour: tuple[int, int, int]) -> bool:
    if image is None:
        return False
    seen = image.pixelColor(image.width() // 2, image.height() // 2)
    return (seen.blue(), seen.green(), seen.red()) == colour


def test_an_empty_gallery_says_where_pictures_go(opened, folders):
    gallery = opened(0)
    assert str(folders[0]) in gallery.empty.text()
    assert str(folders[1]) in gallery.empty.text()
    assert not gallery.delete_button.isEnabled()


def test_small_pictures_come_newest_first_and_show_what_they_are(opened, three, qtbot):
    gallery = opened(3)
    assert [one.path for one in gallery.grid.files()] == three

    def seen(row: int, colour) -> bool:
        icon = gallery.grid.item(row).icon()
        return is_colour(icon.pixmap(176, 132).toImage(), colour)

    qtbot.waitUntil(lambda: all(map(seen, range(3), (RED, GREEN, BLUE))))


def test_a_video_is_named_as_one_with_its_length(opened, folders, qtbot):
    video(folders[1] / "film.mp4", 0)
    gallery = opened(1)
    item = gallery.grid.item(0)
    assert item.data(Qt.ItemDataRole.AccessibleTextRole).startswith("Video, ")
    assert clock(65.2) == "1:05"
    qtbot.waitUntil(lambda: item.data(Qt.ItemDataRole.UserRole + 1))


def test_a_damaged_picture_says_why_instead_of_showing(opened, folders, qtbot):
    folders[0].mkdir()
    (folders[0] / "broken.png").write_bytes(b"no picture")
    gallery = opened(1)
    gallery.view(gallery.grid.files()[0])
    qtbot.waitUntil(lambda: "broken.png" in gallery.viewer.picture.accessibleDescription())
    assert gallery.viewer.picture.image is None


def test_a_file_that_nobody_foresaw_leaves_the_others_to_be_seen(
    opened, folders, three, qtbot, monkeypatch, caplog
):
    def strange(path, *args):
        if path == three[0]:
            raise ValueError("secret detail")
        return read(path, *args)

    read = gallery_loader.read_picture
    monkeypatch.setattr(gallery_loader, "read_picture", strange)
    gallery = opened(3)
    last = gallery.grid.item(2)
    qtbot.waitUntil(lambda: bool(last.data(Qt.ItemDataRole.UserRole + 1)))
    gallery.view(gallery.grid.files()[0])
    told = "Something went wrong. Details are in the log."
    qtbot.waitUntil(lambda: told in gallery.viewer.picture.accessibleDescription())
    assert "secret detail" in caplog.text


def test_a_video_that_breaks_off_plays_no_more(opened, folders, qtbot, monkeypatch, caplog):
    class Strange(VideoFileSource):
        def read(self):
            raise ValueError("secret detail")

    video(folders[1] / "film.mp4", 0)
    gallery = opened(1)
    gallery.view(gallery.grid.files()[0])
    monkeypatch.setattr(gallery_player, "VideoFileSource", Strange)
    gallery.viewer.toggle_playing()
    qtbot.waitUntil(lambda: not gallery.viewer.playing)
    assert "Something went wrong" in gallery.viewer.picture.accessibleDescription()
    assert "secret detail" in caplog.text


def test_a_first_picture_that_comes_late_does_not_cover_why_a_video_broke_off(
    opened, folders, qtbot, monkeypatch
):
    def read_late(file, most_px):
        assert broke_off.wait(60.0)
        return gallery_loader.Loaded(file.path, QImage(8, 6, QImage.Format.Format_RGB32))

    broke_off = threading.Event()
    film = video(folders[1] / "film.mp4", 0)
    gallery = opened(1)
    monkeypatch.setattr(gallery_loader, "load", read_late)
    gallery.view(gallery.grid.files()[0])
    film.write_bytes(b"no video any more")
    gallery.viewer.toggle_playing()
    qtbot.waitUntil(lambda: not gallery.viewer.playing)
    told = gallery.viewer.picture.accessibleDescription()
    assert "film.mp4" in told
    with qtbot.waitSignal(gallery.loader.large):
        broke_off.set()
    QApplication.processEvents()
    assert gallery.viewer.picture.accessibleDescription() == told
    assert gallery.viewer.picture.image is None


def test_return_opens_large_arrows_step_and_esc_goes_back(opened, three, qtbot):
    gallery = opened(3)
    gallery.grid.setFocus()
    gallery.grid.setCurrentItem(gallery.grid.item(0))
    QTest.keyClick(gallery.grid, Qt.Key.Key_Return)
    viewer = gallery.viewer
    qtbot.waitUntil(lambda: viewer.picture.image is not None)
    assert is_colour(viewer.picture.image, RED)
    assert not viewer.previous.isEnabled()
    assert gallery.delete_button.isEnabled()
    QTest.keyClick(gallery, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: is_colour(viewer.picture.image, GREEN))
    QTest.keyClick(gallery, Qt.Key.Key_Left)
    QTest.keyClick(gallery, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: is_colour(viewer.picture.image, RED))
    QTest.keyClick(gallery, Qt.Key.Key_Escape)
    assert gallery.pages.currentWidget() is gallery.grid
    assert gallery.isVisible()
    QTest.keyClick(gallery, Qt.Key.Key_Escape)
    assert not gallery.isVisible()


def test_the_frame_closes_it_from_a_large_picture_too(opened, three):
    gallery = opened(3)
    gallery.view(gallery.grid.files()[0])
    gallery.close()
    assert not gallery.isVisible()


@pytest.fixture
def film_held(monkeypatch) -> Iterator[threading.Event]:
    """Let no picture of a film that plays be read before this is set."""
    goes = threading.Event()

    class Held(VideoFileSource):
        def read(self):
            goes.wait(PATIENCE_MS / 1000.0)
            return super().read()

    monkeypatch.setattr(gallery_player, "VideoFileSource", Held)
    yield goes
    goes.set()


def test_a_video_plays_to_its_end_at_its_own_pace_and_can_pause(opened, folders, qtbot, film_held):
    video(folders[1] / "film.mp4", 0, frames=8)
    gallery = opened(1)
    gallery.view(gallery.grid.files()[0])
    viewer = gallery.viewer
    qtbot.waitUntil(lambda: viewer.picture.image is not None)
    first = viewer.picture.image.pixelColor(5, 5).red()
    levels: list[int] = []
    show = viewer.picture.show_image
    viewer.picture.show_image = lambda image, *rest: (
        levels.append(image.pixelColor(5, 5).red()) if image is not None else None,
        show(image, *rest),
    )
    QTest.keyClick(gallery, Qt.Key.Key_Space)
    assert viewer.playing
    QTest.keyClick(gallery, Qt.Key.Key_Space)
    assert viewer._player.paused
    film_held.set()
    QTest.qWait(400)
    assert viewer.playing, "a paused video must not run to its end"
    QTest.keyClick(gallery, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not viewer.playing)
    assert first < 20
    assert max(levels) > 190
    qtbot.waitUntil(lambda: levels[-1] < 20)


@pytest.fixture
def endless_film(monkeypatch) -> Iterator[list[float]]:
    """Let films that play have no end before the test's; holds the times of what was read."""
    read_ms: list[float] = []
    over = threading.Event()

    class Endless(VideoFileSource):
        def read(self):
            frame = super().read() if not read_ms else self.first
            if over.is_set() or frame is None:
                return None
            self.first = frame
            read_ms.append(40.0 * len(read_ms))
            return replace(frame, t_ms=read_ms[-1])

    monkeypatch.setattr(gallery_player, "VideoFileSource", Endless)
    yield read_ms
    over.set()


def test_leaving_a_video_stops_it(opened, folders, qtbot, endless_film):
    video(folders[1] / "film.mp4", 0)
    gallery = opened(1)
    gallery.view(gallery.grid.files()[0])
    gallery.viewer.toggle_playing()
    thread = gallery.viewer._player._thread
    qtbot.waitUntil(lambda: len(endless_film) > 2)
    gallery.step_back()
    assert not gallery.viewer.playing
    qtbot.waitUntil(lambda: not thread.is_alive())


def test_two_pictures_lie_beside_each_other_and_the_divider_moves(opened, three, qtbot):
    gallery = opened(3)
    assert not gallery.compare_button.isEnabled()
    for row in (0, 2):
        gallery.grid.item(row).setSelected(True)
    assert gallery.compare_button.isEnabled()
    gallery.compare_button.click()
    pair = gallery.pair
    qtbot.waitUntil(lambda: None not in pair._images)
    QApplication.processEvents()

    def colours() -> list[tuple[int, int, int]]:
        image, room = pair.grab().toImage(), pair.picture_rect()
        ratio = image.width() / pair.width()
        seen = []
        for share in (0.2, 0.8):
            x = round((room.left() + share * room.width()) * ratio)
            colour = image.pixelColor(x, round(room.center().y() * ratio) - 60)
            seen.append((colour.blue(), colour.green(), colour.red()))
        return seen

    assert colours() == [RED, BLUE]
    pair.divider.move_to(0.9)
    assert colours() == [RED, RED]
    assert gallery.step_back()


def test_a_picture_is_copied_as_picture_and_as_file(opened, three, qtbot):
    gallery = opened(3)
    gallery.grid.choose(three[1])
    QTest.keyClick(gallery, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: clipboard.mimeData().hasImage())
    assert is_colour(clipboard.image(), GREEN)
    assert clipboard.image().width() == 120
    assert [url.toLocalFile() for url in clipboard.mimeData().urls()] == [str(three[1])]
    clipboard.clear()


def test_files_are_dragged_out_as_files(opened, three):
    gallery = opened(3)
    gallery.grid.selectAll()
    data = gallery.grid.mimeData(gallery.grid.selectedItems())
    assert sorted(url.toLocalFile() for url in data.urls()) == sorted(map(str, three))
    drag = gallery.viewer.picture.drag(three[0])
    assert [url.toLocalFile() for url in drag.mimeData().urls()] == [str(three[0])]
    assert gallery.grid.supportedDropActions() == Qt.DropAction.CopyAction
    drag.deleteLater()


def test_deleting_goes_on_to_the_next_and_undo_brings_back(opened, three, qtbot):
    gallery = opened(3)
    gallery.view(gallery.grid.files()[1])
    QTest.keyClick(gallery, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: gallery.notices.notice is not None)
    assert not three[1].exists()
    assert gallery.viewer.file.path == three[2]
    QTest.keyClick(gallery, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: "2" in gallery.notices.notice.text)
    assert gallery.viewer.file.path == three[0]
    gallery.notices.notice.actions[0][1]()
    qtbot.waitUntil(lambda: gallery.grid.count() == 3)
    assert all(path.stat().st_size for path in three)
    assert gallery.notices.notice is None
    qtbot.waitUntil(lambda: not (three[0].parent / ASIDE_FOLDER).exists())


def test_what_was_listed_before_a_change_is_not_shown_after_it(
    opened, three, folders, qtbot, monkeypatch
):
    gallery = opened(3)
    told: list[int] = []
    gallery._listed.connect(
        lambda files: told.append(len(files)), Qt.ConnectionType.QueuedConnection
    )
    first, second = threading.Event(), threading.Event()

    def listed_slowly(*given):
        files = list_kept(*given)
        if first.is_set():
            second.set()
            return files
        first.set()
        second.wait(0.5)  # longer than what comes after it takes, were it not kept waiting
        time.sleep(0.1)
        return files

    monkeypatch.setattr(gallery_module, "list_kept", listed_slowly)
    gallery.reload()
    qtbot.waitUntil(first.is_set)
    picture(folders[0] / "new.png", RED, -1)
    gallery.reload()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told == [3, 4]
    assert gallery.grid.count() == 4


@pytest.mark.parametrize("by_closing", [False, True])
def test_deleted_is_gone_when_the_notice_lapses_or_the_gallery_closes(
    opened, three, qtbot, by_closing
):
    gallery = opened(3)
    gallery.grid.selectAll()
    gallery.delete_button.click()
    qtbot.waitUntil(lambda: gallery.notices.notice is not None)
    assert gallery.pages.currentWidget() is gallery.empty
    aside = three[0].parent / ASIDE_FOLDER
    assert len(list(aside.iterdir())) == 3
    gallery.close() if by_closing else gallery.notices.dismiss()
    qtbot.waitUntil(lambda: not aside.exists())
    assert not any(path.exists() for path in three)


def test_where_no_program_opens_files_that_is_said(opened, three, monkeypatch, qtbot):
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    monkeypatch.setattr(gallery_module, "shown_in_folder", lambda _path: False)
    gallery = opened(3)
    gallery.grid.choose(three[0])
    gallery.open_button.click()
    assert str(three[0].parent) in gallery.notices.notice.text
    gallery.notices.dismiss()
    gallery.folder_button.click()
    assert str(three[0].parent) in gallery.notices.notice.text


def test_the_system_opens_what_is_selected(opened, three, monkeypatch):
    opened_urls: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened_urls.append(url.toLocalFile()) or True
    )
    gallery = opened(3)
    gallery.grid.choose(three[2])
    gallery.open_button.click()
    assert opened_urls == [str(three[2])]
    assert gallery.notices.notice is None


def test_every_button_has_a_name_and_fits_a_small_window(opened, three):
    gallery = opened(3)
    gallery.resize(560, 420)
    QApplication.processEvents()
    for button in (gallery.copy_button, gallery.folder_button, gallery.delete_button):
        assert button.accessibleName()
        right = button.mapTo(gallery, QPoint(button.width(), 0)).x()
        assert right <= gallery.width() == 560


def test_ctrl_g_opens_it_in_the_window_and_what_is_saved_meanwhile_shows(make_window, qtbot):
    window = make_window()
    window.pictures.context.settings.change("capture.countdown_s", 0)
    qtbot.waitUntil(lambda: window.mirror.dressed is not None)
    QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    gallery = window.galleries.gallery
    qtbot.waitUntil(lambda: gallery.pages.currentWidget() is gallery.empty)
    window.pictures.shoot()
    qtbot.waitUntil(lambda: gallery.grid.count() == 1)
    assert gallery.pages.currentWidget() is gallery.grid
    window.galleries.open_gallery()
    assert window.galleries.gallery is gallery
    gallery.close()
    assert window.galleries.gallery is None


def test_a_kiosk_shows_nobody_elses_pictures(make_window):
    window = make_window(options=WindowOptions(source="synthetic:160x120@50", kiosk=True))
    window.galleries.open_gallery()
    assert window.galleries.gallery is None


def test_what_a_crash_left_half_deleted_is_back_at_the_next_start(make_window, qtbot):
    path = picture(paths.pictures_folder() / "one.png", RED, 0)
    put_aside(path)
    make_window()
    qtbot.waitUntil(path.exists)


def test_what_another_window_deleted_just_now_is_left_to_it(tmp_path):
    path = picture(paths.pictures_folder() / "one.png", RED, 0)
    put_aside(path)
    with CrashWatch(paths.runs_folder(), tmp_path, "1"):
        with CrashWatch(paths.runs_folder(), tmp_path, "1"):
            gallery_feature._bring_back()
            assert not path.exists()
        gallery_feature._bring_back()
    assert path.exists()


def test_closing_the_window_closes_the_gallery_and_makes_deletions_final(make_window, qtbot):
    path = picture(paths.pictures_folder() / "one.png", RED, 0)
    window = make_window()
    window.galleries.open_gallery()
    gallery = window.galleries.gallery
    qtbot.waitUntil(lambda: gallery.grid.count() == 1)
    gallery.grid.selectAll()
    gallery.delete()
    qtbot.waitUntil(lambda: gallery.notices.notice is not None)
    window.close()
    qtbot.waitUntil(lambda: not (path.parent / ASIDE_FOLDER).exists())
    assert not path.exists()
