from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryon_ar.garments.editing_brush import Brush, BrushStroke, joined

HEIGHT, WIDTH = 50, 60
GREY = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
places = st.tuples(st.floats(-15, WIDTH + 15), st.floats(-15, HEIGHT + 15))


def disc_oracle(path, radius: float, hardness: float) -> np.ndarray:
    """Cover by very many single discs along the path, pixel by pixel in double precision."""
    ys, xs = np.mgrid[:HEIGHT, :WIDTH].astype(float)
    nearest = np.full((HEIGHT, WIDTH), np.inf)
    ends = path if len(path) > 1 else [path[0], path[0]]
    for (x0, y0), (x1, y1) in pairwise(ends):
        count = int(np.hypot(x1 - x0, y1 - y0) * 20) + 2
        for share in np.linspace(0, 1, count):
            disc = np.hypot(xs - (x0 + share * (x1 - x0)), ys - (y0 + share * (y1 - y0)))
            nearest = np.minimum(nearest, disc)
    ramp = np.clip((radius + 0.5 - nearest) / max(1, radius * (1 - hardness)), 0, 1)
    return 255 * (3 * ramp**2 - 2 * ramp**3)


@settings(max_examples=25, deadline=None)
@given(
    path=st.lists(places, min_size=1, max_size=3),
    radius=st.floats(0.5, 20),
    hardness=st.floats(0, 1),
)
def test_stroke_is_a_disc_pulled_along_the_path(path, radius, hardness):
    stroke = BrushStroke(Brush(radius, hardness=hardness), GREY)
    box = stroke.extend(path)
    expected = disc_oracle(path, radius, hardness)
    assert np.abs(stroke.coverage - expected).max() <= 2.0
    touched = np.argwhere(stroke.coverage)
    if box is None:
        assert len(touched) == 0
    elif len(touched):
        (top, left), (bottom, right) = touched.min(axis=0), touched.max(axis=0)
        assert box[0] <= left
        assert box[1] <= top
        assert box[2] > right
        assert box[3] > bottom


@given(path=st.lists(places, min_size=2, max_size=6), radius=st.floats(0.5, 20))
@settings(max_examples=25, deadline=None)
def test_it_does_not_matter_in_how_many_moves_a_path_arrives(path, radius):
    at_once, by_and_by = (BrushStroke(Brush(radius), GREY) for _ in range(2))
    at_once.extend(path)
    for point in path:
        by_and_by.extend([point])
    assert np.array_equal(at_once.coverage, by_and_by.coverage)


def test_hard_disc_has_the_area_of_a_circle():
    stroke = BrushStroke(Brush(15.0, hardness=1.0), GREY)
    stroke.extend([(30.2, 24.7)])
    assert stroke.coverage.sum() / 255 == pytest.approx(np.pi * 15**2, rel=0.01)


def two_colours(noise: int = 0) -> np.ndarray:
    """Blue left, white right of column 30."""
    photo = np.full((HEIGHT, WIDTH, 3), 235, np.int16)
    photo[:, :30] = (150, 60, 40)
    if noise:
        photo += np.random.default_rng(1).integers(-noise, noise + 1, photo.shape, np.int16)
    return photo.clip(0, 255).astype(np.uint8)


@pytest.mark.parametrize("noise", [0, 8])
def test_edge_following_stops_at_the_edge_and_fills_its_own_side(noise):
    stroke = BrushStroke(Brush(14, hardness=1.0, follow_edges=True), two_colours(noise))
    stroke.extend([(22, 15), (22, 35)])
    plain = BrushStroke(Brush(14, hardness=1.0), two_colours(noise))
    plain.extend([(22, 15), (22, 35)])
    assert plain.coverage[25, 34] == 255
    assert stroke.coverage[:, 32:].max() == 0
    own_side = stroke.coverage[12:38, 12:28]
    assert (own_side > 250).mean() > 0.97


def test_edge_following_does_not_jump_to_an_island_of_the_same_colour():
    photo = two_colours()
    photo[20:30, 33:38] = (150, 60, 40)
    stroke = BrushStroke(Brush(18, hardness=1.0, follow_edges=True), photo)
    stroke.extend([(22, 25)])
    assert stroke.coverage[25, 35] == 0
    assert stroke.coverage[25, 25] == 255


def test_the_tip_of_the_brush_always_paints():
    photo = np.random.default_rng(2).integers(0, 256, (HEIGHT, WIDTH, 3)).astype(np.uint8)
    stroke = BrushStroke(Brush(20, hardness=1.0, follow_edges=True), photo)
    stroke.extend([(30, 25)])
    assert (stroke.coverage[24:27, 29:32] == 255).all()


@pytest.mark.parametrize(
    "wrong", [{"radius_px": 0.1}, {"radius_px": 1e6}, {"radius_px": 5, "hardness": 1.5}]
)
def test_impossible_brushes_are_refused(wrong):
    with pytest.raises(ValueError, match="is not"):
        Brush(**wrong)


def test_boxes_join():
    assert joined(None, None) is None
    assert joined((1, 2, 3, 4), None) == (1, 2, 3, 4)
    assert joined((1, 2, 3, 4), (0, 3, 2, 9)) == (0, 2, 3, 9)
