"""Hands found by place, labels and colours together, on the painted person."""

from dataclasses import replace

import numpy as np

from tests.support.drawn_labels import labelled, with_labels
from tests.support.drawn_person import FRAME_ROI, SHIRT_BGR, SKIN_BGR
from tryon_ar.core.labels import Label
from tryon_ar.core.roi import Roi
from tryon_ar.fitting.fit import Layer
from tryon_ar.rendering.hand_colours import HandColours
from tryon_ar.rendering.hand_evidence import with_hands
from tryon_ar.rendering.occlusion_by_labels import occluders_by_labels
from tryon_ar.rendering.removal.worn_evidence import corrected

UNIT_PX = 100.0
# Beside the knuckles of the right hand in the pose "crossed", on the chest.
HAND = np.s_[188:206, 352:370]


def found(picture, body, roi=FRAME_ROI):
    """Learn the colours of a picture, and return what is in front in it."""
    colours = HandColours()
    body = corrected(picture, body, UNIT_PX, colours)
    return body, occluders_by_labels(
        picture, body, UNIT_PX, roi, bare_from=(0.25, 0.25), colours=colours
    )


def missed(place=HAND, colour=SKIN_BGR):
    """Paint something beside a hand that labels take for the shirt."""
    frame, body, hard = labelled("crossed")
    picture, hard = frame.image_bgr.copy(), hard.copy()
    picture[place] = colour
    hard[place] = Label.UPPER
    return picture, with_labels(body, hard)


def hands_at(picture, body, place=HAND):
    _, seen = found(picture, body)
    return float(seen.before(Layer.TRUNK, long_sleeves=True)[place][4:-4, 4:-4].mean())


def test_a_hand_that_labels_miss_is_found_by_its_colour():
    assert hands_at(*missed()) > 230


def test_cloth_beside_a_hand_is_not():
    assert hands_at(*missed(colour=SHIRT_BGR)) < 20


def test_skin_colour_far_from_any_hand_is_a_print():
    print_on_belly = np.s_[262:280, 310:328]
    assert hands_at(*missed(print_on_belly), print_on_belly) < 15


def test_labels_learn_of_the_hand():
    picture, body = missed()
    body, seen = found(picture, body)
    after = with_hands(body, seen.seen_hands).labels
    middle = np.s_[194:201, 358:365]
    assert after.share_of([Label.ARMS], FRAME_ROI)[middle].mean() > 0.9
    assert after.share_of([Label.UPPER], FRAME_ROI)[middle].mean() < 0.1
    assert np.allclose(after.shares.sum(axis=0), 1.0, atol=1e-4)
    assert not after.shares.flags.writeable
    chest = np.s_[265:285, 300:340]
    assert after.share_of([Label.UPPER], FRAME_ROI)[chest].mean() > 0.97


def test_a_part_of_the_frame_says_the_same():
    picture, body = missed()
    body, whole = found(picture, body)
    _, part = found(picture, body, Roi(201, 120, 440, 331))
    one, other = (with_hands(body, seen.seen_hands).labels.shares for seen in (whole, part))
    assert np.abs(one - other).max() < 0.25


def test_nobody_parsed_and_no_hand_change_nothing():
    frame, body, _ = labelled("down")
    assert with_hands(body, None) is body
    unparsed = replace(body, labels=None)
    _, seen = found(*missed())
    assert with_hands(unparsed, seen.seen_hands) is unparsed
    out_of_sight = replace(body.pose, visibility=np.zeros_like(body.pose.visibility))
    _, seen = found(frame.image_bgr, replace(body, pose=out_of_sight))
    assert seen.seen_hands is None


def test_a_bare_leg_beside_a_hand_is_not():
    leg = np.s_[182:262, 352:392]
    picture, _ = missed(leg)
    _, body, hard = labelled("crossed")
    hard = hard.copy()
    hard[leg] = Label.LEGS
    assert hands_at(picture, with_labels(body, hard), leg) < 20


def in_pocket(trousers_bgr):
    """Let a hand go into the pocket of trousers, whose place labels take for the hand."""
    frame, body, hard = labelled("down")
    picture, hard = frame.image_bgr.copy(), hard.copy()
    trousers = np.s_[270:420, 285:425]
    picture[trousers], hard[trousers] = trousers_bgr, Label.LOWER
    hard[300:330, 385:420] = Label.ARMS
    return picture, with_labels(body, hard)


def test_a_pocket_is_no_hand_but_lower_clothes():
    body, seen = found(*in_pocket((205, 210, 208)))
    place = np.s_[304:326, 390:414]
    assert seen.before(Layer.TRUNK, long_sleeves=True)[place].mean() < 20
    after = with_hands(body, seen.seen_hands).labels
    assert after.share_of([Label.ARMS], FRAME_ROI)[place].mean() < 0.15
    assert after.share_of([Label.LOWER], FRAME_ROI)[place].mean() > 0.8
