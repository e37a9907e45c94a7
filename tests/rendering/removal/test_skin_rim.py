from dataclasses import replace

import numpy as np
import pytest

from tests.support.bodies import standing_body
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.core.types import Hand
from tryon_ar.fitting.body_frame import body_frame
from tryon_ar.rendering.removal.place import Place
from tryon_ar.rendering.removal.skin_rim import skin_beside, soften_border
from tryon_ar.rendering.removal.worn_mask import Wearing, WornMask


def test_skin_counts_whole_where_it_meets_cloth_and_not_far_from_it():
    shares = np.zeros((len(Label), 64, 64), np.float32)
    shares[Label.UPPER, :30] = 1.0
    shares[Label.UPPER, 30:32] = shares[Label.ARMS, 30:32] = 0.5
    shares[Label.ARMS, 32:] = 1.0
    beside = skin_beside(Labels(shares, 0.0, 0.0, 64.0), Wearing(True, False), 60.0)
    assert (beside[30:33] == 1.0).all()
    assert not beside[:28].any()
    assert not beside[42:].any()


COLLAR_ROW = 200


@pytest.fixture
def collar():
    """A person 320 pixels wide whose cloth ends at a row, bare above it; all of it goes."""
    body = standing_body()
    shares = np.zeros((len(Label), 640, 640), np.float32)
    shares[Label.NECK, :COLLAR_ROW] = shares[Label.UPPER, COLLAR_ROW:] = 1.0
    labels = Labels(shares, 0.0, 0.0, 640.0)
    axes = body_frame(body.pose)
    box = Roi(0, 0, 640, 480)
    frame, worn = np.zeros((480, 640, 3), np.uint8), np.zeros((480, 640), np.float32)
    worn[COLLAR_ROW:] = 1.0
    wanted = np.ones(worn.shape, np.uint8)
    covered = np.zeros(worn.shape, np.float32)
    place = Place(frame, body, labels, axes, box, worn, wanted, covered)
    return WornMask(box, worn, wanted), place


def softened(collar, bare=255):
    worn, place = collar
    soften_border(worn, place, np.full(worn.weight.shape, bare, np.uint8))
    return worn.weight[:COLLAR_ROW, 320], place.unit_px


def test_the_line_that_a_collar_leaves_on_skin_goes_and_skin_further_up_stays(collar):
    weight, unit_px = softened(collar)
    assert (weight[-round(0.02 * unit_px) :] > 0.7).all()
    assert not weight[: -round(0.11 * unit_px)].any()


def test_skin_beside_an_outfit_keeps_its_edge(collar):
    collar[1].covered[COLLAR_ROW:] = 1.0
    assert not softened(collar)[0].any()


def test_skin_beside_what_becomes_room_keeps_its_edge(collar):
    assert not softened(collar, bare=0)[0].any()


def test_hands_keep_their_edge(collar):
    worn, place = collar
    turns = np.linspace(0.0, 2.0 * np.pi, 21)
    around = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    points = np.array([320.0, COLLAR_ROW]) + 40.0 * around
    hand = Hand(points, is_left=True, confidence=1.0)
    place = replace(place, body=replace(place.body, hands=(hand,)))
    assert not softened((worn, place))[0][-20:].any()
