import json

import cv2
import numpy as np
import pytest

from tests.support.made_up_rig import HEIGHT, WIDTH, write_rig
from tryon_ar.core.errors import MissingResource
from tryon_ar.core.images import read_picture
from tryon_ar.core.labels import Label
from tryon_ar.evaluation.rig_reading import read_rig


def test_a_rig_is_read_as_it_was_written(tmp_path):
    write_rig(tmp_path, "motion", 2, 3)
    (scene,) = read_rig(tmp_path)
    assert (scene.name, scene.kind, scene.category) == ("one", "motion", "tshirt")
    assert scene.garment().id == "square"
    assert scene.light_in_photo().mean() == pytest.approx(1.0)
    first, last = scene.frames
    assert first.picture().shape == (HEIGHT, WIDTH, 3)
    truth = first.truth()
    assert truth.worn.max() == 1.0
    assert truth.whole.sum() - truth.worn.sum() == (truth.front == Label.ARMS).sum() == 100
    assert truth.shading[12, 10] == pytest.approx(8000 / 16384 + 10 / 63 * 12000 / 16384, abs=1e-3)
    assert first.labels()[15, 15] == Label.UPPER
    np.testing.assert_array_equal(first.flow()[15, 15], (3, 0))
    assert last.flow() is None
    np.testing.assert_array_equal(last.landmarks["hem_left"], (42, 39))
    np.testing.assert_array_equal(first.wrists["right"], (3, 4))
    assert first.visible == {"hem_left", "hem_right"}


def test_half_a_pixel_is_not_covered(tmp_path):
    write_rig(tmp_path)
    stem = tmp_path / "rig" / "scenes" / "one" / "000000"
    worn, front = (
        read_picture(stem.with_suffix(f".{name}.png"), "L").copy() for name in ("worn", "front")
    )
    assert front[20, 10] == Label.ARMS
    front[20, 10:12], worn[20, 10], worn[20, 11] = 0, 128, 191
    for name, picture in (("worn", worn), ("front", front)):
        cv2.imwrite(f"{stem}.{name}.png", picture)
    (scene,) = read_rig(tmp_path)
    assert scene.frames[0].truth().front[20, 10:13].tolist() == [Label.ARMS, 0, Label.ARMS]


def test_frames_may_be_jpeg_and_the_folder_that_of_the_rig(tmp_path):
    write_rig(tmp_path)
    path = tmp_path / "rig" / "scenes" / "one" / "000000.png"
    picture = cv2.imread(str(path))
    cv2.imwrite(str(path.with_suffix(".jpg")), picture)
    path.unlink()
    (scene,) = read_rig(tmp_path / "rig")
    assert np.abs(scene.frames[0].picture().astype(int) - picture).mean() < 6


def test_no_rig_or_another_version_is_said(tmp_path):
    with pytest.raises(MissingResource, match="no rig"):
        read_rig(tmp_path)
    (tmp_path / "rig.json").write_text(json.dumps({"version": 9, "scenes": []}))
    with pytest.raises(MissingResource, match="version"):
        read_rig(tmp_path)
