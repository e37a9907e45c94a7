"""The picture under the editor's handles, at any zoom."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from tryon_ar.gui.editor_picture import EditorPicture

VIEW = (0, 0, 200, 150)
SIZE = (1999, 1501)  # odd: halves of it are not exact


def edit(photo):
    return SimpleNamespace(
        original_bgr=photo, photo_bgr=photo, alpha=np.full(photo.shape[:2], 255, np.uint8)
    )


@pytest.fixture
def weave():
    """A photo of coarse shapes and of threads two pixels wide."""
    rng = np.random.default_rng(3)
    coarse = rng.integers(0, 200, (30, 40, 3), np.uint8)
    photo = cv2.resize(coarse, SIZE, interpolation=cv2.INTER_CUBIC)
    photo[::2] = cv2.add(photo[::2], (40, 40, 40, 0))
    return photo


def shown(picture, scale, middle=(900.0, 700.0)):
    """Place a photo's point in the middle of the view and return the whole view."""
    picture.scale = scale
    picture.origin = (100.0 - middle[0] * scale, 75.0 - middle[1] * scale)
    return picture.render(VIEW)[:, :, :3]


def smoothed_whole(photo, scale, origin):
    """The same by smoothing all of the photo at its full size."""
    smooth = cv2.GaussianBlur(photo, (0, 0), 0.4 / scale)
    step = 1.0 / scale
    matrix = np.array([[step, 0.0, 0.0], [0.0, step, 0.0]])
    matrix[:, 2] = [(0.5 - place) * step - 0.5 for place in origin]
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(smooth, matrix, VIEW[2:], flags=how, borderMode=cv2.BORDER_REPLICATE)


@pytest.mark.parametrize("scale", [0.97, 0.81, 0.79, 0.5, 0.41, 0.39, 0.25, 0.201, 0.17])
def test_a_shrunk_picture_is_as_if_the_whole_photo_was_smoothed(weave, scale):
    picture = EditorPicture(edit(weave))
    view = shown(picture, scale)
    wanted = smoothed_whole(weave, scale, picture.origin)
    difference = np.abs(view.astype(int) - wanted)
    assert difference.mean() < 0.5
    assert difference.max() <= 3


@pytest.fixture
def smoothed(monkeypatch):
    """How many pixels of the photo each blur reads."""
    areas = []
    blur = cv2.GaussianBlur

    def counted(pixels, *args):
        if pixels.ndim == 3:  # else the matte's line
            areas.append(pixels.shape[0] * pixels.shape[1])
        return blur(pixels, *args)

    monkeypatch.setattr(cv2, "GaussianBlur", counted)
    return areas


def test_a_step_of_zoom_smooths_only_what_is_in_view(weave, smoothed):
    picture = EditorPicture(edit(weave))
    shown(picture, 0.15)
    for scale in (0.6, 0.5, 0.41, 0.3):
        shown(picture, scale)
    assert smoothed
    assert max(smoothed) < 10 * VIEW[2] * VIEW[3]


@pytest.mark.parametrize("way", [(9, -4), (-11, 3), (0, 7), (-8, 0)])
def test_a_photo_that_is_pushed_is_smoothed_where_it_comes_into_view(weave, smoothed, way):
    picture = EditorPicture(edit(weave))
    shown(picture, 0.5)
    for step in range(1, 12):
        middle = (900.0 + way[0] * step, 700.0 + way[1] * step)
        smoothed.clear()
        pushed = shown(picture, 0.5, middle)
        assert sum(smoothed) < VIEW[2] * VIEW[3]
        fresh = shown(EditorPicture(edit(weave)), 0.5, middle)
        assert np.abs(pushed.astype(int) - fresh).max() < 3
    smoothed.clear()
    shown(picture, 0.5)
    assert not smoothed, "what was in view is known"


@pytest.mark.parametrize("scale", [0.9, 0.45, 0.2])
def test_a_part_painted_anew_is_as_in_the_whole(weave, scale):
    picture = EditorPicture(edit(weave))
    whole = shown(picture, scale)
    part = picture.render((60, 40, 120, 90))[:, :, :3]
    assert np.abs(whole[40:90, 60:120].astype(int) - part).max() < 3


def test_a_photo_pushed_out_of_view_leaves_the_canvas():
    picture = EditorPicture(edit(np.full((60, 80, 3), 200, np.uint8)))
    view = shown(picture, 0.5, middle=(-4000.0, 9000.0))
    assert (view == view[0, 0]).all()
    assert view[0, 0, 0] < 100
