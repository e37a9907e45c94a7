"""Heads of all people in a picture, and that a blurred one is found no more."""

import cv2
import numpy as np
import pytest

from tests.tracking.people import one_person
from tryon_ar.pipeline.face_covers import hide_ovals
from tryon_ar.tracking.head_finder import HeadFinder, Oval

openpeople = pytest.importorskip("openpeople")


@pytest.fixture(scope="module")
def finder():
    return HeadFinder()


@pytest.fixture(scope="module")
def person():
    return one_person(openpeople, height_px=480)


def covers(heads: list[Oval], x: float, y: float) -> bool:
    return any(
        ((x - one.x_px) / one.half_width_px) ** 2 + ((y - one.y_px) / one.half_height_px) ** 2 < 1
        for one in heads
    )


def test_every_head_of_two_people_is_found_wherever_they_stand(finder, person):
    height, width = person.shape[:2]
    alone = finder.find(person)
    assert alone
    both = finder.find(np.ascontiguousarray(np.hstack([person, person])))
    for head in alone:
        assert covers(both, head.x_px, head.y_px)
        assert covers(both, head.x_px + width, head.y_px)
    assert all(one.y_px < 0.5 * height for one in both)


def test_a_picture_without_people_has_no_heads(finder, rng):
    for image in (
        np.full((300, 500, 3), 200, np.uint8),
        rng.integers(0, 256, (240, 320, 3), np.uint8),
    ):
        assert finder.find(np.asarray(image, np.uint8)) == []


@pytest.mark.parametrize("scale", [0.5, 1.0, 2.0])
def test_ovals_are_in_the_pictures_own_pixels(finder, person, scale):
    base = finder.find(person)[0]
    scaled = cv2.resize(person, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    head = finder.find(scaled)[0]
    assert head.x_px == pytest.approx(base.x_px * scale, abs=12 * scale)
    assert head.half_width_px == pytest.approx(base.half_width_px * scale, rel=0.3)


def test_the_whole_face_lies_in_the_oval(finder, person):
    from tryon_ar.core.types import Frame
    from tryon_ar.tracking.models import ensure_models
    from tryon_ar.tracking.pose import MediaPipePoseTracker

    tracker = MediaPipePoseTracker(still=True, models=ensure_models)
    try:
        body = tracker.track(Frame(person.copy(), 0, 0.0, 0))
    finally:
        tracker.close()
    heads = finder.find(person)
    assert all(covers(heads, *point) for point in body.pose.points_px[:11])
    hidden = hide_ovals(person, heads)
    x0, y0 = body.pose.points_px[:11].min(axis=0).astype(int)
    x1, y1 = body.pose.points_px[:11].max(axis=0).astype(int)
    one, other = (
        cv2.Laplacian(np.asarray(image[y0:y1, x0:x1], np.float32).mean(axis=2), cv2.CV_32F)
        for image in (person, hidden)
    )
    assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.15


def test_ovals_join_about_both():
    joined = Oval(10, 10, 5, 5).joined(Oval(30, 10, 5, 10))
    assert (joined.x_px, joined.half_width_px, joined.half_height_px) == (20, 15, 10)
    assert Oval(0, 0, 10, 20).grown(2, 1) == Oval(0, 0, 21, 41)
