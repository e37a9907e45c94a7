import json

import pytest
from PySide6.QtWidgets import QApplication

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.paths import garment_library_folder
from tryon_ar.gui.shelf_files import KeptList, merged
from tryon_ar.gui.shelf_recent import MOST_RECENT, RECENT_NAME

pytestmark = pytest.mark.gui


def names(window) -> list[str]:
    return [one.item.id for one in window.shelf._strip.buttons]


def wear(window, garment_id: str) -> None:
    window.shelf.clicked.emit(garment_id)
    window.wardrobe.recent._settle()


def test_nothing_is_written_before_the_person_acts(make_window):
    window = make_window()
    window.close()
    assert not (garment_library_folder() / RECENT_NAME).exists()
    assert not names(window)


def test_what_was_worn_last_comes_first_in_the_next_run_too(make_window, qtbot):
    window = make_window()
    wear(window, "jeans")
    wear(window, "tee-2")
    assert names(window) == ["tee-2", "jeans"]
    window.close()
    path = garment_library_folder() / RECENT_NAME
    qtbot.waitUntil(lambda: path.exists() and json.loads(path.read_text()) == ["tee-2", "jeans"])
    again = make_window()
    qtbot.waitUntil(lambda: names(again) == ["tee-2", "jeans"])


def test_what_is_stepped_past_does_not_count(make_window):
    window = make_window()
    window.outfit.wear("tee-2")
    wear(window, "long")
    assert names(window) == ["long"]


def test_a_click_puts_it_on_and_marks_it(make_window):
    window = make_window()
    wear(window, "tee-2")
    wear(window, "long")
    button = window.shelf._strip.buttons[1]
    assert not button.isChecked()
    button.click()
    assert window.outfit.worn == ("tee-2",)
    assert button.isChecked()
    assert button.accessibleName() == "Striped tee"


def test_no_more_than_fit_in_a_row(make_window):
    window = make_window()
    for one in ("tee-2", "long", "hoodie", "dress", "jeans", "skirt", "tee"):
        wear(window, one)
    assert len(names(window)) == MOST_RECENT
    QApplication.processEvents()
    window.shelf.fit(0)
    QApplication.processEvents()
    strip = window.shelf._strip
    seen = [one for one in strip.buttons if not one.isHidden()]
    assert 1 < len(seen) < MOST_RECENT  # the smallest shelf has no room for all of them
    assert all(one.width() >= 40 for one in seen)
    assert seen[-1].geometry().right() <= strip.width()


def test_a_search_hides_it(make_window):
    window = make_window()
    wear(window, "tee-2")
    window.shelf.header.field.setText("jeans")
    assert window.shelf._strip.isHidden()
    window.shelf.header.clear()
    assert not window.shelf._strip.isHidden()


def test_a_damaged_file_is_put_aside(tmp_path):
    kept = KeptList(tmp_path / "list.json")
    kept.path.write_text("{")
    assert kept.read() == []
    kept.write(["a"])
    assert kept.read() == ["a"]
    assert (tmp_path / "list.json.unreadable").read_text() == "{"


def test_two_windows_keep_what_each_added_changed_and_removed(tmp_path):
    friday, sunday, work = ({"key": key, "name": key} for key in ("friday", "sunday", "work"))
    kept = KeptList(tmp_path / "looks.json")
    kept.write([friday, sunday])
    known = kept.read()
    kept.write([work, friday, sunday], known)  # one adds
    party = {"key": "party", "name": "party"}
    kept.write([party, {"key": "friday", "name": "renamed"}], known)  # the other knows not of it
    assert [one["name"] for one in kept.read()] == ["party", "renamed", "work"]


@pytest.mark.parametrize(
    ("ours", "theirs", "result"),
    [
        (["a", "b"], ["a"], ["a"]),  # removed there
        (["b", "a"], ["c", "a", "b"], ["b", "a", "c"]),  # our order first
        (["x", "a", "b"], ["a", "b"], ["x", "a", "b"]),
        ([], ["a", "b", "c"], ["c"]),
    ],
)
def test_a_list_is_put_together_from_both(ours, theirs, result):
    assert merged(["a", "b"], ours, theirs) == result


def test_a_list_that_is_gone_or_damaged_is_written_whole(tmp_path):
    kept = KeptList(tmp_path / "list.json")
    kept.write(["a", "b"], ["a"])
    assert kept.read() == ["a", "b"]
    kept.path.write_text("{")
    kept.write(["a", "b"], ["a", "b"])
    assert kept.read() == ["a", "b"]


def test_a_list_that_cannot_be_written_says_so(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(TryOnError):
        KeptList(tmp_path / "file" / "list.json").write([])


def test_a_click_does_not_scroll_away(make_window, qtbot, monkeypatch):
    window = make_window()
    wear(window, "skirt")
    wear(window, "long")
    brought = []
    monkeypatch.setattr(window.shelf, "bring_into_view", brought.append)
    window.shelf._strip.buttons[1].click()
    assert not brought
    window.saved_looks.looks.add("Friday", ("jeans",))
    window.shelf.looks.cards[0].click()
    assert window.outfit.worn == ("jeans",)
    assert not brought
    window.shelf.clicked.emit("tee")
    assert brought == ["tee"]
