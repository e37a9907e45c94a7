"""A kiosk left alone starts over and wipes what was taken there; it is left with its PIN only."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent, QImage, QPainter

from tryon_ar.core.errors import RecordingError
from tryon_ar.core.types import GarmentState
from tryon_ar.gui.features.kiosk import Kiosk
from tryon_ar.gui.kiosk_files import KioskFiles
from tryon_ar.gui.kiosk_idle import ATTRACT_AFTER_S, Idle, IdleWatch
from tryon_ar.gui.options import WindowOptions

pytestmark = pytest.mark.gui

SHOP = WindowOptions(source="synthetic:160x120@50", kiosk=True, garments=("hoodie",))


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def shop(make_window):
    """Return a kiosk's window and the clock its feature goes by; 3 minutes, PIN 2468."""
    window = make_window(options=SHOP)
    settings = window.kiosk.context.settings
    settings.change("kiosk.idle_minutes", 3.0)
    settings.change("kiosk.exit_pin", "2468")
    clock = Clock()
    window._refresh_timer.stop()
    window.kiosk._clock_s = clock
    window.kiosk._note_somebody()
    return window, clock


def pass_time(window, clock, seconds):
    clock.now_s += seconds
    window.kiosk.refresh()


def wait_for_wipe(window, qtbot):
    qtbot.waitUntil(lambda: not window.kiosk.files.paths, timeout=3000)


def test_the_watch_warns_resets_once_and_attracts():
    watch = IdleWatch(0.0)

    def look(now_s):
        return watch.look(now_s, 3.0, attract=True)

    assert look(29.0) is Idle.USED
    assert look(31.0) is Idle.ATTRACTING
    assert look(169.0) is Idle.ATTRACTING
    assert look(171.0) is Idle.WARNING
    assert watch.left_s(171.0, 3.0) == 9
    assert look(180.0) is Idle.RESETTING
    assert look(181.0) is Idle.ATTRACTING
    watch.note_somebody(182.0)
    assert look(183.0) is Idle.USED
    assert look(362.5) is Idle.RESETTING


def test_never_is_never_and_a_short_time_is_warned_of_halfway():
    assert IdleWatch(0.0).look(1e6, 0.0, attract=False) is Idle.USED
    short = IdleWatch(0.0)
    assert short.look(2.0, 0.1, attract=False) is Idle.USED
    assert short.look(4.0, 0.1, attract=False) is Idle.WARNING


def test_left_alone_it_starts_over_and_wipes_its_own_pictures_only(shop, qtbot, tmp_path):
    window, clock = shop
    old, taken, clean = (tmp_path / name for name in ("old.png", "new.mp4", "new.clean.mp4"))
    for path in (old, taken, clean):
        path.write_bytes(b"picture")
    window.recordings.saved.emit(taken)
    window.outfit.wear_only(("dress",))
    usual = window.session.options
    window.session.set_options(replace(usual, light=0.25))
    pass_time(window, clock, 172.0)
    assert window.kiosk.sign.title == "Starting over in 8"
    assert "deleted" in window.kiosk.sign.line
    assert taken.exists()
    pass_time(window, clock, 9.0)
    wait_for_wipe(window, qtbot)
    assert window.outfit.worn == ("hoodie",)
    assert window.session.options == usual
    assert old.exists()
    assert not taken.exists()
    assert not clean.exists()


def test_moving_stops_the_count(shop, qtbot, tmp_path):
    window, clock = shop
    taken = tmp_path / "new.png"
    taken.write_bytes(b"picture")
    window.pictures.saved.emit(taken)
    window.outfit.wear_only(("dress",))
    pass_time(window, clock, 175.0)
    assert window.kiosk.sign.title
    qtbot.mouseClick(window.mirror, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not window.kiosk.sign.title
    pass_time(window, clock, 10.0)
    assert window.kiosk.sign.title == ""
    assert taken.exists()
    assert window.outfit.worn == ("dress",)


def test_only_a_camera_sees_somebody(shop, qtbot, monkeypatch):
    window, clock = shop
    qtbot.waitUntil(lambda: window.mirror.dressed is not None, timeout=5000)
    shown = window.mirror.dressed
    tracked = replace(shown.tracked, state=GarmentState.DRESSED)
    dressed = replace(shown, tracked=tracked)
    clock.now_s += 60.0
    window.kiosk.see(dressed)  # a synthetic source: nobody stands there
    window.kiosk.refresh()
    assert window.kiosk.sign.title
    monkeypatch.setattr(Kiosk, "_sees_the_shop", lambda _self: True)
    window.kiosk.see(replace(shown, tracked=replace(tracked, state=GarmentState.NOBODY)))
    window.kiosk.refresh()
    assert window.kiosk.sign.title
    window.kiosk.see(dressed)
    window.kiosk.refresh()
    assert not window.kiosk.sign.title


def test_garments_pass_while_nobody_is_there_and_the_outfit_comes_back(shop):
    window, clock = shop
    window.outfit.wear_only(("dress",))
    pass_time(window, clock, ATTRACT_AFTER_S + 1)
    assert window.kiosk.sign.title == "Come closer and try it on"
    assert window.kiosk.sign.line == window.outfit.name_of("dress")
    pass_time(window, clock, 5.0)
    assert window.outfit.worn != ("dress",)
    assert window.kiosk.sign.line == window.outfit.name_of(window.outfit.worn[0])
    window.kiosk._note_somebody()
    assert window.outfit.worn == ("dress",)


def test_nothing_passes_where_the_shop_does_not_want_it(shop):
    window, clock = shop
    window.kiosk.context.settings.change("kiosk.attract", value=False)
    pass_time(window, clock, 100.0)
    assert window.kiosk.sign.title == ""


def test_leaving_asks_for_the_pin(shop, qtbot):
    window, _clock = shop
    window._quit()
    pad = window.kiosk.pad
    assert pad is not None
    for digit in "1111":
        qtbot.mouseClick(pad.digits[digit], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(pad.enter, Qt.MouseButton.LeftButton)
    assert "not the PIN" in pad.said.text()
    assert window.isVisible()
    qtbot.keyClicks(pad, "24689")
    qtbot.mouseClick(pad.erase, Qt.MouseButton.LeftButton)
    qtbot.keyClick(pad, Qt.Key.Key_Return)
    assert not window.isVisible()


def test_settings_are_behind_the_pin_too(shop, qtbot):
    window, _clock = shop
    qtbot.keyClick(window, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert window.preferences.page is None
    qtbot.keyClicks(window.kiosk.pad, "2468")
    qtbot.keyClick(window.kiosk.pad, Qt.Key.Key_Return)
    assert window.preferences.page is not None
    window.preferences.page.close()


class ByHand(QCloseEvent):
    """What the window system sends."""

    def spontaneous(self) -> bool:
        return True


def test_the_window_system_cannot_close_it_without_the_pin(shop):
    window, _clock = shop
    event = ByHand()
    window.closeEvent(event)
    assert not event.isAccepted()
    assert window.kiosk.pad is not None


def test_without_a_pin_and_outside_a_kiosk_nothing_is_asked(make_window):
    window = make_window(begin=False, options=SHOP)
    done = []
    window.kiosk.allow(lambda: done.append(1))
    other = make_window(begin=False)
    other.kiosk.context.settings.change("kiosk.exit_pin", "2468")
    other.kiosk.allow(lambda: done.append(2))
    assert done == [1, 2]
    assert not other.kiosk.asks()


def test_what_cannot_be_deleted_is_told_and_tried_again(tmp_path):
    files = KioskFiles()
    folder = tmp_path / "held.png"  # a folder cannot be unlinked
    folder.mkdir()
    other = tmp_path / "free.png"
    other.write_bytes(b"picture")
    files.add(folder)
    files.add(other)
    with pytest.raises(RecordingError, match=r"held\.png could not be deleted"):
        files.wipe()
    assert not other.exists()
    folder.rmdir()
    files.wipe()
    assert files.paths == ()


def test_the_sign_is_painted_at_the_bottom_and_in_the_picture(shop):
    window, clock = shop
    pass_time(window, clock, 172.0)
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.magenta)
    painter = QPainter(image)
    window.kiosk.sign.paint(painter, image.rect())
    painter.end()
    assert image.pixelColor(3, 3) == Qt.GlobalColor.magenta
    assert image.pixelColor(3, 297) != Qt.GlobalColor.magenta
