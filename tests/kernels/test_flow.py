import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryon_ar.kernels._gather import taps_of
from tryon_ar.kernels.flow import (
    _FAR,
    _NEAR,
    STEPS_PX,
    FlowGrid,
    coarse_flow,
    error_bound_px,
    fold_rate,
)
from tryon_ar.kernels.remap import dense_flow
from tryon_ar.kernels.tps import TpsFit, fit_tps

seeds = st.integers(0, 2**32 - 1)


def _fit(seed, count=24, noise_px=4.0, extent=300.0, scale=2.0, regularisation=0.01) -> TpsFit:
    rng = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(count)))
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2)[:count]
    target = (grid + rng.uniform(-0.3, 0.3, grid.shape)) * extent / side + 40
    source = scale * target + rng.normal(size=target.shape) * noise_px
    fit = fit_tps(source, target, regularisation)
    assert fit
    return fit


def _error(fit, grid: FlowGrid) -> float:
    x0, y0, x1, y1 = grid.roi
    pixels = np.stack(np.meshgrid(np.arange(x0, x1), np.arange(y0, y1)), -1)
    return float(np.linalg.norm(dense_flow(grid) - fit.evaluate(pixels), axis=-1).max())


@settings(deadline=None, max_examples=40)
@given(
    seeds,
    st.integers(-50, 60),
    st.integers(-50, 60),
    st.integers(1, 130),
    st.integers(1, 130),
    st.sampled_from(STEPS_PX),
)
def test_error_stays_below_its_bound(seed, x0, y0, width, height, step):
    fit = _fit(seed)
    grid = coarse_flow(fit, (x0, y0, x0 + width, y0 + height), step_px=step)
    # Rounding to float32 comes on top: source coordinates here are below 1024.
    assert _error(fit, grid) <= grid.error_px + 5e-4


@settings(deadline=None, max_examples=25)
@given(seeds, st.floats(0.2, 12.0), st.sampled_from([0.02, 0.1, 0.5]))
def test_step_is_chosen_for_the_tolerance(seed, noise, tolerance):
    fit = _fit(seed, noise_px=noise)
    grid = coarse_flow(fit, (0, 0, 220, 190), tolerance)
    assert grid.error_px <= tolerance
    assert _error(fit, grid) <= tolerance + 5e-4
    coarser = [step for step in STEPS_PX if step > grid.step_px]
    assert all(error_bound_px(fit, step) > tolerance for step in coarser)


def test_two_steps_on_a_grid_is_twice_as_fine_down_to_every_pixel():
    assert STEPS_PX[-3:] == (3, 2, 1)
    assert all(
        two_on * 2 == step for step, two_on in zip(STEPS_PX[:-3], STEPS_PX[2:], strict=False)
    )


def test_at_every_pixel_nothing_is_interpolated():
    rough = _fit(1, noise_px=200.0)
    grid = coarse_flow(rough, (0, 0, 20, 20), 1e-6)
    assert (grid.step_px, grid.error_px) == (1, 0.0)
    assert error_bound_px(rough, 2) > 0.0


def _of_knots(places, weights) -> TpsFit:
    """A spline of radial terms alone, without the unit of a body."""
    knots = np.array(places, float) / 100.0
    return TpsFit(knots, np.array(weights, float), np.zeros((3, 2)), np.zeros(2), 100.0, 100.0)


@settings(deadline=None, max_examples=25)
@given(seeds, st.sampled_from(STEPS_PX[:-1]))
def test_the_bound_is_the_documented_one(seed, step):
    fit = _fit(seed, count=9)
    size = np.linalg.norm(fit.weights, axis=1)
    gaps = np.linalg.norm(fit.knots_norm[:, None] - fit.knots_norm[None], axis=2)
    h = step / fit.extent_px
    with np.errstate(divide="ignore"):
        shares = np.minimum(_NEAR, _FAR / (gaps / (2 * h)))
    assert error_bound_px(fit, step) == pytest.approx(h**2 * (shares @ size).max())


@pytest.mark.parametrize("apart_px", [0, 80])
def test_where_knots_are_far_apart_the_bound_is_nearly_reached(apart_px):
    """One knot at the worst place of a cell, alone or with another one ten steps away."""
    step, worst = 8, 0.0
    for x in range(5):
        places = [(50 + x, 53)] + ([(50 + x + apart_px, 53)] if apart_px else [])
        fit = _of_knots(places, [(1.0, 0.0)] * len(places))
        grid = coarse_flow(fit, (42, 42, 66, 66), step_px=step)
        worst = max(worst, _error(fit, grid))
    assert 0.85 * grid.error_px < worst <= grid.error_px


def test_the_logarithm_is_as_exact_as_its_series():
    """A heavy knot less what it should give at a node: what is left is the error, made large."""
    heavy = 1e10
    for squared in (*np.geomspace(1e-6, 1e3, 40), *np.linspace(0.7, 1.42, 40)):
        away = np.sqrt(squared)
        own = heavy * 0.5 * away**2 * np.log(away**2)
        fit = _of_knots([(-100.0 * away, 0.0)], [(heavy, 0.0)])
        fit.affine[0, 0] = -own
        left = float(coarse_flow(fit, (0, 0, 1, 1), step_px=1).nodes[1, 0, 1])
        assert abs(left) <= 5e-14 * abs(own) + 4e-16 * heavy * squared


def test_gentle_warps_get_coarse_grids_and_rough_ones_fine_grids():
    steps = [coarse_flow(_fit(1, noise_px=n), (0, 0, 64, 64)).step_px for n in (0.01, 3, 200)]
    assert steps[0] == STEPS_PX[0]
    assert steps[0] > steps[1] > steps[2]


def test_nodes_are_the_spline_itself():
    fit = _fit(2)
    grid = coarse_flow(fit, (10, 20, 110, 90), step_px=8)
    rows, _, columns = grid.nodes.shape
    assert (rows, columns) == (-(-70 // 8) + 3, -(-100 // 8) + 3)
    x, y = np.meshgrid(10 + 8 * (np.arange(columns) - 1), 20 + 8 * (np.arange(rows) - 1))
    exact = fit.evaluate(np.stack([x, y], -1))
    np.testing.assert_allclose(grid.nodes.transpose(0, 2, 1), exact, atol=2e-4)


def test_nodes_on_knots_are_exact():
    target = np.array([[0, 0], [16, 0], [0, 16], [16, 32], [32, 16.0]])
    source = target[::-1] * 3.0
    fit = fit_tps(source, target)
    assert fit
    flow = dense_flow(coarse_flow(fit, (0, 0, 40, 40), step_px=16))
    for (x, y), value in zip(target.astype(int), source, strict=True):
        np.testing.assert_allclose(flow[y, x], value, atol=1e-4)


def test_part_of_a_grid_is_the_same_flow(rng):
    fit = _fit(5)
    grid = coarse_flow(fit, (3, 5, 143, 127), step_px=12)
    dense = dense_flow(grid)
    part = grid.cut((40, 30, 111, 90))
    x0, y0, x1, y1 = part.roi
    assert (x0 <= 40, y0 <= 30, x1, y1) == (True, True, 111, 90)
    assert min(x0 + 12 - 40, y0 + 12 - 30) > 0
    np.testing.assert_array_equal(dense_flow(part), dense[y0 - 5 : y1 - 5, x0 - 3 : x1 - 3])
    assert part.nodes.shape == coarse_flow(fit, part.roi, step_px=12).nodes.shape
    np.testing.assert_array_equal(dense_flow(grid.cut(grid.roi)), dense)
    for outside in ((2, 30, 9, 90), (40, 4, 99, 90), (40, 30, 144, 90), (40, 30, 111, 128)):
        with pytest.raises(ValueError, match="no part"):
            grid.cut(outside)
    for empty in ((40, 30, 40, 90), (40, 30, 111, 30)):
        with pytest.raises(ValueError, match="no part"):
            grid.cut(empty)
    assert grid.cut((142, 126, 143, 127)).roi[2:] == (143, 127)


@settings(deadline=None, max_examples=25)
@given(seeds, st.sampled_from([6, 12, 24]))
def test_all_that_lands_on_a_rectangle_is_found(seed, step):
    grid = coarse_flow(_fit(seed), (0, 0, 340, 330), step_px=step)
    x0, y0 = np.random.default_rng(seed).uniform(0, 500, 2)
    place = grid.landing_on((x0, y0, x0 + 70, y0 + 50))
    flow = dense_flow(grid)
    lands = ((flow >= (x0, y0)) & (flow <= (x0 + 70, y0 + 50))).all(axis=-1)
    if place is not None:
        left, top, right, bottom = place
        assert (right - left) * (bottom - top) < 0.5 * 340 * 330
        lands[top:bottom, left:right] = False
    assert not lands.any()
    assert grid.landing_on((5000.0, 5000.0, 5100.0, 5100.0)) is None


@settings(deadline=None, max_examples=40)
@given(st.tuples(*(st.integers(-30, 70),) * 2), st.tuples(*(st.integers(0, 30),) * 2))
def test_cells_count_whose_box_grown_by_half_reaches_the_rectangle(corner, size):
    """By hand, of a flow that leaves every place where it is, but for the way of its axes."""
    step, roi = 4, (-3, 2, 38, 31)
    columns, rows = -3 + step * (np.arange(14) - 1), 2 + step * (np.arange(11) - 1)
    x, y = np.meshgrid(columns, rows)
    grid = FlowGrid(np.stack([20 - x, y], axis=1).astype(np.float32), step, roi, 0.0)
    low, high = np.array(corner), np.add(corner, size)
    found = []
    for left in range(-3, 38, step):
        for top in range(2, 31, step):
            first, last = np.array([20 - left - step, top]), np.array([20 - left, top + step])
            grown = step / 2 + 1
            if (first - grown <= high).all() and (last + grown >= low).all():
                found.append((left, top))
    if not found:
        assert grid.landing_on((*low, *high)) is None
    else:
        lefts, tops = zip(*found, strict=True)
        expected = min(lefts), min(tops), min(max(lefts) + step, 38), min(max(tops) + step, 31)
        assert grid.landing_on((*low, *high)) == expected


def test_envelope_of_the_radial_error_holds():
    """Scan the error of interpolating r^2 log r on the unit grid over knots in a cell."""
    reach, phases = 8, 8
    taps = taps_of(phases).astype(np.float64)
    nodes = np.arange(-reach - 1, reach + 2)
    spread = np.zeros((2 * reach * phases, len(nodes)))
    for cell in range(2 * reach):
        spread[cell * phases : (cell + 1) * phases, cell : cell + 4] = taps.T
    fine = np.arange(2 * reach * phases) / phases - reach

    def radial(x, y):
        squared = x**2 + y**2
        return 0.5 * squared * np.log(np.where(squared > 0, squared, 1.0))

    worst = 0.0
    for kx in np.linspace(0, 0.5, 6):
        for ky in np.linspace(0, 0.5, 6):
            coarse = radial(nodes[None] - kx, nodes[:, None] - ky)
            exact = radial(fine[None] - kx, fine[:, None] - ky)
            error = np.abs(spread @ coarse @ spread.T - exact)
            distance = np.hypot(fine[None] - kx, fine[:, None] - ky)
            envelope = np.minimum(_NEAR, _FAR / np.maximum(distance, 1e-9))
            worst = max(worst, float((error / envelope).max()))
    assert 0.9 < worst <= 1.0


def _landmark_like_points(mask, rng):
    """Control points a fitting would use: spread over a garment's outline and inside it."""
    rows = np.flatnonzero(mask.any(axis=1))
    points = []
    for row in np.linspace(rows[0] + 3, rows[-1] - 3, 9).astype(int):
        columns = np.flatnonzero(mask[row])
        points += [(columns[0], row), (columns[len(columns) // 2], row), (columns[-1], row)]
    source = np.array(points, float)
    upright = (source - source.mean(axis=0)) * [0.75, 0.7]
    turn = rng.uniform(-0.3, 0.3)
    turned = upright @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    # A body bends, tapers and breathes by some per cent of its size, smoothly.
    bend = 12 * np.sin(upright / 60 + rng.uniform(0, 6, 2))[:, ::-1]
    return source, turned + bend + rng.normal(size=source.shape) + [320, 260]


def test_real_garments_stay_within_a_tenth_of_a_pixel(shared_data, rng):
    from PIL import Image

    steps = []
    masks = sorted((shared_data / "garments" / "masks").glob("*.png"))[::4]
    assert masks
    for path in masks:
        with Image.open(path) as picture:
            mask = np.asarray(picture.convert("L")) > 127
        source, target = _landmark_like_points(mask, rng)
        fit = fit_tps(source, target, 0.01)
        assert fit, fit.reason
        x0, y0 = target.min(axis=0).astype(int) - 20
        x1, y1 = target.max(axis=0).astype(int) + 20
        grid = coarse_flow(fit, (x0, y0, x1, y1))
        assert _error(fit, grid) <= 0.1, path.name
        steps.append(grid.step_px)
    assert np.median(steps) >= 4, f"grids as fine as {steps} buy nothing"


@pytest.mark.parametrize("scale", [0.25, 1.0, 3.2])
def test_scale_is_source_pixels_per_frame_pixel(scale):
    fit = _fit(3, noise_px=0.05, scale=scale)
    assert coarse_flow(fit, (40, 40, 300, 300)).scale() == pytest.approx(scale, rel=0.02)


@pytest.mark.parametrize("size", [None, (40, 30), (41, 31), (1, 1), (-5, -5)])
def test_scale_is_the_median_over_nodes_of_what_one_step_covers(size):
    """Node by node, of a flow without rhyme or reason, with nodes on the photo's very edge."""
    nodes = np.random.default_rng(4).integers(-9, 50, (9, 2, 8)).astype(np.float32)
    nodes[3, :, 3], nodes[4, :, 4], nodes[5, :, 2] = (0, 0), (40, 12), (7, 30)
    every, inside = [], []
    for r in range(1, 8):
        for c in range(1, 7):
            across = (nodes[r, :, c + 1] - nodes[r, :, c - 1]) / 6
            down = (nodes[r + 1, :, c] - nodes[r - 1, :, c]) / 6
            every.append((across @ across + down @ down) / 2)
            x, y = nodes[r, :, c]
            if size and 0 <= x < size[0] and 0 <= y < size[1]:
                inside.append(every[-1])
    found = FlowGrid(nodes, 3, (0, 0, 15, 18), 0.0).scale(size)
    assert found**2 == pytest.approx(np.median(inside or every))


def test_scale_can_look_at_the_photo_alone():
    target = np.array([[0, 0], [100, 0], [0, 100], [100, 100], [300, 0], [300, 100.0]])
    source = target * [1, 1]
    source[4:, 0] = 100 + 200 * 8
    fit = fit_tps(source, target)
    assert fit
    grid = coarse_flow(fit, (0, 0, 300, 100))
    assert grid.scale((100, 100)) < 2.5 < grid.scale()


def test_affine_flow_does_not_fold_and_a_flip_folds_everywhere():
    points = np.array([[0, 0], [90, 0], [0, 90], [90, 80.0]])
    for scale in (0.1, 2.0):
        upright, flipped = (
            fit_tps(points * scale, points),
            fit_tps(points * [-scale, scale], points),
        )
        assert upright
        assert flipped
        assert fold_rate(upright, (0, 0, 90, 90)) == 0.0
        assert fold_rate(flipped, (0, 0, 90, 90)) == 1.0


def test_folds_are_looked_for_where_the_photo_is():
    points = np.array([[0, 0], [90, 0], [0, 90], [90, 80.0]])
    flipped = fit_tps(points * [-1, 1] + (90, 0), points)
    assert fold_rate(flipped, (0, 0, 90, 90), source_size=(90, 90)) == 1.0
    assert fold_rate(flipped, (100, 0, 190, 90), source_size=(90, 90)) == 0.0  # left of it
    assert fold_rate(flipped, (-90, 0, -10, 90), source_size=(90, 90)) == 0.0  # right of it


def test_a_swapped_pair_folds_in_between():
    target = np.array([[0, 0], [90, 0], [0, 90], [90, 90], [40, 45], [50, 45.0]])
    source = target.copy()
    source[4:] = source[:3:-1]
    fit = fit_tps(source, target)
    assert fit
    assert 0.0 < fold_rate(fit, (0, 0, 90, 90), 1) < 0.5
    # Off the photo nothing is drawn, so nothing folds.
    assert fold_rate(fit, (500, 500, 600, 600), source_size=(90, 90)) == 0.0


@pytest.mark.parametrize(
    ("roi", "options"),
    [
        ((0, 0, 0, 5), {}),
        ((0, 5, 5, 5), {}),
        ((5, 0, 1, 5), {}),
        ((0, 0, 5, 5), {"tolerance_px": 0.0}),
        ((0, 0, 5, 5), {"step_px": 0}),
    ],
)
def test_misuse_raises(roi, options):
    with pytest.raises(ValueError, match=r"empty|positive"):
        coarse_flow(_fit(1), roi, **options)
