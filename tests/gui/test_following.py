"""What the settings change in the window while it shows."""

import threading

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.gui.conftest import FAST
from tests.support.fake_stages import FakeDresser
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.gui.following import choose, follow
from tryon_ar.gui.options import WindowOptions

pytestmark = pytest.mark.gui


@pytest.fixture
def settings(tmp_path):
    return SettingsFile(tmp_path / "settings.toml")


def test_only_changes_of_what_matters_are_told(application, settings):
    owner, told = QObject(), []
    follow(owner, settings, lambda now: now.look.theme, told.append)
    settings.change("look.text_percent", 120)
    settings.change("look.theme", "light")
    settings.change("look.theme", "light")
    assert told == ["light"]


def test_changes_of_other_threads_are_told_in_the_owners(application, settings, qtbot):
    owner, told = QObject(), []
    follow(
        owner, settings, lambda now: now.look.theme, lambda _: told.append(threading.get_ident())
    )
    thread = threading.Thread(target=settings.change, args=("look.theme", "light"))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: told == [threading.get_ident()])


def test_following_ends_with_who_follows(application, settings, qtbot):
    owner, told = QObject(), []
    follow(owner, settings, lambda now: now.look.theme, told.append)
    owner.deleteLater()
    qtbot.waitUntil(lambda: not settings._listeners)
    settings.change("look.theme", "light")
    assert told == []


def test_what_is_chosen_holds_at_once_and_is_kept(application, settings, qtbot):
    problems = []
    choose(settings, "look.theme", "light", problems.append)
    assert settings.current.look.theme == "light"
    qtbot.waitUntil(lambda: SettingsFile(settings.path).current.look.theme == "light")
    assert problems == []


def test_what_cannot_be_kept_is_told(application, tmp_path, qtbot):
    (tmp_path / "file").write_text("")
    problems = []
    choose(
        SettingsFile(tmp_path / "file" / "settings.toml"), "look.theme", "light", problems.append
    )
    qtbot.waitUntil(lambda: len(problems) == 1)
    assert "cannot be kept" in problems[0]


def test_the_view_follows_and_its_key_is_remembered(make_window, qtbot):
    window = make_window(begin=False)
    settings = window.preferences.context.settings
    settings.change("mirror.mirrored", False)
    assert not window.mirror.mirrored
    assert not window.bar.mirror.isChecked()
    QTest.keyClick(window, Qt.Key.Key_M)
    assert window.mirror.mirrored
    assert settings.current.mirror.mirrored
    qtbot.waitUntil(lambda: SettingsFile(settings.path).current.mirror.mirrored)


def test_light_and_sway_follow_and_leave_the_rest(make_window, qtbot):
    dresser = FakeDresser()
    asked = DressingOptions(size="M", tucked=True, light=0.7)
    window = make_window(
        dresser=lambda: dresser, options=WindowOptions(source=FAST, dressing=asked)
    )
    qtbot.waitUntil(lambda: dresser.options == asked)
    settings = window.preferences.context.settings
    settings.change("dressing.light_percent", 40)
    settings.change("dressing.sway", False)
    wanted = DressingOptions(size="M", tucked=True, sway=False, light=0.4)
    qtbot.waitUntil(lambda: dresser.options == wanted)
    assert window.dressing.panel.options == wanted


def test_what_could_not_be_read_is_said(make_window, monkeypatch, tmp_path):
    monkeypatch.setenv("TRYON_AR_CONFIG", str(tmp_path))
    (tmp_path / "settings.toml").write_text('[look]\ntheme = "pink"\ntext_percent = 7\n')
    window = make_window()
    QApplication.processEvents()
    notices = [notice.text for notice in window.notices._notices]
    assert any("look.theme cannot be pink" in text for text in notices)
    assert any("look.text_percent" in text for text in notices)
