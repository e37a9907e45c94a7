import pytest

from tryon_ar.gui.shelf_history import OutfitHistory

pytestmark = pytest.mark.gui


def test_goes_back_and_forth():
    history = OutfitHistory(("a",))
    history.note(("b",))
    history.note(())
    assert [history.back(), history.back(), history.back()] == [("b",), ("a",), None]
    assert [history.forth(), history.forth(), history.forth()] == [("b",), (), None]


def test_what_is_worn_after_an_undo_ends_the_redo():
    history = OutfitHistory(("a",))
    history.note(("b",))
    history.back()
    history.note(("c",))
    assert history.forth() is None
    assert history.back() == ("a",)


def test_the_same_again_is_no_step():
    history = OutfitHistory(("a",))
    history.note(("a",))
    assert history.back() is None
