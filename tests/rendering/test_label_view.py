import numpy as np
import pytest

from tests.support.bodies import SIZE_PX
from tests.support.drawn_labels import labels_of
from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.roi import Roi
from tryon_ar.rendering.label_view import refine_edges, view_labels

EVERYWHERE = np.full((128, 128), 255, np.uint8)


def two_halves(edge_x=300, left=Label.ARMS, right=Label.UPPER):
    hard = np.full((SIZE_PX[1], SIZE_PX[0]), right, np.uint8)
    hard[:, :edge_x] = left
    return labels_of(hard)


def picture(edge_x=300, left=(90, 120, 200), right=(60, 60, 60)):
    frame = np.full((SIZE_PX[1], SIZE_PX[0], 3), right, np.uint8)
    frame[:, :edge_x] = left
    return frame


@pytest.mark.parametrize("roi", [Roi(260, 100, 340, 180), Roi(263, 101, 342, 176)])
def test_labels_lie_where_the_frame_has_them(roi):
    labels = two_halves(300)
    view = view_labels(picture(), labels, EVERYWHERE, roi)
    arms = view.enlarged(view.arms)
    assert arms.shape == (roi.height, roi.width)
    expected = labels.share_of([Label.ARMS], roi) * 255
    assert np.abs(arms - expected).max() < 20
    np.testing.assert_array_equal(view.arms > 127, view.cloth < 128)


@pytest.mark.parametrize("roi", [Roi(260, 100, 340, 180), Roi(263, 101, 342, 176)])
def test_a_part_is_enlarged_like_the_whole(roi, rng):
    view = view_labels(picture(), two_halves(300), EVERYWHERE, roi)
    for box in (np.s_[3:9, 4:20], np.s_[:5, 25:], np.s_[30:, :3], np.s_[:0, :0]):
        plane = np.zeros(view.arms.shape, np.uint8)
        plane[box] = rng.integers(1, 256, plane[box].shape)
        np.testing.assert_array_equal(view.enlarged_part(plane), view.enlarged(plane))


def test_points_are_looked_up_where_they_lie_in_the_frame():
    view = view_labels(picture(), two_halves(), EVERYWHERE, Roi(200, 100, 400, 300))
    points = np.array([(210.0, 150.0), (390.0, 150.0), (10.0, 10.0), (500.0, 150.0)])
    assert view.at(view.arms, view.local(points)).tolist() == [255, 0, 0, 0]


def test_outside_the_labels_square_there_is_nothing():
    shares = np.zeros((8, 64, 64), np.float32)
    shares[Label.UPPER] = 1.0
    labels = Labels(shares, 100.0, 100.0, 200.0)
    view = view_labels(picture(), labels, np.full((64, 64), 255, np.uint8), Roi(0, 0, 640, 480))
    nothing, cloth = view.enlarged(view.nothing), view.enlarged(view.cloth)
    assert cloth[110:290, 110:290].min() == 255
    assert nothing[110:290, 110:290].max() == 0
    assert nothing[:90].min() == nothing[310:].min() == nothing[:, 310:].min() == 255


def test_hair_and_face_elsewhere_do_not_count():
    view = view_labels(
        picture(), two_halves(left=Label.HAIR), np.zeros((128, 128), np.uint8), Roi(0, 0, 640, 480)
    )
    assert not view.hair.any()
    assert view.cloth.any()


@pytest.mark.parametrize("lag_px", [-4, 0, 4])
def test_an_edge_is_drawn_where_the_picture_has_it(lag_px):
    frame, roi = picture(300), Roi(250, 100, 351, 201)
    view = view_labels(frame, two_halves(300 + lag_px), EVERYWHERE, roi)
    refined = refine_edges(view.arms, view, frame)[20:-20]
    widths = (refined > 127).sum(axis=1)
    assert np.abs(widths - 50).max() <= 1
    assert (refined[:, :40] > 250).all()
    assert (refined[:, 60:] < 5).all()


def test_an_empty_share_stays_empty():
    frame = picture()
    view = view_labels(frame, two_halves(), EVERYWHERE, Roi(250, 100, 350, 200))
    assert not refine_edges(np.zeros_like(view.arms), view, frame).any()
