import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from tryon_ar.core.errors import NotAGarment
from tryon_ar.gui import messages, mirror_view, notices
from tryon_ar.gui.messages import MessageBar
from tryon_ar.gui.mirror_view import MirrorView
from tryon_ar.gui.notices import Notice, NoticeBar, notice_of
from tryon_ar.runtime.status import Severity, Status

pytestmark = pytest.mark.gui


@pytest.fixture
def bar(application):
    made = NoticeBar()
    made.resize(500, 80)
    yield made
    made.close_all()
    made.close()
    made.deleteLater()


def test_the_first_come_is_shown_first(bar):
    bar.post(Notice("one"))
    bar.post(Notice("two"))
    assert bar.isVisible()
    assert bar.accessibleName() == "one"
    assert bar._more.text() == "1 more after this"
    bar.dismiss()
    assert bar.accessibleName() == "two"
    bar.dismiss()
    assert not bar.isVisible()


def test_what_comes_meanwhile_gives_no_more_time(bar):
    bar.post(Notice("one", seconds=60.0))
    timed = bar._timer.timerId()
    bar.post(Notice("two"))
    assert bar._timer.timerId() == timed  # else it was started again


def test_a_button_stays_while_other_notices_come(bar):
    bar.post(Notice("one", actions=[("Undo", lambda: None)]))
    (undo,) = (one for one in bar.findChildren(QPushButton) if one.text() == "Undo")
    bar.post(Notice("two"))
    assert undo.isVisible()
    assert bar._more.text() == "1 more after this"


@pytest.fixture
def heard(monkeypatch):
    """Return what screen readers are told to say."""
    told: list[str] = []

    class Readers:
        updateAccessibility = staticmethod(lambda event: told.append(event.message()))

    for module in (notices, messages, mirror_view):
        monkeypatch.setattr(module, "QAccessible", Readers)
    return told


def test_screen_readers_say_each_notice_once_when_it_is_its_turn(bar, heard):
    bar.post(Notice("one"))
    bar.post(Notice("two"))
    assert heard == ["one"]
    bar.dismiss()
    assert heard == ["one", "two"]


def test_screen_readers_say_what_failed_and_what_was_done(application, qtbot, heard):
    message = MessageBar()
    mirror = MirrorView(lambda _dressed: None)
    for widget in (message, mirror):
        qtbot.addWidget(widget)
    failed = Status("notice", "The picture cannot be saved.", severity=Severity.WARNING)
    message.show_status(failed)
    message.show_status(failed)
    mirror.toast("Saved a.png")
    assert heard == ["The picture cannot be saved.", "Saved a.png"]


def test_a_longer_text_after_a_shorter_one_is_seen_whole(bar):
    bar.post(Notice("short"))
    bar.post(Notice("A long explanation of what went wrong and of what to do then. " * 6))
    bar.dismiss()
    room = bar.heightForWidth(bar.width())
    assert room >= bar._text.heightForWidth(bar._text.width()) + 20


def test_a_button_acts_once_and_nothing_lapses(bar, qtbot):
    did: list[str] = []
    notice = Notice(
        "Removed.", actions=[("Undo", lambda: did.append("undo"))], lapsed=lambda: did.append("x")
    )
    bar.post(notice)
    button = next(one for one in bar.findChildren(QPushButton) if one.text() == "Undo")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert did == ["undo"]
    bar.close_all()
    assert did == ["undo"]


def test_a_notice_lapses_by_itself_and_by_the_cross(bar, qtbot):
    gone: list[int] = []
    for number in range(2):
        bar.post(Notice("short", lapsed=lambda one=number: gone.append(one), seconds=0.1))
    qtbot.waitUntil(lambda: gone == [0, 1])
    bar.post(Notice("long", lapsed=lambda: gone.append(2)))
    qtbot.mouseClick(bar._close, Qt.MouseButton.LeftButton)
    assert gone == [0, 1, 2]


def test_an_error_is_told_with_its_hint():
    notice = notice_of(NotAGarment("This is a shoe.", "Choose another."), "shoe.jpg")
    assert notice.text == "shoe.jpg: This is a shoe. Choose another."
    assert notice.severity is Severity.ERROR
    assert notice.seconds is None
