from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tryon_ar.core.errors import UnknownGarment
from tryon_ar.garments.builtin import (
    builtin_folder,
    builtin_ids,
    builtin_summaries,
    load_builtin,
    summarise,
)
from tryon_ar.garments.garment import Garment, Part

SLEEVED = ("tshirt", "longsleeve", "shirt", "polo", "hoodie", "dress", "outerwear")
LONG = ("longsleeve", "shirt", "hoodie", "outerwear")


@pytest.fixture(scope="module", params=builtin_ids())
def garment(request: pytest.FixtureRequest) -> Garment:
    return load_builtin(request.param)


def test_there_are_a_dozen_of_every_kind() -> None:
    summaries = builtin_summaries()
    assert len(summaries) >= 12
    kinds = {summary.category for summary in summaries}
    assert kinds >= {
        "tshirt",
        "longsleeve",
        "shirt",
        "polo",
        "hoodie",
        "top",
        "trousers",
        "skirt",
        "dress",
    }
    assert len({summary.name for summary in summaries}) == len(summaries)
    assert [summary.id for summary in summaries] == list(builtin_ids())


def test_every_thumbnail_is_small() -> None:
    for summary in builtin_summaries():
        assert summary.thumbnail is not None
        with Image.open(summary.thumbnail) as picture:
            assert max(picture.size) <= 280
            assert picture.size[1] == 160


def test_a_garment_without_thumbnail_is_still_listed(tmp_path: Path) -> None:
    source = builtin_folder() / builtin_ids()[0]
    copy = tmp_path / source.name
    copy.mkdir()
    (copy / "garment.json").write_bytes((source / "garment.json").read_bytes())
    assert summarise(copy).thumbnail is None


def test_an_unknown_id_names_the_known() -> None:
    with pytest.raises(UnknownGarment) as error:
        load_builtin("cape")
    assert "tee-plain" in error.value.hint


@pytest.mark.parametrize("name", ["../garments/tee-plain", "", ".", "/"])
def test_an_id_is_no_path(name: str) -> None:
    with pytest.raises(UnknownGarment):
        load_builtin(name)


def test_all_together_stay_small() -> None:
    total = sum(path.stat().st_size for path in builtin_folder().rglob("*") if path.is_file())
    assert total < 6 * 1024 * 1024


def test_the_matte_is_soft_and_apart_from_the_frame(garment: Garment) -> None:
    alpha = garment.alpha
    soft = ((alpha > 0) & (alpha < 255)).mean()
    assert 0.0005 < soft < 0.03
    border = np.concatenate(
        [alpha[:8].ravel(), alpha[-8:].ravel(), alpha[:, :8].ravel(), alpha[:, -8:].ravel()]
    )
    assert border.max() == 0


def test_parts_cover_exactly_the_matte(garment: Garment) -> None:
    np.testing.assert_array_equal(garment.parts > 0, garment.alpha > 0)


def test_the_background_is_bright_paper(garment: Garment) -> None:
    corner = garment.photo_bgr[:30, :30].astype(float).mean(axis=(0, 1))
    assert (corner > 235).all()


def test_landmarks_lie_on_the_garment(garment: Garment) -> None:
    import cv2

    distance = cv2.distanceTransform((garment.alpha < 128).astype(np.uint8), cv2.DIST_L2, 5)
    for name, (x, y) in garment.landmarks.items():
        assert distance[round(y), round(x)] < 8, name


def test_left_is_the_wearers(garment: Garment) -> None:
    for name, (x, _) in garment.landmarks.items():
        if "left" in name:
            assert x > garment.landmarks[name.replace("left", "right")][0], name
    columns = np.arange(garment.parts.shape[1])
    for left, right in ((Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE), (Part.LEFT_LEG, Part.RIGHT_LEG)):
        if (garment.parts == left).any():
            mean = [
                ((garment.parts == part) * columns).sum() / (garment.parts == part).sum()
                for part in (left, right)
            ]
            assert mean[0] > mean[1]


def test_each_kind_has_its_parts_and_landmarks(garment: Garment) -> None:
    parts = {Part(int(value)) for value in np.unique(garment.parts)}
    assert Part.INSIDE_BACK in parts
    if garment.category in SLEEVED:
        assert {Part.LEFT_SLEEVE, Part.RIGHT_SLEEVE, Part.TORSO} <= parts
        assert {"cuff_left_inner", "cuff_right_outer", "neck_front", "hem_center"} <= set(
            garment.landmarks
        )
    assert ("elbow_left" in garment.landmarks) == (garment.category in LONG)
    assert ("knee_left" in garment.landmarks) == (garment.category == "trousers")
    assert (Part.HOOD in parts) == (garment.category == "hoodie")
    assert (Part.SKIRT in parts) == (garment.category in ("skirt", "dress"))


@pytest.mark.parametrize(
    "identifier", [item.id for item in builtin_summaries() if item.category in SLEEVED]
)
@pytest.mark.parametrize("side", ["left", "right"])
def test_sleeves_leave_the_armpit_open(identifier: str, side: str) -> None:
    """Between cuff and torso lies background, so that each part can be warped alone."""
    garment = load_builtin(identifier)
    cuff_x, cuff_y = garment.landmarks[f"cuff_{side}_inner"]
    low, high = sorted((cuff_x, garment.landmarks[f"armpit_{side}"][0]))
    between = garment.alpha[round(cuff_y) - 3, round(low) : round(high)]
    assert (between == 0).any()


def test_listing_opens_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a picture was opened")

    monkeypatch.setattr(Image, "open", refuse)
    assert builtin_summaries()
