"""Where and by whom a photo was taken is never in what is stored of it."""

from pathlib import Path

import numpy as np
import pytest

from tests.support.crafted_pictures import colourful, encoded
from tests.support.hostile_picture_cases import gps_exif
from tryon_ar.core.images import open_picture
from tryon_ar.garments.folder import save_garment
from tryon_ar.garments.garment import Garment
from tryon_ar.recording.picture import write_picture

TRACES = (b"SECRET", b"Exif", b"eXIf", b"GPS", b"xmp", b"ICC_PROFILE", b"iCCP", b"tEXt")


def stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def photo_bgr() -> np.ndarray:
    data = encoded(colourful(), "JPEG", exif=gps_exif(), comment=b"SECRET")
    assert b"SECRET-ARTIST" in data
    return open_picture(data).bgr


@pytest.mark.parametrize("photo_format", ["png", "jpg"])
def test_a_garment_keeps_only_pixels(tmp_path, photo_bgr, photo_format):
    alpha = np.full(photo_bgr.shape[:2], 255, np.uint8)
    garment = Garment("tee", "Tee", "tshirt", photo_bgr, alpha, alpha // 255, {})
    save_garment(garment, tmp_path / "tee", photo_format=photo_format)
    found = stored(tmp_path / "tee")
    assert len(found) > 500
    assert not [trace for trace in TRACES if trace in found]


@pytest.mark.parametrize("ending", ["png", "jpg", "webp"])
def test_a_snapshot_keeps_only_pixels(tmp_path, photo_bgr, ending):
    write_picture(tmp_path / f"a.{ending}", photo_bgr)
    found = stored(tmp_path)
    assert len(found) > 200
    assert not [trace for trace in TRACES if trace in found]
