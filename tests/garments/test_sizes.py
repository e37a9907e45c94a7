import pytest

from tryon_ar.garments.sizes import checked_sizes, size_names


def test_a_sound_chart_is_kept_as_it_is():
    chart = {"unit": "cm", "S": {"chest": 50, "length": 70.5}, "44/46": {"chest": 54}}
    assert checked_sizes(chart) == chart
    assert checked_sizes(None) is None
    assert checked_sizes({"unit": "in"}) is None


@pytest.mark.parametrize(
    ("chart", "says"),
    [
        ([], "not a table"),
        ({"S": {"chest": 50}}, "unit None"),
        ({"unit": "m", "S": {"chest": 50}}, "unit 'm'"),
        ({"unit": "cm", "S": 50}, "no table of measures for the size S"),
        ({"unit": "cm", "S": {}}, "no table of measures"),
        ({"unit": "cm", "": {"chest": 50}}, "no short text"),
        ({"unit": "cm", "S": {"che\nst": 50}}, "no short text"),
        ({"unit": "cm", "S": {"chest": 0}}, "not a length"),
        ({"unit": "cm", "S": {"chest": -1}}, "not a length"),
        ({"unit": "cm", "S": {"chest": 501}}, "not a length"),
        ({"unit": "cm", "S": {"chest": True}}, "not a length"),
        ({"unit": "cm", "S": {"chest": "50"}}, "not a length"),
        ({"unit": "cm", "S": {"chest": float("nan")}}, "not a length"),
        ({"unit": "cm"} | {str(one): {"chest": 50} for one in range(41)}, "more than 40 sizes"),
        ({"unit": "cm", "S": {str(one): 50 for one in range(41)}}, "more than 40 measures"),
    ],
)
def test_what_is_wrong_is_said(chart, says):
    with pytest.raises(ValueError, match=says):
        checked_sizes(chart)


def test_sizes_are_named_in_the_order_of_the_chart():
    chart = {"S": {"chest": 48}, "unit": "cm", "XL": {"chest": 60}, "M": {"chest": 52}}
    assert size_names(chart) == ("S", "XL", "M")
    assert size_names(None) == ()
