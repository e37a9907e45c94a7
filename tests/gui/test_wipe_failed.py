"""A wipe that is refused once the window has closed is told of where it was asked for."""

import os
import signal

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox

from tryon_ar.commands import mirror
from tryon_ar.commands.privacy import Wiping
from tryon_ar.core.errors import DataInUse
from tryon_ar.gui.wipe_failed import failed_wipe_box, tell_of_failed_wipe

pytestmark = pytest.mark.gui

REFUSED = DataInUse("A recording is being made.", "Wait for its end; nothing was deleted.")


def test_a_refused_wipe_is_shown_and_keeps_its_exit_code(application, monkeypatch):
    shown: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append(box.text()))
    wiping = Wiping()
    mirror._wipe(wiping)
    assert not shown

    def refuse() -> None:
        raise REFUSED

    monkeypatch.setattr(wiping, "carry_out", refuse)
    with pytest.raises(DataInUse):
        mirror._wipe(wiping)
    assert shown == ["A recording is being made. Wait for its end; nothing was deleted."]


def test_the_name_of_a_file_is_shown_as_it_is(application, qtbot):
    name = "<b>tryon-ar</b>.png"
    box = failed_wipe_box(DataInUse(f"{name} could not be deleted.", "Try again."))
    qtbot.addWidget(box)
    label = box.findChild(QLabel, "qt_msgbox_label")
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert name in label.text()
    assert not box.windowIcon().isNull()


def test_a_signal_takes_it_down(application):
    seen = []

    def interrupt() -> None:
        seen.append(isinstance(QApplication.activeModalWidget(), QMessageBox))
        os.kill(os.getpid(), signal.SIGINT)

    before = signal.getsignal(signal.SIGINT)
    QTimer.singleShot(100, application, interrupt)
    tell_of_failed_wipe(REFUSED)
    assert seen == [True]
    assert signal.getsignal(signal.SIGINT) is before
