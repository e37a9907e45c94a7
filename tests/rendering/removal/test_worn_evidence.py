"""Labels that colours contradict, on the painted person."""

from dataclasses import replace

import numpy as np

from tests.support.drawn_labels import labelled, labels_of, with_labels
from tests.support.drawn_person import FRAME_ROI, SHIRT_BGR, SKIN_BGR
from tryon_ar.core.labels import Label
from tryon_ar.core.types import Frame, Hand
from tryon_ar.rendering.removal.worn_evidence import corrected

UNIT_PX = 100.0
CHEST = np.s_[225:265, 300:340]


def share_on_chest(label, said, colour, shirt=SHIRT_BGR):
    """Say that a box on the shirt of a colour is something, and return a label's share there."""
    frame, body, hard = labelled("down")
    picture, hard = frame.image_bgr.copy(), hard.copy()
    picture[hard == Label.UPPER] = shirt
    picture[CHEST] = colour
    hard[CHEST] = said
    after = corrected(picture, with_labels(body, hard), UNIT_PX)
    return float(after.labels.share_of([label], FRAME_ROI)[235:255, 310:330].mean())


def test_sleeves_said_to_be_arms_or_neck_are_worn():
    for said in (Label.ARMS, Label.NECK):
        assert share_on_chest(Label.UPPER, said, SHIRT_BGR) > 0.95


def test_a_shaded_sleeve_is_worn_too():
    shaded = tuple(round(0.55 * value) for value in SHIRT_BGR)
    assert share_on_chest(Label.UPPER, Label.ARMS, shaded) > 0.9


def test_skin_lit_and_shaded_stays_skin():
    for light in (0.6, 1.0, 1.1):
        colour = tuple(round(value * light) for value in SKIN_BGR)
        assert share_on_chest(Label.ARMS, Label.ARMS, colour) > 0.95


def test_skin_beside_skin_that_is_said_to_be_worn_is_bare():
    frame, body, hard = labelled("down")
    bare = hard == Label.ARMS
    rows = np.flatnonzero(bare.any(axis=1))
    wrong = bare.copy()
    wrong[(rows[0] + rows[-1]) // 2 :] = False
    hard = np.where(wrong, Label.UPPER, hard).astype(np.uint8)
    after = corrected(frame.image_bgr, with_labels(body, hard), UNIT_PX).labels
    before = labels_of(hard)
    gain = after.shares[Label.ARMS] - before.shares[Label.ARMS]
    assert gain.max() > 0.8
    assert np.allclose(after.shares.sum(axis=0), 1.0, atol=1e-4)


def test_cloth_like_skin_is_left_as_labelled():
    assert share_on_chest(Label.ARMS, Label.ARMS, SKIN_BGR, shirt=SKIN_BGR) > 0.95
    assert share_on_chest(Label.UPPER, Label.UPPER, SKIN_BGR, shirt=SKIN_BGR) > 0.95


def test_a_pale_badge_on_the_shirt_is_not_skin():
    frame, body, hard = labelled("down")
    hard = hard.copy()
    hard[CHEST] = Label.ARMS  # a hand beside it
    badge = np.s_[CHEST[0], 341:370]
    picture = frame.image_bgr.copy()
    orange = (10, 130, 230)
    picture[hard == Label.UPPER] = orange
    picture[CHEST] = SKIN_BGR
    picture[badge] = (196, 204, 210)
    after = corrected(picture, with_labels(body, hard), UNIT_PX).labels
    inner = np.s_[235:255, 350:362]
    assert after.share_of([Label.ARMS], FRAME_ROI)[inner].max() < 0.1
    assert after.share_of([Label.UPPER], FRAME_ROI)[inner].min() > 0.9


def test_shaded_fingers_beside_a_found_hand_stay_bare():
    frame, body, hard = labelled("down")
    hard = hard.copy()
    hard[CHEST] = Label.ARMS
    picture = frame.image_bgr.copy()
    picture[hard == Label.UPPER] = SHIRT_BGR
    picture[CHEST] = SHIRT_BGR  # so dark between the fingers that nothing tells them from cloth
    bodied = with_labels(body, hard)
    points = np.tile([[320.0, 235.0]], (21, 1)) + np.arange(21)[:, None] * (0.0, 1.0)
    found = replace(bodied, hands=(Hand(points, True, 0.9),))
    strip = np.s_[243:248, 313:328]
    shares = [
        corrected(picture, one, UNIT_PX).labels.share_of([Label.ARMS], FRAME_ROI)[strip]
        for one in (bodied, found)
    ]
    assert shares[0].max() < 0.1
    assert shares[1].mean() > 0.5
    # No edge between what is sure and what is not.
    assert np.abs(np.diff(shares[1], axis=1)).max() < 0.2


def test_without_a_face_nothing_is_doubted():
    frame, body, hard = labelled("down")
    hard = np.where(hard == Label.FACE, Label.HAIR, hard).astype(np.uint8)
    bodied = with_labels(body, hard)
    shot = Frame(frame.image_bgr.copy(), 0, 0.0, 0)
    assert corrected(shot.image_bgr, bodied, UNIT_PX) is bodied
    unparsed = replace(body, labels=None)
    assert corrected(shot.image_bgr, unparsed, UNIT_PX) is unparsed
