import dataclasses

import numpy as np
import pytest
from skimage.color import deltaE_ciede2000, rgb2lab

from tryon_ar.garments.builtin import load_builtin
from tryon_ar.garments.garment import Garment
from tryon_ar.garments.oklab import oklab_of_rgb
from tryon_ar.garments.recolour import Dye, Recolouring, recolour, variant

WHITE, BLACK, RED = (242, 242, 240), (28, 28, 30), (170, 30, 40)
LOGO = (slice(80, 120), slice(60, 140))
CHIPS = [(190, 30, 45), (20, 60, 150), (235, 190, 40), (245, 245, 242), (25, 25, 28)]


def folded(rgb, print_rgb=None, *, size=(200, 200), margin=20) -> Garment:
    """Return a square of cloth under uneven light, perhaps with a printed rectangle."""
    rng = np.random.default_rng(3)
    y, x = np.mgrid[: size[0], : size[1]]
    light = 1 + 0.16 * np.sin(x / 11 + y / 23)
    dye = np.broadcast_to(np.array(rgb, float), (*size, 3)).copy()
    if print_rgb is not None:
        dye[LOGO] = print_rgb
        light[LOGO] = 1
    linear = (dye / 255) ** 2.2 * light[..., None]
    photo = 255 * linear.clip(0, 1) ** (1 / 2.2) + rng.normal(0, 1.0, dye.shape)
    alpha = np.zeros(size, np.uint8)
    alpha[margin:-margin, margin:-margin] = 255
    pixels = photo.round().clip(0, 255).astype(np.uint8)[..., ::-1].copy()
    return Garment("square", "Square", "tshirt", pixels, alpha, np.ones_like(alpha), {})


def lab_of(garment: Garment, where) -> np.ndarray:
    return rgb2lab(garment.photo_bgr[where][..., ::-1])


def cloth(garment: Garment) -> np.ndarray:
    """Return which pixels are cloth, the logo and its rim left out."""
    where = garment.alpha > 0
    where[70:130, 50:150] = False
    return where


def test_no_change_is_the_very_same_garment():
    garment = folded(RED)
    assert recolour(garment, Recolouring()) is garment
    assert recolour(garment, Recolouring(hue_degrees=360)) is garment


@pytest.mark.parametrize("turns", [1, -2])
def test_a_full_turn_more_changes_nothing(turns):
    garment = folded(RED)
    once = recolour(garment, Recolouring(hue_degrees=75))
    again = recolour(garment, Recolouring(hue_degrees=75 + 360 * turns))
    gap = np.abs(once.photo_bgr.astype(int) - again.photo_bgr)
    assert gap.max() <= 1


def test_a_barely_changed_garment_is_barely_changed():
    garment = folded(RED, WHITE)
    almost = recolour(garment, Recolouring(lightness_shift=1e-6))
    assert np.abs(almost.photo_bgr.astype(int) - garment.photo_bgr).max() <= 1


def test_there_and_back_is_where_it_began():
    garment = folded((120, 80, 80))  # of no colour that would leave the gamut
    there = recolour(garment, Recolouring(hue_degrees=60))
    back = recolour(there, Recolouring(hue_degrees=-60))
    where = garment.alpha > 0
    assert deltaE_ciede2000(lab_of(back, where), lab_of(garment, where)).mean() < 2


@pytest.mark.parametrize("rgb", [RED, WHITE, BLACK, (70, 90, 130)], ids=str)
@pytest.mark.parametrize("to_rgb", CHIPS, ids=str)
def test_cloth_takes_the_colour_asked_for_and_keeps_the_order_of_its_light(rgb, to_rgb):
    garment = folded(rgb)
    new = recolour(garment, Recolouring(to_rgb=to_rgb))
    where = garment.alpha > 0
    middle = np.median(new.photo_bgr[where], axis=0)[::-1]
    assert deltaE_ciede2000(rgb2lab(middle / 255), rgb2lab(np.array(to_rgb) / 255)) < 4
    before = oklab_of_rgb(garment.photo_bgr[where][:, ::-1])[:, 0]
    after = oklab_of_rgb(new.photo_bgr[where][:, ::-1])[:, 0]
    in_order = np.argsort(before)
    assert np.diff(after[in_order][::200]).min() > -0.012  # eight bits
    assert np.corrcoef(before, after)[0, 1] > 0.97
    assert after.std() > 0.25 * before.std()  # the folds are still there


@pytest.mark.parametrize("rgb", [RED, BLACK, (30, 90, 160)], ids=str)
@pytest.mark.parametrize("change", [Recolouring(hue_degrees=120), Recolouring(to_rgb=CHIPS[2])])
def test_a_neutral_print_stays(rgb, change):
    garment = folded(rgb, WHITE)
    new = recolour(garment, change)
    inside = (slice(84, 116), slice(64, 136))
    assert deltaE_ciede2000(lab_of(new, inside), lab_of(garment, inside)).max() < 2


def test_a_black_print_on_white_cloth_stays():
    garment = folded(WHITE, BLACK)
    new = recolour(garment, Recolouring(to_rgb=CHIPS[0]))
    inside = (slice(84, 116), slice(64, 136))
    assert deltaE_ciede2000(lab_of(new, inside), lab_of(garment, inside)).max() < 2
    assert deltaE_ciede2000(lab_of(new, cloth(new)), lab_of(garment, cloth(new))).min() > 20


def test_the_soft_edge_of_a_print_goes_half_way():
    garment = folded(RED, WHITE)
    photo = garment.photo_bgr.copy()
    half = (np.array(RED) + WHITE) // 2
    photo[79, 60:140] = half[::-1]
    mixed = Garment("m", "M", "tshirt", photo, garment.alpha, garment.parts, {})
    new = recolour(mixed, Recolouring(to_rgb=(20, 60, 150)))
    expected = rgb2lab(np.tile((np.array((20, 60, 150)) + WHITE) / 2 / 255, (80, 1)))
    assert deltaE_ciede2000(lab_of(new, (79, slice(60, 140))), expected).mean() < 12


def test_only_the_garment_changes():
    garment = folded(RED)
    new = recolour(garment, Recolouring(hue_degrees=90))
    off = garment.alpha == 0
    assert np.array_equal(new.photo_bgr[off], garment.photo_bgr[off])
    assert new.alpha is garment.alpha
    assert new.id == garment.id
    assert not new.photo_bgr.flags.writeable
    assert np.array_equal(garment.photo_bgr, folded(RED).photo_bgr)


def test_lightness_and_chroma_do_what_they_say():
    garment = folded(RED)
    where = garment.alpha > 0

    def middle(change):
        new = recolour(garment, change)
        return np.median(oklab_of_rgb(new.photo_bgr[where][:, ::-1]), axis=0)

    plain = middle(Recolouring())
    assert middle(Recolouring(lightness_shift=0.2))[0] == pytest.approx(plain[0] + 0.2, abs=0.02)
    assert np.abs(middle(Recolouring(chroma_gain=0))[1:]).max() < 0.01
    assert middle(Recolouring(lightness_shift=-3))[0] > 0.05


def test_stripes_of_the_lesser_colour_stay():
    garment = load_builtin("tee-striped")
    new = Dye(garment).recoloured(Recolouring(to_rgb=(200, 40, 40)))
    lab = oklab_of_rgb(garment.photo_bgr.reshape(-1, 3)[:, ::-1]).reshape(*garment.alpha.shape, 3)
    navy = (lab[..., 0] < 0.32) & (garment.alpha == 255)
    white = (lab[..., 0] > 0.88) & (garment.alpha == 255)
    gap = np.abs(new.photo_bgr.astype(int) - garment.photo_bgr).max(axis=-1)
    assert np.percentile(gap[navy], 95) <= 8
    assert np.percentile(gap[white], 5) > 60


def test_a_garment_without_an_inside_can_be_dyed():
    garment = folded(RED)
    thin = np.zeros_like(garment.alpha)
    thin[100] = 200
    sliver = Garment("s", "S", "tshirt", garment.photo_bgr, thin, garment.parts, {})
    assert not np.array_equal(
        recolour(sliver, Recolouring(hue_degrees=120)).photo_bgr, garment.photo_bgr
    )


def test_a_variant_names_the_first_original():
    garment = folded(RED)
    blue = variant(recolour(garment, Recolouring(hue_degrees=180)), garment, " Blue ")
    assert (blue.name, blue.variant_of) == ("Blue", "square")
    second = dataclasses.replace(blue, id="square-2")
    assert variant(second, second, "").variant_of == "square"


def test_a_back_photo_of_the_old_colour_is_not_kept():
    garment = dataclasses.replace(folded(RED), back_bgr=np.zeros((4, 4, 3), np.uint8))
    assert recolour(garment, Recolouring(hue_degrees=180)).back_bgr is None
