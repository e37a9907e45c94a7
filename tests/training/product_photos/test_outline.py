import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.training.product_photos.outline import (
    Wobble,
    along,
    bezier,
    flip,
    join,
    length,
    line,
    mirror,
    offset,
    portion,
    spline,
    symmetric,
    turned,
)

CM = st.floats(-80, 80)


@given(st.lists(st.tuples(CM, CM), min_size=2, max_size=6, unique=True))
def test_a_spline_goes_through_its_points(points: list[tuple[float, float]]) -> None:
    curve = spline(*points)
    assert np.isfinite(curve).all()
    for point in points:
        assert np.hypot(*(curve - point).T).min() < 1e-6


def test_symmetric_is_smooth_and_even() -> None:
    curve = symmetric((10, 0), (5, 3), (0, 4))
    np.testing.assert_allclose(curve[0], (10, 0))
    np.testing.assert_allclose(curve[-1], (-10, 0))
    np.testing.assert_allclose(np.sort(curve[:, 0]), np.sort(-curve[:, 0]), atol=1e-9)
    middle = np.abs(curve[:, 0]) < 0.8
    slope = np.gradient(curve[middle, 1], curve[middle, 0])
    assert np.abs(slope).max() < 0.15


def test_offset_runs_alongside() -> None:
    t = np.linspace(0, np.pi, 200)
    arc = np.stack([10 * np.cos(t), 10 * np.sin(t)], axis=1)
    moved = offset(arc, 1.0)
    np.testing.assert_allclose(np.hypot(*moved.T), 9.0, atol=0.01)


def test_lengths_and_portions() -> None:
    path = join(line((0, 0), (3, 0)), line((3, 0), (3, 4)))
    assert length(path) == pytest.approx(7.0)
    assert along(path, 3 / 7) == pytest.approx((3.0, 0.0))
    part = portion(path, 3 / 7, 1.0)
    assert length(part) == pytest.approx(4.0)
    np.testing.assert_allclose(part[[0, -1]], [(3, 0), (3, 4)], atol=1e-9)


def test_join_drops_doubled_points() -> None:
    path = join(line((0, 0), (1, 0)), line((1, 0), (2, 0)))
    assert (np.hypot(*np.diff(path, axis=0).T) > 0).all()


def test_mirror_runs_back_and_flip_does_not() -> None:
    curve = bezier((1, 0), (2, 1), (3, 4))
    np.testing.assert_allclose(mirror(curve)[0], (-3, 4))
    np.testing.assert_allclose(flip(curve)[0], (-1, 0))


def test_turning_is_clockwise_as_seen() -> None:
    np.testing.assert_allclose(turned(np.array([[1.0, 0.0]]), (0, 0), 90), [[0, 1]], atol=1e-12)


def test_a_wobble_is_smooth_and_small(rng: np.random.Generator) -> None:
    wobble = Wobble.random(rng)
    x, y = np.meshgrid(np.linspace(-40, 40, 60), np.linspace(0, 80, 60))
    shift = wobble.displacement(x, y)
    assert 0.1 < np.abs(shift).max() < 1.2
    near = wobble.displacement(x + 0.01, y) - shift
    assert np.abs(near).max() < 0.005
    points = np.stack([x.ravel(), y.ravel()], axis=1)
    np.testing.assert_allclose(wobble(points), points + shift.reshape(-1, 2))
