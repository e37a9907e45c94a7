from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee, flat_trousers, standing_body
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.fitting.sizes import SUITING, size_factors, suiting_size
from tryon_ar.garments.builtin import load_builtin

CHART = {
    "unit": "cm",
    "S": {"chest": 46, "length": 66, "sleeve": 20, "waist": 34},
    "M": {"chest": 51, "length": 70, "sleeve": 21, "waist": 38},
    "L": {"chest": 56, "length": 74, "sleeve": 22, "waist": 42},
}


def fitted(garment, size, half_width_px=30):
    fitter = GarmentFitter(replace(garment, sizes=CHART))
    fit = fitter.fit(standing_body(half_width_px=half_width_px), 0.0, DressingOptions(size=size))
    assert fit
    return fit


def length(marks):
    return marks["hem_center"][1] - marks["neck_left"][1]


def width(marks, name="hem"):
    return marks[f"{name}_left"][0] - marks[f"{name}_right"][0]


def test_the_size_that_suits_is_drawn_when_none_is_chosen():
    assert suiting_size(CHART) == "M"
    assert size_factors(CHART, None) == size_factors(CHART, "M") == SUITING


def test_ratios_are_the_charts_own():
    large = size_factors(CHART, "L")
    assert (large.width, large.length, large.sleeve) == pytest.approx((56 / 51, 74 / 70, 22 / 21))
    small = size_factors(CHART, "S")
    assert (small.width, small.length, small.sleeve) == pytest.approx((46 / 51, 66 / 70, 20 / 21))


def test_units_do_not_matter():
    inches = {"unit": "in"} | {
        name: {measure: value / 2.54 for measure, value in CHART[name].items()} for name in "SML"
    }
    assert suiting_size(inches) == "M"
    one, other = size_factors(inches, "L"), size_factors(CHART, "L")
    assert (one.width, one.length) == pytest.approx((other.width, other.length))


def test_girths_are_halved_when_the_size_that_suits_is_looked_for():
    girths = {"unit": "cm", "S": {"Chest": 92}, "M": {"Chest": 102}, "L": {"Chest": 112}}
    assert suiting_size(girths) == "M"
    assert size_factors(girths, "L").width == pytest.approx(112 / 102)


def test_a_chart_of_widths_alone_lengthens_less_than_it_widens():
    bare = {"unit": "cm", "M": {"chest": 51}, "L": {"chest": 56}}
    factors = size_factors(bare, "L")
    assert 1.0 < factors.sleeve < factors.length < factors.width
    wider = 56 / 51 - 1.0
    assert (factors.length, factors.sleeve) == pytest.approx((1 + 0.45 * wider, 1 + 0.35 * wider))


def test_a_chart_of_lengths_alone_changes_no_width():
    factors = size_factors({"S": {"length": 63}, "M": {"length": 70}, "L": {"length": 77}}, "S")
    assert (factors.width, factors.length, factors.sleeve) == pytest.approx((1.0, 0.9, 1.0))


def test_a_chart_of_one_size_has_nothing_to_choose():
    assert size_factors({"unit": "cm", "M": {"chest": 99, "length": 70}}, "M") == SUITING


@pytest.mark.parametrize(
    ("chart", "is_lower", "suits"),
    [
        # A chest of 1.45, a waistband of 1.08 mean shoulders of 35 cm: 50.75 and 37.8 cm.
        ({"A": {"chest": 50.0}, "B": {"chest": 51.6}}, False, "A"),
        ({"A": {"chest": 49.8}, "B": {"chest": 51.5}}, False, "B"),
        ({"A": {"waist": 37.0}, "B": {"waist": 38.7}}, True, "A"),
        ({"A": {"waist": 36.8}, "B": {"waist": 38.7}}, True, "B"),
        # What is more than 75 cm was measured around.
        ({"A": {"chest": 30.0}, "B": {"chest": 74.0}}, False, "A"),
        ({"A": {"chest": 30.0}, "B": {"chest": 76.0}}, False, "B"),
        ({"unit": "in", "A": {"chest": 19.0}, "B": {"chest": 21.5}}, False, "A"),
        ({"unit": "in", "A": {"chest": 19.0}, "B": {"chest": 50.0}}, False, "A"),
        ({"unit": "in", "A": {"chest": 14.0}, "B": {"chest": 40.0}}, False, "B"),
    ],
)
def test_the_size_nearest_to_mean_shoulders_suits(chart, is_lower, suits):
    assert suiting_size(chart, is_lower=is_lower) == suits
    assert suiting_size(dict(reversed(chart.items())), is_lower=is_lower) == suits


def test_no_chart_suits_nobody():
    assert suiting_size(None) is None
    assert suiting_size({}) is None
    assert suiting_size({"unit": "cm"}) is None


def test_trousers_go_by_waist_and_inseam():
    chart = {
        "unit": "cm",
        "30": {"waist": 38, "inseam": 76},
        "34": {"waist": 43, "inseam": 81, "chest": 99},
    }
    assert suiting_size(chart, is_lower=True) == "30"
    factors = size_factors(chart, "34", is_lower=True)
    assert (factors.width, factors.length) == pytest.approx((43 / 38, 81 / 76))


@pytest.mark.parametrize("size", ["XXL", "unit", ""])
def test_a_size_the_chart_lacks_is_worn_as_the_one_that_suits(size):
    assert size_factors(CHART, size) == SUITING
    assert size_factors(None, size) == SUITING


def test_a_chart_without_known_measures_suits_in_the_middle():
    assert suiting_size({"unit": "cm", "1": {"x": 1}, "2": {"x": 2}, "3": {"x": 3}}) == "2"
    assert size_factors({"unit": "cm", "1": {"x": 1}, "2": {"x": 2}}, "1") == SUITING


def test_absurd_charts_are_held_within_bounds():
    chart = {"unit": "cm", "M": {"chest": 50}, "L": {"chest": 499}}
    assert size_factors(chart, "L").width == 1.7
    chart = {"unit": "cm", "M": {"chest": 50}, "L": {"chest": 9}}
    assert size_factors(chart, "L").width == 0.6


def test_sizes_of_a_tee_differ_by_the_charts_ratios():
    fits = {size: fitted(flat_tee(), size).landmarks for size in (None, "S", "M", "L")}
    assert fits["M"] == fits[None]
    assert length(fits["L"]) / length(fits["M"]) == pytest.approx(74 / 70, rel=1e-3)
    assert length(fits["S"]) / length(fits["M"]) == pytest.approx(66 / 70, rel=1e-3)
    assert width(fits["L"]) / width(fits["M"]) == pytest.approx(56 / 51, rel=1e-3)
    assert width(fits["S"]) / width(fits["M"]) == pytest.approx(46 / 51, rel=1e-3)


def test_a_small_size_still_covers_the_body():
    marks = fitted(flat_tee(), "S", half_width_px=55).landmarks
    assert marks["waist_left"][0] - 320 >= 55


@pytest.mark.parametrize("long", [False, True])
def test_sleeves_of_a_larger_size_are_longer(long):
    def reach(size):
        marks = fitted(flat_tee(long), size).landmarks
        cuff = np.mean([marks["cuff_left_outer"], marks["cuff_left_inner"]], axis=0)
        return np.hypot(*(cuff - (370, 150)))

    assert reach("S") < reach("M") - 0.5 < reach("L") - 1.0


def test_legs_of_a_larger_size_are_longer_and_wider():
    def leg(size):
        fit = fitted(flat_trousers(), size)
        outer, inner = (np.array(fit.landmarks[f"leg_hem_left_{e}"]) for e in ("outer", "inner"))
        return (outer + inner)[1] / 2, np.hypot(*(outer - inner))

    (small, tight), (middle, usual), (large, wide) = leg("S"), leg("M"), leg("L")
    assert small < middle - 2 < large - 4
    assert tight <= usual < wide


@pytest.mark.parametrize("name", ["skirt-midi", "dress-floral"])
def test_skirts_of_a_larger_size_are_longer_and_wider(name):
    garment = load_builtin(name)
    middle, large = (fitted(garment, size).landmarks for size in ("M", "L"))
    assert large["hem_center"][1] > middle["hem_center"][1] + 3
    assert width(large) > 1.05 * width(middle)
