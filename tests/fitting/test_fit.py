"""What fitting hands over."""

import numpy as np
import pytest

from tryon_ar.fitting.fit import GarmentFit, NoFit

ENDS = {"waist_right": (1.0, 2.0), "waist_left": (5.0, 3.0)}


def test_the_waistband_runs_from_the_right_to_the_left():
    right, left = GarmentFit((), ENDS, 100.0, is_lower=True).waistband
    np.testing.assert_array_equal([right, left], [(1, 2), (5, 3)])


@pytest.mark.parametrize("missing", ["waist_right", "waist_left"])
def test_without_both_its_ends_there_is_no_waistband(missing):
    ends = {name: place for name, place in ENDS.items() if name != missing}
    assert GarmentFit((), ends, 100.0, is_lower=True).waistband is None


def test_what_is_worn_above_has_no_waistband():
    assert GarmentFit((), ENDS, 100.0).waistband is None


def test_no_fit_is_false():
    assert not NoFit("too small")
