"""Small pictures shown a few at a time."""

from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from tryon_ar.gui.gallery_grid import GalleryGrid
from tryon_ar.gui.gallery_loader import Loaded
from tryon_ar.recording.kept_files import KeptFile

pytestmark = pytest.mark.gui

FILES = [KeptFile(Path(f"{number}.png"), False, 1000.0 - number) for number in range(10)]


def arrived():
    image = QImage(32, 24, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    return [Loaded(file.path, image) for file in FILES]


@pytest.fixture
def grid(application, qtbot):
    grid = GalleryGrid()
    qtbot.addWidget(grid)
    assert grid.show_files(FILES) == FILES
    return grid


def shown(grid):
    """Return how many small pictures are shown; files still to be read are given back."""
    return len(FILES) - len(grid.show_files(FILES))


def test_many_that_arrive_at_once_are_shown_over_several_turns(grid, qtbot):
    for loaded in arrived():
        grid.take_thumbnail(loaded)
    assert shown(grid) == 0
    grid._show_some()
    assert 0 < shown(grid) < len(FILES)
    qtbot.waitUntil(lambda: shown(grid) == len(FILES))


def test_one_that_is_gone_meanwhile_is_left_out(grid, qtbot):
    for loaded in arrived():
        grid.take_thumbnail(loaded)
    left = FILES[:3]
    grid.show_files(left)
    qtbot.waitUntil(lambda: grid.show_files(left) == [])
    assert grid.files() == left
