from dataclasses import asdict, replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRect

from tests.support.bodies import flat_tee, standing_body
from tryon_ar.core.adjustment import Adjustment
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.types import DressedFrame, Frame, GarmentState, TrackedFrame
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.gui.fit_handles import Handle, PictureMap, dragged, fit_box

TEE = flat_tee()


def dressed(adjustment: Adjustment) -> DressedFrame:
    body = standing_body()
    options = DressingOptions(adjustments={TEE.id: adjustment})
    fit = GarmentFitter(TEE).fit(body, 0.0, options)
    frame = Frame(np.zeros((480, 640, 3), np.uint8), 0, 0.0, 0)
    tracked = TrackedFrame(frame, body, GarmentState.DRESSED)
    return DressedFrame(frame.image_bgr, tracked, None, {TEE.id: fit.landmarks}, False, {})


def box_of(adjustment: Adjustment):
    box = fit_box(dressed(adjustment), TEE.id, adjustment, is_lower=False)
    assert box is not None
    return box


def by_handle(box, wanted: Handle):
    return [place for handle, place in box.handles if handle is wanted]


@pytest.mark.parametrize(
    "start", [Adjustment(), Adjustment(0.2, -0.1, 1.2, 15.0, 0.9)], ids=["as fitted", "set right"]
)
def test_what_is_dragged_stays_under_the_pointer(start):
    box = box_of(start)
    way = np.array([20.0, 30.0])
    corner = by_handle(box, Handle.SCALE)[2]
    moved = dragged(start, Handle.MOVE, box.on_body(corner), box.on_body(corner + way))
    assert by_handle(box_of(moved), Handle.SCALE)[2] == pytest.approx(corner + way, abs=0.5)


def test_a_corner_scales_about_the_shoulders():
    start = Adjustment()
    box = box_of(start)
    corner = by_handle(box, Handle.SCALE)[2]
    goal = box.axes.pivot + 1.3 * (corner - box.axes.pivot)
    scaled = dragged(start, Handle.SCALE, box.on_body(corner), box.on_body(goal))
    assert asdict(scaled) == pytest.approx(asdict(Adjustment(scale=1.3)))


def test_a_side_widens_and_the_knob_turns():
    start = Adjustment(dx=0.1, rotation_deg=10.0)
    box = box_of(start)
    middle = box.axes.pivot + 0.1 * box.axes.across_px * box.axes.across
    side = by_handle(box, Handle.WIDTH)[0]
    wider = dragged(
        start, Handle.WIDTH, box.on_body(side), box.on_body(middle + 1.2 * (side - middle))
    )
    assert asdict(wider) == pytest.approx(asdict(replace(start, width=1.2)))
    (knob,) = by_handle(box, Handle.TURN)
    turn = np.radians(5.0)
    matrix = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    goal = middle + matrix @ (knob - middle)
    turned = dragged(start, Handle.TURN, box.on_body(knob), box.on_body(goal))
    assert asdict(turned) == pytest.approx(asdict(replace(start, rotation_deg=15.0)))


def test_handles_are_found_before_the_inside_and_nothing_outside():
    box = box_of(Adjustment(rotation_deg=-12.0))
    corner = by_handle(box, Handle.SCALE)[0]
    assert box.handle_at(corner + 5.0, 22.0) is Handle.SCALE
    assert box.handle_at(box.knob, 22.0) is Handle.TURN
    assert box.handle_at(box.corners.mean(axis=0), 22.0) is Handle.MOVE
    assert box.handle_at(np.array([5.0, 470.0]), 22.0) is None


def test_the_box_holds_every_landmark_and_turns_with_the_garment():
    adjustment = Adjustment(rotation_deg=20.0)
    box, marks = box_of(adjustment), dressed(adjustment).garment_landmarks[TEE.id]
    assert all(box.holds(np.array(place)) for place in marks.values())
    edge = box.corners[1] - box.corners[0]
    assert np.degrees(np.arctan2(edge[1], edge[0])) == pytest.approx(20.0)


def test_a_grab_at_the_pivot_does_not_blow_the_garment_up():
    at = np.array([0.01, 0.0])
    for handle in (Handle.SCALE, Handle.WIDTH, Handle.TURN):
        assert dragged(Adjustment(), handle, at, np.array([1.0, 1.0])) == Adjustment()


def test_a_garment_that_is_not_drawn_has_no_box():
    assert fit_box(dressed(Adjustment()), "ghost", Adjustment(), is_lower=False) is None


@pytest.mark.parametrize("mirrored", [False, True])
def test_places_go_to_the_view_and_back(mirrored):
    where = PictureMap(QRect(40, 10, 320, 240), (640, 480), mirrored)
    place = np.array([100.0, 50.0])
    seen = where.to_view(place)
    assert where.to_frame(seen) == pytest.approx(place)
    left = 40 + 320 * 100.5 / 640
    assert seen.x() == pytest.approx(400 - left if mirrored else left)
    assert where.to_frame(QPointF(where.picture.center())) == pytest.approx((319.5, 239.5), abs=2)
