"""A kiosk left alone starts over and wipes what was taken there; it is left with its PIN only."""

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QPainter
from PySide6.QtWidgets import QApplication, QDialog, QLabel

from tests.support.fake_cutter import FakeCutter
from tryon_ar.core import paths
from tryon_ar.core.adjustment import Adjustment
from tryon_ar.core.types import GarmentState
from tryon_ar.garments.library.corrections import Corrections
from tryon_ar.garments.library.library import Library
from tryon_ar.gui import language
from tryon_ar.gui.appearance import Appearance
from tryon_ar.gui.background import run_in_background
from tryon_ar.gui.drop_target import DropTarget
from tryon_ar.gui.features import kiosk, pictures
from tryon_ar.gui.features.kiosk import Kiosk
from tryon_ar.gui.kiosk_idle import ATTRACT_AFTER_S, Idle, IdleWatch
from tryon_ar.gui.kiosk_pin import PinGuard
from tryon_ar.gui.options import WindowOptions
from tryon_ar.gui.shelf_recent import RECENT_NAME
from tryon_ar.recording.kiosk_files import KioskFiles, kiosk_folder, wipe_leftovers

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


def take(window, qtbot, kind="png"):
    """Save what a person would with Space or R, and return where it is."""
    folder = window.kiosk.files.folder
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"taken.{kind}"
    path.write_bytes(b"picture")
    (window.recordings if kind == "mp4" else window.pictures).saved.emit(path)
    return path


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


def test_left_alone_it_starts_over_and_wipes_its_own_pictures_only(shop, qtbot):
    window, clock = shop
    old = paths.pictures_folder() / "old.png"
    old.parent.mkdir(parents=True, exist_ok=True)
    old.write_bytes(b"picture")
    taken = take(window, qtbot, "mp4")
    taken.with_name("taken.clean.mp4").write_bytes(b"picture")
    window.outfit.wear_only(("dress",))
    usual = window.session.options
    window.session.set_options(replace(usual, light=0.25))
    pass_time(window, clock, 172.0)
    assert window.kiosk.sign.title == "Starting over in 8"
    assert "deleted" in window.kiosk.sign.line
    assert taken.exists()
    pass_time(window, clock, 9.0)
    qtbot.waitUntil(lambda: not taken.parent.exists())
    assert window.outfit.worn == ("hoodie",)
    assert window.session.options == usual
    assert old.exists()
    clock.now_s += 1.0
    window.kiosk._note_somebody()
    pass_time(window, clock, 172.0)  # the next person took nothing
    assert "deleted" not in window.kiosk.sign.line


def test_what_the_next_person_takes_is_not_wiped_with_the_last_ones(shop, qtbot):
    window, _clock = shop
    before = take(window, qtbot)
    window.kiosk.reset()
    after = take(window, qtbot)
    qtbot.waitUntil(lambda: not before.exists())
    assert after.exists()


def test_a_picture_still_being_saved_when_all_is_reset_goes_too(shop, qtbot, monkeypatch):
    window, _clock = shop
    qtbot.waitUntil(lambda: window.mirror.dressed is not None)
    goes_on, threads = threading.Event(), []

    def later(name, job):
        def work():
            goes_on.wait(30)
            job()

        threads.append(run_in_background(name, work))
        return threads[-1]

    monkeypatch.setattr(pictures, "run_in_background", later)
    saved = []
    window.pictures.saved.connect(saved.append)
    mine = window.kiosk.files.folder
    window.pictures.shoot()
    monkeypatch.setattr(kiosk, "run_in_background", later)
    window.kiosk.reset()
    goes_on.set()
    for thread in threads:
        thread.join(30)
    qtbot.waitUntil(lambda: bool(saved))
    assert saved[0].parent == mine
    assert not list(kiosk_folder().rglob("*.png"))


def test_pictures_and_recordings_of_a_kiosk_go_to_its_own_folder(shop, qtbot):
    window, _clock = shop
    qtbot.waitUntil(lambda: window.mirror.dressed is not None)
    window.pictures.shoot()
    qtbot.waitUntil(lambda: len(list(window.kiosk.files.folder.glob("*.png"))) == 1)
    assert not paths.pictures_folder().exists()
    window.recordings.toggle()
    qtbot.waitUntil(lambda: window.session.recording is not None)
    assert window.session.recording.path.parent == window.kiosk.files.folder
    assert not paths.videos_folder().exists()


def test_quitting_wipes_pictures_and_the_recording_under_way(shop, qtbot):
    window, _clock = shop
    qtbot.waitUntil(lambda: window.mirror.dressed is not None)
    window.recordings.toggle()
    qtbot.waitUntil(lambda: window.session.recording is not None)
    window.pictures.shoot()  # is still being saved when the window goes
    window.close()
    assert not [path for path in kiosk_folder().rglob("*") if path.is_file()]


def test_what_a_killed_kiosk_left_is_wiped_by_the_next_start_of_any_kind(make_window, qtbot):
    dead = KioskFiles()
    dead.open()
    dead.folder.mkdir(parents=True)
    left = dead.folder / "left.png"
    left.write_bytes(b"picture")
    assert not wipe_leftovers()  # it runs
    dead._held.close()  # as the system does when it is killed
    make_window()
    qtbot.waitUntil(lambda: not left.exists())


def test_a_reset_forgets_the_person(shop, qtbot, tmp_path):
    window, _clock = shop
    kept = Corrections()
    kept.keep("hoodie", Adjustment(dx=0.1))
    window.outfit.wear_only(("dress",))
    window.outfit.wear_only(("tee", "jeans"))
    window.fitting.toggle()
    window.fitting.memory.change("tee", Adjustment(dx=0.2))
    window.compare.refresh()
    window.wardrobe.recent._settle()
    window.views.toggle_figures()
    window.help()
    window.sources.play("synthetic:64x48@50")
    window.kiosk.reset()
    assert not window.fitting.active
    assert not window.fitting.memory.can_undo
    qtbot.waitUntil(
        lambda: dict(window.session.options.adjustments) == {"hoodie": Adjustment(dx=0.1)}
    )
    assert kept.read() == {"hoodie": Adjustment(dx=0.1)}
    assert window.compare.comparison is None
    assert window.compare.before.other_than(("hoodie",)) == []
    assert window.wardrobe.recent.ids == []
    assert not (paths.garment_library_folder() / RECENT_NAME).exists()
    window.wardrobe.undo()
    assert window.outfit.worn == ("hoodie",)
    assert window.area.hud.isHidden()
    assert not [one for one in window.findChildren(QDialog) if one.isVisible()]
    assert window.sources.asked == SHOP.source
    window.compare.toggle()
    window.kiosk.reset()
    assert window.compare.comparison is None


def test_a_reset_leaves_no_picture_of_the_person_where_no_other_one_comes(shop, qtbot):
    window, _clock = shop
    qtbot.waitUntil(lambda: window.mirror.dressed is not None)
    window.bridge.silence()  # as when the camera is lost
    QApplication.processEvents()
    window.bridge.tell = lambda text, failed=False: told.append(text)
    told: list[str] = []
    window.kiosk.reset()
    assert window.mirror.dressed is None
    picture = window.mirror.grab().toImage()
    colours = {picture.pixel(x, 5) for x in range(0, picture.width(), 7)}
    assert len(colours) == 1
    window.pictures.take()
    assert told == ["There is no picture to save yet."]


@pytest.mark.parametrize("how", ["settings", "taken up", "moved"])
def test_a_reset_comes_back_to_the_camera_that_the_shop_has_now(shop, qtbot, monkeypatch, how):
    window, _clock = shop
    other = "synthetic:64x48"
    if how == "settings":
        window.sources._held = window.sources._held.model_copy(update={"source": other})
        window.sources._play_usual(())
    elif how == "taken up":
        window.problems._take_up(other)
    else:
        qtbot.waitUntil(lambda: window.session.source_spec is not None)  # set after its info
        info = replace(window.session.source_info, moved_from=SHOP.source)
        monkeypatch.setattr(window.session._capture, "_info", info)
        monkeypatch.setattr(window.session._capture, "_last_good", other)
        window.sources.refresh()
    assert window.sources.asked == other
    window.sources.forget()
    assert window.sources.asked == other
    window.sources.play("clip.mp4")
    window.sources.forget()
    assert window.sources.asked == other


def test_a_reset_closes_the_settings_that_somebody_left_open(shop, qtbot):
    window, _clock = shop
    window.preferences.open_page()
    assert window.preferences.page.isVisible()
    window.kiosk.reset()
    assert window.preferences.page is None or not window.preferences.page.isVisible()


def test_moving_stops_the_count(shop, qtbot):
    window, clock = shop
    taken = take(window, qtbot)
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
    qtbot.waitUntil(lambda: window.mirror.dressed is not None)
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


def test_the_garments_that_pass_are_named_in_the_language_switched_to(shop, application):
    window, clock = shop
    tee = replace(window.shelf.items[0], id="one", name="Breton tee")
    window.closet._shipped = window.closet._listed = [tee]
    window.desk.restock()
    window.outfit.wear("one")
    settings = window.kiosk.context.settings
    look = Appearance(application, settings)
    try:
        pass_time(window, clock, 31.0)
        assert window.kiosk.sign.line == "Breton tee"
        settings.change("look.language", "zh_CN")
        QApplication.processEvents()
        pass_time(window, clock, 1.0)
        assert window.kiosk.sign.line == "海魂条纹 T 恤"
        settings.change("look.language", "en")
        QApplication.processEvents()
        pass_time(window, clock, 1.0)
        assert window.kiosk.sign.line == "Breton tee"
    finally:
        settings.change("look.language", "en")
        language.apply(application, "en")
        look.close()


def test_nothing_passes_where_the_shop_does_not_want_it(shop):
    window, clock = shop
    window.kiosk.context.settings.change("kiosk.attract", value=False)
    pass_time(window, clock, 100.0)
    assert window.kiosk.sign.title == ""


def test_each_wrong_pin_makes_the_next_one_wait_longer():
    clock = Clock()
    guard = PinGuard(clock)
    waits = []
    for _ in range(7):
        assert not guard.check("1111", "2468")
        waits.append(guard.left_s())
        assert not guard.check("2468", "2468")  # too soon, and not counted
        clock.now_s += waits[-1]
    assert waits == [1, 2, 4, 8, 16, 30, 30]
    assert guard.check("2468", "2468")
    assert not guard.check("1111", "2468")
    assert guard.left_s() == 1


def test_closing_the_pad_shortens_no_wait(shop, qtbot):
    window, _clock = shop
    window._quit()
    qtbot.keyClicks(window.kiosk.pad, "1111")
    qtbot.keyClick(window.kiosk.pad, Qt.Key.Key_Return)
    window.kiosk.pad.reject()
    window._quit()
    assert "Wait 1 s" in window.kiosk.pad.said.text()
    assert not window.kiosk.pad.enter.isEnabled()


def test_leaving_asks_for_the_pin(shop, qtbot):
    window, clock = shop
    window._quit()
    pad = window.kiosk.pad
    assert pad is not None
    for digit in "1111":
        qtbot.mouseClick(pad.digits[digit], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(pad.enter, Qt.MouseButton.LeftButton)
    assert "not the PIN. Wait 1 s" in pad.said.text()
    assert window.isVisible()
    qtbot.keyClicks(pad, "2468")
    qtbot.keyClick(pad, Qt.Key.Key_Return)
    assert window.isVisible()  # the right one, too soon
    clock.now_s += 1.0
    pad._show_wait()
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


def test_what_is_the_shops_to_know_is_told_in_its_settings_alone(make_window, caplog):
    window = make_window(begin=False, options=replace(SHOP, safe_mode=True))
    window.preferences.context.settings.notices.append("The settings cannot be read.")
    window.begin()
    assert window.notices.notice is None
    assert "The settings cannot be read." in caplog.text
    window.preferences.open_page()
    page = window.preferences.page
    told = page.findChild(QLabel, "problem")
    assert told.isVisibleTo(page)
    assert "Safe mode" in told.text()
    assert "The settings cannot be read." in told.text()
    page.close()
    at_home = make_window(options=replace(SHOP, safe_mode=True, kiosk=False))
    assert "Safe mode" in at_home.notices.notice.text


@pytest.mark.parametrize("key", ["Ctrl+O", "Ctrl+V", "M", "G"])
def test_what_keeps_something_is_behind_the_pin(shop, qtbot, key):
    window, _clock = shop
    press(qtbot, window, key)
    assert window.kiosk.pad is not None
    window.kiosk.pad.reject()


def test_a_kiosk_keeps_no_looks_and_opens_nothing_else(shop, qtbot):
    window, _clock = shop
    for key in ("Ctrl+L", "Ctrl+G", "Ctrl+F", "Shift+F1", "Shift+H", "F11"):
        press(qtbot, window, key)
    assert window.saved_looks.looks.all == ()
    assert not window.findChildren(QDialog)
    assert window.isFullScreen()


def test_a_kiosk_takes_no_drops(make_window, tmp_path):
    with Library(tmp_path / "library") as library:
        parts = {"library": library, "cut_photo": FakeCutter()}
        shop = make_window(begin=False, options=SHOP, **parts)
        home = make_window(begin=False, **parts)
        assert home.findChild(DropTarget) is not None
        assert shop.findChild(DropTarget) is None


def press(qtbot, window, keys):
    pressed = QKeySequence(keys)[0]
    qtbot.keyClick(window, pressed.key(), pressed.keyboardModifiers())


class ByHand(QCloseEvent):
    """What the window system sends."""

    def spontaneous(self) -> bool:
        return True


def test_the_window_system_cannot_close_it_without_the_pin(shop, qtbot):
    window, _clock = shop
    event = ByHand()
    window.closeEvent(event)
    assert not event.isAccepted()
    qtbot.waitUntil(lambda: window.kiosk.pad is not None)
    assert window.isVisible()


def test_without_a_pin_and_outside_a_kiosk_nothing_is_asked(make_window):
    window = make_window(begin=False, options=SHOP)
    done = []
    window.kiosk.allow(lambda: done.append(1))
    other = make_window(begin=False)
    other.kiosk.context.settings.change("kiosk.exit_pin", "2468")
    other.kiosk.allow(lambda: done.append(2))
    assert done == [1, 2]


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


def test_what_is_told_meanwhile_lies_above_the_sign(shop, qtbot):
    window, clock = shop
    pass_time(window, clock, 172.0)
    mirror = window.mirror
    mirror.set_status("Getting the mirror ready…")
    told: list[int] = []
    original = mirror._paint_pill
    mirror._paint_pill = lambda *given: told.append(original(*given)) or told[-1]
    mirror.grab()
    sign = mirror.kept_clear
    assert sign.height() > 20
    assert all(top < sign.top() - 10 for top in told)
    assert told
    window.kiosk._note_somebody()
    mirror.grab()
    assert told[-1] > sign.top() - 10
