"""The walk of somebody who sees the program for the first time."""

import itertools
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.support import newcomer
from tests.support.dropping import drop, files
from tests.support.fake_cutter import FakeCutter
from tests.support.filming import wait_filmed
from tests.support.person import person_at
from tryon_ar.core.images import read_picture
from tryon_ar.garments.library.library import Library
from tryon_ar.gui.options import WindowOptions

pytestmark = pytest.mark.gui


@pytest.mark.timeout(900)
@pytest.mark.slow
def test_the_real_program_on_a_real_screen(tmp_path):
    """Everything by mouse and keyboard; then what lies on the disk, and how the window felt."""
    photo = newcomer.product_photo(tmp_path / "My jumper.jpg")
    with person_at(tmp_path / "walk", manager=True) as person:
        if person is None:
            pytest.skip("no Xvfb or no xdotool here")
        recorded_s = newcomer.walk(person, photo)
        home = person.home
    log = (tmp_path / "walk" / "log.txt").read_text(encoding="utf-8")
    assert "Traceback" not in log, log
    check_picture_and_video(home, recorded_s)
    check_what_is_kept(home)
    check_window(tmp_path / "walk" / "gaps.json")


def check_picture_and_video(home: Path, recorded_s: tuple[float, float]) -> None:
    """What was saved decodes, and shows the person in the garment of the photo."""
    (picture,) = (home / "Pictures").rglob("*.png")
    saved = read_picture(picture)
    assert min(saved.shape[:2]) >= 480
    assert newcomer.share_of_colour(saved, newcomer.JUMPER_BGR, 12.0) > 0.08
    (video,) = (home / "Videos").rglob("*.mp4")
    newcomer.check_video(video, *recorded_s)


def check_what_is_kept(home: Path) -> None:
    """The garment and the settings are kept, and nothing else was written."""
    settings = tomllib.loads((home / ".config/tryon-ar/settings.toml").read_text("utf-8"))
    assert settings["start"] == {"welcomed": True}
    assert settings.keys() <= {"version", "start", "mirror"}  # the last from the speed test
    with Library(home / "garments") as library:
        assert [one.name for one in library.shelf() if not one.builtin] == ["My jumper"]
    strange = newcomer.everything_else(home)
    assert not strange


def check_window(report: Path) -> None:
    """The window was never busy for long, and never waited for a lock or a disk."""
    gaps = newcomer.gaps_of(report)
    # Time of the thread's own, yet on a busy machine the same work takes up to twice as long:
    # with thirty others waiting for two cores, 37 ms were the most, and 58 at the start, where
    # everything is painted for the first time. benchmarks/gui_heartbeat.py is the strict one.
    most_ms, slow = {"start": 100.0, "": 100.0}, newcomer.slowness()
    assert not [one for one in gaps if one["worked_ms"] > slow * most_ms.get(one["phase"], 60.0)]
    # A thread that is started is waited for until it runs, which is the machine's affair.
    assert not [one for one in gaps if one["waited_in"] and " start > " not in one["waited_in"]]


def test_the_same_walk_without_models(make_window, qtbot, tmp_path):
    """The steps and their order, in the window itself on fake stages."""
    with Library(tmp_path / "library") as library:
        window = make_window(
            library=library,
            cut_photo=FakeCutter(),
            load_garment=library.load,
            options=WindowOptions(source="synthetic:320x240@30", welcome=True),
        )
        settings = window.preferences.context.settings
        settings.change("capture.countdown_s", 3)
        qtbot.waitUntil(lambda: window.welcome.panel is not None)
        while window.welcome.panel is not None:
            window.welcome.panel.next.click()
            qtbot.wait(50)
        qtbot.waitUntil(lambda: settings.current.start.welcomed)
        take_in_and_compare(window, qtbot, tmp_path)
        take_picture_and_video(window, qtbot)
        look_through(window, qtbot)
        window.close()


def take_in_and_compare(window, qtbot, tmp_path: Path) -> None:
    photo = tmp_path / "coat.png"
    photo.write_bytes(b"coat")
    window.outfit.wear("tee-white")
    qtbot.waitUntil(lambda: "tee-white" in window.session.garment_ids)
    drop(window, files(photo))
    qtbot.waitUntil(lambda: [one.name for one in window.shelf.items if one.own] == ["coat"])
    qtbot.waitUntil(lambda: window.outfit.worn == ("coat",))
    qtbot.waitUntil(lambda: [one.id for one in window.session.garments_worn] == ["coat"])
    QTest.keyClick(window, Qt.Key.Key_C)
    qtbot.waitUntil(lambda: len(window.mirror.dressed.looks) == 2)
    QTest.keyClick(window, Qt.Key.Key_C)
    qtbot.waitUntil(lambda: not window.mirror.dressed.looks)


def take_picture_and_video(window, qtbot) -> None:
    kept: list[Path] = []
    window.pictures.saved.connect(kept.append)
    window.recordings.saved.connect(kept.append)
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert window.pictures.countdown.number == 3
    qtbot.waitUntil(lambda: len(kept) == 1)
    assert read_picture(kept[0]).shape == (240, 320, 3)
    QTest.keyClick(window, Qt.Key.Key_R)
    wait_filmed(window, qtbot)
    take = window.session._recording._take
    qtbot.waitUntil(lambda: take._recorder.stats.seconds > 1.5)
    QTest.keyClick(window, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: len(kept) == 2)
    _pictures, seconds = newcomer.decoded(kept[1])
    assert all(b > a for a, b in itertools.pairwise(seconds))
    assert 1.0 < seconds[-1] < take.length_s + 0.1


def look_through(window, qtbot) -> None:
    QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    gallery = window.galleries.gallery
    qtbot.waitUntil(lambda: gallery.grid.count() == 2)
    QTest.keyClick(gallery.grid, Qt.Key.Key_Return)  # the newest is chosen already
    qtbot.waitUntil(lambda: gallery.viewer.file is not None)
    assert gallery.viewer.file.is_video
    gallery.reject()
    gallery.reject()
    assert not gallery.isVisible()
