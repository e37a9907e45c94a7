"""What other frames must not take from a hand, nor give it."""

from dataclasses import replace

import numpy as np

from tests.support.drawn_labels import labelled
from tests.support.drawn_person import FRAME_ROI
from tryon_ar.core.types import Hand
from tryon_ar.rendering.hand_colours import HandColours
from tryon_ar.rendering.occluders import Occluders
from tryon_ar.rendering.occlusion_by_labels import occluders_by_labels
from tryon_ar.rendering.removal.worn_evidence import corrected
from tryon_ar.rendering.sure_hands import SureHands

UNIT_PX = 100.0


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
    assert SureHands().keep(lost, found).hands[y, x] > 230
    assert lost.hands[y, x] == 0


def test_edges_may_stay_a_pixel_from_where_they_were_found_and_no_further():
    found, _ = seen_hand()
    assert restored(found, np.roll(found.hands, 1, axis=1)) == 0.0
    assert restored(found, np.roll(found.hands, 5, axis=1)) > 0.05


def restored(found, hands):
    """Return how much of what other frames changed is put back."""
    kept = SureHands().keep(replace(found, hands=hands), found).hands.astype(int)
    return np.abs(kept - hands).sum() / np.abs(found.hands.astype(int) - hands).sum()


def test_cloth_beside_a_hand_is_given_up_within_some_frames():
    found, (x, y) = seen_hand()
    beside = y - 14, x
    assert found.hands[beside] < 20
    trailing = replace(found, hands=np.full_like(found.hands, 255))
    sure_hands = SureHands()
    kept = [int(sure_hands.keep(trailing, found).hands[beside]) for _ in range(4)]
    assert kept[0] > kept[1] > kept[2] > kept[3]
    assert kept[0] > 150
    assert kept[3] < 20
    assert sure_hands.keep(trailing, found).hands[5, 5] == 255
    sure_hands.forget()
    assert sure_hands.keep(trailing, found).hands[beside] == kept[0]


def test_without_hands_masks_stay():
    names = ("person", "head", "throat", "hands", "upper_arms", "forearms")
    masks = Occluders(*(np.zeros((4, 6), np.uint8) for _ in names))
    assert SureHands().keep(masks, masks) is masks
