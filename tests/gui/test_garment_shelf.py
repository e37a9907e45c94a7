from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QEnterEvent, QImage
from PySide6.QtWidgets import QApplication, QToolButton

from tryon_ar.gui import garment_card
from tryon_ar.gui.closet import Search, ShelfItem
from tryon_ar.gui.garment_shelf import GarmentShelf

pytestmark = pytest.mark.gui

KINDS = ("tshirt", "hoodie", "dress", "jeans")


@pytest.fixture
def items(tmp_path) -> list[ShelfItem]:
    made = []
    for number, (name, category, colour) in enumerate(
        [
            ("Red tee", "tshirt", "red"),
            ("Été", "dress", "yellow"),
            ("Work trousers", "trousers", "blue"),
            ("Warm hoodie", "hoodie", "grey"),
        ]
    ):
        picture = QImage(20, 30, QImage.Format.Format_RGB32)
        picture.fill(QColor.fromHsv(number * 60, 200, 200))
        path = tmp_path / f"{number}.png"
        picture.save(str(path))
        made.append(ShelfItem(f"one-{number}", name, category, path, number < 2, colours=(colour,)))
    return made


@pytest.fixture
def shelf(application, items, qtbot):
    made = GarmentShelf(items, can_add=True)
    made.resize(300, 500)
    made.fit(300)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def shown(shelf) -> list[str]:
    return [item.name for item in shelf.shown]


def headings(shelf) -> list[str]:
    return [heading.text() for heading, _ in shelf._groups]


def test_own_garments_come_first(shelf):
    assert headings(shelf) == ["Yours", "Layers", "Bottoms"]
    assert shown(shelf) == ["Red tee", "Été", "Warm hoodie", "Work trousers"]


def test_why_nothing_shows_is_said_across_the_shelf(shelf, qtbot):
    qtbot.keyClicks(shelf.header.field, "zebra")
    assert shelf._nothing.text() == "No garment is called that."
    shelf.header.clear()
    shelf.header.favourites.setChecked(True)
    assert shown(shelf) == []
    assert "No favourites" in shelf._nothing.text()
    QApplication.processEvents()
    assert shelf._nothing.width() > 200


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tee", ["Red tee"]),
        ("RED", ["Red tee"]),
        ("ete", ["Été"]),
        ("pants blue", ["Work trousers"]),
        ("gray", ["Warm hoodie"]),
        ("zebra", []),
    ],
)
def test_typing_narrows_down(shelf, qtbot, text, found):
    narrowed = []
    shelf.narrowed.connect(lambda: narrowed.append(1))
    qtbot.keyClicks(shelf.header.field, text)
    assert shown(shelf) == found
    assert narrowed
    assert shelf._nothing.isVisible() is not bool(found)
    shelf.header.clear()
    assert len(shown(shelf)) == 4


def test_a_kind_narrows_down(shelf):
    shelf.header.kind.setCurrentText("Bottoms")
    assert shown(shelf) == ["Work trousers"]
    assert not [card for card in shelf._cards.values() if card.isVisible()][1:]


def test_an_empty_search_finds_all(items):
    assert not Search(" ").is_narrow
    assert all(Search("").finds(item) for item in items)


def test_restocking_keeps_cards_that_did_not_change(shelf, items):
    before = dict(shelf._cards)
    renamed = ShelfItem("one-0", "Crimson tee", "tshirt", items[0].thumbnail, own=True)
    shelf.show_worn(["one-0"])
    shelf.restock([renamed, *items[1:3]], changed={"one-2"})
    assert shelf._cards["one-1"] is before["one-1"]
    assert shelf._cards["one-2"] is not before["one-2"]
    assert "one-3" not in shelf._cards
    assert shelf._cards["one-0"].accessibleName() == "Crimson tee"
    assert shelf._cards["one-0"].isChecked()


def test_another_name_alone_makes_no_other_card(shelf, items):
    family = [items[0], *(replace(one, variant_of="one-0") for one in items[1:])]
    shelf.restock(family)
    before = [*shelf.cards, *shelf.cards[0].colours.dots]
    places = [card.pos() for card in shelf.cards]
    shelf.restock([replace(one, name=f"A {one.name}") for one in family])
    assert [*shelf.cards, *shelf.cards[0].colours.dots] == before
    assert [card.pos() for card in shelf.cards] == places
    assert shown(shelf)[0] == shelf.cards[0].text() == "A Red tee"
    assert shelf.cards[0].accessibleName() == shelf.cards[0].toolTip() == "A Red tee"
    assert shelf.cards[0].colours.dots[0].accessibleName() == "Wear A Été"


def test_of_hundreds_only_those_in_view_are_read(application, items, monkeypatch, qtbot):
    read = []
    real = garment_card.load_thumbnail

    def noting(path):
        read.append(path)
        return real(path)

    monkeypatch.setattr(garment_card, "load_thumbnail", noting)
    many = [
        ShelfItem(f"one-{n}", f"Garment {n}", "tshirt", items[0].thumbnail, own=True)
        for n in range(500)
    ]
    shelf = GarmentShelf(many)
    shelf.resize(300, 500)
    shelf.fit(300)
    shelf.show()
    qtbot.waitUntil(lambda: len(read) > 0)
    application.processEvents()
    assert len(read) < 30
    few = len(read)
    shelf.show_worn(["one-499"], "one-499")
    qtbot.waitUntil(lambda: shelf._cards["one-499"].visibleRegion().isEmpty() is False)
    qtbot.waitUntil(lambda: len(read) > few)
    application.processEvents()
    assert len(read) < 60
    shelf.close()
    shelf.deleteLater()


def test_the_menu_opens_by_key_and_by_mouse(shelf):
    asked = []
    shelf.menu_asked.connect(lambda garment_id, place: asked.append((garment_id, place)))
    card = shelf.cards[1]
    for reason in (QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard):
        event = QContextMenuEvent(reason, QPoint(1, 1), QPoint(7, 8))
        QApplication.sendEvent(card, event)
    assert [garment_id for garment_id, _ in asked] == ["one-1", "one-1"]
    assert asked[0][1] == QPoint(7, 8)
    assert asked[1][1] == card.mapToGlobal(card.rect().center())


def test_coming_near_a_card_is_told(shelf, qtbot):
    near = []
    shelf.approached.connect(near.append)
    shelf.cards[2].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: near == ["one-3"])


def test_escape_leaves_the_search_empty(shelf, qtbot):
    shelf.header.field.setFocus()
    qtbot.keyClicks(shelf.header.field, "tee")
    qtbot.keyClick(shelf.header.field, Qt.Key.Key_Escape)
    assert shelf.header.search == Search()
    assert not shelf.header.field.hasFocus()


def test_an_empty_shelf_takes_room_only_where_something_can_be_added(application):
    for can_add in (True, False):
        shelf = GarmentShelf([], can_add=can_add)
        assert shelf.is_empty is not can_add
        shelf.deleteLater()


def test_what_is_in_view_changes_with_scrolling(application, items, qtbot):
    many = [
        ShelfItem(f"many-{n}", f"Tee {n}", "tshirt", items[0].thumbnail, True) for n in range(30)
    ]
    shelf = GarmentShelf(many)
    shelf.resize(260, 420)
    shelf.fit(260)
    try:
        with qtbot.waitSignal(shelf.settled):
            shelf.show()
        first = shelf.in_view
        assert first[0] == "many-0"
        assert 2 <= len(first) < 20
        with qtbot.waitSignal(shelf.settled):
            shelf.bring_into_view("many-29")
        assert "many-29" in shelf.in_view
        assert "many-0" not in shelf.in_view
    finally:
        shelf.close()
        shelf.deleteLater()


def test_the_menu_is_offered_under_the_pointer(shelf, qtbot):
    card = shelf.cards[0]
    more = card.findChild(QToolButton)
    assert more.isHidden()
    centre = QPointF(card.rect().center())
    QApplication.sendEvent(card, QEnterEvent(centre, centre, centre))
    assert more.isVisible()
    assert card.rect().contains(more.geometry())
    with qtbot.waitSignal(shelf.menu_asked) as asked:
        qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert asked.args[0] == card.summary.id
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    assert more.isHidden()
