"""Colour differences against published pairs and by hand."""

import numpy as np
import pytest

from tryon_ar.evaluation import colour_fidelity
from tryon_ar.evaluation.colour_fidelity import colour_shift

# Sharma, Wu, Dalal (2005), table 1: two Lab colours and their difference.
PUBLISHED = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
    ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("first", "second", "apart"), PUBLISHED)
def test_differences_are_the_published_ones(monkeypatch, first, second, apart):
    looked_up = iter([np.array([first]), np.array([second])])
    monkeypatch.setattr(colour_fidelity, "lab", lambda _: next(looked_up))
    opaque = np.ones((1, 1, 4), np.float32)
    found = colour_shift(opaque, opaque, np.ones((1, 1), np.bool_))
    assert found == pytest.approx(apart, abs=1e-4)


def layer(bgr, alpha):
    """Return two pixels of premultiplied colour."""
    return np.tile(np.float32([*(np.array(bgr) / 255.0 * alpha), alpha]), (1, 2, 1))


def test_white_and_primaries_have_their_lab_values():
    plain = np.vstack([layer(bgr, 1.0)[0, :1] for bgr in ((255, 255, 255), (0, 0, 255))])
    expected = [(100.0, 0.0, 0.0), (53.24, 80.09, 67.20)]
    np.testing.assert_allclose(colour_fidelity.lab(plain), expected, atol=0.15)


def test_coverage_is_no_colour():
    seen = np.ones((1, 2), np.bool_)
    shift = colour_shift(layer((40, 90, 200), 1.0), layer((40, 90, 200), 0.6), seen)
    assert shift == pytest.approx(0.0, abs=0.02)


def test_the_median_is_over_what_is_inside_and_covered():
    photo, shown = layer((200, 200, 200), 1.0), layer((200, 200, 200), 1.0)
    shown[0, 1, :3] = 0.1
    inside = np.array([[True, False]])
    assert colour_shift(photo, shown, inside) == pytest.approx(0.0, abs=1e-3)
    assert colour_shift(photo, shown, ~inside) > 30
    photo[..., 3] = 0
    assert colour_shift(photo, shown, inside) is None
