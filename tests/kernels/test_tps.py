import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryon_ar.kernels.tps import FitFailure, TpsFit, fit_tps

seeds = st.integers(0, 2**32 - 1)


def _points(seed, count=20, extent=400.0):
    """Points at least a little apart: a jittered grid."""
    rng = np.random.default_rng(seed)
    side = int(np.ceil(np.sqrt(count)))
    grid = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1).reshape(-1, 2)[:count]
    return (grid + rng.uniform(-0.3, 0.3, grid.shape)) * extent / side + rng.uniform(-500, 500, 2)


def _fit(*args, **kwargs) -> TpsFit:
    fit = fit_tps(*args, **kwargs)
    assert fit, getattr(fit, "reason", "")
    return fit


@settings(deadline=None, max_examples=60)
@given(seeds, st.integers(3, 60))
def test_passes_through_every_control_point(seed, count):
    target, source = _points(seed, count), _points(seed + 1, count, 900.0)
    fit = _fit(source, target)
    assert np.abs(fit.evaluate(target) - source).max() < 1e-6


@settings(deadline=None, max_examples=40)
@given(seeds, st.floats(0, 1))
def test_an_affine_motion_does_not_bend(seed, regularisation):
    target = _points(seed)
    rng = np.random.default_rng(seed)
    matrix, shift = rng.normal(size=(2, 2)) + 2 * np.eye(2), rng.normal(size=2) * 100
    fit = _fit(target @ matrix.T + shift, target, regularisation)
    assert fit.bending_energy() < 1e-9
    probe = rng.uniform(-2000, 2000, (50, 2))
    np.testing.assert_allclose(fit.evaluate(probe), probe @ matrix.T + shift, atol=1e-5)


@settings(deadline=None, max_examples=30)
@given(seeds, st.floats(0.1, 10), st.floats(-np.pi, np.pi), st.floats(0, 0.05))
def test_frame_resolution_and_orientation_do_not_matter(seed, scale, angle, regularisation):
    target, source = _points(seed), _points(seed + 1)
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    probe = _points(seed + 2, 9)
    plain = _fit(source, target, regularisation, unit_px=100.0)
    moved = _fit(source, target @ turn.T + 7, regularisation, unit_px=100.0 * scale)
    np.testing.assert_allclose(
        moved.evaluate(probe @ turn.T + 7), plain.evaluate(probe), atol=1e-4, rtol=1e-6
    )


def test_agrees_with_scikit_image():
    from skimage.transform import ThinPlateSplineTransform

    target, source = _points(4, 24, 1.0), _points(5, 24, 300.0)
    target -= target.min(axis=0)
    other = ThinPlateSplineTransform.from_estimate(target, source)
    probe = np.random.default_rng(6).uniform(0, 1, (50, 2))
    np.testing.assert_allclose(_fit(source, target).evaluate(probe), other(probe), atol=0.05)


def test_regularisation_is_the_documented_one():
    target, source = _points(1), _points(2)
    scaled = target / 200.0
    gap = np.linalg.norm(scaled[:, None] - scaled[None], axis=2)
    radial = gap**2 * np.log(np.where(gap > 0, gap, 1)) + 0.02 * np.eye(len(gap))
    affine = np.column_stack([np.ones(len(gap)), scaled])
    system = np.block([[radial, affine], [affine.T, np.zeros((3, 3))]])
    solved = np.linalg.solve(system, np.vstack([source, np.zeros((3, 2))]))
    # At a knot the regularised system misses its value by lambda times its weight.
    fit = _fit(source, target, 0.02, unit_px=200.0)
    np.testing.assert_allclose(fit.evaluate(target), source - 0.02 * solved[:-3], atol=1e-6)


def test_more_regularisation_bends_less():
    target, source = _points(1), _points(2)
    energies = [_fit(source, target, value).bending_energy() for value in (0, 0.01, 0.1, 1)]
    assert energies == sorted(energies, reverse=True)
    assert energies[0] > 2 * energies[-1]


@settings(deadline=None, max_examples=20)
@given(seeds)
def test_jacobian_is_the_derivative(seed):
    fit = _fit(_points(seed), _points(seed + 1))
    probe = _points(seed + 2, 16)
    step = 1e-3
    for axis in (0, 1):
        move = np.eye(2)[axis] * step
        difference = (fit.evaluate(probe + move) - fit.evaluate(probe - move)) / (2 * step)
        np.testing.assert_allclose(fit.jacobian(probe)[..., axis], difference, atol=1e-3)


def test_at_a_knot_the_derivative_is_the_one_beside_it():
    target = _points(1)
    fit = _fit(_points(2), target)
    np.testing.assert_allclose(fit.jacobian(target), fit.jacobian(target + 1e-7), atol=1e-4)


def test_knots_are_told_within_the_box_of_the_targets():
    target = _points(5) * [1.0, 0.4]
    fit = _fit(_points(6), target)
    longer = max(target[:, 0].max() - target[:, 0].min(), target[:, 1].max() - target[:, 1].min())
    assert fit.extent_px == fit.unit_px == pytest.approx(longer)
    np.testing.assert_allclose(fit.origin_px, [target[:, 0].min(), target[:, 1].min()])
    assert fit.knots_norm.min() == 0.0
    assert fit.knots_norm.max() == pytest.approx(1.0)
    np.testing.assert_allclose(fit.knots_norm * fit.extent_px + fit.origin_px, target)


def test_shapes_are_kept():
    fit = _fit(_points(1), _points(2))
    assert fit.evaluate(np.zeros((3, 4, 2))).shape == (3, 4, 2)
    assert fit.evaluate([1.0, 2.0]).shape == (2,)
    assert fit.jacobian(np.zeros((3, 4, 2))).shape == (3, 4, 2, 2)


GOOD = _points(3, 8)


def _with(points, index, value):
    changed = points.copy()
    changed[index] = value
    return changed


@pytest.mark.parametrize(
    ("source", "target", "reason"),
    [
        (GOOD[:2], GOOD[:2], "needs 3"),
        (GOOD[:0], GOOD[:0], "needs 3"),
        (GOOD, _with(GOOD, 5, GOOD[2]), "target points 2 and 5 coincide"),
        (_with(GOOD, 5, GOOD[2]), GOOD, "source points 2 and 5 coincide"),
        (GOOD, GOOD * 0 + 3, "coincide"),
        (GOOD, GOOD * [1, 0] + [0, 9], "target points are on a line"),
        (GOOD, GOOD @ [[1, 2], [1, 2]], "target points are on a line"),
        (GOOD * [0, 1], GOOD, "source points are on a line"),
        (GOOD, _with(GOOD, 0, np.nan), "target point is not finite"),
        (_with(GOOD, 0, np.inf), GOOD, "source point is not finite"),
    ],
)
def test_degenerate_points_are_a_falsy_value_with_a_reason(source, target, reason):
    for regularisation in (0.0, 0.02):
        failure = fit_tps(source, target, regularisation)
        assert isinstance(failure, FitFailure)
        assert not failure
        assert reason in failure.reason


@pytest.mark.parametrize("extent", [0.3, 1.0, 5000.0])
@pytest.mark.parametrize("way", [(1.0, 0.0), (0.0, -1.0), (0.6, 0.8)])
@pytest.mark.parametrize("pair", [(0, 1), (2, 6), (7, 8)])
def test_points_are_the_same_within_a_hundred_thousandth_of_the_extent(extent, way, pair):
    square = np.array([[0, 0], [1, 0], [0, 1], [1, 1], [0.4, 0.3], [0.7, 0.4], [0.2, 0.8]])
    points = np.vstack([square, [[0.5, 0.9], [0.8, 0.7]]]) * [1.0, 0.9] * extent
    for gap, told in ((0.9e-5, True), (1.1e-5, False)):
        near = points.copy()
        near[pair[1]] = near[pair[0]] + np.array(way) * gap * np.ptp(near, axis=0).max()
        reason = getattr(fit_tps(points, near), "reason", "")
        assert (reason == f"target points {pair[0]} and {pair[1]} coincide") is told


@pytest.mark.parametrize("extent", [0.3, 300.0])
@pytest.mark.parametrize("degrees", [0.0, 20.0, 45.0, 90.0, 135.0, 160.0])
def test_points_are_on_a_line_when_their_cloud_is_as_thin(extent, degrees):
    along = np.array([-4.0, -3.0, -2.0, -1.0, 1.0, 2.0, 3.0, 4.0])
    across = np.array([1.0, -1.0, -1.0, 1.0, 1.0, -1.0, -1.0, 1.0])  # of no slope, middle 0
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    length = np.sqrt(np.mean(along**2))
    for thin, told in ((0.93e-4, True), (1.07e-4, False)):
        cloud = np.column_stack([along, across * thin * length]) @ turn.T * extent + 40.0
        reason = getattr(fit_tps(_points(3, 8), cloud), "reason", "")
        assert (reason == "the target points are on a line") is told


@settings(deadline=None, max_examples=60)
@given(seeds, st.floats(-12, 0), st.booleans())
def test_nearly_degenerate_points_never_give_nan(seed, exponent, flat):
    rng = np.random.default_rng(seed)
    target = _points(seed, 9)
    if flat:
        target[:, 1] = target[:, 0] * 0.4 + rng.normal(size=9) * 10**exponent
    else:
        target[4] = target[7] + rng.normal(size=2) * 10**exponent
    fit = fit_tps(_points(seed + 1, 9), target, 0.01)
    if fit:
        assert np.isfinite(fit.evaluate(_points(seed + 2, 20))).all()


@pytest.mark.parametrize(
    ("source", "target", "options"),
    [
        (GOOD, GOOD[:-1], {}),
        (GOOD[:, :1], GOOD[:, :1], {}),
        (GOOD[0], GOOD[0], {}),
        (GOOD, GOOD, {"regularisation": -1.0}),
        (GOOD, GOOD, {"regularisation": float("nan")}),
        (GOOD, GOOD, {"unit_px": 0.0}),
    ],
)
def test_misuse_raises(source, target, options):
    with pytest.raises(ValueError, match="must be"):
        fit_tps(source, target, **options)


def test_a_unit_may_be_less_than_a_pixel():
    target = _points(1)
    half, whole = (_fit(_points(2), target, 40.0, unit_px=unit) for unit in (0.5, 1.0))
    np.testing.assert_allclose(
        half.evaluate(target), _fit(_points(2), target, 10.0, unit_px=1.0).evaluate(target)
    )
    assert half.bending_energy() > whole.bending_energy()


def test_inputs_may_be_frozen_and_stay_as_they_are():
    target, source = _points(1), _points(2)
    target.flags.writeable = source.flags.writeable = False
    before = target.copy()
    _fit(source, target, 0.01)
    np.testing.assert_array_equal(target, before)
