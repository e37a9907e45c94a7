"""The measures of a clip, on pictures whose answer is known."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from tests.support.bodies import standing_body
from tests.support.watching import plain_labels
from tryon_ar.core.labels import Label
from tryon_ar.core.types import Body, DressedFrame, Frame, GarmentState, TrackedFrame
from tryon_ar.evaluation.clips_suite import ClipMeasure

SIZE = 64


def dressed(rng_seed, coverage, shown=None, state=GarmentState.DRESSED) -> DressedFrame:
    """A still, textured frame with upper clothes everywhere."""
    picture = np.random.default_rng(rng_seed).integers(0, 255, (SIZE, SIZE, 3), dtype=np.uint8)
    body = standing_body()
    body = Body(body.pose, body.mask, plain_labels(Label.UPPER, side_px=float(SIZE)))
    tracked = TrackedFrame(Frame(picture, 0, 0.0, 0), body, state)
    shown = picture if shown is None else shown
    return DressedFrame(shown, tracked, coverage.astype(np.float32), {}, False, {})


def dressed_as(frame: DressedFrame, shown) -> DressedFrame:
    """Return a dressed frame that shows another picture."""
    return DressedFrame(shown, frame.tracked, frame.coverage, {}, False, {})


@pytest.fixture
def half():
    covered = np.zeros((SIZE, SIZE))
    covered[:, : SIZE // 2] = 1
    return covered


def test_a_still_mask_does_not_flicker_and_half_the_cloth_leaks(half):
    measure = ClipMeasure()
    for _ in range(3):
        measure.add(dressed(1, half))
    figures = measure.figures()
    assert figures["mask_flicker"] == pytest.approx(0.0, abs=1e-6)
    assert figures["leak"] == pytest.approx(0.5, abs=0.02)
    assert figures["frames"] == 3


def test_a_mask_that_comes_and_goes_flickers(half):
    measure = ClipMeasure()
    for covered in (half, 1 - half, half):
        measure.add(dressed(1, covered))
    assert measure.figures()["mask_flicker"] > 0.9


def test_what_was_painted_over_does_not_leak(half):
    frame = dressed(1, half)
    painted = 255 - frame.image_bgr
    painted[np.abs(painted.astype(int) - frame.image_bgr).max(axis=2) < 20] = 0
    measure = ClipMeasure()
    measure.add(dressed(1, half, painted))
    assert measure.figures()["leak"] < 0.02


def test_cloth_that_was_only_shaded_still_leaks(half):
    frame = dressed(1, half)
    frame.tracked.frame.image_bgr.flags.writeable = True
    frame.tracked.frame.image_bgr[:] = (120, 60, 40)
    shaded = (frame.tracked.frame.image_bgr * 0.85).astype(np.uint8)
    measure = ClipMeasure()
    measure.add(dressed_as(frame, shaded))
    assert measure.figures()["leak"] > 0.35  # what lies beside is unknown along the border
    measure = ClipMeasure()
    measure.add(dressed_as(frame, np.full_like(shaded, (140, 170, 220))))
    assert measure.figures()["leak"] == 0


def test_frames_that_are_not_dressed_do_not_count(half):
    measure = ClipMeasure()
    measure.add(dressed(1, half, state=GarmentState.NOBODY))
    assert measure.figures()["frames"] == 0


def test_warping_error_is_told_by_where_it_arises(half):
    rng = np.random.default_rng(4)
    coverage = cv2.blur(half.astype(np.float32), (5, 1))
    inside, beside = np.s_[:, : SIZE // 2 - 6], np.s_[:, SIZE // 2 + 6 : SIZE - 8]
    for place, name in ((inside, "garment"), (beside, "made_up"), (np.s_[:, 31:33], "edge")):
        measure = ClipMeasure()
        for _ in range(3):
            frame = dressed(1, coverage)
            noise = rng.integers(-3, 4, (SIZE, SIZE, 3))
            # The input itself changes a little, or there is nothing to compare with.
            noisy = np.clip(frame.image_bgr.astype(int) + noise, 0, 255).astype(np.uint8)
            shown = noisy.copy()
            shown[place] = rng.integers(0, 255, shown[place].shape, dtype=np.uint8)
            tracked = replace(frame.tracked, frame=Frame(noisy, 0, 0.0, 0))
            measure.add(DressedFrame(shown, tracked, coverage, {}, False, {}))
        figures = measure.figures()
        parts = {key[14:]: figures[key] for key in figures if key.startswith("warping_error_")}
        whole = parts.pop("ratio")
        assert sum(parts.values()) == pytest.approx(whole, rel=1e-4)
        assert max(parts, key=parts.get) == name
        assert parts[name] > 0.9 * (whole - 1.0)
