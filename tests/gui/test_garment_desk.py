"""What the shelf's menu does with garments, and what is worn meanwhile."""

import dataclasses
import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu, QPushButton

from tests.gui.conftest import FAST, PATIENCE_MS
from tests.support.fake_cutter import FakeCutter, small_garment
from tests.support.fake_editor import FakeEditor
from tests.support.fake_stages import FakeDresser
from tryon_ar.core.errors import OutputUnwritable
from tryon_ar.garments.library.library import Library
from tryon_ar.gui import garment_desk
from tryon_ar.gui.options import WindowOptions
from tryon_ar.gui.variant_dialog import ColourChip, VariantDialog

pytestmark = pytest.mark.gui


class NotingDresser(FakeDresser):
    """Remembers the garments themselves."""

    garments: tuple = ()

    def set_garments(self, garments):
        self.garments = tuple(garments)  # before the ids: tests wait for these and look at those
        super().set_garments(garments)


@pytest.fixture
def library(tmp_path: Path):
    with Library(tmp_path / "library") as opened:
        opened.add(small_garment(1, "Blocks", "blocks"))
        opened.add(small_garment(2, "Squares", "squares"))
        yield opened


@pytest.fixture
def dresser() -> NotingDresser:
    return NotingDresser()


@pytest.fixture
def editors() -> list[FakeEditor]:
    return []


@pytest.fixture
def window(library, dresser, editors, make_window):  # closed before the library is
    def make_editor(garment, original_bgr, parent):
        editor = FakeEditor(parent)
        editor.garment, editor.original_bgr = garment, original_bgr
        editors.append(editor)
        return editor

    return make_window(
        library=library,
        cut_photo=FakeCutter(),
        make_editor=make_editor,
        dresser=lambda: dresser,
        load_garment=library.load,
    )


def item(window, garment_id: str):
    return next(one for one in window.shelf.items if one.id == garment_id)


def do(window, garment_id: str, action: str) -> None:
    window.desk.actions_for(item(window, garment_id))[action]()


def worn_names(dresser) -> list[str]:
    return [one.name for one in dresser.garments]


def press_notice(window, label: str) -> None:
    buttons = window.notices.findChildren(QPushButton)
    next(one for one in buttons if one.text() == label and one.isVisible()).click()


def test_own_garments_hang_first_and_all_can_be_stepped_through(window):
    shown = [one.id for one in window.shelf.shown]
    assert shown[:2] == ["squares", "blocks"]
    assert window.shelf._groups[0][0].text() == "Yours"
    assert [one.id for one in window.outfit.order] == shown


class SlowLibrary:
    """A library that is read for as long as the test likes."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.ready = threading.Event()
        self.read_in: list[threading.Thread] = []

    def shelf(self):
        self.read_in.append(threading.current_thread())
        assert self.ready.wait(PATIENCE_MS / 1000.0)
        return self._library.shelf()

    def __getattr__(self, name: str):
        return getattr(self._library, name)


def test_the_window_opens_before_the_library_is_read(library, make_window, qtbot, monkeypatch):
    monkeypatch.setattr(garment_desk, "PATIENCE_S", 0.01)
    slow = SlowLibrary(library)
    window = make_window(library=slow, options=WindowOptions(source=FAST, garments=("blocks",)))
    try:
        assert "tee" in [one.id for one in window.shelf.items]  # what came with the program
        assert window.outfit.worn == ()
        assert window.session.garment_ids == ("blocks",)
    finally:
        slow.ready.set()
    qtbot.waitUntil(lambda: "blocks" in [one.id for one in window.shelf.items])
    assert window.outfit.worn == window.session.garment_ids == ("blocks",)
    assert threading.main_thread() not in slow.read_in


def test_the_menu_offers_what_fits_the_garment(window, qtbot):
    for garment_id, own in (("blocks", True), ("tee-plain", False)):
        window.shelf.menu_asked.emit(garment_id, QPoint(10, 10))
        (menu,) = [one for one in window.findChildren(QMenu) if one.isVisible()]
        labels = {action.text() for action in menu.actions()}
        assert {"Put on", "Edit…", "Colours…", "Favourite", "Export…"} <= labels
        assert ({"Rename…", "Remove"} <= labels) is own
        menu.close()
        qtbot.waitUntil(lambda: not any(one.isVisible() for one in window.findChildren(QMenu)))


def test_a_favourite_is_kept_and_can_be_narrowed_down_to(window, library, qtbot):
    do(window, "blocks", "favourite")
    do(window, "tee-plain", "favourite")
    qtbot.waitUntil(lambda: item(window, "tee-plain").favourite)
    assert [entry.id for entry in library.entries(favourites=True)] == ["blocks"]
    window.shelf.header.favourites.setChecked(True)
    assert [one.id for one in window.shelf.shown] == ["blocks", "tee-plain"]
    assert "favourite" in window.shelf.cards[0].accessibleDescription()
    do(window, "blocks", "favourite")
    qtbot.waitUntil(lambda: [one.id for one in window.shelf.shown] == ["tee-plain"])


def test_a_garment_gets_another_name(window, library, qtbot, monkeypatch):
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: (" Building ", True))
    do(window, "blocks", "rename")
    qtbot.waitUntil(lambda: item(window, "blocks").name == "Building")
    assert library.load("blocks").name == "Building"


def test_what_is_removed_can_be_had_back(window, library, dresser, qtbot):
    window.outfit.wear("blocks")
    qtbot.waitUntil(lambda: dresser.worn == ["blocks"])
    do(window, "blocks", "remove")
    assert "blocks" not in [one.id for one in window.shelf.shown]
    assert window.outfit.worn == ()
    press_notice(window, "Undo")
    assert "blocks" in [one.id for one in window.shelf.shown]
    assert window.outfit.worn == ("blocks",)
    assert library.load("blocks").name == "Blocks"


@pytest.mark.parametrize("end", ["dismissed", "closed"])
def test_what_is_removed_is_gone_for_good_later(window, library, qtbot, end):
    do(window, "blocks", "remove")
    assert {entry.id for entry in library.entries()} == {"blocks", "squares"}
    if end == "dismissed":
        window.notices.dismiss()
    else:
        window.close()
    qtbot.waitUntil(lambda: {entry.id for entry in library.entries()} == {"squares"})


def test_what_cannot_be_removed_is_on_the_shelf_again(window, library, qtbot, monkeypatch):
    def refused(_identifier):
        raise OutputUnwritable("The garment cannot be deleted.", "Look at its folder.")

    monkeypatch.setattr(library, "remove", refused)
    do(window, "blocks", "remove")
    window.notices.dismiss()
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert "cannot be deleted" in window.notices.notice.text
    assert "blocks" in [one.id for one in window.shelf.shown]


def test_what_was_put_aside_and_imported_again_stays(window, library, qtbot):
    do(window, "blocks", "remove")
    window.desk._imported([library.load("blocks")])
    assert window.outfit.worn == ("blocks",)
    window.notices.dismiss()
    window.close()
    assert {entry.id for entry in library.entries()} == {"blocks", "squares"}


def test_a_library_that_cannot_be_read_is_said_and_the_shelf_stays(window, library, monkeypatch):
    def broken():
        raise OutputUnwritable("The library cannot be read.", "Look at its folder.")

    before = window.shelf.items
    monkeypatch.setattr(library, "shelf", broken)
    window.desk.restock()
    assert window.notices.notice.text == "The library cannot be read. Look at its folder."
    assert window.shelf.items == before


def test_a_garment_is_exported(window, qtbot, tmp_path, monkeypatch):
    target = tmp_path / "mine"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    do(window, "blocks", "export")
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert window.notices.notice.text == "Saved mine.zip"
    with Library(tmp_path / "other") as other:
        assert [one.name for one in other.import_pack(tmp_path / "mine.zip")] == ["Blocks"]


def test_an_export_replaces_only_what_the_person_agreed_to(window, qtbot, tmp_path, monkeypatch):
    for name in ("my.tee.zip", "my.zip"):
        (tmp_path / name).write_bytes(b"another pack")
    # The file dialog asks about "my.tee", which is not there.
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "my.tee"), ""))
    do(window, "blocks", "export")
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert window.notices.notice.text == "Saved my.tee-2.zip"
    assert (tmp_path / "my.tee-2.zip").is_file()
    for name in ("my.tee.zip", "my.zip"):
        assert (tmp_path / name).read_bytes() == b"another pack"


def test_what_the_editor_changes_is_worn_and_cancelling_goes_back(window, qtbot, dresser, editors):
    do(window, "blocks", "edit")
    qtbot.waitUntil(lambda: len(editors) == 1 and editors[0].isVisible())
    assert window.outfit.worn == ("blocks",)
    editor = editors[0]
    editor.changed.emit(dataclasses.replace(editor.garment, name="in the making"))
    qtbot.waitUntil(lambda: worn_names(dresser) == ["in the making"])
    do(window, "squares", "edit")  # one at a time
    assert len(editors) == 1
    editor.cancelled.emit()
    qtbot.waitUntil(lambda: worn_names(dresser) == ["Blocks"])
    assert window.desk.alterations.opened is None


def test_what_the_editor_saves_is_kept_under_the_same_id(window, qtbot, library, dresser, editors):
    do(window, "blocks", "edit")
    qtbot.waitUntil(lambda: len(editors) == 1)
    old_card = window.shelf._cards["blocks"]
    alpha = editors[0].garment.alpha.copy()
    alpha[:60] = 0
    editors[0].saved.emit(dataclasses.replace(editors[0].garment, alpha=alpha))
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert np.array_equal(library.load("blocks").alpha, alpha)
    assert len(library.entries()) == 2
    qtbot.waitUntil(lambda: np.array_equal([one.alpha for one in dresser.garments], [alpha]))
    assert window.shelf._cards["blocks"] is not old_card


def test_a_shipped_garment_is_saved_as_another_one(window, qtbot, library, editors):
    do(window, "tee-plain", "edit")
    qtbot.waitUntil(lambda: len(editors) == 1)
    assert np.array_equal(editors[0].original_bgr, editors[0].garment.photo_bgr)
    editors[0].saved.emit(dataclasses.replace(editors[0].garment, name="My plain tee"))
    qtbot.waitUntil(lambda: len(library.entries()) == 3)
    kept = library.entries()[0]
    assert (kept.name, kept.id) == ("My plain tee", "tee-plain-2")
    qtbot.waitUntil(lambda: window.outfit.worn == ("tee-plain-2",))


def test_what_cannot_be_saved_is_said(window, qtbot, library, editors, monkeypatch):
    def full(*_):
        raise OutputUnwritable("The disk is full.", "Make room.")

    do(window, "blocks", "edit")
    qtbot.waitUntil(lambda: len(editors) == 1)
    with monkeypatch.context() as patch:
        patch.setattr(library, "update", full)
        editors[0].saved.emit(dataclasses.replace(editors[0].garment, name="Towers"))
        assert not editors[0].isVisible()
        qtbot.waitUntil(lambda: editors[0].problem == "The disk is full. Make room.")
    assert editors[0].isVisible()
    assert window.desk.alterations.opened is editors[0]
    editors[0].saved.emit(dataclasses.replace(editors[0].garment, name="Towers"))
    qtbot.waitUntil(lambda: window.desk.alterations.opened is None)  # its folder is whole again
    assert library.load("blocks").name == "Towers"
    assert editors[0].discarded


def test_a_variant_that_cannot_be_saved_is_not_lost(window, qtbot, library, monkeypatch):
    def full(*_):
        raise OutputUnwritable("The disk is full.", "Make room.")

    do(window, "blocks", "colours")
    qtbot.waitUntil(lambda: isinstance(window.desk.alterations.opened, VariantDialog))
    dialog = window.desk.alterations.opened
    dialog.lightness.setValue(30)
    qtbot.waitUntil(dialog.save.isEnabled)
    dialog.name.setText("Pale blocks")
    with monkeypatch.context() as patch:
        patch.setattr(library, "add", full)
        dialog.save.click()
        qtbot.waitUntil(lambda: dialog.isVisible() and "disk is full" in dialog.problem)
    dialog.hue.setValue(60)
    dialog.save.click()
    qtbot.waitUntil(lambda: library.entries()[0].name == "Pale blocks")
    qtbot.waitUntil(lambda: window.desk.alterations.opened is None)


class ByHand(QCloseEvent):
    """What the window system sends."""

    def spontaneous(self) -> bool:
        return True


def test_closing_the_window_closes_the_editor_and_saves_what_was_saved(
    window, qtbot, library, editors
):
    do(window, "blocks", "edit")
    qtbot.waitUntil(lambda: len(editors) == 1)
    editors[0].saved.emit(dataclasses.replace(editors[0].garment, name="At the last moment"))
    window.close()
    assert library.load("blocks").name == "At the last moment"


def test_closing_the_window_discards_what_is_being_edited(window, qtbot, library, editors):
    do(window, "blocks", "edit")
    qtbot.waitUntil(lambda: len(editors) == 1)
    editors[0].changed.emit(dataclasses.replace(editors[0].garment, name="Half done"))
    window.close()
    assert editors[0].discarded
    assert library.load("blocks").name == "Blocks"


def test_closing_by_hand_waits_for_what_is_being_edited(window, qtbot, editors):
    do(window, "blocks", "edit")
    qtbot.waitUntil(lambda: len(editors) == 1)
    window.closeEvent(ByHand())
    qtbot.waitUntil(lambda: editors[0].leaving is not None)
    assert window.isVisible()
    assert not editors[0].discarded
    editors[0].leaving()
    assert not window.isVisible()


def test_closing_by_hand_with_nothing_open_closes_at_once(window, qtbot):
    window.closeEvent(ByHand())
    qtbot.waitUntil(lambda: not window.isVisible())


def test_a_colour_is_worn_while_choosing_and_kept_as_a_variant(window, qtbot, library, dresser):
    do(window, "blocks", "colours")
    qtbot.waitUntil(lambda: isinstance(window.desk.alterations.opened, VariantDialog))
    dialog = window.desk.alterations.opened
    assert not dialog.save.isEnabled()
    before = library.load("blocks").photo_bgr
    chips = [one for one in dialog.chips.buttons() if isinstance(one, ColourChip)]
    qtbot.mouseClick(
        next(one for one in chips if one.colour_name == "Teal"), Qt.MouseButton.LeftButton
    )
    qtbot.waitUntil(
        lambda: (
            dresser.worn == ["blocks"] and not np.array_equal(dresser.garments[0].photo_bgr, before)
        )
    )
    dialog.hue.setValue(40)
    assert dialog.name.text() == "Blocks, teal"
    dialog.save.click()
    qtbot.waitUntil(lambda: len(library.entries()) == 3)
    kept = library.entries()[0]
    assert (kept.name, kept.variant_of) == ("Blocks, teal", "blocks")
    qtbot.waitUntil(lambda: dresser.worn == [kept.id])
    assert np.array_equal(library.load("blocks").photo_bgr, before)


def test_a_colour_that_cannot_be_worked_out_is_said_and_the_next_one_is_tried(
    window, qtbot, dresser, monkeypatch
):
    do(window, "blocks", "colours")
    qtbot.waitUntil(lambda: isinstance(window.desk.alterations.opened, VariantDialog))
    dialog = window.desk.alterations.opened
    dyed = dialog._dyed

    def once(_wish):
        monkeypatch.setattr(dialog, "_dyed", dyed)
        raise MemoryError

    monkeypatch.setattr(dialog, "_dyed", once)
    dialog.hue.setValue(40)
    qtbot.waitUntil(lambda: "Something went wrong" in dialog.problem)
    dialog.hue.setValue(50)
    qtbot.waitUntil(dialog.save.isEnabled)
    dialog.save.click()
    qtbot.waitUntil(lambda: any(one.variant_of == "blocks" for one in window.shelf.items))


def test_closing_the_colours_goes_back(window, qtbot, dresser):
    window.outfit.wear("blocks")
    qtbot.waitUntil(lambda: dresser.worn == ["blocks"])
    first = dresser.garments[0]
    do(window, "blocks", "colours")
    qtbot.waitUntil(lambda: window.desk.alterations.opened is not None)
    dialog = window.desk.alterations.opened
    dialog.lightness.setValue(30)
    qtbot.waitUntil(lambda: not np.array_equal(dresser.garments[0].photo_bgr, first.photo_bgr))
    dialog.close()
    qtbot.waitUntil(lambda: np.array_equal(dresser.garments[0].photo_bgr, first.photo_bgr))


def test_the_body_moves_out_from_under_the_editor_and_back(window, qtbot, editors):
    window.resize(1200, 700)
    before = window.mirror.width()
    do(window, "blocks", "edit")
    qtbot.waitUntil(lambda: len(editors) == 1 and editors[0].isVisible())
    editors[0].resize(900, 500)
    editors[0].move(window.geometry().left() + 400, window.geometry().top() + 30)
    qtbot.waitUntil(lambda: window.mirror.geometry().right() <= 400)
    editors[0].move(window.geometry().left() + 1000, window.geometry().top() + 30)
    qtbot.waitUntil(lambda: window.mirror.width() == before)
    editors[0].move(window.geometry().left() + 400, window.geometry().top() + 30)
    qtbot.waitUntil(lambda: window.mirror.width() < before)
    editors[0].cancelled.emit()
    qtbot.waitUntil(lambda: window.mirror.width() == before)


def test_what_is_likely_to_be_worn_next_is_made_ready(window, qtbot, monkeypatch):
    expected = []
    monkeypatch.setattr(window.session, "expect_garments", lambda ids: expected.append(list(ids)))
    window.show()
    window.outfit.wear("blocks")
    qtbot.waitUntil(lambda: bool(expected) and "squares" in expected[-1])
    assert "blocks" not in expected[-1]
    in_view = [one for one in window.shelf.in_view if one != "blocks"]
    assert set(expected[-1]) <= set(in_view) | set(window.outfit.neighbours())
    assert len(expected[-1]) <= 6
    window.shelf.approached.emit(in_view[-1])
    assert expected[-1][0] == in_view[-1]
    assert expected[-1].count(in_view[-1]) == 1
    with qtbot.waitSignal(window.shelf.settled):
        window.shelf.bring_into_view("squares")
        window.shelf.restock(window.shelf.items)
    assert len(expected) >= 3
