import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

pytestmark = pytest.mark.gui


@pytest.fixture
def window(make_window):
    return make_window()


def card(window, garment_id: str):
    return next(one for one in window.shelf.cards if one.summary.id == garment_id)


def rest_on(window, garment_id: str) -> None:
    QCursor.setPos(QCursor.pos() + QPoint(1, 1))
    come_below_pointer(window, garment_id)


def come_below_pointer(window, garment_id: str) -> None:
    enter = QEnterEvent(QPointF(5, 5), QPointF(5, 5), QPointF(5, 5))
    QApplication.sendEvent(card(window, garment_id), enter)


def leave(window, garment_id: str) -> None:
    QApplication.sendEvent(card(window, garment_id), QEvent(QEvent.Type.Leave))


def worn(window) -> tuple[str, ...]:
    return window.session.garment_ids


def test_resting_on_a_card_tries_it_on_and_leaving_puts_back(window, qtbot):
    rest_on(window, "jeans")
    assert worn(window) == ("tee",)
    qtbot.waitUntil(lambda: worn(window) == ("jeans", "tee"))
    leave(window, "jeans")
    assert worn(window) == ("tee",)


def test_passing_over_a_card_tries_nothing_on(window, qtbot):
    rest_on(window, "jeans")
    leave(window, "jeans")
    assert not window.preview._resting.isActive()
    assert worn(window) == ("tee",)


def test_a_card_that_comes_below_a_resting_pointer_is_not_tried_on(window):
    window.refresh()
    come_below_pointer(window, "jeans")
    assert not window.preview._resting.isActive()


def test_a_try_is_neither_worn_nor_recent_nor_a_step(window):
    window.preview.show("dress")
    assert worn(window) == ("dress",)
    assert window.outfit.worn == ("tee",)
    assert not card(window, "dress").isChecked()
    window.preview.end()
    window.wardrobe.undo()
    assert window.mirror._toast == "Nothing was worn before this"
    assert not window.shelf._strip.buttons


def test_a_click_keeps_what_is_tried(window):
    window.preview.show("jeans")
    card(window, "jeans").click()
    leave(window, "jeans")
    assert worn(window) == window.outfit.worn == ("jeans", "tee")


def test_the_key_held_on_a_card_tries_it_on(window):
    jeans = card(window, "jeans")
    jeans.setFocus()
    QTest.keyPress(jeans, Qt.Key.Key_P)
    assert worn(window) == ("jeans", "tee")
    QTest.keyRelease(jeans, Qt.Key.Key_P)
    assert worn(window) == ("tee",)
    QTest.keyPress(jeans, Qt.Key.Key_P)
    card(window, "dress").setFocus()
    assert worn(window) == ("tee",)


def test_a_setting_turns_it_off(window):
    window._parts.settings.change("shelf.preview_on_hover", False)
    rest_on(window, "jeans")
    assert not window.preview._resting.isActive()


def test_it_ends_when_its_card_is_searched_away(window):
    window.preview.show("jeans")
    window.shelf.header.field.setText("dress")
    window.refresh()
    assert worn(window) == ("tee",)


def test_nothing_is_tried_while_garments_are_fitted(window):
    window.fitting.toggle()
    window.preview.show("jeans")
    assert worn(window) == ("tee",)
    window.fitting.toggle()
