import threading
import time
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from tests.gui.conftest import FAST, PATIENCE_MS
from tests.support.fake_stages import FakeDresser, FakeTracker
from tests.support.filming import wait_filmed
from tryon_ar.capture.synthetic import SyntheticSource
from tryon_ar.core.errors import CameraBusy, TrackerUnavailable
from tryon_ar.gui import shortcuts
from tryon_ar.gui.features.feature import Feature
from tryon_ar.gui.help_dialog import HelpDialog
from tryon_ar.gui.options import WindowOptions
from tryon_ar.recording.structure import State, state_of
from tryon_ar.runtime.session import WORKERS
from tryon_ar.runtime.status import Severity, Status

pytestmark = pytest.mark.gui

FIRST = "tee"


def press(window, keys: str) -> None:
    combination = QKeySequence(keys)[0]
    QTest.keyClick(window, combination.key(), combination.keyboardModifiers())


def painted(window) -> int:
    return window.session.metrics().shown


def test_pictures_are_painted_and_counted(make_window, qtbot):
    window = make_window()
    qtbot.waitUntil(lambda: painted(window) > 10 and window.session.metrics().unique_fps > 5)
    figures = window.session.metrics()
    assert figures.age_ms is not None
    assert figures.shown <= window.mirror.dressed.tracked.frame.index + 1


def test_beginning_takes_a_turn_for_each_feature(make_window, qtbot, monkeypatch):
    window = make_window(begin=False)
    turns: list[int] = []
    turn = [0]
    ticking = QTimer(window)
    ticking.timeout.connect(lambda: turn.__setitem__(0, turn[0] + 1))
    ticking.start(0)
    begun = [one for one in window.features if type(one).begin is not Feature.begin]
    for feature in begun:
        begin = feature.begin
        monkeypatch.setattr(
            feature, "begin", lambda begin=begin: (turns.append(turn[0]), begin())[-1]
        )
    window.begin_in_turns()
    qtbot.waitUntil(window._refresh_timer.isActive)
    ticking.stop()
    assert len(turns) == len(begun) == len(set(turns))
    qtbot.waitUntil(lambda: painted(window) > 0)


def test_closed_meanwhile_nothing_more_begins(make_window, qtbot, monkeypatch):
    window = make_window(begin=False)
    begun = []
    monkeypatch.setattr(window.session, "start", begun.append)
    window.begin_in_turns()
    window.close()
    qtbot.wait(100)
    assert begun == []
    assert not window._refresh_timer.isActive()


def test_first_garment_is_worn_from_the_start(make_window, qtbot):
    dresser = FakeDresser()
    window = make_window(dresser=lambda: dresser)
    qtbot.waitUntil(lambda: dresser.worn == [FIRST])
    assert [card.summary.id for card in window.shelf.cards if card.isChecked()] == [FIRST]


def test_garments_of_the_command_line_are_worn_even_off_the_shelf(make_window, qtbot):
    dresser = FakeDresser()
    options = WindowOptions(source=FAST, garments=("jeans", "/photos/coat.jpg"))
    make_window(dresser=lambda: dresser, options=options)
    qtbot.waitUntil(lambda: dresser.worn == ["jeans", "/photos/coat.jpg"])


def test_clicking_cards_dresses_top_and_bottom_together(make_window, qtbot):
    dresser = FakeDresser()
    window = make_window(dresser=lambda: dresser)
    by_id = {card.summary.id: card for card in window.shelf.cards}
    qtbot.mouseClick(by_id["jeans"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dresser.worn == ["jeans", FIRST])
    qtbot.mouseClick(by_id["dress"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dresser.worn == ["dress"])
    assert not by_id["jeans"].isChecked()
    qtbot.mouseClick(by_id["dress"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dresser.worn == [])


def test_every_key_of_the_help_does_what_it_says(make_window, qtbot, monkeypatch):
    window = make_window()
    qtbot.waitUntil(lambda: painted(window) > 0)
    done: set[str] = set()

    press(window, shortcuts.keys_of("next_garment"))
    assert window.outfit.worn == ("tee-2",)
    press(window, shortcuts.keys_of("previous_garment"))
    assert window.outfit.worn == ("tee",)
    done |= {"next_garment", "previous_garment"}

    press(window, shortcuts.keys_of("undo_worn"))
    assert window.outfit.worn == ("tee-2",)
    press(window, shortcuts.keys_of("redo_worn"))
    assert window.outfit.worn == ("tee",)
    done |= {"undo_worn", "redo_worn"}
    done |= {"save_look", "try_on"}  # a dialog, and a key held: test_looks.py, test_preview.py

    press(window, shortcuts.keys_of("mirror"))
    assert not window.mirror.mirrored
    assert not window.bar.mirror.isChecked()
    press(window, shortcuts.keys_of("mirror"))
    assert window.mirror.mirrored
    done.add("mirror")

    press(window, shortcuts.keys_of("compare"))
    assert window.session.wishes.comparison.is_split
    press(window, shortcuts.keys_of("four_looks"))
    assert not window.session.wishes.comparison.is_split
    press(window, shortcuts.keys_of("leave"))
    assert window.session.wishes.comparison is None
    QTest.keyPress(window, Qt.Key.Key_B)
    assert window.before.showing
    QTest.keyRelease(window, Qt.Key.Key_B)
    assert not window.before.showing
    press(window, shortcuts.keys_of("fit"))
    assert window.fitting.active
    press(window, shortcuts.keys_of("leave"))
    assert not window.fitting.active
    done |= {"compare", "four_looks", "before", "fit"}

    press(window, shortcuts.keys_of("hands"))
    assert window.hands.is_on
    press(window, shortcuts.keys_of("hands"))
    assert not window.hands.is_on
    done.add("hands")

    press(window, shortcuts.keys_of("hud"))
    assert window.area.hud.isVisible()
    assert "FPS" in window.area.hud.text()
    done.add("hud")
    press(window, shortcuts.keys_of("performance"))
    window.performance.page.reject()
    window.activateWindow()
    done.add("performance")

    press(window, shortcuts.keys_of("tuck"))
    assert window.session.options.tucked
    assert "tucked in" in window.mirror._toast
    press(window, shortcuts.keys_of("dressing"))
    assert window.dressing.panel.isVisible()
    QTest.keyClick(window.dressing.panel, Qt.Key.Key_Escape)
    assert not window.dressing.panel.isVisible()
    done |= {"tuck", "dressing"}

    press(window, shortcuts.keys_of("full_screen"))
    assert window.isFullScreen()
    done.add("full_screen")
    press(window, shortcuts.keys_of("leave"))
    assert not window.area.hud.isVisible()
    press(window, shortcuts.keys_of("leave"))
    assert not window.isFullScreen()
    done.add("leave")

    press(window, shortcuts.keys_of("search"))
    assert QApplication.focusWidget() is window.shelf.header.field
    QTest.keyClick(window.shelf.header.field, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is not window.shelf.header.field
    done |= {"search", "add_photo", "paste"}  # the last two: test_importing.py

    pictures = Path(str(window.session.snapshot())).parent
    before = len(list(pictures.iterdir()))
    window.pictures.context.settings.change("capture.countdown_s", 0)
    press(window, shortcuts.keys_of("snapshot"))
    qtbot.waitUntil(lambda: len(list(pictures.glob("*.png"))) == before + 1)
    done.add("snapshot")

    press(window, shortcuts.keys_of("record"))
    wait_filmed(window, qtbot)
    qtbot.waitUntil(window.bar.record.isChecked)
    press(window, shortcuts.keys_of("pause_recording"))
    assert window.session.recording.paused
    press(window, shortcuts.keys_of("pause_recording"))
    assert not window.session.recording.paused
    done.add("pause_recording")
    target = window.session.recording.path
    press(window, shortcuts.keys_of("record"))
    qtbot.waitUntil(lambda: window.session.recording is None)
    qtbot.waitUntil(lambda: target.name in window.mirror._toast)
    with av.open(str(target)) as container:
        assert sum(1 for _ in container.decode(video=0)) > 5
    done.add("record")

    press(window, shortcuts.keys_of("settings"))
    assert window.preferences.page.isVisible()
    window.preferences.page.accept()
    done.add("settings")

    press(window, shortcuts.keys_of("welcome"))
    assert window.welcome.panel is not None
    press(window, shortcuts.keys_of("leave"))
    assert window.welcome.panel is None
    done.add("welcome")

    QTest.keyClick(window, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    assert window.galleries.gallery.isVisible()
    window.galleries.gallery.close()
    done.add("gallery")

    window.bar.button_of("compare").setFocus()
    press(window, shortcuts.keys_of("press"))
    assert window.session.wishes.comparison.is_split
    press(window, shortcuts.keys_of("leave"))
    done.add("press")

    press(window, shortcuts.keys_of("help"))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, HelpDialog)
    QTest.keyClick(dialog, Qt.Key.Key_F1)
    assert not dialog.isVisible()
    done.add("help")

    press(window, shortcuts.keys_of("quit"))
    qtbot.waitUntil(lambda: not window.isVisible())
    done.add("quit")
    assert done == {shortcut.action for shortcut in shortcuts.SHORTCUTS}


def test_help_lists_every_key(application, qtbot):
    dialog = HelpDialog()
    qtbot.addWidget(dialog)
    from PySide6.QtWidgets import QLabel

    texts = {label.text() for label in dialog.findChildren(QLabel)}
    for shortcut in shortcuts.SHORTCUTS:
        assert shortcut.meaning in texts
        assert shortcuts.keys_of(shortcut.action) in texts
    for keys, meaning in shortcuts.EDITOR_KEYS:
        assert {keys, meaning} <= texts


def test_help_names_every_key_of_the_editor(application, qtbot):
    from tests.support.fake_cutter import small_garment
    from tryon_ar.gui.garment_editor import GarmentEditor

    editor = GarmentEditor(small_garment())
    qtbot.addWidget(editor)
    told = " ".join(keys for keys, _ in shortcuts.EDITOR_KEYS).split()
    keys = editor._keys()
    assert len(keys) > 5
    for key in keys:
        assert QKeySequence(key).toString() in told


def test_binding_refuses_actions_the_help_does_not_know(make_window):
    window = make_window(begin=False)
    with pytest.raises(ValueError, match="differ"):
        shortcuts.bind(window, {"snapshot": lambda: None})


def test_slow_painting_never_grows_a_queue(make_window, qtbot):
    window = make_window(options=WindowOptions(source="synthetic:160x120@100"))
    qtbot.waitUntil(lambda: painted(window) > 3)
    rings = []
    window.bridge.frame_ready.connect(
        lambda: rings.append(1), Qt.ConnectionType.DirectConnection
    )  # in the thread that rings
    replaced = window.session.metrics().drops["replaced"]
    until_s = time.monotonic() + PATIENCE_MS / 1000.0
    while window.session.metrics().drops["replaced"] < replaced + 20:
        assert time.monotonic() < until_s
        time.sleep(0.05)  # the window hangs; frames are captured meanwhile
    assert len(rings) <= 1  # else more than one picture would wait to be shown
    QCoreApplication.processEvents()
    index = window.mirror.dressed.tracked.frame.index
    qtbot.waitUntil(lambda: window.mirror.dressed.tracked.frame.index > index)


def test_no_picture_rides_in_a_signal():
    from PySide6.QtCore import QMetaMethod

    from tryon_ar.gui.bridge import Bridge

    meta = Bridge.staticMetaObject
    signals = [meta.method(i) for i in range(meta.methodOffset(), meta.methodCount())]
    by_name = {
        bytes(one.name().data()).decode(): one
        for one in signals
        if one.methodType() == QMetaMethod.MethodType.Signal
    }
    assert by_name["frame_ready"].parameterCount() == 0
    assert by_name["status_changed"].parameterCount() == 0


def test_failing_tracker_shows_a_message_and_retry_helps(make_window, qtbot):
    attempts = []

    def tracker() -> FakeTracker:
        attempts.append(1)
        if len(attempts) == 1:
            raise TrackerUnavailable("The models are missing.", "Connect once.")
        return FakeTracker()

    window = make_window(tracker=tracker)
    qtbot.waitUntil(window.messages.isVisible)
    assert "models are missing" in window.messages.status.text
    assert window.messages.status.severity is Severity.ERROR
    retried_in: list[threading.Thread] = []
    retry = window.session.retry
    window.session.retry = lambda: (retried_in.append(threading.current_thread()), retry())
    qtbot.mouseClick(window.messages._retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.messages.isVisible())
    qtbot.waitUntil(lambda: "total" in window.session.metrics().stages)
    assert len(retried_in) == 1
    assert threading.main_thread() not in retried_in


def test_what_failed_is_told_until_it_is_read(make_window, qtbot):
    window = make_window()
    qtbot.waitUntil(lambda: painted(window) > 0)
    window.bridge.tell("There is no picture to save yet.", failed=True)
    qtbot.waitUntil(window.messages.isVisible)
    with qtbot.waitSignal(window.bridge.status_changed):  # as people come and go
        window.session._board.post(Status("elsewhere", "Nobody is in the picture."))
    QApplication.processEvents()
    assert window.messages.isVisible()
    press(window, "Esc")
    assert not window.messages.isVisible()
    window._show_statuses()
    assert not window.messages.isVisible()


def test_busy_camera_plays_the_demo_and_says_so(make_window, qtbot):
    def opener(spec: str):
        if spec == "demo":
            return SyntheticSource((160, 120), 50.0)
        raise CameraBusy("The camera is used by another program.", "Close it.")

    window = make_window(open_source=opener, options=WindowOptions())
    qtbot.waitUntil(window.problems.page.isVisible)
    assert not window.messages.isVisible()
    qtbot.waitUntil(lambda: painted(window) > 3)
    qtbot.waitUntil(lambda: "Test pattern" in window.bar.source.text())
    assert window.session.source_spec == "demo"
    qtbot.mouseClick(window.problems.page._close, Qt.MouseButton.LeftButton)
    assert not window.problems.page.isVisible()


def test_nobody_is_written_over_the_picture(make_window, qtbot):
    tracker = FakeTracker(somebody=False)
    window = make_window(tracker=lambda: tracker)
    qtbot.waitUntil(lambda: "Nobody in the picture" in window.mirror._status)
    tracker.somebody = True
    qtbot.waitUntil(lambda: window.mirror._status == "")


def test_source_menu_offers_cameras_demo_file_and_stream(make_window, qtbot):
    window = make_window()
    window.bar.fill_menu()
    texts = ["HD Webcam", "Demo", "Open video or picture…", "Stream address…"]
    qtbot.waitUntil(
        lambda: [one.text() for one in window.bar.menu.actions() if one.text()] == texts
    )
    chosen = []
    window.bar.source_chosen.connect(chosen.append)
    window.session.change_source = lambda spec: None
    window.bar.menu.actions()[0].trigger()
    assert chosen == ["camera:0"]


def test_the_bar_has_words_and_its_menu_all_else_with_keys(make_window):
    window = make_window(begin=False)
    bar = window.bar
    for button in (bar.snapshot, bar.more, *map(bar.button_of, ("compare", "gallery", "dressing"))):
        assert button.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        assert button.text().strip()
    assert "Stop" not in bar.record.accessibleName()
    bar.more_menu.aboutToShow.emit()
    listed = {one.text() for one in bar.more_menu.actions() if not one.isSeparator()}
    assert {"Figures\tH", "Fit by hand\tF", "Settings\tCtrl+,", "Hand control\tG"} <= listed
    assert all(not one.icon().isNull() for one in bar.more_menu.actions() if one.text())
    assert not any(text.startswith(("Gallery", "Compare two looks")) for text in listed)
    next(one for one in bar.more_menu.actions() if one.text() == "Figures\tH").trigger()
    assert window.area.hud.isVisible()
    assert bar.hud.isChecked()


def test_what_has_no_room_on_the_bar_is_in_its_menu(make_window):
    window = make_window(begin=False)
    window.resize(560, 420)
    QApplication.processEvents()
    bar = window.bar
    bar.more_menu.aboutToShow.emit()
    listed = [one.text() for one in bar.more_menu.actions() if one.text()]
    hidden = [one for one in ("compare", "gallery", "dressing") if bar.button_of(one) is bar.more]
    assert "dressing" in hidden
    assert len([one for one in listed if one.endswith(("\tC", "\tCtrl+G", "\tL"))]) == len(hidden)


def test_closing_tells_the_last_figures_and_leaves_no_thread(make_window, qtbot):
    closed = []
    window = make_window(on_closed=closed.append)
    qtbot.waitUntil(lambda: painted(window) > 2)
    window.close()
    window.close()
    assert len(closed) == 1
    assert closed[0].shown > 2

    def left() -> set[str]:
        ours = "tryon-ar "
        names = [one.name for one in threading.enumerate() if one.name.startswith(ours)]
        return {name.removeprefix(ours) for name in names}

    assert not left() & set(WORKERS)
    assert not any(timer.isActive() for timer in window.findChildren(QTimer))
    qtbot.waitUntil(lambda: not left())  # short jobs, begun with the window


def test_what_fails_to_close_costs_no_recording(make_window, qtbot, monkeypatch, tmp_path, caplog):
    path, closed = tmp_path / "film.mp4", []
    window = make_window(options=WindowOptions(source=FAST, record=path), on_closed=closed.append)
    wait_filmed(window, qtbot)

    def fail():
        raise RuntimeError("already deleted")

    monkeypatch.setattr(window.galleries, "close", fail)
    window.close()
    assert state_of(path) is State.WHOLE
    assert len(closed) == 1
    assert "closing failed" in caplog.text


def test_full_screen_hides_the_controls_until_the_pointer_moves(make_window, qtbot):
    window = make_window()
    window.area._idle.setInterval(50)
    press(window, "F11")
    qtbot.waitUntil(lambda: not window.shelf.isVisible())
    window.area._idle.setInterval(60_000)  # time to see them come back
    assert not window.bar.isVisible()
    assert window.mirror.geometry() == window.area.rect()
    qtbot.mouseMove(window.mirror, QPoint(5, 5))
    qtbot.mouseMove(window.mirror, QPoint(25, 25))
    qtbot.waitUntil(window.shelf.isVisible)
    press(window, "F11")
    assert window.bar.isVisible()
    assert window.mirror.width() < window.area.width()


def test_kiosk_shows_the_mirror_alone_and_stays(make_window, qtbot):
    window = make_window(options=WindowOptions(source=FAST, kiosk=True))
    assert window.isFullScreen()
    for key in ("Esc", "F11"):
        press(window, key)
    qtbot.mouseMove(window.mirror, QPoint(25, 25))
    QApplication.processEvents()
    assert window.isFullScreen()
    assert not window.bar.isVisible()
    assert not window.shelf.isVisible()
    assert window.mirror.geometry() == window.area.rect()
    assert window.area.cursor().shape() == Qt.CursorShape.BlankCursor
    press(window, "Right")
    assert window.outfit.worn == ("tee-2",)


def test_recording_from_the_start(make_window, qtbot, tmp_path: Path):
    target = tmp_path / "start.mp4"
    window = make_window(options=WindowOptions(source=FAST, record=target))
    wait_filmed(window, qtbot)
    window.close()
    with av.open(str(target)) as container:
        assert sum(1 for _ in container.decode(video=0)) > 5


def test_everything_pressable_has_a_name_and_takes_focus(make_window):
    from PySide6.QtWidgets import QAbstractButton

    window = make_window(begin=False)
    shown = [one for one in window.findChildren(QAbstractButton) if one.isVisible()]
    assert {window.bar.snapshot, window.bar.record, *window.shelf.cards} <= set(shown)
    for button in shown:
        assert button.accessibleName() or button.text(), button
        assert button.focusPolicy() != Qt.FocusPolicy.NoFocus, button


def test_tab_walks_from_the_bar_to_the_garments(make_window, qtbot):
    window = make_window(begin=False)
    window.bar.source.setFocus()
    seen = []
    while "Striped tee" not in seen:
        focused = QApplication.focusWidget()
        seen.append(focused.accessibleName())
        assert len(seen) < 40
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    shelf = seen.index("Search garments by name, kind or colour")
    switches = ["Compare two looks", "Gallery", "How garments are worn", "More"]
    assert seen[:shelf] == ["Source", "Picture", "Record", *switches]
    header = ["Save what you wear as a look", "Kind of garment", "Only favourites"]
    assert seen[shelf + 1 :] == [*header, "Plain tee", "Striped tee"]


def test_screen_readers_hear_what_is_shown(make_window, qtbot):
    from PySide6.QtGui import QAccessible

    window = make_window(tracker=lambda: FakeTracker(somebody=False))
    qtbot.waitUntil(lambda: "Nobody" in window.mirror._status)

    def heard(widget, what) -> str:
        return QAccessible.queryAccessibleInterface(widget).text(what)

    assert heard(window.mirror, QAccessible.Text.Name) == "Mirror"
    assert "Nobody" in heard(window.mirror, QAccessible.Text.Description)
    assert heard(window.shelf.cards[0], QAccessible.Text.Name) == "Plain tee"
    card = QAccessible.queryAccessibleInterface(window.shelf.cards[0])
    assert card.state().checked


@pytest.mark.parametrize("size", [(560, 420), (800, 600), (1280, 800), (1920, 1080)])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_clipped(make_window, application, size, scale):
    before = application.font()
    larger = application.font()
    larger.setPointSizeF(before.pointSizeF() * scale)
    application.setFont(larger)
    try:
        window = make_window(begin=False)
        window.resize(*size)
        QApplication.processEvents()
        bar = window.bar
        assert bar.minimumSizeHint().width() <= bar.width()
        for button in (bar.source, bar.snapshot, bar.record, bar.more):
            assert button.width() >= button.minimumSizeHint().width(), button.accessibleName()
            assert bar.rect().contains(button.geometry())
        for card in window.shelf.cards:
            assert card.width() <= window.shelf._scroll.viewport().width()
        assert window.mirror.width() >= 0.5 * size[0]
    finally:
        application.setFont(before)


def test_dialogs_never_block_the_mirror(make_window, qtbot):
    window = make_window()
    window.help()
    shown = painted(window)
    qtbot.waitUntil(lambda: painted(window) > shown + 5)
    for dialog in window.findChildren(QDialog):
        dialog.close()


def test_figures_are_drawn_from_frozen_snapshots(make_window, qtbot):
    window = make_window()
    window.views.toggle_figures()
    qtbot.waitUntil(lambda: "fake" in window.area.hud.text())
    picture = window.area.hud.grab().toImage()
    colours = {
        picture.pixelColor(x, y).name()
        for x in range(0, picture.width(), 5)
        for y in range(0, picture.height(), 5)
    }
    assert len(colours) > 3
    assert np.isfinite(window.session.metrics().unique_fps)
