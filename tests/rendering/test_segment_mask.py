import numpy as np
import pytest

from tests.support.bodies import flat_tee, flat_trousers
from tryon_ar.fitting.fit import Cut, Layer, Segment
from tryon_ar.fitting.fitter import GarmentFitter
from tryon_ar.garments.builtin import builtin_ids, load_builtin
from tryon_ar.garments.garment import Part
from tryon_ar.rendering.segment_mask import segment_mask


def whole_mask(garment, segment):
    """Return a segment's mask over the whole photo."""
    found = segment_mask(garment, segment)
    mask = np.zeros(garment.parts.shape, bool)
    mask[found.roi.slices] = found.pixels == 255
    assert mask.sum() == np.count_nonzero(found.pixels)
    return mask


def masks(garment):
    return {s.name: whole_mask(garment, s) for s in GarmentFitter(garment).segments}


@pytest.mark.parametrize("garment", [flat_tee(), flat_tee(long=True), flat_trousers()])
def test_the_pieces_cover_the_garment_and_nothing_else(garment):
    together = np.any(list(masks(garment).values()), axis=0)
    np.testing.assert_array_equal(together, garment.parts > 0)


@pytest.mark.parametrize("name", builtin_ids())
def test_the_pieces_of_every_shipped_garment_cover_it(name):
    garment = load_builtin(name)
    together = np.any(list(masks(garment).values()), axis=0)
    seen = garment.parts > 0
    if garment.is_lower:  # the lining behind a waistband lies behind the body
        seen &= garment.parts != Part.INSIDE_BACK
    np.testing.assert_array_equal(together, seen)


def test_sleeves_are_cut_at_the_elbow_with_an_overlap():
    tee = flat_tee(long=True)
    found = masks(tee)
    elbow = round(tee.landmarks["elbow_left"][1])
    upper, lower = found["left_sleeve_upper"], found["left_sleeve_lower"]
    middle = 320
    assert upper[elbow - 60, middle]
    assert not lower[elbow - 60, middle]
    assert lower[elbow + 60, middle]
    assert not upper[elbow + 60, middle]
    assert upper[elbow, middle]
    assert lower[elbow, middle]


def test_the_inside_back_stays_out_of_the_trunk_and_the_sleeves():
    tee = flat_tee()
    lining = tee.parts == Part.INSIDE_BACK
    found = masks(tee)
    np.testing.assert_array_equal(found.pop("inside_back"), lining)
    for mask in found.values():
        assert not (mask & lining).any()


def test_sleeves_reach_a_little_over_the_trunk():
    tee = flat_tee()
    sleeve = masks(tee)["left_sleeve"]
    assert sleeve[120, 288]
    assert not sleeve[120, 275]
    assert sleeve[120, 291:351].all()


def test_a_piece_without_cuts_or_overlap_is_its_parts():
    tee = flat_tee()
    piece = Segment("lining", frozenset({Part.INSIDE_BACK}), Layer.BEHIND)
    np.testing.assert_array_equal(whole_mask(tee, piece), tee.parts == Part.INSIDE_BACK)
    half = Cut(np.array([200.0, 0.0]), np.array([1.0, 0.0]), 0.0)
    cut = Segment("lining", frozenset({Part.INSIDE_BACK}), Layer.BEHIND, (half,))
    assert whole_mask(tee, cut).sum() == (tee.parts[:, 201:] == Part.INSIDE_BACK).sum()


def test_an_overlap_never_jumps_the_gap_between_sleeve_and_trunk():
    tee = flat_tee(long=True)
    tee.parts[200:, 288:294] = Part.BACKGROUND  # a few pixels of background below the armpit
    sleeve = masks(tee)["left_sleeve_lower"]
    assert sleeve[300, 300]
    assert not sleeve[300, :288].any()


def test_a_mask_is_no_larger_than_its_piece_and_its_overlap():
    tee = flat_tee(long=True)
    for segment in GarmentFitter(tee).segments:
        if not segment.cuts:
            rows, columns = np.nonzero(np.isin(tee.parts, list(segment.parts)))
            roi = segment_mask(tee, segment).roi
            assert roi.x0 >= columns.min() - 9
            assert roi.y1 <= rows.max() + 10


def test_a_part_that_is_nowhere_has_an_empty_mask():
    hood = Segment("hood", frozenset({Part.HOOD}), Layer.HOOD)
    assert not segment_mask(flat_tee(), hood).pixels.any()
