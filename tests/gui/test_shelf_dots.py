import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tryon_ar.gui.shelf_dots import _cloth_colour

pytestmark = pytest.mark.gui


@pytest.fixture
def window(make_window):
    """Return a window where the striped tee is the plain one in another colour."""
    opened = make_window()
    items = [
        dataclasses.replace(one, variant_of="tee") if one.id == "tee-2" else one
        for one in opened.shelf.items
    ]
    opened.shelf.restock(items)
    return opened


def dots(window, garment_id: str) -> list:
    return window.shelf._cards[garment_id].colours.dots


def test_cards_have_dots_for_the_other_colours_only(window):
    assert [one.item.id for one in dots(window, "tee")] == ["tee-2"]
    assert [one.item.id for one in dots(window, "tee-2")] == ["tee"]
    assert not dots(window, "jeans")
    assert dots(window, "tee")[0].accessibleName() == "Wear Striped tee"
    assert dots(window, "tee")[0].isVisible()


def test_a_dot_puts_its_colour_on(window):
    QTest.mouseClick(dots(window, "tee")[0], Qt.MouseButton.LeftButton)
    assert window.outfit.worn == ("tee-2",)
    dots(window, "tee")[0].click()
    assert window.outfit.worn == ("tee-2",)


def test_dots_stay_clear_of_the_menus_button(window):
    card = window.shelf._cards["tee"]
    card.set_tile(104)
    assert not card.colours.geometry().intersects(card._more.geometry())


def test_a_dot_has_the_cloths_colour(window):
    item = dots(window, "tee")[0].item
    assert _cloth_colour(item).hsvHue() == pytest.approx(40, abs=2)
