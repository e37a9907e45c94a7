from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import flat_tee, standing_body
from tryon_ar.rendering.replacing import Replacing
from tryon_ar.rendering.worn_garment import WornGarment


@pytest.fixture(scope="module")
def body():
    return standing_body()


def fitted(body, **changes):
    worn = WornGarment(replace(flat_tee(), **changes))
    return worn, worn.fit(body, 0.0)


def long_sleeved(body):
    worn = WornGarment(flat_tee(long=True))
    return worn, worn.fit(body, 0.0)


def with_hem(pair, body, depth):
    """Move a garment's hem so many trunks below the shoulder joints."""
    worn, fit = pair
    points = body.pose.points_px
    shoulders, hips = points[[11, 12]].mean(0), points[[23, 24]].mean(0)
    at = tuple(np.asarray(shoulders + (hips - shoulders) * depth))
    return worn, replace(fit, landmarks={**fit.landmarks, "hem_left": at, "hem_right": at})


def test_the_real_clothes_stay_in_sight_under_a_jacket_alone(body):
    over, under = fitted(body, category="outerwear", id="over"), fitted(body)
    replacing = Replacing()
    assert replacing.wearing([over], body.pose).open_front
    assert not replacing.wearing([under], body.pose).open_front
    assert not replacing.wearing([under, over], body.pose).open_front


def test_sleeves_reach_as_far_down_the_arms_as_they_are_drawn(body):
    short, long = fitted(body), long_sleeved(body)
    vest = short[0], replace(short[1], has_sleeves=False)
    replacing = Replacing()
    assert replacing.wearing([vest], body.pose).sleeves == (0.0, 0.0)
    assert replacing.wearing([short], body.pose).sleeves == pytest.approx((0.85, 0.85), abs=0.1)
    assert replacing.wearing([long], body.pose).sleeves == pytest.approx((2.0, 2.0), abs=0.15)
    over_one_another = replacing.wearing([long, short, vest], body.pose).sleeves
    assert over_one_another == replacing.wearing([long], body.pose).sleeves


def test_a_long_dress_bares_the_legs_and_a_tunic_keeps_the_trousers(body):
    dress = fitted(body, category="dress")
    assert Replacing().wearing([with_hem(dress, body, 1.6)], body.pose).lower
    assert not Replacing().wearing([with_hem(dress, body, 1.0)], body.pose).lower
    long_tee = with_hem(fitted(body), body, 1.6)
    assert not Replacing().wearing([long_tee], body.pose).lower


def test_a_hem_about_the_crotch_does_not_dress_and_undress_the_legs(body):
    dress, replacing = fitted(body, category="dress"), Replacing()
    seen = [
        replacing.wearing([with_hem(dress, body, depth)], body.pose).lower
        for depth in (1.3, 1.17, 1.23, 1.05, 1.23, 1.3)
    ]
    assert seen == [True, True, True, False, False, True]
    replacing.forget()
    assert replacing.wearing([with_hem(dress, body, 1.23)], body.pose).lower
