import pytest
from PySide6.QtCore import QCoreApplication, QObject, QTimer

from tryon_ar.gui.turns import in_a_later_turn

pytestmark = pytest.mark.gui


def test_other_timers_come_between(application, qtbot):
    owner, done = QObject(), []
    beat = QTimer(owner)
    beat.setInterval(0)
    beat.timeout.connect(lambda: done.append("beat"))
    beat.start()
    in_a_later_turn(owner, lambda: done.append("first"))
    qtbot.waitUntil(lambda: "first" in done)
    in_a_later_turn(owner, lambda: done.append("second"))
    qtbot.waitUntil(lambda: "second" in done)
    assert "beat" in done[: done.index("first")]
    assert "beat" in done[done.index("first") : done.index("second")]


def test_nothing_is_done_for_what_is_gone(application, qtbot):
    owner, done = QObject(), []
    in_a_later_turn(owner, lambda: done.append("done"))
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, 0)
    qtbot.wait(50)
    assert done == []
