import numpy as np
import pytest

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.canvas import Canvas, Panel
from tryon_ar.training.product_photos.cloth import Cloth, smooth_cloth
from tryon_ar.training.product_photos.colouring import encode_srgb, linear, plain
from tryon_ar.training.product_photos.outline import Wobble
from tryon_ar.training.product_photos.studio import Studio, fill_labels, photograph

BOX = np.array([(5.0, 5.0), (25.0, 5.0), (25.0, 25.0), (5.0, 25.0)])


@pytest.fixture
def canvas(rng: np.random.Generator) -> Canvas:
    table = Canvas((0.0, 0.0, 30.0, 30.0), 16.0, Wobble(np.zeros((1, 5))))
    table.lay(Panel(BOX, Part.TORSO, Cloth(plain("#507090"), smooth_cloth(rng))))
    return table


def test_flat_cloth_keeps_its_colour(canvas: Canvas, rng: np.random.Generator) -> None:
    photo, alpha, parts = photograph(canvas, Studio(body_height_cm=0.0), rng)
    assert photo.shape == (240, 240, 3)
    middle = photo[100:140, 100:140, ::-1].reshape(-1, 3).mean(axis=0)
    np.testing.assert_allclose(middle, encode_srgb(linear("#507090")) * 255, atol=3)
    np.testing.assert_array_equal(parts > 0, alpha > 0)


def test_light_comes_from_above_left(canvas: Canvas, rng: np.random.Generator) -> None:
    photo, _, _ = photograph(canvas, Studio(), rng)
    grey = photo.astype(float).mean(axis=2)
    assert grey[46:60, 80:160].mean() > grey[180:194, 80:160].mean() + 3
    assert grey[80:160, 46:60].mean() > grey[80:160, 180:194].mean() + 3


def test_the_paper_darkens_below_the_garment_and_not_far_away(
    canvas: Canvas, rng: np.random.Generator
) -> None:
    photo, _, _ = photograph(canvas, Studio(), rng)
    grey = photo.astype(float).mean(axis=2)
    corner = grey[:10, :10].mean()
    assert corner - grey[203:206, 100:140].mean() > 8
    assert corner - grey[34:37, 100:140].mean() < corner - grey[203:206, 100:140].mean()
    assert corner > 235


def test_labels_spread_to_the_soft_edge() -> None:
    labels = np.zeros((9, 9), np.uint8)
    labels[3:6, 3:5], labels[3:6, 5] = 1, 2
    alpha = np.zeros((9, 9), np.uint8)
    alpha[2:7, 2:7] = 40
    filled = fill_labels(labels, alpha)
    np.testing.assert_array_equal(filled > 0, alpha > 0)
    assert filled[4, 2] == 1
    assert filled[4, 6] == 2
    np.testing.assert_array_equal(filled[3:6, 3:6], labels[3:6, 3:6])
