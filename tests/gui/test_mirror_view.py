import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from tryon_ar.core.types import DressedFrame, Frame, GarmentState, TrackedFrame
from tryon_ar.gui.mirror_view import MirrorView, shown_pixels

pytestmark = pytest.mark.gui

RED, BLUE = (0, 0, 255), (255, 0, 0)  # BGR


def dressed(image_bgr: np.ndarray, index: int = 0) -> DressedFrame:
    frame = Frame(image_bgr, index, index * 33.0, 0)
    tracked = TrackedFrame(frame, None, GarmentState.NOBODY)
    return DressedFrame(image_bgr, tracked, None, {}, False, {})


def half_and_half(height: int = 30, width: int = 40) -> np.ndarray:
    image = np.zeros((height, width, 3), np.uint8)
    image[:, : width // 2] = RED
    image[:, width // 2 :] = BLUE
    return image


@pytest.fixture
def view(application, qtbot):
    painted: list[int] = []
    mirror = MirrorView(lambda one: painted.append(one.tracked.frame.index))
    mirror.painted = painted
    qtbot.addWidget(mirror)
    mirror.resize(400, 300)
    with qtbot.waitExposed(mirror):
        mirror.show()
    return mirror


def colour_at(view: MirrorView, x: int, y: int) -> str:
    return view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32).pixelColor(x, y).name()


def test_view_is_mirrored_like_a_mirror(view):
    view.show_frame(dressed(half_and_half()))
    assert colour_at(view, 50, 150) == QColor(0, 0, 255).name()
    assert colour_at(view, 350, 150) == QColor(255, 0, 0).name()
    view.set_mirrored(False)
    assert colour_at(view, 50, 150) == QColor(255, 0, 0).name()


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((400, 300), (0, 0, 400, 300)),
        ((800, 300), (200, 0, 400, 300)),
        ((400, 500), (0, 100, 400, 300)),
    ],
)
def test_aspect_is_kept_and_the_rest_is_dark(view, qtbot, size, expected):
    view.show_frame(dressed(half_and_half()))
    view.resize(*size)
    rect = view.picture_rect()
    assert (rect.x(), rect.y(), rect.width(), rect.height()) == expected
    if rect.x() or rect.y():
        assert colour_at(view, 2, 2) == "#101214"


def test_each_frame_is_reported_painted_once(view, qtbot):
    for index in range(3):
        view.show_frame(dressed(half_and_half(), index))
        qtbot.waitUntil(lambda index=index: index in view.painted)
        view.repaint()
        view.repaint()
    assert view.painted == [0, 1, 2]


def test_picture_is_not_copied_and_stays_untouched(view):
    image = half_and_half()
    kept = image.copy()
    one = dressed(image)
    view.show_frame(one)
    view.set_status("Nobody in the picture")
    view.toast("Saved")
    view.flash()
    view.grab()
    assert view.dressed.image_bgr is image
    assert np.array_equal(image, kept)


def test_texts_lie_over_the_picture(view):
    view.show_frame(dressed(np.full((300, 400, 3), 255, np.uint8)))
    plain = view.grab().toImage()
    view.set_status("Nobody in the picture")
    assert view.grab().toImage() != plain
    view.set_status("")
    assert view.grab().toImage() == plain


def test_a_very_small_view_does_not_fail(view):
    view.set_status("A long sentence that has to be wrapped into a very narrow view")
    view.show_frame(dressed(half_and_half()))
    view.resize(30, 20)
    view.grab()


@pytest.mark.parametrize("size", [(80, 60), (40, 30), (20, 15)])
@pytest.mark.parametrize("mirrored", [True, False])
def test_shown_pixels_are_opaque_and_of_the_size_asked_for(size, mirrored):
    shown = shown_pixels(half_and_half(), size, mirrored=mirrored)
    left, right = (BLUE, RED) if mirrored else (RED, BLUE)
    assert shown.shape == (size[1], size[0], 4)
    assert (shown[:, 0] == (*left, 255)).all()
    assert (shown[:, -1] == (*right, 255)).all()


class Spot:
    def paint(self, painter, picture):
        painter.fillRect(picture.left(), picture.top(), 40, 40, QColor("#00ff00"))


def test_overlays_lie_over_the_picture_unmirrored_until_removed(view):
    view.show_frame(dressed(half_and_half()))
    spot = Spot()
    view.add_overlay(spot)
    assert colour_at(view, 10, 10) == "#00ff00"
    view.remove_overlay(spot)
    view.remove_overlay(spot)
    assert colour_at(view, 10, 10) == QColor(0, 0, 255).name()


def test_the_last_view_that_has_a_picture_is_seen(view):
    picture = half_and_half()
    view.add_view(lambda _dressed: np.full_like(picture, RED))
    chosen: list[np.ndarray] = []
    view.add_view(lambda _dressed: chosen[0] if chosen else None)
    view.show_frame(dressed(np.full_like(picture, BLUE)))
    assert colour_at(view, 200, 150) == "#ff0000"
    chosen.append(np.full_like(picture, BLUE))
    assert colour_at(view, 200, 150) == "#0000ff"
