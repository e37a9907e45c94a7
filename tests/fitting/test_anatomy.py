"""Measures of bodies, against a tape."""

from itertools import pairwise

import pytest

from tryon_ar.fitting import anatomy
from tryon_ar.fitting.sizes import SHOULDERS_CM
from tryon_ar.fitting.straps import bare_height

#: What tailors and anthropometric tables have for grown-up people, centimetres; half-widths are of
#: limbs in cloth.
_CM = {
    "SEAM_WIDTH": (36, 46),
    "SEAM_RISE": (2, 6),
    "NECK_RISE": (6, 12),
    "NECK_HALF": (5, 10),
    "LEAST_CHEST": (36, 46),
    "SLEEVE_REACH": (58, 72),
    "COVER_MARGIN": (0.2, 2),
    "SHORT_SLEEVE_ARM": (24, 32),
    "ENDS_ABOVE_ELBOW": (15, 25),
    "ENDS_AT_ELBOW": (26, 34),
    "LEFT_BELOW_ELBOW": (4, 12),
    "UPPER_ARM": (25, 34),
    "FOREARM": (22, 30),
    "SHOULDER_TO_SLEEVE": (3, 9),
    "SHORT_CUFF_HALF": (4, 8),
    "INNER_CUFF_HALF": (4, 7),
    "ELBOW_HALF": (4, 7),
    "WRIST_HALF": (2.5, 5),
    "THIGH": (36, 46),
    "SHIN": (31, 42),
    "KNEE_HALF": (6, 10),
    "ANKLE_HALF": (3.5, 7),
    "WAIST_RISE": (10, 20),
    "HIP_HALF": (15, 22),
    "SHOULDER_PUSH": (1, 4),
    "UPPER_SLEEVE_PUSH": (3, 8),
    "SHOULDER_COVER": (0.2, 1.5),
    "EDGE_DROP": (1, 4),
    "HAIR_ABOVE": (2, 6),
}
#: Parts of something that is not all of it, and what may be more than all of it but not twice.
_PARTS = ("WORN_CHEST", "FLAT_TO_WORN", "SLEEVE_WORN", "SHORT_SLEEVE_WORN", "REACHES_WRIST")
_MORE = ("COVER_CAP", "FLAT_CHEST", "LONGEST_SLEEVE", "MOST_DROP")


def test_somebody_of_mean_shoulders_measures_what_people_measure():
    for name, (least_cm, most_cm) in _CM.items():
        assert least_cm < getattr(anatomy, name) * SHOULDERS_CM < most_cm, name
    for name in (*_PARTS, "SHOULDER_ROUND"):
        assert 0.0 < getattr(anatomy, name) < 1.0, name
    for name in _MORE:
        assert 1.0 < getattr(anatomy, name) < 1.5, name
    lowest, highest = (lift * SHOULDERS_CM for lift in anatomy.SHOULDER_LIFT)
    assert -4.0 < lowest < 0.0 < highest < 4.0
    # Bare shoulders end where cloth ones do, at the joints' height.
    assert bare_height(anatomy.SEAM_WIDTH / 2) == pytest.approx(0.0, abs=0.02)
    assert bare_height(0.0) * SHOULDERS_CM < _CM["NECK_RISE"][1]


def test_bare_shoulders_fall_away_from_the_neck_ever_further():
    assert 2.0 < anatomy.BARE_SLOPE[0][0] * SHOULDERS_CM < 7.0  # half a neck
    for (half, height), (further, lower) in pairwise(anatomy.BARE_SLOPE):
        assert 0.0 < half < further <= anatomy.SEAM_WIDTH / 2
        assert height > lower >= 0.0
        middle = (half + further) / 2
        assert bare_height(middle) == pytest.approx((height + lower) / 2)
