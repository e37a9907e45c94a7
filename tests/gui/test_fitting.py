import dataclasses

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.support.bodies import flat_tee, flat_trousers, standing_body
from tests.support.fake_stages import FakeDresser, FakeTracker
from tryon_ar.core.adjustment import UNADJUSTED, Adjustment
from tryon_ar.core.errors import OutputUnwritable
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.garments.library.corrections import Corrections
from tryon_ar.gui.fit_handles import Handle
from tryon_ar.gui.options import WindowOptions

pytestmark = pytest.mark.gui


class Standing(FakeTracker):
    """Finds somebody who stands still, facing the camera."""

    def process(self, frame):
        return dataclasses.replace(super().process(frame), body=standing_body())


class Placing(FakeDresser):
    """Places garments without drawing them."""

    def set_garments(self, garments):
        super().set_garments(garments)
        self.garments = garments

    def process(self, tracked):
        dressed = super().process(tracked)
        marks = {}
        for garment in self.garments:
            fit = GarmentFitter(garment).fit(tracked.body, 0.0, self.options)
            marks[garment.id] = fit.landmarks
        return dataclasses.replace(dressed, garment_landmarks=marks)


def load(garment_id: str):
    flat = flat_trousers() if garment_id in ("jeans", "skirt") else flat_tee()
    return dataclasses.replace(flat, id=garment_id)


@pytest.fixture
def make_fitting(make_window, qtbot):
    def make():
        window = make_window(
            tracker=Standing,
            dresser=Placing,
            load_garment=load,
            options=WindowOptions(source="synthetic:640x480@30"),
        )
        qtbot.waitUntil(lambda: marks(window) is not None)
        QTest.keyClick(window, Qt.Key.Key_F)
        return window

    return make


@pytest.fixture
def window(make_fitting):
    return make_fitting()


def marks(window, garment_id="tee"):
    dressed = window.mirror.dressed
    return None if dressed is None else dressed.garment_landmarks.get(garment_id)


def handle(window, wanted: Handle, number: int = 0) -> QPoint:
    box = window.fitting._box(window.fitting.garment_id)
    places = [place for kind, place in box.handles if kind is wanted]
    return window.fitting._map().to_view(places[number]).toPoint()


def drag(window, start: QPoint, way: QPoint) -> None:
    mirror, button = window.mirror, Qt.MouseButton.LeftButton
    QTest.mousePress(mirror, button, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(mirror, start + way / 2)
    QTest.mouseMove(mirror, start + way)
    QTest.mouseRelease(mirror, button, Qt.KeyboardModifier.NoModifier, start + way)


def middle(window) -> QPoint:
    box = window.fitting._box(window.fitting.garment_id)
    return window.fitting._map().to_view(box.corners.mean(axis=0)).toPoint()


@pytest.mark.parametrize("mirrored", [True, False])
def test_the_garment_follows_the_pointer_in_any_view(window, qtbot, mirrored):
    window.mirror.set_mirrored(mirrored)
    before = np.array(marks(window)["neck_front"])
    scale = window.fitting._map().scale
    drag(window, middle(window), QPoint(40, 20))
    wanted = before + np.array([-40 if mirrored else 40, 20]) / scale
    qtbot.waitUntil(lambda: np.allclose(marks(window)["neck_front"], wanted, atol=1.0))
    assert window.fitting.adjustment.scale == 1.0


def test_corners_sides_and_knob_change_size_width_and_turn(window):
    drag(window, handle(window, Handle.SCALE, 2), QPoint(-30, 30))
    assert window.fitting.adjustment.scale > 1.05
    assert window.fitting.adjustment.width == 1.0
    drag(window, handle(window, Handle.WIDTH, 0), QPoint(-20, 0))
    changed = window.fitting.adjustment.width
    assert changed != 1.0
    drag(window, handle(window, Handle.TURN), QPoint(30, 0))
    assert abs(window.fitting.adjustment.rotation_deg) > 3.0
    assert window.fitting.adjustment.width == changed


def test_the_wheel_changes_the_size(window):
    place = QPointF(middle(window))
    event = QWheelEvent(
        place,
        window.mirror.mapToGlobal(place),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(window.mirror, event)
    assert window.fitting.adjustment.scale == pytest.approx(1.02**2)


def touch(window, *paths: tuple[QPoint, QPoint]) -> None:
    """Put fingers down, move each along its path and lift them, as a touch screen tells it."""
    screen, steps = QTest.createTouchDevice(), 8

    def told(how: str, share: float) -> None:
        sequence = QTest.touchEvent(window.mirror, screen, False)
        for finger, (start, end) in enumerate(paths):
            place = start + (end - start) * share
            getattr(sequence, how)(finger, place, window.mirror)
        sequence.commit()
        QTest.qWait(15)

    told("press", 0.0)
    for step in range(1, steps + 1):
        told("move", step / steps)
    told("release", 1.0)


@pytest.mark.parametrize(("apart_px", "grows"), [(60, True), (-30, False)])
def test_two_fingers_change_the_size(window, apart_px, grows):
    centre = middle(window)
    near, way = QPoint(50, 0), QPoint(apart_px, 0)
    touch(window, (centre - near, centre - near - way), (centre + near, centre + near + way))
    factor = (50 + apart_px) / 50
    changed = window.fitting.adjustment
    assert (changed.scale > 1.0) is grows
    assert changed.scale == pytest.approx(min(factor, 2.0), rel=0.25)
    assert (changed.dx, changed.dy, changed.rotation_deg) == (0.0, 0.0, 0.0)


def test_one_finger_drags(window):
    centre = middle(window)
    touch(window, (centre, centre + QPoint(40, 20)))
    changed = window.fitting.adjustment
    assert changed.dx < -0.05  # mirrored: the wearer's right
    assert changed.dy > 0.02
    assert changed.scale == 1.0


def test_keys_move_what_is_in_hand_and_garments_stay(window):
    worn = window.outfit.worn
    QTest.keyClick(window.mirror, Qt.Key.Key_Right)
    assert window.fitting.adjustment.dx == pytest.approx(-0.01)  # mirrored: the wearer's right
    QTest.keyClick(window.mirror, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert window.fitting.adjustment.dy == pytest.approx(-0.05)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_BracketRight, Qt.Key.Key_Period):
        QTest.keyClick(window.mirror, key)
    changed = window.fitting.adjustment
    assert (changed.scale, changed.width) == (pytest.approx(1.01), pytest.approx(1.01))
    assert changed.rotation_deg == -1.0  # clockwise as it is seen
    assert window.outfit.worn == worn
    QTest.keyClick(window.mirror, Qt.Key.Key_Backspace)
    assert window.fitting.adjustment.is_none


def test_steps_are_undone_and_made_again(window):
    drag(window, middle(window), QPoint(40, 0))
    first = window.fitting.adjustment
    drag(window, middle(window), QPoint(0, 30))
    second = window.fitting.adjustment
    control = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(window.mirror, Qt.Key.Key_Z, control)
    assert window.fitting.adjustment == first
    QTest.mouseClick(window.fitting.controls.undo, Qt.MouseButton.LeftButton)
    assert window.fitting.adjustment.is_none
    assert not window.fitting.controls.undo.isEnabled()
    assert window.mirror.hasFocus()
    QTest.keyClick(window.mirror, Qt.Key.Key_Z, control | Qt.KeyboardModifier.ShiftModifier)
    window.fitting.controls.redo.click()
    assert window.fitting.adjustment == second
    window.fitting.controls.reset.click()
    assert window.fitting.adjustment.is_none
    window.fitting.controls.undo.click()
    assert window.fitting.adjustment == second


def test_a_correction_is_worn_again_after_a_restart(make_fitting, qtbot):
    window = make_fitting()
    drag(window, middle(window), QPoint(0, 40))
    kept = window.fitting.adjustment
    window.close()
    qtbot.waitUntil(lambda: "tee" in Corrections().read())
    again = make_fitting()
    qtbot.waitUntil(lambda: not again.fitting.adjustment.is_none)
    assert again.fitting.adjustment.dy == pytest.approx(kept.dy, abs=1e-4)
    again.fitting.reset()
    qtbot.waitUntil(lambda: Corrections().read() == {})


def test_every_garment_has_its_own_and_the_one_pressed_is_taken_in_hand(window, qtbot):
    window.outfit.wear("jeans")
    qtbot.waitUntil(lambda: marks(window, "jeans") is not None)
    assert window.fitting.garment_id == "jeans"
    QTest.keyClick(window.mirror, Qt.Key.Key_Down)
    chest = window.fitting._map().to_view(np.array([320.0, 180.0])).toPoint()
    drag(window, chest, QPoint(0, 20))
    assert window.fitting.garment_id == "tee"
    options = window.session.options
    assert options.adjustment_of("jeans") == Adjustment(dy=0.01)
    assert options.adjustment_of("tee").dy > 0.02
    window.fitting.controls.garment.click()
    assert window.fitting.garment_id == "jeans"
    assert "Jeans" in window.fitting.controls.garment.accessibleName()


def test_handles_show_in_the_fit_mode_alone(window):
    def picture() -> QImage:
        return window.mirror.grab().toImage()

    at = handle(window, Handle.SCALE, 0)
    assert picture().pixelColor(at).name() == "#ffffff"
    assert window.fitting.controls.isVisible()
    QTest.keyClick(window.mirror, Qt.Key.Key_Escape)
    assert not window.fitting.active
    assert not window.fitting.controls.isVisible()
    assert picture().pixelColor(at).name() != "#ffffff"
    QTest.keyClick(window, Qt.Key.Key_Right)  # arrows change garments again
    assert window.outfit.worn == ("tee-2",)


def test_comparing_and_fitting_end_each_other(window):
    window.compare.toggle()
    window.refresh()
    assert not window.fitting.active
    window.fitting.toggle()
    assert window.compare.comparison is None
    assert window.fitting.active


def test_nothing_worn_is_told(window):
    window.fitting.toggle()
    window.outfit.toggle("tee")
    window.fitting.toggle()
    assert not window.fitting.active
    assert "garment" in window.mirror._toast
    assert window.fitting.memory.of(None) == UNADJUSTED


def test_what_cannot_be_kept_is_told_and_stays_worn(window, qtbot, monkeypatch):
    def refuse(*_args):
        raise OutputUnwritable("The disk is read-only.", "Mount it otherwise.")

    monkeypatch.setattr(Corrections, "keep", refuse)
    drag(window, middle(window), QPoint(0, 40))
    qtbot.waitUntil(window.messages.isVisible)
    assert "read-only" in window.messages.status.text
    assert not window.fitting.adjustment.is_none


def test_where_it_is_narrow_the_hint_is_brief_and_whole(window):
    controls = window.fitting.controls
    controls.put(QRect(0, 0, 1000, 600))
    assert "wheel" in controls.hint.text()
    controls.put(QRect(0, 0, 230, 300))
    assert controls.hint.text() == "Drag it"
    assert "wheel" in controls.hint.accessibleName()
