import cv2
import numpy as np
import pytest

from tryon_ar.rendering.cloth_dyes import ClothDyes, dyes_of
from tryon_ar.rendering.cloth_light import read_cloth

SIZE = 88, 72
SHOULDER_CELLS = 44.0
ROWS, COLUMNS = np.mgrid[: SIZE[0], : SIZE[1]].astype(np.float32)
NOTHING = np.zeros(SIZE, np.float32)
WORN = np.zeros(SIZE, np.uint8)
WORN[6:-6, 6:-6] = 1
CORE = cv2.erode(WORN, np.ones((13, 13))) > 0
STRIPES = (ROWS // 8) % 2 == 0


def cloth(light, dye_bgr=(90, 90, 90), other_bgr=None, where=STRIPES):
    """A picture of cloth in a light, exp(light) times what its dye gives back."""
    dye = np.broadcast_to(np.array(dye_bgr, float), (*SIZE, 3)).copy()
    if other_bgr is not None:
        dye[where] = other_bgr
    linear = (dye / 255) ** 2.2 * np.exp(light)[..., None]
    bgr = np.clip(255 * linear ** (1 / 2.2), 0, 255).round().astype(np.uint8)
    return read_cloth(bgr, WORN)


def light_of(told, dyes=None):
    dyes = dyes or ClothDyes()
    dyes.look(told, WORN, NOTHING)
    found = dyes.light(told, WORN, NOTHING, SHOULDER_CELLS)
    return found - np.median(found[CORE])


def shadow(depth=0.8):
    """Half the cloth in the shadow of something, its edge some four cells wide."""
    return -depth / (1 + np.exp(-(COLUMNS - 40) / 1.5))


def falling():
    return 0.3 * np.cos(COLUMNS / 18)


@pytest.mark.parametrize("dye", [(90, 90, 90), (60, 60, 180), (240, 240, 240), (50, 50, 50)])
def test_the_edge_of_a_shadow_is_light(dye):
    found = light_of(cloth(shadow(), dye))
    step = np.median(found[20:-20, 20:30]) - np.median(found[20:-20, 50:60])
    assert 0.5 < step < 0.85


def test_nearly_black_cloth_tells_less():
    steps = []
    for level in (15, 30, 50):
        found = light_of(cloth(shadow(), (level,) * 3))
        steps.append(np.median(found[20:-20, 20:30]) - np.median(found[20:-20, 50:60]))
    assert 0 <= steps[0] < 0.1
    assert steps[0] <= steps[1] < steps[2]


@pytest.mark.parametrize(
    ("dye", "other"),
    [((220, 220, 220), (25, 25, 25)), ((60, 60, 180), (230, 230, 230)), ((150, 60, 20), (90,) * 3)],
)
def test_stripes_are_no_light(dye, other):
    found = light_of(cloth(NOTHING, dye, other))
    assert found[CORE].std() < 0.05


def test_light_is_found_on_the_ground_around_a_print():
    block = (abs(COLUMNS - 36) < 10) & (abs(ROWS - 30) < 10)
    found = light_of(cloth(falling(), (180, 60, 30), (60, 150, 220), block))
    ground = CORE & ~cv2.dilate(block.astype(np.uint8), np.ones((9, 9))).astype(bool)
    assert np.corrcoef(found[ground], falling()[ground])[0, 1] > 0.9


def test_a_block_of_another_colour_is_no_light():
    block = (COLUMNS > 30) & (ROWS > 40)
    found = light_of(cloth(NOTHING, (180, 60, 30), (60, 150, 220), block))
    assert abs(np.median(found[CORE & block]) - np.median(found[CORE & ~block])) < 0.1


def test_light_and_shade_are_one_dye_and_stripes_are_two():
    assert len(dyes_of(cloth(shadow(0.9)), WORN, NOTHING)) == 1
    assert len(dyes_of(cloth(NOTHING, (220,) * 3, (30,) * 3), WORN, NOTHING)) == 2
    assert dyes_of(cloth(NOTHING), np.zeros_like(WORN), NOTHING) is None


def test_a_pale_print_of_soft_edges_on_dark_cloth_hardly_shows():
    blob = np.exp(-(((COLUMNS - 36) / 12) ** 2 + ((ROWS - 44) / 12) ** 2)) > 0.5
    soft = cv2.GaussianBlur(blob.astype(np.float32), (0, 0), 1.2)
    found = light_of(cloth(3.0 * soft, (40, 40, 40)))
    assert np.abs(found[CORE]).max() < 0.35


def test_beside_the_cloth_what_is_expected_stands():
    dyes, told = ClothDyes(), cloth(shadow())
    expected = np.full(SIZE, 0.2, np.float32)
    np.testing.assert_array_equal(dyes.light(told, WORN, expected, SHOULDER_CELLS), expected)
    half = WORN.copy()
    half[:, 36:] = 0
    dyes.look(told, half, expected)
    found = dyes.light(told, half, expected, SHOULDER_CELLS)
    np.testing.assert_allclose(found[:, 50:], 0.2, atol=1e-6)


def test_another_number_of_dyes_is_believed_when_found_twice():
    striped, plain = cloth(NOTHING, (220,) * 3, (30,) * 3), cloth(NOTHING, (220,) * 3)
    dyes = ClothDyes()
    before = light_of(striped, dyes)
    dyes.look(plain, WORN, NOTHING)
    again = dyes.light(striped, WORN, NOTHING, SHOULDER_CELLS)
    np.testing.assert_allclose(again - np.median(again[CORE]), before, atol=1e-5)
    dyes.look(plain, WORN, NOTHING)
    now = dyes.light(striped, WORN, NOTHING, SHOULDER_CELLS)
    assert np.abs(now - np.median(now[CORE]) - before).max() > 0.03
    dyes.forget()
    np.testing.assert_array_equal(dyes.light(striped, WORN, NOTHING, 44.0), NOTHING)
