"""Histograms of colours, and the sum of what speaks for a hand, against plain NumPy."""

import numpy as np

from tryon_ar.kernels.hand_colours import (
    CHROMA_BINS,
    LUMA_BINS,
    NEUTRAL,
    PLACE_EVEN,
    count_colours_nb,
    look_up_nb,
    weigh_hands_nb,
)

BINS = (LUMA_BINS, CHROMA_BINS, CHROMA_BINS)


def bin_of(luma, cr, cb):
    gain = np.clip((128.0 + 16.0) / (luma + 16.0), 0.6, 2.2)
    chroma = [
        int(np.clip(int(v * gain / 4.0 + CHROMA_BINS / 2), 0, CHROMA_BINS - 1)) for v in (cr, cb)
    ]
    return min(int(luma / 16.0), LUMA_BINS - 1), *chroma


def test_colours_are_counted_by_their_weights():
    rng = np.random.default_rng(1)
    colours = rng.uniform(0, 255, (5, 6, 3)).astype(np.float32)
    weights = rng.integers(0, 3, (2, 5, 6)).astype(np.float32)
    counts = np.zeros((2, *BINS), np.float32)
    count_colours_nb(colours, weights, counts)
    expected = np.zeros_like(counts)
    for k in range(2):
        for place in np.ndindex(5, 6):
            luma, cr, cb = colours[place]
            expected[(k, *bin_of(luma, cr - 128.0, cb - 128.0))] += weights[(k, *place)]
    np.testing.assert_array_equal(counts, expected)


def test_a_picture_is_looked_up_in_the_bins_it_would_be_counted_in():
    bgr = np.random.default_rng(2).integers(0, 256, (4, 7, 3)).astype(np.uint8)
    table = np.random.default_rng(3).integers(0, 256, BINS).astype(np.uint8)
    found = np.empty((4, 7), np.uint8)
    look_up_nb(bgr, table, found)
    same = 0
    for place in np.ndindex(4, 7):
        b, g, r = bgr[place].astype(float)
        luma = 0.114 * b + 0.587 * g + 0.299 * r
        same += table[bin_of(luma, 0.713 * (r - luma), 0.564 * (b - luma))] == found[place]
    assert same >= 27  # one may lie on the border of two bins


def weighed(place, bare=0, cloth=0, nobody=0, head=0, likeness=NEUTRAL, told=True):
    labels = np.array([bare, cloth, nobody, head], np.uint8).reshape(4, 1, 1)
    share = np.empty((1, 1), np.uint8)
    levels = (np.full((1, 1), level, np.uint8) for level in (place, likeness))
    at, like = levels
    weigh_hands_nb(at, labels, like, told, share)
    return int(share[0, 0])


def test_out_of_reach_is_no_hand():
    assert weighed(0, bare=255, likeness=255) == 0


def test_even_odds_are_half_a_hand():
    assert abs(weighed(PLACE_EVEN) - 127) <= 1


def test_odds_are_those_of_the_sum():
    odds = (160 - PLACE_EVEN) / 32 - 1.5 * 0.5 + (NEUTRAL + 40 - NEUTRAL) / 32
    expected = 255 / (1 + np.exp(-1.5 * odds))
    assert abs(weighed(160, cloth=128, likeness=NEUTRAL + 40) - expected) <= 2


def test_colour_speaks_only_where_it_was_learnt():
    assert weighed(PLACE_EVEN, likeness=255) > 240
    assert abs(weighed(PLACE_EVEN, likeness=255, told=False) - 127) <= 1


def test_labels_of_cloth_need_colour_to_be_overruled():
    on_bones = 210
    assert weighed(on_bones, cloth=255, told=False) < 15
    assert weighed(on_bones, cloth=255, likeness=200) > 240


def test_a_hand_lies_before_the_head_only_where_its_place_is_sure():
    assert weighed(100, head=255, likeness=255) < 15
    assert weighed(200, head=255, likeness=255) > 240
