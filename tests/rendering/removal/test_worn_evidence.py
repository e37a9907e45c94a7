"""Labels that colours contradict, on the painted person."""

from dataclasses import replace

import numpy as np

from tests.support.drawn_labels import labelled, labels_of, with_labels
from tests.support.drawn_person import FRAME_ROI, SHIRT_BGR, SKIN_BGR
from tryon_ar.core.labels import Label
from tryon_ar.core.types import Frame
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


def test_without_a_face_nothing_is_doubted():
    frame, body, hard = labelled("down")
    hard = np.where(hard == Label.FACE, Label.HAIR, hard).astype(np.uint8)
    bodied = with_labels(body, hard)
    shot = Frame(frame.image_bgr.copy(), 0, 0.0, 0)
    assert corrected(shot.image_bgr, bodied, UNIT_PX) is bodied
    unparsed = replace(body, labels=None)
    assert corrected(shot.image_bgr, unparsed, UNIT_PX) is unparsed
