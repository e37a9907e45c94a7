"""The order of the network's landmarks."""

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER
from tryon_ar.garments.garment import LANDMARK_NAMES


def test_every_landmark_has_one_place():
    assert len(LANDMARK_ORDER) == len(set(LANDMARK_ORDER))
    assert set(LANDMARK_ORDER) == LANDMARK_NAMES
