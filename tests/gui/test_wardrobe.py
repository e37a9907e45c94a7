import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

pytestmark = pytest.mark.gui

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(make_window):
    return make_window()


def undo(window) -> None:
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL)


def redo(window) -> None:
    QTest.keyClick(window, Qt.Key.Key_Z, CONTROL | SHIFT)


def test_what_was_worn_comes_back_by_a_key(window):
    window.shelf.clicked.emit("jeans")
    window.shelf.clicked.emit("dress")
    undo(window)
    assert window.outfit.worn == window.session.garment_ids == ("jeans", "tee")
    assert window.mirror._toast == "Plain tee, Jeans"
    undo(window)
    assert window.outfit.worn == ("tee",)
    undo(window)
    assert window.outfit.worn == ("tee",)
    redo(window)
    redo(window)
    assert window.outfit.worn == ("dress",)


def test_the_shelf_shows_what_an_undo_puts_on(window):
    window.shelf.clicked.emit("tee-2")
    undo(window)
    assert [card.summary.id for card in window.shelf.cards if card.isChecked()] == ["tee"]


def test_an_undo_passes_over_garments_that_are_gone(window):
    window.shelf.clicked.emit("dress")
    window.shelf.clicked.emit("tee-2")
    left = [one for one in window.shelf.items if one.id != "dress"]
    window.shelf.restock(left)
    window.outfit.restock(left, left)
    undo(window)
    assert window.outfit.worn == ("tee",)


def test_in_the_fit_mode_the_keys_undo_the_fitting(window, monkeypatch):
    window.shelf.clicked.emit("tee-2")
    window.fitting.toggle()
    undone = []
    monkeypatch.setattr(window.fitting.memory, "undo", lambda: undone.append(1))
    window.wardrobe.undo()
    assert undone
    assert window.outfit.worn == ("tee-2",)
    window.fitting.toggle()
