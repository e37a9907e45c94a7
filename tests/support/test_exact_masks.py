import json

import cv2
import numpy as np
import pytest

from tests.support import exact_masks
from tests.support.exact_masks import (
    exact_mask,
    exact_mask_names,
    photo_of,
    wrong_machine_masks,
)


@pytest.fixture
def drawings(tmp_path, monkeypatch):
    monkeypatch.setattr(exact_masks, "FOLDER", tmp_path)
    return tmp_path


def draw(folder, name, *polygons):
    about = {"photo": f"garments/{name}.jpg", "size": [20, 16], "polygons": list(polygons)}
    (folder / f"{name}.json").write_text(json.dumps(about))


def square(role, least, most):
    return {"role": role, "points": [[least, least], [most, least], [most, most], [least, most]]}


def test_holes_are_cut_whatever_the_order(drawings):
    draw(drawings, "apron", square("hole", 6, 9), square("garment", 2, 12))
    mask = exact_mask("apron")
    assert mask.shape == (16, 20)
    assert mask[4, 4] == 255
    assert mask[7, 7] == 0
    assert mask[13, 13] == 0
    assert (mask == 255).sum() == 11 * 11 - 4 * 4


def test_outlines_are_filled_to_fractions_of_a_pixel(drawings):
    draw(drawings, "apron", square("garment", 2.6, 12.4))
    columns = np.flatnonzero(exact_mask("apron")[8])
    assert (columns[0], columns[-1]) == (3, 12)


def test_one_photo_of_every_kind_of_garment_is_drawn():
    kinds = [name.rsplit("_", 1)[0] for name in exact_mask_names()]
    assert len(kinds) == len(set(kinds)) == 12


@pytest.mark.parametrize("name", exact_mask_names())
def test_masks_fit_their_photos(name, shared_data):
    photo = cv2.imread(str(photo_of(name, shared_data)))
    mask = exact_mask(name)
    assert mask.shape == photo.shape[:2]
    assert 0.2 < (mask > 0).mean() < 0.8


@pytest.mark.parametrize("name", exact_mask_names())
def test_colours_change_along_the_outline_more_than_beside_it(name, shared_data):
    photo = cv2.imread(str(photo_of(name, shared_data)))
    mask = (exact_mask(name) > 0).astype(np.uint8)
    colours = cv2.GaussianBlur(photo, (0, 0), 1).astype(np.float32)
    steep = np.hypot(cv2.Sobel(colours, -1, 1, 0), cv2.Sobel(colours, -1, 0, 1)).max(axis=2)
    distance = cv2.distanceTransform(1 - mask, cv2.DIST_L2, 5)
    on_it, beside_it = (distance > 0) & (distance < 2), (distance > 5) & (distance < 9)
    assert np.median(steep[on_it]) > 2 * np.median(steep[beside_it])


def test_wrong_machine_masks_exist_and_say_why(shared_data):
    for name, reason in wrong_machine_masks().items():
        assert (shared_data / "garments" / "masks" / f"{name}.png").exists()
        assert len(reason.split()) > 3
