"""Photo mode: a photo opened in the window, dressed, saved whole, and the way back."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tryon_ar.capture.photo import PhotoSource
from tryon_ar.capture.synthetic import SyntheticSource
from tryon_ar.core import paths
from tryon_ar.core.errors import CameraNotFound
from tryon_ar.gui.options import WindowOptions
from tryon_ar.recording.picture import write_picture

pytestmark = pytest.mark.gui
FAST = "synthetic:160x120@50"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Save a photo, dark at its left and light at its right."""
    path = tmp_path / "me.png"
    picture = np.full((900, 600, 3), 40, np.uint8)
    picture[:, 300:] = 210
    write_picture(path, picture)
    return path


def opened(window, photo: Path, qtbot) -> None:
    qtbot.waitUntil(lambda: window.session.source_spec == FAST)
    window.refresh()
    window.sources.play(str(photo))
    qtbot.waitUntil(lambda: window.photo.shows)
    qtbot.waitUntil(lambda: size_px(window) == (600, 900))


def size_px(window) -> tuple[int, int] | None:
    dressed = window.mirror.dressed
    return None if dressed is None else dressed.tracked.frame.size


def test_a_photo_shows_as_it_was_taken_with_a_way_to_save_and_back(make_window, photo, qtbot):
    window = make_window()
    opened(window, photo, qtbot)
    assert window.photo.back_button.isVisible()
    assert window.photo.save_button.isVisible()
    assert not window.mirror.mirrored
    assert window.photo.context.settings.current.mirror.mirrored


def test_where_it_is_narrow_the_buttons_say_less_and_their_names_all(make_window, photo, qtbot):
    window = make_window()
    opened(window, photo, qtbot)
    back = window.photo.back_button
    assert back.text() == "Back to the camera"
    back.say("Back to the camera", 160, "Back")
    assert (back.text(), back.accessibleName()) == ("Back", "Back to the camera")
    back.say("Back to the camera", 160)
    assert back.text().endswith("…")


def test_it_is_saved_with_all_its_pixels_and_not_mirrored(make_window, photo, qtbot):
    window = make_window()
    window.photo.context.settings.change("mirror.save_mirrored", True)
    opened(window, photo, qtbot)
    window.photo.save_button.click()
    qtbot.waitUntil(lambda: window.mirror._toast.startswith("Saved"))
    (saved,) = paths.pictures_folder().glob("*.png")
    picture = cv2.imread(str(saved))
    assert picture.shape == (900, 600, 3)
    assert picture[450, 100].max() < 60
    assert picture[450, 500].min() > 190


def test_space_saves_at_once_and_once(make_window, photo, qtbot):
    window = make_window()
    settings = window.photo.context.settings
    settings.change("capture.countdown_s", 10)
    settings.change("capture.burst_count", 5)
    opened(window, photo, qtbot)
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert not window.pictures.countdown.is_running
    qtbot.waitUntil(lambda: window.mirror._toast.startswith("Saved"))
    assert len(list(paths.pictures_folder().iterdir())) == 1


def test_a_photo_is_saved_upright_with_all_its_pixels_and_without_its_metadata(
    make_window, tmp_path, qtbot
):
    path = tmp_path / "me.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "Maker of this camera"
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 0.0)  # where it was taken
    Image.new("RGB", (3000, 2000), (90, 120, 150)).save(path, exif=exif)
    assert b"Maker of this camera" in path.read_bytes()
    window = make_window(options=WindowOptions(source=str(path)))
    qtbot.waitUntil(lambda: window.photo.shows and window.mirror.dressed is not None)
    window.photo.save_button.click()
    qtbot.waitUntil(lambda: window.mirror._toast.startswith("Saved"))
    (saved,) = paths.pictures_folder().iterdir()
    with Image.open(saved) as picture:
        assert picture.size == (2000, 3000)
        assert not picture.getexif()
        assert not picture.info.get("exif")
    assert b"Maker" not in saved.read_bytes()


@pytest.mark.parametrize("by_key", [False, True])
def test_back_plays_what_played_before_and_mirrors_again(make_window, photo, qtbot, by_key):
    window = make_window()
    opened(window, photo, qtbot)
    if by_key:
        QTest.keyClick(window, Qt.Key.Key_Escape)
    else:
        window.photo.back_button.click()
    qtbot.waitUntil(lambda: window.session.source_spec == FAST)
    qtbot.waitUntil(lambda: size_px(window) == (160, 120))
    window.refresh()
    assert not window.photo.shows
    assert not window.photo.back_button.isVisible()
    assert window.mirror.mirrored


def test_started_with_a_photo_the_way_back_leads_to_the_usual_camera(make_window, photo, qtbot):
    window = make_window(options=WindowOptions(source=str(photo)))
    qtbot.waitUntil(lambda: window.photo.shows)
    assert not window.photo.step_back()
    asked: list[str] = []
    window.sources.play = asked.append
    window.photo.back()
    assert asked == ["camera:0"]


def test_while_the_demo_stands_in_the_way_back_leads_to_the_camera(make_window, photo, qtbot):
    def opener(spec: str):
        if spec.startswith("camera"):
            raise CameraNotFound("No camera was found.", "Plug one in.")
        return PhotoSource(Path(spec)) if spec == str(photo) else SyntheticSource((160, 120), 50.0)

    window = make_window(open_source=opener, options=WindowOptions(source="camera:0"))
    qtbot.waitUntil(lambda: window.session.source_spec == "demo")
    window.refresh()
    window.sources.play(str(photo))
    qtbot.waitUntil(lambda: window.photo.shows)
    window.photo.back()
    assert window.sources.asked == "camera:0"
