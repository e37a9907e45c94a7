import numpy as np

from tests.support.drawn_labels import labelled, labels_of
from tests.support.drawn_person import FRAME_ROI
from tryon_ar.core.labels import Label
from tryon_ar.rendering.cloth_colour import without_cloth
from tryon_ar.rendering.heads import own_head
from tryon_ar.rendering.label_view import view_labels

BROWN_BGR = (30, 45, 60)


def haired(box, colour_bgr=BROWN_BGR):
    """The drawn person with the head's upper half and a box of a colour labelled hair."""
    frame, body, hard = labelled()
    picture, hard = frame.image_bgr.copy(), hard.copy()
    crown = (hard == Label.FACE) & (np.arange(480)[:, None] < 80)
    picture[crown] = BROWN_BGR
    picture[box] = colour_bgr
    hard[crown] = hard[box] = Label.HAIR
    return picture, body, labels_of(hard)


def kept(picture, body, labels):
    view = view_labels(picture, labels, own_head(labels, body.pose), FRAME_ROI)
    return view.enlarged(without_cloth(view)[0])


def test_long_hair_is_kept():
    found = kept(*haired(np.s_[60:200, 338:356]))
    assert found[70, 320] > 200
    assert found[190, 347] > 200


def test_hair_that_hangs_on_nothing_is_dropped():
    found = kept(*haired(np.s_[220:250, 300:330]))
    assert found[70, 320] > 200
    assert found[215:255, 295:335].max() < 10


def test_hair_with_the_colour_of_the_cloth_is_dropped():
    found = kept(*haired(np.s_[60:200, 338:356], (170, 120, 90)))
    assert found[190, 347] < 10


def test_hair_like_the_cloth_is_kept_where_no_colour_tells_them_apart():
    frame, body, hard = labelled()
    picture, hard = frame.image_bgr.copy(), hard.copy()
    picture[hard == Label.UPPER] = BROWN_BGR
    box = np.s_[60:200, 338:356]
    picture[box] = (38, 50, 66)
    hard[box] = Label.HAIR
    assert kept(picture, body, labels_of(hard))[190, 347] > 200


def test_where_the_face_is_not_labelled_everything_counts():
    _, body, hard = labelled()
    none = np.where(np.isin(hard, (Label.FACE, Label.NECK)), Label.UPPER, hard).astype(np.uint8)
    assert own_head(labels_of(none), body.pose).min() == 255
