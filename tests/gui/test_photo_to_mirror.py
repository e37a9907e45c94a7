"""A photo dropped on the window, cut by the network that ships, worn, looked over and kept."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.support.dropping import drop, files
from tests.support.fake_stages import FakeDresser
from tryon_ar.commands.mirror import _cut_photo
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.garments.library.library import Library
from tryon_ar.gui.garment_editor import GarmentEditor

pytestmark = pytest.mark.gui

PATIENCE_MS = 120_000  # for a machine with much else to do; it takes about two seconds
GREY = 176


def product_photo(path: Path, garment_id: str) -> NDArray[np.uint8]:
    """Write a photo of a shipped garment on a grey ground; return the matte it is cut by."""
    garment = load_builtin(garment_id)
    height, width = garment.alpha.shape
    size = (width // 2, height // 2)
    alpha = cv2.resize(garment.alpha, size, interpolation=cv2.INTER_AREA)
    photo = cv2.resize(garment.photo_bgr, size, interpolation=cv2.INTER_AREA)
    share = alpha[..., None].astype(np.float32) / 255
    cv2.imwrite(str(path), (photo * share + GREY * (1 - share)).astype(np.uint8))
    return alpha


def test_a_dropped_photo_is_cut_worn_edited_and_kept(make_window, qtbot, tmp_path):
    matte = product_photo(tmp_path / "sailor.png", "tee-striped")
    dresser = FakeDresser()
    with Library(tmp_path / "library") as library:
        window = make_window(
            library=library,
            cut_photo=_cut_photo,
            make_editor=GarmentEditor,
            dresser=lambda: dresser,
            load_garment=library.load,
        )
        drop(window, files(tmp_path / "sailor.png"))
        assert len(window.shelf._imports) == 1
        qtbot.waitUntil(lambda: dresser.worn == ["sailor"], timeout=PATIENCE_MS)
        kept = library.load("sailor")
        assert kept.category == "tshirt"
        both = np.count_nonzero((kept.alpha > 127) & (matte > 127))
        either = np.count_nonzero((kept.alpha > 127) | (matte > 127))
        assert both / either > 0.95
        assert window.shelf.cards[0].isChecked()

        window.desk.actions_for(window.shelf.shown[0])["edit"]()
        qtbot.waitUntil(
            lambda: isinstance(window.desk.alterations.opened, GarmentEditor), timeout=PATIENCE_MS
        )
        editor = window.desk.alterations.opened
        editor.edit.set_category("longsleeve")
        editor._note_edit()
        editor.save()
        qtbot.waitUntil(lambda: window.desk.alterations.opened is None)
        assert library.load("sailor").category == "longsleeve"
        assert window.outfit.worn == ("sailor",)
        window.close()


def test_a_picture_of_no_garment_is_refused_in_words(make_window, qtbot, tmp_path):
    sky = np.linspace((200, 150, 90), (245, 225, 205), 400).astype(np.uint8)
    cv2.imwrite(str(tmp_path / "sky.png"), np.repeat(sky[:, None], 500, axis=1))
    with Library(tmp_path / "library") as library:
        window = make_window(library=library, cut_photo=_cut_photo, load_garment=library.load)
        drop(window, files(tmp_path / "sky.png"))
        qtbot.waitUntil(lambda: window.notices.notice is not None, timeout=PATIENCE_MS)
        assert window.notices.notice.text.count("sky") == 1
        assert "garment" in window.notices.notice.text
        assert library.entries() == []
        assert not window.shelf._imports
        window.close()
