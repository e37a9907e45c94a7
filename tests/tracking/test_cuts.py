import cv2
import numpy as np
import pytest

from tryon_ar.tracking.cuts import CutDetector


def test_the_first_picture_is_no_cut():
    assert not CutDetector().is_cut(np.full((48, 64, 3), 200, np.uint8))


@pytest.mark.parametrize("size", [(480, 640), (1920, 1080), (7, 5), (1, 1)])
def test_another_scene_is_a_cut_and_the_same_is_none(size):
    detector = CutDetector()
    dark, light = (np.full((*size, 3), level, np.uint8) for level in (60, 100))
    assert [detector.is_cut(each) for each in (dark, dark, light, light, dark)] == [
        False,
        False,
        True,
        False,
        True,
    ]


def test_noise_and_slow_change_are_no_cuts(rng):
    detector = CutDetector()
    for level in range(40, 200, 4):
        noisy = rng.normal(level, 25.0, (480, 640, 3)).clip(0, 255).astype(np.uint8)
        assert not detector.is_cut(noisy)


def test_reset_forgets_the_picture_before():
    detector = CutDetector()
    detector.is_cut(np.zeros((48, 64, 3), np.uint8))
    detector.reset()
    assert not detector.is_cut(np.full((48, 64, 3), 255, np.uint8))


@pytest.mark.parametrize("clip", ["again", "help"])
def test_gestures_at_a_webcam_are_no_cuts(shared_data, clip):
    video = cv2.VideoCapture(str(shared_data / "webcam" / f"{clip}.mkv"))
    detector, count = CutDetector(), 0
    while (picture := video.read())[0]:
        assert not detector.is_cut(picture[1])
        count += 1
    video.release()
    assert count > 30
