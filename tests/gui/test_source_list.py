import threading

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import CAMERA, DEMO
from tryon_ar.gui import source_list
from tryon_ar.gui.options import WindowOptions
from tryon_ar.gui.source_list import SourceList

pytestmark = pytest.mark.gui


class SlowSystem:
    """Lists cameras when it is let go; notes in which thread it was asked."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.asked_in: list[threading.Thread] = []

    def __call__(self):
        self.asked_in.append(threading.current_thread())
        assert self.ready.wait(100.0)
        return (CAMERA, DEMO)


@pytest.fixture
def slow(monkeypatch):
    monkeypatch.setattr(source_list, "PATIENCE_S", 0.02)
    system = SlowSystem()
    yield system
    system.ready.set()
    for thread in system.asked_in:
        thread.join()


def test_a_quick_answer_is_given_at_once(qapp):
    taken = []
    sources = SourceList(lambda: [CAMERA])
    sources.ask(taken.append)
    assert taken == [(CAMERA,)]
    assert sources.known == (CAMERA,)
    qapp.processEvents()
    assert taken == [(CAMERA,)]  # once


def test_a_slow_one_later_and_nobody_waits(qtbot, slow):
    taken = []
    sources = SourceList(slow)
    sources.ask(taken.append)
    assert taken == []
    assert sources.known == ()
    slow.ready.set()
    qtbot.waitUntil(lambda: taken == [(CAMERA, DEMO)])
    assert threading.main_thread() not in slow.asked_in


def test_where_none_can_be_listed_something_plays_all_the_same(make_window, qtbot, caplog):
    def broken():
        raise ImportError("no library")

    window = make_window(options=WindowOptions(source=None), list_sources=broken)
    qtbot.waitUntil(lambda: window.mirror.dressed is not None)
    assert window.session.source_spec == "demo"
    assert "no library" in caplog.text


def test_the_window_opens_before_cameras_are_known(make_window, qtbot, slow):
    window = make_window(begin=False, options=WindowOptions(source=None), list_sources=slow)
    played = []
    window.session.change_source = played.append
    window.begin()
    assert window.sources.asked == ""
    assert threading.main_thread() not in slow.asked_in
    slow.ready.set()
    qtbot.waitUntil(lambda: played == [CAMERA.spec])
    assert window.sources.asked == CAMERA.spec


def test_what_was_chosen_meanwhile_is_played_on(make_window, qtbot, slow):
    window = make_window(begin=False, options=WindowOptions(source=None), list_sources=slow)
    played = []
    window.session.change_source = played.append
    window.begin()
    window.sources.play("demo")
    slow.ready.set()
    qtbot.waitUntil(lambda: window.source_list.known == (CAMERA, DEMO))
    qtbot.waitUntil(lambda: "demo" in played)
    assert played == ["demo"]
    assert window.sources.asked == "demo"


def test_the_menu_shows_what_was_known_and_then_what_is(make_window, qtbot, slow):
    window = make_window(list_sources=slow)
    window.bar.fill_menu()
    texts = [one.text() for one in window.bar.menu.actions()]
    assert "HD Webcam" not in texts
    slow.ready.set()
    qtbot.waitUntil(lambda: "HD Webcam" in [one.text() for one in window.bar.menu.actions()])
    assert len([one for one in window.bar.menu.actions() if one.text() == "Demo"]) == 1


def test_the_last_choice_plays_however_long_an_earlier_one_takes(make_window, qtbot):
    window = make_window()
    played: list[str] = []
    window.session.change_source = played.append
    written = threading.Event()
    writing = threading.Event()
    finishes = iter([lambda: (writing.set(), written.wait()), lambda: None])
    window.recordings.finish = lambda: next(finishes)()  # the first has a recording to finish
    window.sources.play("camera:1")
    qtbot.waitUntil(writing.is_set)
    window.sources.play("camera:2")
    qtbot.waitUntil(lambda: played == ["camera:2"])
    written.set()
    qtbot.waitUntil(lambda: "tryon-ar source" not in {one.name for one in threading.enumerate()})
    assert played == ["camera:2"]


def test_a_camera_that_hangs_keeps_no_program_from_ending(make_window, qtbot, slow):
    window = make_window(list_sources=slow)
    qtbot.waitUntil(lambda: len(slow.asked_in) == 1)
    window.bar.fill_menu()
    window.welcome.open_panel()
    window.problems._list_cameras()
    window.sources.choose("camera:0")
    qtbot.waitUntil(lambda: window._parts.settings.current.mirror.source == "camera:0")
    qtbot.waitUntil(lambda: len(slow.asked_in) >= 4)
    assert all(thread.daemon for thread in slow.asked_in)
    told: list[object] = []
    window.source_list.ask(told.append)
    window.close()
    slow.ready.set()
    for thread in slow.asked_in:
        thread.join()
    QApplication.processEvents()
    assert told == []


def test_a_camera_chosen_in_the_settings_plays_whatever_the_program_was_started_with(
    make_window, qtbot
):
    window = make_window(options=WindowOptions(source="synthetic:64x48@50"))
    qtbot.waitUntil(lambda: bool(window.source_list.known))
    window.sources.choose(CAMERA.spec)
    window.sources.play("synthetic:64x48@50")
    settings = window._parts.settings
    qtbot.waitUntil(lambda: window.sources._held.source == CAMERA.stable_id)
    for key, spec in (("demo", "demo"), (CAMERA.stable_id, CAMERA.spec)):
        settings.change("mirror.source", key)
        qtbot.waitUntil(lambda spec=spec: window.sources.asked == spec)


def test_settings_told_late_are_not_those_that_hold(make_window, qtbot):
    window = make_window()
    settings, pace = window._parts.settings, window._parts.session.pace
    before = settings.current
    settings.change("mirror.quality", "fast")
    qtbot.waitUntil(lambda: pace.quality == "fast")
    for tell in settings._listeners:  # as a thread does that chose before, and was held up
        tell(before)
    qtbot.wait(50)
    assert pace.quality == "fast"


def test_a_camera_chosen_and_remembered_is_not_chosen_again_over_what_came_after(
    make_window, qtbot, slow
):
    window = make_window(list_sources=slow)
    window.sources.choose("camera:1")
    window.sources.play("clip.mp4")
    slow.ready.set()
    qtbot.waitUntil(lambda: window.source_list.known == (CAMERA, DEMO))
    qtbot.wait(50)
    assert window.sources.asked == "clip.mp4"
    assert window._parts.settings.current.mirror.source == "camera:1"
