import numpy as np

from tests.support.drawn_labels import labelled, labels_of
from tests.support.drawn_person import FRAME_ROI, SKIN_BGR
from tryon_ar.core.labels import Label
from tryon_ar.rendering.cloth_colour import without_cloth
from tryon_ar.rendering.label_view import view_labels

SLEEVE = np.s_[230:270, 300:340]
ALL = np.full((128, 128), 255, np.uint8)


def bare_arms(colour_bgr, shirt_bgr=None):
    """What is left where a box of a colour on the trunk is labelled arms."""
    frame, _, hard = labelled("sideways")
    picture, hard = frame.image_bgr.copy(), hard.copy()
    if shirt_bgr is not None:
        picture[hard == Label.UPPER] = shirt_bgr
    if colour_bgr is not None:
        picture[SLEEVE] = colour_bgr
    hard[SLEEVE] = Label.ARMS
    view = view_labels(picture, labels_of(hard), ALL, FRAME_ROI)
    return view.enlarged(without_cloth(view)[1])


def test_arms_with_the_colour_of_the_cloth_are_cloth():
    assert bare_arms(None)[250, 320] < 10


def test_skin_lit_and_shaded_is_bare():
    for light in (0.6, 1.0, 1.2):
        assert bare_arms(tuple(round(value * light) for value in SKIN_BGR))[250, 320] > 240


def test_cloth_like_skin_is_not_told_from_it():
    assert bare_arms(None, shirt_bgr=(115, 146, 200))[250, 320] > 240
