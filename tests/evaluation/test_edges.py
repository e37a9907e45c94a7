"""Outlines that agree, lie beside each other, or are blurred."""

import cv2
import numpy as np
import pytest

from tryon_ar.evaluation.edges import boundary_f, edge_pixels, seam_score

UNIT = 100.0  # so that outlines agree within 2 px


def square(rows, columns, size=64):
    mask = np.zeros((size, size), np.bool_)
    mask[rows, columns] = True
    return mask


WORN = square(slice(10, 50), slice(10, 50))


def test_edges_are_one_pixel_wide_and_end_at_the_border():
    assert edge_pixels(WORN).sum() == 4 * 39
    cut = square(slice(40, 64), slice(10, 50))
    assert not edge_pixels(cut)[63, 11:49].any()
    assert edge_pixels(cut)[40, 10:50].all()


def test_outlines_agree_within_a_fiftieth_of_the_shoulders():
    assert boundary_f(WORN, WORN, UNIT) == 1.0
    shifted = square(slice(12, 52), slice(10, 50))
    assert boundary_f(shifted, WORN, UNIT) == 1.0
    assert boundary_f(shifted, WORN, UNIT / 2) < 0.7


def test_f_is_the_harmonic_mean_of_precision_and_recall():
    longer = square(slice(10, 60), slice(10, 50))
    drawn, true = edge_pixels(longer), edge_pixels(WORN)

    def share(edge, other):
        places = np.argwhere(other)
        near = [np.hypot(*(places - at).T).min() <= 2.0 for at in np.argwhere(edge)]
        return np.mean(near)

    precision, recall = share(drawn, true), share(true, drawn)
    assert boundary_f(longer, WORN, UNIT) == pytest.approx(
        2 * precision * recall / (precision + recall)
    )


def test_only_counted_edges_are_judged():
    longer = square(slice(10, 60), slice(10, 50))
    counted = np.zeros_like(WORN)
    counted[:40] = True
    assert boundary_f(longer, WORN, UNIT, counted) == 1.0


def test_no_edge_no_agreement():
    assert boundary_f(np.zeros_like(WORN), WORN, UNIT) == 0.0


def painted(mask, blur=0.0):
    picture = np.where(mask[..., None], 200, 50).astype(np.uint8).repeat(3, axis=2)
    return cv2.GaussianBlur(picture, (0, 0), blur) if blur else picture


def test_a_seam_like_the_real_one_scores_one():
    assert seam_score(painted(WORN), WORN, painted(WORN), WORN) == pytest.approx(1.0)


def test_cut_out_is_above_one_and_smeared_below():
    real = painted(WORN, 1.0)
    assert seam_score(painted(WORN), WORN, real, WORN) > 1.2
    assert seam_score(painted(WORN, 3.0), WORN, real, WORN) < 0.8
    assert seam_score(real, np.zeros_like(WORN), real, WORN) is None


def test_steepness_is_that_of_a_band_of_three_pixels():
    ramp = np.tile(np.arange(64, dtype=np.uint8)[None, :, None] * 3, (64, 1, 3))
    flat_except_edge = ramp.copy()
    assert seam_score(flat_except_edge, WORN, ramp, WORN) == pytest.approx(1.0)
    band = cv2.dilate(edge_pixels(WORN).astype(np.uint8), np.ones((3, 3))) > 0
    lonely = np.where(band[..., None], ramp, 0).astype(np.uint8)
    # Beside the band the picture may do what it likes, but for the filter's own reach.
    inner = np.zeros_like(WORN)
    inner[20:40, 20:40] = True
    changed = np.where(inner[..., None], 0, ramp).astype(np.uint8)
    assert seam_score(changed, WORN, ramp, WORN) == pytest.approx(1.0)
    assert seam_score(lonely, WORN, ramp, WORN) != pytest.approx(1.0)
