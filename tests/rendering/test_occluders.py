"""What lies before a layer, and what other frames must not take from it."""

from dataclasses import replace

import numpy as np

from tests.support.drawn_labels import labelled
from tests.support.drawn_person import FRAME_ROI
from tryon_ar.core.types import Hand
from tryon_ar.fitting.fit import Layer
from tryon_ar.rendering.hand_colours import HandColours
from tryon_ar.rendering.occluders import Occluders
from tryon_ar.rendering.occlusion_by_labels import occluders_by_labels
from tryon_ar.rendering.removal.worn_evidence import corrected

UNIT_PX = 100.0


def even(**levels):
    names = ("person", "head", "throat", "hands", "upper_arms", "forearms")
    return Occluders(*(np.full((4, 6), levels.get(name, 0), np.uint8) for name in names))


def test_half_a_chin_and_half_a_hand_leave_nothing_to_cloth():
    masks = even(head=128, hands=127)
    assert (masks.before(Layer.TRUNK, long_sleeves=True) == 255).all()


def test_a_hand_counts_once_however_many_limbs_it_is_said_to_be():
    masks = even(hands=100, forearms=100, upper_arms=90)
    assert (masks.before(Layer.TRUNK, long_sleeves=False) == 100).all()


def test_long_sleeves_stand_for_arms():
    masks = even(forearms=200, upper_arms=220)
    assert (masks.before(Layer.TRUNK, long_sleeves=True) == 0).all()
    assert (masks.before(Layer.SLEEVE, long_sleeves=False) == 200).all()
    assert (masks.before(Layer.TRUNK, long_sleeves=False) == 220).all()


def seen_hand():
    """Find a hand on the painted chest by all three witnesses; the masks, and the hand's middle."""
    frame, body, _ = labelled("crossed")
    middle = body.pose.points_px[[16, 18, 20, 22]].mean(axis=0)
    turns = np.arange(21) * 0.3
    points = middle + np.stack([np.cos(turns), np.sin(turns)], axis=1) * 5.0
    body = replace(body, hands=(Hand(points, is_left=False, confidence=0.9),))
    colours = HandColours()
    body = corrected(frame.image_bgr, body, UNIT_PX, colours)
    found = occluders_by_labels(
        frame.image_bgr, body, UNIT_PX, FRAME_ROI, bare_from=(0.25, 0.25), colours=colours
    )
    return found, np.rint(middle).astype(int)


def test_a_sure_hand_is_not_lost_to_other_frames():
    found, (x, y) = seen_hand()
    assert found.hands[y, x] > 230
    lost = replace(found, hands=np.zeros_like(found.hands))
    assert lost.kept_where_sure(found).hands[y, x] > 230
    assert lost.hands[y, x] == 0


def test_cloth_beside_a_hand_is_not_kept_from_other_frames():
    found, (x, y) = seen_hand()
    beside = y - 14, x
    assert found.hands[beside] < 20
    trailing = replace(found, hands=np.full_like(found.hands, 255))
    assert trailing.kept_where_sure(found).hands[beside] < 20
    assert trailing.kept_where_sure(found).hands[5, 5] == 255


def test_without_hands_masks_stay():
    masks = even(hands=3)
    assert masks.kept_where_sure(masks) is masks
