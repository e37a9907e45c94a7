import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from tryon_ar.gui.back_photo import LONGEST_PX, BackPhoto

pytestmark = pytest.mark.gui


@pytest.fixture
def back(application, qtbot):
    widget = BackPhoto()
    qtbot.addWidget(widget)
    return widget


def test_a_dropped_file_is_decoded_and_not_too_large(back, qtbot, tmp_path):
    Image.new("RGB", (2000, 3000), (255, 0, 0)).save(tmp_path / "back.png")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "back.png"))])
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    with qtbot.waitSignal(back.chosen, timeout=60_000) as got:
        back.dropEvent(drop)
    photo = got.args[0]
    assert max(photo.shape) == LONGEST_PX
    assert photo[5, 5].tolist() == [0, 0, 255]


def test_what_is_no_picture_is_refused_in_words(back, qtbot, tmp_path):
    (tmp_path / "back.png").write_bytes(b"no picture")
    with qtbot.waitSignal(back.refused, timeout=60_000) as got:
        back.read(tmp_path / "back.png")
    assert "back.png" in got.args[0]
    assert back.tile.isEnabled()


def test_removing_is_offered_only_when_there_is_one(back):
    told = []
    back.chosen.connect(told.append)
    assert not back.remove.isEnabled()
    back.show_photo(np.zeros((20, 10, 3), np.uint8))
    back.remove.click()
    assert told == [None]
