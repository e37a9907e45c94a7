import json
from functools import partial

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QInputDialog

from tryon_ar.core.paths import garment_library_folder
from tryon_ar.gui.looks import LOOKS_NAME
from tryon_ar.gui.looks_cards import composed, look_menu

pytestmark = pytest.mark.gui


@pytest.fixture
def named(monkeypatch):
    """Let the dialog answer with a name."""

    def answer(name: str, accepted: bool = True) -> None:
        monkeypatch.setattr(QInputDialog, "getText", lambda *_: (name, accepted))

    answer("Friday")
    return answer


@pytest.fixture
def window(make_window, named):
    opened = make_window()
    opened.shelf.clicked.emit("jeans")
    opened.shelf.header.save_look.click()
    return opened


def cards(window) -> list:
    return window.shelf.looks.cards


def headings(window) -> list[str]:
    return [heading.text() for heading, _ in window.shelf._groups]


def test_what_is_worn_is_kept_for_the_next_run(window, make_window, qtbot):
    window.close()
    path = garment_library_folder() / LOOKS_NAME
    qtbot.waitUntil(path.exists)
    assert json.loads(path.read_text())[0]["garments"] == ["jeans", "tee"]
    again = make_window()
    qtbot.waitUntil(lambda: len(cards(again)) == 1)
    assert cards(again)[0].text() == "Friday"
    assert cards(again)[0].accessibleDescription() == "Look: Jeans, Plain tee"


def test_a_click_puts_a_look_on_in_one_step(window):
    assert cards(window)[0].isChecked()
    window.shelf.clicked.emit("dress")
    assert not cards(window)[0].isChecked()
    cards(window)[0].click()
    assert window.outfit.worn == window.session.garment_ids == ("jeans", "tee")
    assert cards(window)[0].isChecked()
    cards(window)[0].click()
    assert cards(window)[0].isChecked()
    window.wardrobe.undo()
    assert window.outfit.worn == ("dress",)


def test_looks_have_a_group_that_arrow_keys_pass_over(window):
    assert headings(window)[0] == "Looks"
    assert cards(window)[0].look.key not in [one.id for one in window.outfit.order]
    window.shelf.header.field.setText("friday")
    assert headings(window) == ["Looks"]
    window.shelf.header.field.setText("skirt")
    assert "Looks" not in headings(window)
    assert cards(window)[0].isHidden()


def test_a_look_is_renamed_and_removed_with_undo(window, named):
    look = window.saved_looks.looks.all[0]
    named("Saturday")
    window.saved_looks.rename(look)
    assert cards(window)[0].text() == "Saturday"
    window.saved_looks.remove(window.saved_looks.looks.all[0])
    assert not cards(window)
    ((_, undo),) = window.notices.notice.actions
    undo()
    assert cards(window)[0].text() == "Saturday"


def test_no_name_keeps_nothing(make_window, named):
    window = make_window()
    named("Friday", accepted=False)
    window.saved_looks.save()
    named("  ")
    window.saved_looks.save()
    assert not window.saved_looks.looks.all
    window.close()
    assert not (garment_library_folder() / LOOKS_NAME).exists()


def test_nothing_worn_is_no_look(make_window, named):
    window = make_window()
    window.outfit.toggle("tee")
    window.saved_looks.save()
    assert not window.saved_looks.looks.all
    assert window.mirror._toast == "Put a garment on first"


def test_the_menu_offers_all(window, qtbot):
    chosen = []
    names = ("wear", "rename", "remove")
    menu = look_menu({name: partial(chosen.append, name) for name in names}, window)
    for action in menu.actions():
        action.trigger()
    assert chosen == list(names)


def test_pictures_lie_side_by_side():
    pictures = []
    for colour in ("#ff0000", "#0000ff"):
        pictures.append(QImage(40, 60, QImage.Format.Format_RGB32))
        pictures[-1].fill(QColor(colour))
    tile = composed(pictures)
    assert tile.pixelColor(10, 100) == QColor("#ff0000")
    assert tile.pixelColor(tile.width() - 10, 100) == QColor("#0000ff")
    assert composed([]) is None


def test_two_windows_keep_the_looks_of_both(make_window, named, qtbot):
    path = garment_library_folder() / LOOKS_NAME
    one, other = make_window(), make_window()
    for window, name in ((one, "Friday"), (other, "Sunday")):
        named(name)
        window.shelf.clicked.emit("jeans")
        window.shelf.header.save_look.click()
    qtbot.waitUntil(lambda: path.exists() and len(json.loads(path.read_text())) == 2)
    assert {look["name"] for look in json.loads(path.read_text())} == {"Friday", "Sunday"}
