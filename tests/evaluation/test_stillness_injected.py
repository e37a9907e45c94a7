"""The way a still picture is moved by."""

import numpy as np
import pytest

from tryon_ar.evaluation.stillness_injected import InjectedMotion


@pytest.mark.parametrize("fps", [10.0, 30.0])
def test_the_picture_rests_and_then_moves_as_far_as_said(fps):
    motion = InjectedMotion(100.0, 0.25, fps)
    way = motion.way_px()
    assert not way[motion.resting].any()
    assert np.abs(way[motion.moving]).max() == pytest.approx(25.0, rel=0.06)
    assert len(way[motion.moving]) == 3 * fps


def test_frames_show_the_picture_where_it_was_moved_to_each_with_its_own_noise():
    picture = np.zeros((60, 80, 3), np.uint8)
    picture[25:35, 30:40] = 200
    motion = InjectedMotion(40.0, 0.25, 10.0)
    frames = list(motion.frames(picture))
    way = motion.way_px()
    assert len(frames) == len(way)
    index = int(way[:, 0].argmax())
    bright = np.maximum(frames[index].image_bgr[..., 0].astype(float) - 20, 0)
    rows, columns = np.indices(bright.shape)
    centre = np.array([(columns * bright).sum(), (rows * bright).sum()]) / bright.sum()
    assert centre - (34.5, 29.5) == pytest.approx(way[index], abs=0.2)
    assert not np.array_equal(frames[0].image_bgr, frames[1].image_bgr)
    again = next(iter(motion.frames(picture)))
    assert np.array_equal(again.image_bgr, frames[0].image_bgr)
