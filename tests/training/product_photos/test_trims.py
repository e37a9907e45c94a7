import numpy as np
import pytest

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.canvas import Canvas, Panel
from tryon_ar.training.product_photos.cloth import Cloth, smooth_cloth
from tryon_ar.training.product_photos.colouring import linear, plain
from tryon_ar.training.product_photos.lettering import BRAND, word_strokes
from tryon_ar.training.product_photos.outline import Wobble, line
from tryon_ar.training.product_photos.trims import button, circle, label, pucker, seam, stitches


@pytest.fixture
def canvas(rng: np.random.Generator) -> Canvas:
    table = Canvas((0.0, 0.0, 12.0, 12.0), 24.0, Wobble(np.zeros((1, 5))))
    sheet = np.array([(0.5, 0.5), (11.5, 0.5), (11.5, 11.5), (0.5, 11.5)])
    table.lay(Panel(sheet, Part.TORSO, Cloth(plain("#303030"), smooth_cloth(rng))))
    return table


def test_a_seam_is_a_dark_groove(canvas: Canvas) -> None:
    before = canvas.height.copy()
    seam(canvas, line((2, 6), (10, 6)))
    changed = canvas.height - before
    assert changed[144, 60:220].max() < -0.005
    assert canvas.shade[144, 60:220].max() < 0.99
    assert np.abs(changed[:100]).max() < 1e-4


def test_stitches_are_counted_by_their_pitch(canvas: Canvas) -> None:
    stitches(canvas, line((2, 6), (10, 6)), "#ffffff", pitch_cm=1.0, strength=1.0)
    bright = canvas.colour[142:147, :, 0].max(axis=0) > 0.5
    starts = np.count_nonzero(np.diff(bright.astype(int)) == 1)
    assert starts == pytest.approx(8, abs=1)


def test_a_pucker_ripples_only_near_its_seam(canvas: Canvas, rng: np.random.Generator) -> None:
    before = canvas.height.copy()
    pucker(canvas, line((2, 6), (10, 6)), rng, reach_cm=1.0, depth_cm=0.02)
    changed = canvas.height - before
    assert changed[140:148, 60:220].std() > 0.002
    assert np.abs(changed[:90]).max() == 0


def test_a_button_keeps_the_part_it_is_sewn_on(canvas: Canvas, rng: np.random.Generator) -> None:
    pearl = Cloth(plain("#f0f0e8"), smooth_cloth(rng))
    button(canvas, (6.0, 6.0), pearl, radius_cm=0.8)
    assert set(np.unique(canvas.parts)) <= {Part.BACKGROUND, Part.TORSO}
    spot = canvas.colour[144 - 12, 144]
    np.testing.assert_allclose(spot, linear("#f0f0e8"), atol=0.08)


def test_a_label_lies_inside_the_back(canvas: Canvas, rng: np.random.Generator) -> None:
    label(canvas, (6.0, 6.0), (4.0, 2.0), Cloth(plain("#ffffff"), smooth_cloth(rng)), "#000000")
    area = np.count_nonzero(canvas.parts == Part.INSIDE_BACK) / 24.0**2
    assert area == pytest.approx(8.0, rel=0.05)
    assert (canvas.colour[canvas.parts == Part.INSIDE_BACK] < 0.3).any()


def test_a_word_is_centred() -> None:
    points = np.concatenate(word_strokes(BRAND, (3.0, 2.0), 0.5))
    np.testing.assert_allclose((points.min(axis=0) + points.max(axis=0)) / 2, (3.0, 2.0))
    with pytest.raises(KeyError):
        word_strokes("?", (0.0, 0.0), 1.0)


def test_a_circle_is_round() -> None:
    np.testing.assert_allclose(np.hypot(*(circle((1, 2), 3) - [1, 2]).T), 3)
