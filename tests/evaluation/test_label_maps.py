import json

import numpy as np
import pytest
from PIL import Image

from tryon_ar.core.errors import UnsafeImage
from tryon_ar.core.labels import Label
from tryon_ar.evaluation import label_maps


def test_palette_pictures_are_read_by_index(tmp_path):
    picture = Image.fromarray(np.array([[0, 2, 5, 6], [12, 14, 19, 10]], np.uint8), "L")
    picture = picture.convert("P")
    picture.putdata([0, 2, 5, 6, 12, 14, 19, 10])
    path = tmp_path / "labels.png"
    picture.save(path)
    read = label_maps.read_lip(path)
    wanted = [
        [Label.BACKGROUND, Label.HAIR, Label.UPPER, Label.UPPER],
        [Label.LOWER, Label.ARMS, label_maps.IGNORED, Label.NECK],
    ]
    assert read.tolist() == wanted


def test_street_classes_are_told_by_name(tmp_path):
    names = {"0": "null", "1": "hair", "2": "t-shirt", "3": "skin", "4": "bag"}
    listed = tmp_path / "label_list.json"
    listed.write_text(json.dumps(names), encoding="utf-8")
    path = tmp_path / "labels.png"
    Image.fromarray(np.arange(5, dtype=np.uint8)[None]).save(path)
    read = label_maps.read_ccp(path, label_maps.read_names(listed))
    wanted = [label_maps.BACKGROUND, label_maps.HAIR, label_maps.CLOTHES, label_maps.SKIN]
    assert read[0].tolist() == [*wanted, label_maps.IGNORED]


def test_a_photo_is_no_label_picture(tmp_path):
    path = tmp_path / "photo.png"
    Image.fromarray(np.zeros((2, 2, 3), np.uint8)).save(path)
    with pytest.raises(UnsafeImage, match="no label picture"):
        label_maps.read_lip(path)
