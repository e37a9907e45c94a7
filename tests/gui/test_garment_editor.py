"""The editor under a real mouse and keyboard."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from tests.support.bodies import flat_tee
from tryon_ar.garments.garment import CATEGORIES, Garment
from tryon_ar.gui.editor_picture import MaskView
from tryon_ar.gui.editor_view import Tool
from tryon_ar.gui.garment_editor import GarmentEditor

pytestmark = pytest.mark.gui

LEFT = Qt.MouseButton.LeftButton
WARNINGS = ("The left cuff is uncertain.", "Part of the hanger may be left.")


@pytest.fixture
def make_editor(application, qtbot):
    """Return a function that opens editors; all are closed afterwards."""
    opened: list[GarmentEditor] = []

    def make(garment: Garment | None = None, original=None) -> GarmentEditor:
        editor = GarmentEditor(garment or flat_tee(), original)
        opened.append(editor)
        with qtbot.waitExposed(editor):
            editor.show()
        editor.canvas.setFocus()
        return editor

    yield make
    for editor in opened:
        editor.discard()
        editor.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def editor(make_editor) -> GarmentEditor:
    return make_editor()


def place(editor: GarmentEditor, x: float, y: float) -> QPoint:
    return editor.canvas.viewport.to_view(x, y).toPoint()


def drag(editor: GarmentEditor, *points: tuple[float, float]) -> None:
    canvas = editor.canvas
    QTest.mousePress(canvas, LEFT, pos=place(editor, *points[0]))
    for point in points[1:]:
        QTest.mouseMove(canvas, place(editor, *point))
    QTest.mouseRelease(canvas, LEFT, pos=place(editor, *points[-1]))


def test_dragging_a_point_moves_it_as_one_step(editor):
    start = editor.edit.landmarks["shoulder_left"]
    drag(editor, start, (300, 100), (310, 120))
    moved = editor.edit.landmarks["shoulder_left"]
    assert moved == pytest.approx((310, 120), abs=2.0 / editor.canvas.viewport.scale)
    assert editor.canvas.selected == "shoulder_left"
    assert editor.undo_button.toolTip() == "Undo: Move left shoulder"
    QTest.keyClick(editor.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.edit.landmarks["shoulder_left"] == start
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(editor.canvas, Qt.Key.Key_Z, both)
    assert editor.edit.landmarks["shoulder_left"] == moved


def test_a_press_beside_all_points_moves_nothing(editor):
    drag(editor, (200, 250), (240, 280))
    assert not editor.edit.is_changed
    assert editor.canvas.selected is None


def test_tab_walks_through_the_points_and_arrows_nudge(editor):
    seen = []
    for _ in editor.edit.landmarks:
        QTest.keyClick(editor.canvas, Qt.Key.Key_Tab)
        seen.append(editor.canvas.selected)
    assert sorted(seen) == sorted(editor.edit.landmarks)
    assert editor.canvas.hasFocus()
    name = seen[-1]
    x, y = editor.edit.landmarks[name]
    QTest.keyClick(editor.canvas, Qt.Key.Key_Right)
    QTest.keyClick(editor.canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert editor.edit.landmarks[name] == (x + 1, y - 10)
    QTest.keyClick(editor.canvas, Qt.Key.Key_Tab)
    assert not editor.canvas.hasFocus()


def test_painting_adds_and_erasing_takes_away(editor):
    QTest.keyClick(editor.canvas, Qt.Key.Key_B)
    assert editor.tools.paint.isChecked()
    editor.canvas.set_brush(12)
    drag(editor, (200, 30), (200, 50))
    assert editor.edit.alpha[40, 200] == 255
    QTest.keyClick(editor.canvas, Qt.Key.Key_X)
    assert editor.canvas.tool is Tool.ERASE
    drag(editor, (200, 250), (220, 250))
    assert editor.edit.alpha[250, 210] == 0
    editor.undo_button.click()
    editor.undo_button.click()
    assert not editor.edit.is_changed
    assert not editor.undo_button.isEnabled()


def test_brackets_and_wheel_size_the_brush_and_ctrl_wheel_zooms(editor):
    canvas = editor.canvas
    QTest.keyClick(canvas, Qt.Key.Key_E)
    before = canvas.brush_px
    QTest.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert canvas.brush_px > before
    QTest.keyClick(canvas, Qt.Key.Key_BracketLeft)
    QTest.keyClick(canvas, Qt.Key.Key_BracketLeft)
    assert canvas.brush_px < before
    before = canvas.brush_px
    wheel(editor, (200, 200), Qt.KeyboardModifier.NoModifier)
    assert canvas.brush_px > before
    assert editor.tools.brush_text.text() == f"{2 * canvas.brush_px:.0f} px"
    scale, spot = canvas.viewport.scale, place(editor, 200, 200)
    wheel(editor, (200, 200), Qt.KeyboardModifier.ControlModifier)
    assert canvas.viewport.scale == pytest.approx(scale * 1.25)
    assert (place(editor, 200, 200) - spot).manhattanLength() <= 2
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.viewport.scale == pytest.approx(scale)


def wheel(editor: GarmentEditor, at: tuple[float, float], keys: Qt.KeyboardModifier) -> None:
    spot = QPointF(place(editor, *at))
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(
        spot, spot, QPoint(), QPoint(0, 120), none, keys, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(editor.canvas, event)


def test_middle_button_and_space_push_the_photo(editor):
    canvas = editor.canvas
    for press, key in ((Qt.MouseButton.MiddleButton, None), (LEFT, Qt.Key.Key_Space)):
        origin = QPointF(canvas.viewport.origin)
        if key is not None:
            QTest.keyPress(canvas, key)
        QTest.mousePress(canvas, press, pos=QPoint(200, 200))
        QTest.mouseMove(canvas, QPoint(230, 190))
        QTest.mouseRelease(canvas, press, pos=QPoint(230, 190))
        if key is not None:
            QTest.keyRelease(canvas, key)
        assert canvas.viewport.origin - origin == QPointF(30, -10)
    assert not editor.edit.is_changed


def test_category_is_changed_by_name_and_can_be_undone(editor):
    box = editor.details.category
    assert box.currentText() == "T-shirt"
    box.setFocus()
    box.setCurrentIndex(CATEGORIES.index("skirt"))
    box.activated.emit(box.currentIndex())
    assert editor.edit.category == "skirt"
    assert set(editor.edit.landmarks) <= {
        "waist_left",
        "waist_right",
        "hem_left",
        "hem_right",
        "hem_center",
    }
    editor.undo()
    assert box.currentText() == "T-shirt"


def test_points_are_added_from_the_menu_and_removed_by_key(editor):
    editor.tools.fill_menu()
    actions = {action.text(): action for action in editor.tools.menu.actions()}
    assert set(actions) == {"Left elbow", "Right elbow"}
    actions["Left elbow"].trigger()
    assert editor.canvas.selected == "elbow_left"
    assert editor.tools.remove_point.isEnabled()
    QTest.keyClick(editor.canvas, Qt.Key.Key_Delete)
    assert not editor.edit.is_changed
    editor.canvas.select("hem_left")
    assert not editor.tools.remove_point.isEnabled()


def test_changes_are_told_at_most_ten_times_a_second_and_the_last_always(editor, qtbot):
    told: list[Garment] = []
    editor.changed.connect(told.append)
    editor.canvas.set_tool(Tool.ERASE)
    path = [(150.0 + step, 250.0) for step in range(60)]
    with qtbot.waitSignal(editor._preview.timeout):
        drag(editor, *path)
    qtbot.waitUntil(lambda: not editor._preview.isActive())
    assert 1 < len(told) < 30
    assert np.array_equal(told[-1].alpha, editor.edit.alpha)
    assert all(not garment.alpha.flags.writeable for garment in told)


def test_save_hands_over_what_is_seen_and_closes(editor):
    kept: list[Garment] = []
    editor.saved.connect(kept.append)
    QTest.mouseClick(editor.details.name, LEFT)
    editor.details.name.selectAll()
    QTest.keyClicks(editor.details.name, "Red tee")
    QTest.mouseClick(editor.save_button, LEFT)
    assert [garment.name for garment in kept] == ["Red tee"]
    assert not editor.isVisible()


def test_it_stays_open_when_it_could_not_be_kept(editor):
    editor.saved.connect(lambda _garment: editor.keep_open("The disk is full."))
    editor.save()
    assert editor.isVisible()
    assert editor.notice.text.text() == "The disk is full."


def test_nothing_left_is_not_saved(editor):
    kept: list[Garment] = []
    editor.saved.connect(kept.append)
    editor.canvas.set_tool(Tool.ERASE)
    editor.canvas.set_brush(200)
    drag(editor, (200, 100), (200, 450))
    drag(editor, (60, 100), (340, 100))
    editor.save()
    assert kept == []
    assert "Nothing of the garment is left" in editor.notice.text.text()


def test_cancel_without_changes_closes_at_once(editor):
    told = []
    editor.cancelled.connect(lambda: told.append(True))
    QTest.mouseClick(editor.cancel_button, LEFT)
    assert told == [True]
    assert not editor.isVisible()


@pytest.mark.parametrize(
    ("answer", "stays"),
    [(QMessageBox.StandardButton.Cancel, True), (QMessageBox.StandardButton.Discard, False)],
)
def test_closing_asks_when_there_are_changes(editor, qtbot, answer, stays):
    told = []
    editor.cancelled.connect(lambda: told.append(True))
    editor.edit.set_name("Other")
    editor.close()
    assert editor.isVisible()
    question = editor.findChild(QMessageBox)
    question.button(answer).click()
    QApplication.processEvents()
    assert editor.isVisible() == stays
    assert told == ([] if stays else [True])


@pytest.mark.parametrize(
    ("answer", "left"),
    [(QMessageBox.StandardButton.Cancel, []), (QMessageBox.StandardButton.Discard, [True])],
)
def test_who_leaves_is_asked_before_changes_are_lost(editor, answer, left):
    done = []
    editor.edit.set_name("Other")
    editor.leave(lambda: done.append(True))
    assert done == []
    editor.findChild(QMessageBox).button(answer).click()
    QApplication.processEvents()
    assert done == left


def test_who_leaves_without_changes_or_after_saving_is_not_asked(editor):
    done = []
    editor.leave(lambda: done.append(True))
    editor.leave(lambda: done.append(True))
    assert done == [True, True]


def test_warnings_are_in_words_and_go_when_accepted(make_editor):
    editor = make_editor(dataclasses.replace(flat_tee(), warnings=WARNINGS))
    assert all(text in editor.notice.text.text() for text in WARNINGS)
    QTest.mouseClick(editor.notice.accept, LEFT)
    assert editor.edit.warnings == ()
    assert not editor.notice.isVisible()
    editor.undo()
    assert editor.notice.isVisible()


def test_everything_one_can_reach_has_a_name(editor):
    reached = [
        widget
        for widget in editor.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible()
    ]
    assert editor.canvas in reached
    for widget in reached:
        text = getattr(widget, "text", lambda: "")()
        assert widget.accessibleName() or text or widget.objectName().startswith("qt_"), widget


def test_narrow_windows_show_details_instead_of_the_photo(editor, qtbot):
    editor.tools.set_wordless(True)
    editor.details.hide()
    QApplication.processEvents()
    editor.resize(600, 500)
    assert editor.canvas.isVisible()
    assert not editor.details.isVisible()
    editor.details_switch.click()
    assert editor.details.isVisible()
    assert not editor.canvas.isVisible()


@pytest.mark.parametrize("view", list(MaskView))
def test_refreshed_pieces_equal_the_whole_painted_anew(editor, view):
    editor.tools.mask_view.setCurrentIndex(list(MaskView).index(view))
    editor.canvas.set_tool(Tool.ERASE)
    QApplication.processEvents()
    size, ratio = editor.canvas.size(), editor.canvas.devicePixelRatioF()
    drag(editor, (150, 250), (230, 300), (240, 200))
    pieces = pixels_of(editor.canvas.backing.image(size, ratio))
    editor.canvas.backing.forget()
    whole = pixels_of(editor.canvas.backing.image(size, ratio))
    apart = np.abs(whole - pieces)
    assert apart.max() <= 24  # places are rounded to 1/32 pixel, counted from the piece's corner
    assert apart.mean() < 0.05
    assert (whole[:10] == (20, 18, 16)).all()


def pixels_of(image: QImage) -> np.ndarray:
    pixels = np.frombuffer(image.constBits(), np.uint8)
    return pixels.reshape(image.height(), image.width(), 4)[:, :, :3].astype(int)


def test_original_of_another_size_is_left_aside(make_editor):
    editor = make_editor(original=np.zeros((10, 10, 3), np.uint8))
    assert editor.edit.original_bgr.shape == editor.edit.garment.photo_bgr.shape
