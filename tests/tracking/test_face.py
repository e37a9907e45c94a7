"""Faces in photos."""

import dataclasses

import numpy as np

from tests.tracking.bodies import pose_at
from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.core.types import Body
from tryon_ar.tracking.face import face_in_photo

PHOTO = np.zeros((480, 640, 3), np.uint8)


class Tracker:
    """Says what it is told to, and counts how often it is closed."""

    def __init__(self, answer):
        self.answer = answer

    def track(self, frame):
        assert frame.image_bgr is PHOTO
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def reset(self):
        """Nothing to forget."""

    def close(self):
        """Nothing to close."""


def body(visibility):
    pose = dataclasses.replace(pose_at(), visibility=np.full(33, visibility))
    return Body(pose, np.zeros((480, 640), np.float32))


def test_the_landmarks_of_the_face_only():
    face = face_in_photo(PHOTO, Tracker(body(0.99)))
    assert face.shape == (11, 2)
    np.testing.assert_allclose(face, pose_at().points_px[:11])


def test_nobody():
    assert face_in_photo(PHOTO, Tracker(None)) is None


def test_a_face_that_is_hardly_seen_is_none():
    assert face_in_photo(PHOTO, Tracker(body(0.5))) is None


def test_without_the_networks_nobody_is_seen(caplog):
    assert face_in_photo(PHOTO, Tracker(TrackerUnavailable("No models.", "Fetch them."))) is None
    assert "No models." in caplog.text
