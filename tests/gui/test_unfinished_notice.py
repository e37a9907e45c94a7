"""What the window says of recordings that a crash left unfinished."""

import os

import pytest

from tests.support.cut_recordings import record
from tryon_ar.core import paths
from tryon_ar.gui import unfinished_notice
from tryon_ar.gui.options import WindowOptions
from tryon_ar.recording.structure import State, state_of

pytestmark = pytest.mark.gui


@pytest.fixture
def videos():
    folder = paths.videos_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def press(notices) -> None:
    _text, act = notices.notice.actions[0]
    act()


def test_one_is_told_by_name_and_repaired_on_request(make_window, qtbot, videos):
    path = record(videos / "film.mp4", finish=False)
    window = make_window()
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert "film.mp4 was not finished" in window.notices.notice.text
    press(window.notices)
    copy = videos / "film (repaired).mp4"
    qtbot.waitUntil(lambda: "film (repaired).mp4" in window.mirror._toast)
    assert state_of(copy) is State.WHOLE
    assert state_of(path) is State.UNFINISHED


def test_several_are_told_together_and_one_that_fails_stops_none(make_window, qtbot, videos):
    record(videos / "one.mp4", finish=False)
    record(videos / "two.mkv", finish=False)
    bad = record(videos / "bad.mp4", finish=False)
    bad.write_bytes(bad.read_bytes()[:1200] + bytes([0, 0, 0, 8]) + b"moof")
    window = make_window()
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert "recordings were not finished" in window.notices.notice.text
    press(window.notices)
    copies = [videos / "one (repaired).mp4", videos / "two (repaired).mkv"]
    qtbot.waitUntil(lambda: all(copy.exists() for copy in copies))
    assert not (videos / "bad (repaired).mp4").exists()


def test_one_deleted_during_the_look_is_passed_over(make_window, qtbot, videos, monkeypatch):
    kept = record(videos / "film.mp4", finish=False)
    there = [videos / "deleted.mp4", kept]
    monkeypatch.setattr(unfinished_notice, "unfinished_recordings", lambda _folders: there)
    window = make_window()
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert "film.mp4 was not finished" in window.notices.notice.text


def test_old_ones_finished_ones_and_those_of_a_kiosk_are_not_told(make_window, qtbot, videos):
    old = record(videos / "old.mp4", finish=False)
    os.utime(old, (1e9, 1e9))
    record(videos / "whole.mkv")
    window = make_window()
    window.galleries.unfinished._looking.join()
    qtbot.wait(50)
    assert window.notices.notice is None
    record(videos / "new.mp4", finish=False)
    kiosk = make_window(options=WindowOptions(source="synthetic:160x120@50", kiosk=True))
    assert kiosk.galleries.unfinished._looking is None
