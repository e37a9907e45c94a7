"""Trunks that turn."""

from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee, make_pose, standing_body, standing_points
from tryon_ar.core.roi import Roi
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.fitting.turning import DEPTH, Turning, turning
from tryon_ar.kernels.remap import dense_flow
from tryon_ar.rendering import shapes
from tryon_ar.rendering.unfolding import unfolded_flow


def turned_body(degrees: float):
    """The standing body, turned towards the picture's right; 180 shows the back."""
    angle = np.radians(degrees)
    points = standing_points()
    middle = 320.0
    points[:, 0] = middle + (points[:, 0] - middle) * np.cos(angle)
    world = np.zeros((33, 3))
    for joint, half in ((Joint.LEFT_SHOULDER, 0.17), (Joint.LEFT_HIP, 0.1)):
        world[joint] = half * np.cos(angle), 0.0, half * np.sin(angle)
        world[joint + 1] = -world[joint]
    body = standing_body(points, half_width_px=20)
    return replace(body, pose=replace(make_pose(points), world_m=world))


def turn_at(degrees: float) -> Turning:
    frame = body_frame(turned_body(degrees).pose)
    found = turning(frame)
    assert found is not None
    return found


def torso(fit, name="torso"):
    return next(piece for piece in fit.segments if piece.segment.name == name)


@pytest.mark.parametrize("degrees", [0.0, 8.0, -8.0, 180.0])
def test_small_turns_are_taken_for_none(degrees):
    assert turning(body_frame(turned_body(degrees).pose)) is None


@pytest.mark.parametrize("degrees", [0, 30, 50, 70, 90, 120, 180, -45, -90])
def test_the_shoulders_are_as_wide_as_ever(degrees):
    frame = body_frame(turned_body(degrees).pose)
    assert frame.unit_px == pytest.approx(100.0, rel=0.07)


@pytest.mark.parametrize(("degrees", "behind"), [(0, False), (80, False), (100, True), (180, True)])
def test_the_back_is_known(degrees, behind):
    assert body_frame(turned_body(degrees).pose).from_behind is behind


def test_the_front_moves_towards_where_one_looks():
    fit = GarmentFitter(flat_tee()).fit(turned_body(50.0), 0.0)
    shoulders = [fit.landmarks[f"shoulder_{side}"][0] for side in ("left", "right")]
    assert fit.landmarks["neck_front"][0] > np.mean(shoulders) + 5.0
    mirrored = GarmentFitter(flat_tee()).fit(turned_body(-50.0), 0.0)
    assert mirrored.landmarks["neck_front"][0] < np.mean(shoulders) - 5.0


def test_from_the_side_a_trunk_is_as_broad_as_deep():
    straight = torso(GarmentFitter(flat_tee()).fit(turned_body(0.0), 0.0)).frame_points
    fit = GarmentFitter(flat_tee()).fit(turned_body(90.0), 0.0)
    broad = np.ptp(straight[:, 0])
    both = np.vstack([torso(fit).frame_points, torso(fit, "back").frame_points])
    assert np.ptp(both[:, 0]) == pytest.approx(DEPTH * broad, rel=0.15)


def test_panels_meet_at_the_nearer_seam():
    turned = turn_at(60.0)
    assert turned.seen_at(-1.0) == pytest.approx(turned.other_at(-1.0), abs=1e-6)
    assert turned.seen_at(turned.last_seen) == pytest.approx(turned.half, abs=1e-6)
    assert turned.other_at(-turned.last_seen) == pytest.approx(-turned.half, abs=1e-6)


@pytest.mark.parametrize("degrees", [25, 37, 45, 60, 75, 88])
def test_a_seen_panel_never_runs_back(degrees):
    turned = turn_at(degrees)
    seen = [turned.seen_at(u) for u in np.linspace(-1.0, turned.last_seen, 30)]
    assert (np.diff(seen) > -1e-9).all()


def test_breadth_changes_without_leaps():
    edges = [
        [turned.near_seam, turned.half, turned.seen_at(0.0)]
        for turned in (turn_at(float(degrees)) for degrees in range(25, 90))
    ]
    assert np.abs(np.diff(edges, axis=0)).max() < 0.06


def test_the_sleeve_that_goes_away_is_drawn_first():
    names = [
        piece.segment.name
        for piece in GarmentFitter(flat_tee()).fit(turned_body(80.0), 0.0).segments
    ]
    assert names.index("left_sleeve") < names.index("torso") < names.index("right_sleeve")


def test_the_back_is_drawn_from_behind_and_no_inside():
    fit = GarmentFitter(flat_tee()).fit(turned_body(180.0), 0.0)
    names = [piece.segment.name for piece in fit.segments]
    assert "back" in names
    assert not {"torso", "inside_back"} & set(names)
    assert fit.landmarks["shoulder_left"][0] < fit.landmarks["shoulder_right"][0]


def test_a_turned_trunk_ends_at_its_edge():
    piece = torso(GarmentFitter(flat_tee()).fit(turned_body(75.0), 0.0))
    assert piece.outline is not None
    edge = piece.outline[:, 0].max()
    assert piece.frame_points[:, 0].max() <= edge + 3.0


@pytest.mark.parametrize("degrees", [45.0, 55.0, 65.0, 80.0, -60.0])
def test_the_other_panel_is_bent_as_what_is_behind_the_seam(degrees):
    """Its photo is seen mirrored all over its outline."""
    fit = GarmentFitter(flat_tee()).fit(turned_body(degrees), 0.0)
    back = torso(fit, "back")
    box = Roi(150, 40, 500, 460)
    flow = unfolded_flow(back, fit.unit_px, box, 0.3)
    assert flow is not None
    inside = shapes.empty(box)
    shapes.fill_outline(inside, box, back.outline)
    photo = dense_flow(flow).astype(float)
    across, down = np.gradient(photo, axis=1), np.gradient(photo, axis=0)
    twist = across[..., 0] * down[..., 1] - across[..., 1] * down[..., 0]
    rows = np.arange(box.y0, box.y1)[:, None]
    hem = back.frame_points[:, 1].max()
    seen = (inside > 0) & (rows > back.frame_points[:, 1].min()) & (rows < hem)
    assert (twist[seen] < 0.0).mean() > 0.99


def test_the_other_panel_ends_a_little_under_the_seen_one():
    fit = GarmentFitter(flat_tee()).fit(turned_body(55.0), 0.0)
    front, back = (torso(fit, name).outline for name in ("torso", "back"))
    assert np.ptp(back[:, 0]) < 0.7 * np.ptp(front[:, 0])
