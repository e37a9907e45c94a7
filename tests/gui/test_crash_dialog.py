"""The question at the start after a crash."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from tryon_ar.core.crash import Ending, LastRun
from tryon_ar.core.settings.file import SettingsFile
from tryon_ar.gui import theme
from tryon_ar.gui.crash_dialog import CrashDialog, ask_after_crash

pytestmark = pytest.mark.gui


def last(ending: Ending = Ending.CRASHED, failed_starts: int = 0) -> LastRun:
    return LastRun(ending, failed_starts, None, "Fatal Python error: Aborted\nline two")


@pytest.fixture
def dialog(qtbot, application):
    def opened(run: LastRun, *unfinished: Path) -> CrashDialog:
        made = CrashDialog(run, unfinished)
        qtbot.addWidget(made)
        made.show()
        return made

    return opened


@pytest.mark.parametrize("ending", Ending)
def test_every_ending_is_told_in_words_of_its_own(dialog, ending):
    told = {one: dialog(last(one)).what.text() for one in Ending}
    assert len(set(told.values())) == len(Ending)
    assert dialog(last(ending)).what.text() == told[ending]


def test_starting_as_usual_is_preset_the_first_time(dialog, qtbot):
    asked = dialog(last())
    assert asked.normal.isDefault()
    with qtbot.waitSignal(asked.accepted):
        qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert not asked.safe_mode


def test_safe_mode_is_preset_after_two_failed_starts_and_by_esc(dialog, qtbot):
    asked = dialog(last(failed_starts=2))
    assert "2 times in a row" in asked.what.text()
    assert asked.safe.isDefault()
    with qtbot.waitSignal(asked.accepted):
        qtbot.keyClick(asked, Qt.Key.Key_Return)
    assert asked.safe_mode
    closed = dialog(last(failed_starts=2))
    closed.reject()
    assert closed.safe_mode


def test_the_log_is_shown_and_copied(dialog, qtbot):
    asked = dialog(last())
    assert asked.log.isHidden()
    asked.details.click()
    assert "line two" in asked.log.toPlainText()
    assert asked.log.isVisible()
    asked.copy.click()
    assert QGuiApplication.clipboard().text() == last().text
    assert all(one.text() for one in (asked.safe, asked.normal, asked.details, asked.copy))


def test_unfinished_recordings_are_named_once_they_are_known(dialog):
    asked = dialog(last())
    assert asked.films.isHidden()
    asked.show_unfinished([Path("a") / "dance.mp4"])
    assert asked.films.isVisible()
    assert "dance.mp4" in asked.films.text()


@pytest.mark.parametrize("percent", [100, 200])
def test_no_word_and_no_button_is_cut_off(dialog, application, qtbot, percent):
    theme.apply(application, "light", percent)
    try:
        asked = dialog(last(Ending.KILLED, failed_starts=3))
        asked.show_unfinished([Path("a") / "tryon-ar 2026-11-23 10-31-21.mp4"])
        asked.details.click()
        QApplication.processEvents()
        for label in (asked.what, asked.films, asked.then):
            assert label.height() >= label.heightForWidth(label.width()), label.text()
        bar = asked._area.verticalScrollBar()
        assert (bar.maximum() > 0) is (percent == 200)  # this screen is 800 pixels high
        for button in (asked.details, asked.copy, asked.safe, asked.normal):
            assert button.height() >= button.sizeHint().height()
        assert asked.log.height() >= asked.fontMetrics().height() * 5
    finally:
        theme.apply(application)


def test_what_is_preset_has_the_focus_and_the_log_can_be_hidden_again(dialog):
    asked = dialog(last())
    assert asked.focusWidget() is asked.normal
    height = asked.height()
    asked.details.click()
    assert (asked.details.text(), asked.height() > height) == ("Hide the log", True)
    asked.details.click()
    assert (asked.details.text(), asked.height()) == ("Show the log", height)


@pytest.mark.parametrize("safe_mode", [True, False])
def test_what_is_chosen_is_the_answer(qtbot, application, tmp_path, safe_mode):
    def press():
        (asked,) = (
            one
            for one in QApplication.topLevelWidgets()
            if isinstance(one, CrashDialog) and one.isVisible()
        )
        (asked.safe if safe_mode else asked.normal).click()

    QTimer.singleShot(100, press)
    settings = SettingsFile(tmp_path / "settings.toml")
    found: list[int] = []
    answer = ask_after_crash(last(), settings, lambda: found.append(1) or [tmp_path / "a.mp4"])
    assert answer is safe_mode
    assert found == [1]


def test_left_alone_it_starts_as_is_preset(dialog, qtbot, monkeypatch):
    monkeypatch.setattr("tryon_ar.gui.crash_dialog._PATIENCE_S", 2)
    asked = dialog(last())
    assert "(2)" in asked.normal.text()
    assert "(2)" not in asked.safe.text()
    with qtbot.waitSignal(asked.accepted):
        pass
    assert not asked.safe_mode


def test_whoever_is_there_is_waited_for(dialog, qtbot):
    asked = dialog(last(failed_starts=2))
    assert "(30)" in asked.safe.text()
    qtbot.keyClick(asked, Qt.Key.Key_Tab)
    assert not asked._clock.isActive()
    assert "(" not in asked.safe.text()
