import cv2
import numpy as np
import pytest

from tryon_ar.kernels.undress import lay_where_nb, mend_nb, weigh_cloth_nb, weigh_rim_nb

HEIGHT, WIDTH, SIDE = 40, 50, 16
LOW, HIGH = 0.25, 0.6


def weigh(cloth, rim, covered, grid=(0.3, -0.2, 0.4), corner=(5, 3)):
    weight, wanted = np.zeros((HEIGHT, WIDTH), np.float32), np.zeros((HEIGHT, WIDTH), np.uint8)
    box = weigh_cloth_nb(weight, wanted, cloth, rim, *grid, LOW, HIGH, covered, *corner)
    return weight, wanted, box


@pytest.fixture
def covered():
    return np.zeros((60, 70), np.float32)


def sampled(plane, grid=(0.3, -0.2, 0.4)):
    scale, shift_x, shift_y = grid
    x = np.tile(np.arange(WIDTH) * scale + shift_x, (HEIGHT, 1)).astype(np.float32)
    y = np.tile(np.arange(HEIGHT) * scale + shift_y, (WIDTH, 1)).T.astype(np.float32)
    return cv2.remap(plane, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def test_cloth_is_weighed_between_labels(rng, covered):
    cloth = cv2.GaussianBlur(rng.random((SIDE, SIDE)).astype(np.float32), (0, 0), 1.5)
    cloth = (cloth - cloth.min()) / np.ptp(cloth)
    covered[:, 40:] = 1.0
    weight, wanted, box = weigh(cloth, np.zeros_like(cloth), covered)
    expected = np.clip((sampled(cloth) - LOW) / (HIGH - LOW), 0.0, 1.0)
    expected[:, 35:] = 0.0  # the outfit, from the frame's column 40 on
    assert np.abs(weight - expected).max() < 0.1  # OpenCV rounds places to 1/32 pixel
    assert ((weight > 0) == (wanted > 0)).all()
    rows, columns = np.nonzero(wanted)
    assert box == (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


def test_a_rim_is_wanted_but_weighs_nothing(covered):
    nothing = np.zeros((SIDE, SIDE), np.float32)
    rim = nothing.copy()
    rim[4:8, 4:8] = 0.5
    weight, wanted, box = weigh(nothing, rim, covered)
    assert not weight.any()
    assert (wanted[sampled(rim) > 0.05] == 1).all()
    assert box[2] < WIDTH
    assert box[3] < HEIGHT


def test_where_there_is_no_cloth_there_is_no_box(covered):
    nothing = np.zeros((SIDE, SIDE), np.float32)
    weight, wanted, box = weigh(nothing, nothing, covered)
    assert box == (0, 0, 0, 0)
    assert not weight.any()
    assert not wanted.any()


@pytest.fixture
def rim_of_red():
    """Grey skin whose left half is mixed with red cloth; all of it lies beside the cloth."""
    fill = np.full((HEIGHT, WIDTH, 3), 150, np.uint8)
    red = np.array([40.0, 40.0, 220.0])
    seen = fill.copy()
    seen[:, : WIDTH // 2] = 0.6 * red + 0.4 * 150
    cloth = np.ones((4, 4, 4), np.float32)
    cloth[..., :3] = red
    return seen, fill, np.full((SIDE, SIDE), 0.8, np.float32), cloth


def weigh_rim(rim, weight=0.0, wanted=1, contrast=30.0):
    weights = np.full((HEIGHT, WIDTH), weight, np.float32)
    wants = np.full((HEIGHT, WIDTH), wanted, np.uint8)
    weigh_rim_nb(weights, wants, *rim, 0.3, -0.2, 0.4, 0.25, 0.85, contrast, 0.02)
    return weights


def test_skin_goes_as_far_as_it_shows_cloth(rim_of_red):
    weights = weigh_rim(rim_of_red)
    assert weights[:, : WIDTH // 2] == pytest.approx(0.8 * (0.6 - 0.25) / 0.6, abs=0.01)
    assert not weights[:, WIDTH // 2 :].any()


def test_a_rim_only_raises_what_is_wanted(rim_of_red):
    assert (weigh_rim(rim_of_red, weight=0.9) == np.float32(0.9)).all()
    assert not weigh_rim(rim_of_red, wanted=0).any()


def test_cloth_that_is_far_or_of_the_skins_colour_leaves_it(rim_of_red):
    assert not weigh_rim(rim_of_red, contrast=200.0).any()
    seen, fill, beside, cloth = rim_of_red
    cloth[..., 3] = 0.0
    assert not weigh_rim((seen, fill, beside, cloth)).any()


def test_a_picture_is_laid_only_where_it_is_wanted(rng):
    under = rng.integers(0, 256, (HEIGHT, WIDTH, 3)).astype(np.uint8)
    over = rng.integers(0, 256, (HEIGHT - 9, WIDTH - 11, 3)).astype(np.uint8)
    alpha = rng.integers(0, 256, over.shape[:2]).astype(np.uint8)
    wanted = (rng.random((HEIGHT, WIDTH)) > 0.5).astype(np.uint8)
    expected = under.astype(float)
    part = expected[5:-4, 3:-8]
    part += (alpha * wanted[5:-4, 3:-8] / 255.0)[..., None] * (over.astype(float) - part)
    lay_where_nb(under, wanted, over, alpha, 3, 5)
    assert np.abs(under - expected).max() <= 0.5 + 1e-6


def test_mending_mixes_fill_and_noise_by_weight(rng, covered):
    patch, fill = rng.integers(40, 210, (2, HEIGHT, WIDTH, 3)).astype(np.uint8)
    wanted = (rng.random((HEIGHT, WIDTH)) > 0.3).astype(np.uint8)
    weight = rng.random((HEIGHT, WIDTH)).astype(np.float32)
    kept = rng.integers(0, 256, (HEIGHT, WIDTH)).astype(np.uint8)
    noise = rng.standard_normal((8, 8, 3)).astype(np.float32)
    covered[:] = rng.random(covered.shape)
    share = weight * (1.0 - kept / 255.0) * wanted
    rows, columns = (np.arange(HEIGHT) + 2) % 8, (np.arange(WIDTH) + 5) % 8
    grains = 3.0 * noise[rows[:, None], columns[None]]
    expected = patch + share[..., None] * (fill.astype(float) - patch + grains)
    made_up = mend_nb(patch, fill, wanted, weight, kept, noise, 5, 2, 3.0, covered, 4, 6)
    assert np.abs(patch - expected).max() <= 0.5 + 1e-3
    seen = share * (1.0 - covered[6 : 6 + HEIGHT, 4 : 4 + WIDTH])
    assert made_up == pytest.approx(float(seen.sum()), rel=1e-4)
