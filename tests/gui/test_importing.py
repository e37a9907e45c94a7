"""Photos and packs that become garments in the window: dropped, pasted, chosen."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragLeaveEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton

from tests.support.dropping import drag, drop, files
from tests.support.fake_cutter import FakeCutter, small_garment
from tests.support.fake_editor import FakeEditor
from tests.support.fake_stages import FakeDresser
from tryon_ar.garments.library.library import Library
from tryon_ar.gui.import_card import ImportCard
from tryon_ar.gui.incoming import Incoming
from tryon_ar.runtime.status import Severity

pytestmark = pytest.mark.gui


@pytest.fixture
def library(tmp_path: Path):
    with Library(tmp_path / "library") as opened:
        yield opened


@pytest.fixture
def cutter() -> FakeCutter:
    return FakeCutter()


@pytest.fixture
def dresser() -> FakeDresser:
    return FakeDresser()


@pytest.fixture
def window(library, cutter, dresser, make_window):  # closed before the library is
    made = make_window(
        library=library, cut_photo=cutter, dresser=lambda: dresser, load_garment=library.load
    )
    yield made
    cutter.go.set()


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    made = []
    for name in ("red_shirt.jpg", "coat.png", "shoe.jpg"):
        path = tmp_path / name
        path.write_bytes(name.encode())
        made.append(path)
    return made


def press_notice(window, label: str) -> None:
    buttons = window.notices.findChildren(QPushButton)
    next(one for one in buttons if one.text() == label and one.isVisible()).click()


def test_a_dropped_photo_is_worn_while_the_mirror_goes_on(
    window, qtbot, cutter, photos, dresser, library
):
    cutter.go.clear()
    qtbot.waitUntil(lambda: window.session.metrics().shown > 0)
    drop(window, files(photos[0]))
    (card,) = window.shelf._imports
    qtbot.waitUntil(lambda: card.share == pytest.approx(0.4))
    assert "red_shirt.jpg: Looking for the garment, 40 %" in card.accessibleName()
    before = window.session.metrics().shown
    qtbot.waitUntil(lambda: window.session.metrics().shown > before + 5)
    cutter.go.set()
    qtbot.waitUntil(lambda: window.shelf._imports == [])
    assert [entry.id for entry in library.entries()] == ["red-shirt"]
    assert window.shelf.cards[0].summary.name == "red shirt"
    assert window.shelf.cards[0].isChecked()
    assert "red shirt is on your shelf" in window.notices.notice.text
    qtbot.waitUntil(lambda: dresser.worn == ["red-shirt"])
    assert cutter.threads == {"tryon-ar import"}


def test_the_drop_target_shows_while_a_picture_is_dragged_over(window, photos):
    assert drag(window, files(photos[0])).isAccepted()
    assert window.drop_target.isVisible()
    assert "JPEG, PNG, WebP" in window.drop_target.accessibleName()
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.drop_target.isVisible()
    text = QMimeData()
    text.setText("no picture")
    assert not drag(window, text).isAccepted()
    assert not window.drop_target.isVisible()


def test_several_photos_queue_and_one_that_is_none_is_said(window, qtbot, photos, library):
    drop(window, files(*photos))
    qtbot.waitUntil(lambda: not window.desk.imports.busy and not window.shelf._imports)
    assert sorted(entry.id for entry in library.entries()) == ["coat", "red-shirt"]
    texts = [notice.text for notice in window.notices._notices]
    assert "shoe.jpg shows no garment. Choose another photo." in texts
    assert window.isEnabled()
    assert QApplication.activeModalWidget() is None


def test_pasting_a_file_and_pasting_nothing(window, qtbot, photos, library):
    QGuiApplication.clipboard().setMimeData(files(photos[1]))
    QTest.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: [entry.id for entry in library.entries()] == ["coat"])
    qtbot.waitUntil(lambda: not window.shelf._imports)
    window.notices.close_all()
    QGuiApplication.clipboard().clear()
    window.desk.paste()
    assert "no picture in the clipboard" in window.notices.notice.text


def test_a_pasted_picture_has_no_file(window, qtbot, library):
    window.desk.take(Incoming([b"bytes of a picture"]))
    qtbot.waitUntil(lambda: len(library.entries()) == 1)
    (entry,) = library.entries()
    assert entry.name == f"{entry.colours[0].capitalize()} T-shirt"


def test_photos_of_a_camera_are_called_after_their_looks(window, qtbot, library, tmp_path):
    shots = [tmp_path / name for name in ("IMG_2043.jpg", "IMG_2044.jpg")]
    for shot in shots:
        shot.write_bytes(b"one and the same")
    drop(window, files(shots[0]))
    qtbot.waitUntil(lambda: len(library.entries()) == 1)
    window.desk.imports.add(shots[1], twice=True)
    qtbot.waitUntil(lambda: len(library.entries()) == 2)
    second, first = library.entries()
    assert first.name.endswith(" T-shirt")
    assert second.name == f"{first.name} 2"
    assert second.id == f"{first.id}-2"


def test_the_dialog_of_ctrl_o_takes_photos_and_packs(
    window, qtbot, photos, library, tmp_path, monkeypatch
):
    with Library(tmp_path / "other") as other:
        kept = other.add(small_garment(5, "Packed tee", "packed"))
        other.export_pack([kept.id], tmp_path / "pack.zip")
    chosen = [str(photos[0]), str(tmp_path / "pack.zip")]
    begun = []

    def choose(_parent, _title, folder, _kinds):
        begun.append(folder)
        return chosen, ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", choose)
    QTest.keyClick(window, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(library.entries()) == 2)
    qtbot.waitUntil(lambda: "packed" in window.outfit.worn)
    assert {entry.id for entry in library.entries()} == {"packed", "red-shirt"}
    window.desk.ask_for_photos()
    assert Path(begun[0]).is_dir()  # not wherever the program was started
    assert begun[1] == str(tmp_path)
    window.desk.imports.close()


def test_an_address_alone_is_not_fetched(window):
    mime = QMimeData()
    mime.setUrls([QUrl("https://shop.example/shirt.jpg")])
    drag(window, mime)
    assert "Save the picture first" in window.drop_target.accessibleName()
    drop(window, mime)
    assert "save the picture first" in window.notices.notice.text
    assert not window.shelf._imports


def test_the_same_photo_again_is_told_and_can_be_added_all_the_same(
    window, qtbot, photos, library, dresser
):
    drop(window, files(photos[0]))
    qtbot.waitUntil(lambda: dresser.worn == ["red-shirt"])
    window.notices.close_all()
    drop(window, files(photos[0]))
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert window.notices.notice.text == "You already have this: red shirt."
    assert len(library.entries()) == 1
    press_notice(window, "Add it again")
    qtbot.waitUntil(lambda: len(library.entries()) == 2)


def test_warnings_come_in_words_with_a_way_to_the_editor(
    library, make_window, qtbot, cutter, photos
):
    cutter.warnings = ("The hem is cut off.",)
    opened = []

    def make_editor(garment, original_bgr, parent):
        opened.append(garment.id)
        return FakeEditor(parent)

    window = make_window(
        library=library, cut_photo=cutter, make_editor=make_editor, load_garment=library.load
    )
    drop(window, files(photos[0]))
    qtbot.waitUntil(lambda: window.notices.notice is not None)
    assert window.notices.notice.text == "red shirt: The hem is cut off."
    assert window.notices.notice.severity is Severity.WARNING
    assert "The hem is cut off." in window.shelf.cards[0].accessibleDescription()
    press_notice(window, "Edit…")
    qtbot.waitUntil(lambda: opened == ["red-shirt"])


def test_news_are_of_the_newest_garment_and_end_when_it_is_edited(
    library, make_window, qtbot, cutter, photos
):
    cutter.warnings = ("The hem is cut off.",)
    window = make_window(
        library=library,
        cut_photo=cutter,
        make_editor=lambda _garment, _original, parent: FakeEditor(parent),
        load_garment=library.load,
    )
    drop(window, files(*photos[:2]))
    qtbot.waitUntil(lambda: len(library.entries()) == 2)
    qtbot.waitUntil(lambda: not window.shelf._imports)
    assert [one.text for one in window.notices._notices] == ["coat: The hem is cut off."]
    coat = next(one for one in window.shelf.items if one.id == "coat")
    window.desk.actions_for(coat)["edit"]()
    assert window.notices.notice is None
    qtbot.waitUntil(lambda: window.desk.alterations.opened is not None)


def test_a_cancelled_import_leaves_nothing_and_the_next_goes_on(
    window, qtbot, cutter, photos, library
):
    cutter.go.clear()
    drop(window, files(*photos[:2]))
    first, second = window.shelf._imports
    qtbot.waitUntil(lambda: first.share > 0)
    first._cancel.click()
    qtbot.waitUntil(lambda: second.share > 0)
    cutter.go.set()
    qtbot.waitUntil(lambda: [entry.id for entry in library.entries()] == ["coat"])


def test_closing_in_the_middle_of_an_import_is_clean(window, qtbot, cutter, photos, library):
    cutter.go.clear()
    drop(window, files(*photos))
    qtbot.waitUntil(lambda: window.shelf._imports[0].share > 0)
    window.close()
    assert not [one for one in threading.enumerate() if one.name == "tryon-ar import"]
    assert library.entries() == []


def test_a_new_garment_is_seen_though_the_shelf_was_narrowed(window, qtbot, photos):
    window.shelf.header.field.setText("denim")
    drop(window, files(photos[0]))
    qtbot.waitUntil(lambda: "red-shirt" in window.outfit.worn)
    assert "red-shirt" in [item.id for item in window.shelf.shown]


def test_without_a_library_nothing_is_taken(make_window, photos):
    window = make_window()
    drop(window, files(photos[0]))
    window.desk.ask_for_photos()
    window.desk.paste()
    assert not window.shelf._imports
    assert not window.shelf.header.add.isVisible()


def test_a_pack_shows_how_far_it_is_and_can_be_called_off(window, qtbot, library, tmp_path):
    with Library(tmp_path / "other") as other:
        made = [other.add(small_garment(n, f"Packed {n}", f"packed-{n}")) for n in range(3)]
        other.export_pack([one.id for one in made], tmp_path / "pack.zip")
    reached, go_on = threading.Event(), threading.Event()
    unpack = library.import_pack

    def held(pack, progress):
        def told(share: float, name: str) -> None:
            progress(share, name)
            if share > 0.3:
                reached.set()
                go_on.wait(20)

        return unpack(pack, told)

    library.import_pack = held
    window.desk.imports.unpack(tmp_path / "pack.zip")
    [card] = window.shelf.findChildren(ImportCard)
    qtbot.waitUntil(lambda: card.share > 0.3, timeout=20_000)
    assert "Checking" in card.toolTip()
    assert reached.wait(20)
    card.cancelled.emit()
    go_on.set()
    qtbot.waitUntil(lambda: not window.desk.imports.busy)
    assert library.entries() == []
