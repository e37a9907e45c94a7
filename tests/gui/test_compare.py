import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.fake_stages import FakeDresser, fake_garment
from tryon_ar.core.types import DressedFrame
from tryon_ar.runtime.comparison import Comparison, Look

pytestmark = pytest.mark.gui

VALUES = {"tee": 40, "tee-2": 90, "long": 140, "jeans": 20, "skirt": 60, "hoodie": 30}


class Painter(FakeDresser):
    """Paints frames grey, by what is worn."""

    def process(self, tracked):
        dressed = super().process(tracked)
        value = sum(VALUES.get(one, 0) for one in self.worn)
        picture = np.full_like(tracked.frame.image_bgr, value)
        return DressedFrame(picture, tracked, None, {}, False, dressed.latency_ms)


@pytest.fixture
def window(make_window, qtbot):
    opened = make_window(dresser=Painter)
    opened.shelf.clicked.emit("tee-2")
    qtbot.waitUntil(lambda: shown(opened) == VALUES["tee-2"])
    qtbot.waitUntil(lambda: not opened.session.statuses)
    opened.refresh()
    return opened


def shown(window) -> int:
    """Return the grey of a painted picture; the camera's own, shown at first, has many."""
    dressed = window.mirror.dressed
    one_grey = dressed is not None and np.ptp(dressed.image_bgr) == 0
    return int(dressed.image_bgr[0, 0, 0]) if one_grey else -1


def grey_at(window, across: float, down: float = 0.3) -> int:
    picture = window.mirror.picture_rect()
    window.mirror._status = window.mirror._toast = ""  # words move as other things come and go
    image = window.mirror.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    x = picture.left() + round(across * picture.width())
    grey = image.pixelColor(x, picture.top() + round(down * picture.height())).red()
    return round(grey, -1)  # what lies over the picture may tint it a little


def compared(window, qtbot, count: int = 2) -> None:
    qtbot.waitUntil(lambda: len(window.mirror.dressed.looks) == count)


def test_the_key_shows_the_cameras_own_picture_while_held(window):
    assert grey_at(window, 0.5) == VALUES["tee-2"]
    own = window.mirror.dressed.tracked.frame.image_bgr
    QTest.keyPress(window, Qt.Key.Key_B)
    assert window.before.button.isChecked()
    assert window.mirror._picture_of(window.mirror.dressed) is (
        window.mirror.dressed.tracked.frame.image_bgr
    )
    assert own is not None
    QTest.keyRelease(window, Qt.Key.Key_B)
    assert grey_at(window, 0.5) == VALUES["tee-2"]
    assert not window.before.button.isChecked()


def test_the_picture_before_goes_when_another_window_comes(window):
    QTest.keyPress(window, Qt.Key.Key_B)
    assert window.before.showing
    QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    assert not window.before.showing


def test_what_the_menu_shows_before_stays_until_it_is_told_again(window):
    window.before.button.trigger()
    assert window.before.showing
    assert window.before.button.isChecked()
    window.before.button.trigger()
    assert not window.before.showing
    assert not window.before.button.isChecked()
    window.before.button.trigger()
    QTest.keyPress(window, Qt.Key.Key_B)
    assert not window.before.showing


def test_what_is_worn_is_at_the_left_and_what_was_worn_before_at_the_right(window, qtbot):
    window.compare.toggle()
    compared(window, qtbot)
    for mirrored in (True, False):
        window.mirror.set_mirrored(mirrored)
        window.refresh()
        assert (grey_at(window, 0.2), grey_at(window, 0.8)) == (90, 40)
    assert window.compare.split.worn.accessibleName() == "Striped tee"
    assert window.compare.split.other.accessibleName() == "Plain tee"
    window.compare.toggle()
    assert window.session.wishes.comparison is None
    qtbot.waitUntil(lambda: not window.mirror.dressed.looks)


def test_the_divider_follows_the_pointer_at_once_in_any_view(window, qtbot):
    window.compare.toggle()
    compared(window, qtbot)
    divider = window.compare.split.divider
    picture = window.mirror.picture_rect()
    at = divider.mapFrom(
        window.mirror, QPoint(picture.left() + picture.width() // 4, picture.center().y())
    )
    centre = divider.rect().center()
    QTest.mousePress(divider, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
    QTest.mouseMove(divider, at)
    assert divider.share == pytest.approx(0.25, abs=0.02)
    assert (grey_at(window, 0.15), grey_at(window, 0.45)) == (90, 40)
    assert window.session.wishes.comparison.divider == divider.share
    QTest.mouseRelease(divider, Qt.MouseButton.LeftButton)


def test_the_divider_is_moved_by_arrow_keys_and_told_to_screen_readers(window, qtbot):
    window.compare.toggle()
    divider = window.compare.split.divider
    divider.setFocus()
    before, worn = divider.share, window.outfit.worn
    QTest.keyClick(divider, Qt.Key.Key_Right)
    assert divider.share > before
    QTest.keyClick(divider, Qt.Key.Key_Home)
    assert divider.share == pytest.approx(0.04)
    assert window.outfit.worn == worn
    told = QAccessible.queryAccessibleInterface(divider)
    assert told.role() == QAccessible.Role.Slider
    assert divider.accessibleName()


def test_recordings_and_pictures_hold_what_is_seen(window, qtbot, tmp_path):
    window.compare.toggle()
    compared(window, qtbot)
    window.compare.split.divider.move_to(0.25)
    qtbot.waitUntil(lambda: window.session._last_frame.image_bgr[5, 110, 0] == 40)
    path = window.session.snapshot(tmp_path, mirrored=True)
    saved = QImage(str(path))
    colours = [saved.pixelColor(int(share * saved.width()), 5).red() for share in (0.1, 0.25, 0.5)]
    assert colours[0] == 90
    assert colours[1] == 255  # the thin line
    assert colours[2] == 40


def test_a_card_is_compared_with_what_is_worn(window, qtbot):
    item = next(one for one in window.shelf.items if one.id == "long")
    window.desk.actions_for(item)["compare"]()
    assert window.session.wishes.comparison.looks == (Look(("long",)),)
    worn = next(one for one in window.shelf.items if one.id == "tee-2")
    assert "compare" not in window.desk.actions_for(worn)


def sized(garment_id: str):
    chart = {"unit": "cm", "S": {"chest": 45}, "M": {"chest": 50}}
    return dataclasses.replace(fake_garment(garment_id), sizes=chart)


def test_the_menu_offers_sizes_outfits_and_garments(make_window, qtbot):
    window = make_window(dresser=Painter, load_garment=sized)
    qtbot.waitUntil(lambda: len(window.session.garments_worn) == 1)
    window.refresh()
    window.shelf.clicked.emit("tee-2")
    window.compare.toggle()
    window.compare.fill_menu()
    menus = {one.text(): one.menu() for one in window.compare.split.menu.actions() if one.text()}
    sizes = menus["The same in another size"].actions()
    assert [one.text() for one in sizes] == ["S", "M"]
    sizes[1].trigger()
    assert window.session.wishes.comparison.looks == (Look(("tee-2",), "M"),)
    window.refresh()
    assert window.compare.split.other.accessibleName() == "Striped tee, size M"
    assert [one.text() for one in menus["Worn before"].actions()] == ["Plain tee"]
    assert "Jeans" in [one.text() for one in menus["Another garment"].actions()]
    window.compare.wear_other()
    assert window.session.options.size == "M"
    assert window.dressing.panel.options.size == "M"


def test_sides_are_swapped(window):
    window.compare.toggle()
    window.compare.swap()
    assert window.outfit.worn == ("tee",)
    assert window.session.wishes.comparison.looks == (Look(("tee-2",)),)
    window.compare.wear_other()
    assert window.outfit.worn == ("tee-2",)
    assert window.session.wishes.comparison is None


def test_four_looks_show_in_four_quarters_and_one_is_chosen_by_its_number(window, qtbot):
    window.compare.toggle_four()
    compared(window, qtbot, 4)
    window.refresh()
    places = [(0.3, 0.1), (0.8, 0.1), (0.3, 0.6), (0.8, 0.6)]
    seen = [grey_at(window, *place) for place in places]
    assert seen[:3] == [90, 40, 140]
    cells = window.compare.grid.cells
    assert cells[0].accessibleName() == "Look 1: Striped tee"
    assert "s ago" in cells[1]._age
    QTest.keyClick(window, Qt.Key.Key_3)
    assert window.outfit.worn == ("long",)
    assert window.session.wishes.comparison is None
    QTest.keyClick(window, Qt.Key.Key_2)  # a number is nothing without the grid
    assert window.outfit.worn == ("long",)


def test_a_look_is_chosen_by_a_click(window, qtbot):
    window.compare.toggle_four()
    QTest.mouseClick(window.compare.grid.cells[1], Qt.MouseButton.LeftButton)
    assert window.outfit.worn == ("tee",)


def test_escape_ends_the_comparison_and_closing_leaves_no_thread(window, qtbot):
    window.compare.toggle()
    compared(window, qtbot)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.session.wishes.comparison is None
    assert not window.compare.button.isChecked()
    window.compare.toggle_four()
    assert window.compare.four_button.isChecked()


def test_the_view_follows_a_mirror_that_is_switched(window):
    window.compare.compare_with(Look(("jeans",)))
    assert window.session.wishes.comparison.mirrored
    window.views.toggle_mirror()
    window.refresh()
    assert window.session.wishes.comparison == Comparison((Look(("jeans",)),), mirrored=False)
