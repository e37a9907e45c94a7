"""The settings' look shows at once."""

import threading

import pytest

from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.gui import theme
from tryon_ar.gui.appearance import Appearance
from tryon_ar.gui.colours import DARK, LIGHT

pytestmark = pytest.mark.gui


@pytest.fixture
def followed(application, tmp_path):
    settings = SettingsFile(tmp_path / "settings.toml")
    appearance = Appearance(application, settings)
    yield settings
    appearance.close()
    theme.apply(application)


def test_a_change_of_theme_shows_at_once(followed, application):
    assert theme.colours() is DARK
    followed.change("look.theme", "light")
    assert theme.colours() is LIGHT
    assert application.palette().window().color() == LIGHT.surface


def test_text_grows_at_once(followed, application):
    before = application.font().pointSizeF()
    followed.change("look.text_percent", 200)
    assert application.font().pointSizeF() == pytest.approx(2 * before)


def test_changes_of_other_threads_arrive_in_the_windows(followed, qtbot):
    thread = threading.Thread(target=followed.change, args=("look.theme", "light"))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: theme.colours() is LIGHT)


def test_what_another_thread_tells_late_undoes_no_newer_choice(followed, qtbot):
    thread = threading.Thread(target=followed.change, args=("mirror.mirrored", False))
    thread.start()
    thread.join()
    followed.change("look.theme", "light")
    qtbot.wait(50)
    assert theme.colours() is LIGHT


def test_other_settings_leave_the_look_alone(followed, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(theme, "apply", lambda *_: pytest.fail("nothing changed"))
        followed.change("mirror.mirrored", False)


def test_once_closed_it_follows_no_more(application, tmp_path):
    settings = SettingsFile(tmp_path / "settings.toml")
    Appearance(application, settings).close()
    settings.change("look.theme", "light")
    assert theme.colours() is DARK
