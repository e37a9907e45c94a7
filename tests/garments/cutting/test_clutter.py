"""Hooks, strings, far pieces and holes."""

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.support.drawn_cut_outs import TSHIRT, fill, reading_of, weave
from tryon_ar.garments.cutting.clutter import (
    drop_far_pieces,
    remove_clutter,
    settle_holes,
    thin_attachments,
)

SHAPE = (400, 308)
TRUTH = fill(SHAPE, TSHIRT)
CLOTH_BGR = (160, 60, 40)


def picture_of(*extras: tuple[NDArray[np.float32], tuple[int, int, int]], rng) -> NDArray[np.uint8]:
    picture = np.full((*SHAPE, 3), 240, np.float32)
    picture[TRUTH > 0.5] = weave(SHAPE, CLOTH_BGR, 4, rng)[TRUTH > 0.5]
    for where, colour in extras:
        picture[where > 0.5] = colour
    return np.round(picture).astype(np.uint8)


def hook() -> NDArray[np.float32]:
    drawn = np.zeros(SHAPE, np.uint8)
    cv2.ellipse(drawn, (162, 40), (12, 12), 0, 150, 400, 1, 4)
    cv2.line(drawn, (158, 52), (154, 90), 1, 4)
    return drawn.astype(np.float32)


def attachments(extra: NDArray[np.float32], colour, coarse, rng) -> NDArray[np.bool_]:
    picture = picture_of((extra, colour), rng=rng)
    inside = (TRUTH > 0.5) | (extra > 0.5)
    return thin_attachments(picture, inside, coarse, reading_of(coarse).parts)


def test_a_hangers_hook_is_found_even_where_the_network_took_it_for_cloth(rng):
    extra = hook() * (TRUTH < 0.5)
    coarse = np.maximum(TRUTH, extra)
    found = attachments(extra, (60, 60, 60), coarse, rng)
    assert found[extra > 0.5].mean() > 0.8
    assert not found[TRUTH > 0.5].mean() > 0.002


def test_a_loop_of_the_garments_own_cloth_is_no_hook(rng):
    extra = hook() * (TRUTH < 0.5)
    found = attachments(extra, CLOTH_BGR, np.maximum(TRUTH, extra), rng)
    assert not found.any()


def test_a_hook_of_the_cloths_colour_leads_out_of_the_photo(rng):
    rod = np.zeros(SHAPE, np.float32)
    rod[:90, 152:157] = 1
    extra = rod * (TRUTH < 0.5)
    found = attachments(extra, CLOTH_BGR, np.maximum(TRUTH, extra), rng)
    assert found[extra > 0.5].mean() > 0.8


def test_a_string_that_the_network_denies_is_found(rng):
    string = fill(SHAPE, ((0.68, 0.6), (0.9, 0.7), (0.9, 0.712), (0.68, 0.612)))
    extra = string * (TRUTH < 0.5)
    found = attachments(extra, CLOTH_BGR, TRUTH, rng)
    assert found[extra > 0.5].mean() > 0.6


def test_a_corner_of_the_garment_is_no_attachment(rng):
    found = attachments(np.zeros(SHAPE, np.float32), CLOTH_BGR, TRUTH, rng)
    assert not found.any()


def test_far_pieces_go_and_near_ones_stay():
    inside = np.zeros((256, 256), np.bool_)
    inside[60:200, 60:200] = True
    inside[100:110, 202:210] = True
    inside[10:30, 10:30] = True
    kept = drop_far_pieces(inside)
    assert kept[105, 205]
    assert not kept[:40, :40].any()
    assert kept[60:200, 60:200].all()


def test_holes_are_settled_by_what_is_seen_through_them():
    picture = np.full((256, 256, 3), 240, np.uint8)
    picture[40:220, 40:220] = (50, 50, 50)
    inside = np.zeros((256, 256), np.bool_)
    inside[40:220, 40:220] = True
    background, badge, doubted = (np.s_[60:90, x : x + 30] for x in (60, 110, 160))
    coarse = inside.astype(np.float32)
    for hole, covered in ((background, 0.1), (badge, 0.1), (doubted, 0.7)):
        inside[hole] = False
        coarse[hole] = covered
        picture[hole] = 240
    picture[badge] = (40, 40, 200)
    settled = settle_holes(picture, inside, coarse)
    assert not settled[background].any()
    assert settled[badge].all()
    assert settled[doubted].all()


def test_probabilities_stay_as_they_are_where_nothing_is_wrong(rng):
    picture = picture_of(rng=rng)
    cleared = remove_clutter(picture, TRUTH, TRUTH, reading_of(TRUTH).parts)
    assert np.array_equal(cleared, TRUTH)


def test_a_dropped_piece_has_no_probability_left(rng):
    blob = fill(SHAPE, ((0.02, 0.02), (0.12, 0.02), (0.12, 0.08), (0.02, 0.08)))
    both = np.maximum(TRUTH, blob)
    picture = picture_of((blob, (0, 0, 200)), rng=rng)
    cleared = remove_clutter(picture, both, both, reading_of(both).parts)
    assert (cleared[blob > 0.5] == 0).all()
    assert (cleared[TRUTH > 0.5] > 0.5).all()


def test_pieces_of_a_strap_are_kept_where_the_network_hints_at_it():
    inside = np.zeros((300, 200), bool)
    inside[150:280, 40:160] = True
    inside[20:60, 60:66] = True
    hinted = np.zeros_like(inside)
    hinted[60:150, 58:68] = True
    assert not drop_far_pieces(inside)[40, 62]
    np.testing.assert_array_equal(drop_far_pieces(inside, hinted), inside)
