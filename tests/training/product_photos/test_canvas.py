import numpy as np
import pytest

from tryon_ar.garments.garment import Part
from tryon_ar.training.product_photos.canvas import Canvas, Panel, edge_profile
from tryon_ar.training.product_photos.cloth import Cloth, smooth_cloth
from tryon_ar.training.product_photos.colouring import linear, plain, stripes
from tryon_ar.training.product_photos.outline import Wobble

STILL = Wobble(np.zeros((1, 5)))


def square(x0: float, y0: float, x1: float, y1: float) -> np.ndarray:
    return np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


@pytest.fixture
def canvas() -> Canvas:
    return Canvas((0.0, 0.0, 20.0, 10.0), 20.0, STILL)


@pytest.fixture
def cloth(rng: np.random.Generator) -> Cloth:
    return Cloth(plain("#a04040"), smooth_cloth(rng))


def test_places_in_cm_are_pixels_with_centres_at_integers(canvas: Canvas) -> None:
    np.testing.assert_allclose(canvas.to_px([[0.0, 0.0], [1.0, 2.0]]), [[-0.5, -0.5], [19.5, 39.5]])


def test_a_piece_covers_its_area_and_no_more(canvas: Canvas, cloth: Cloth) -> None:
    canvas.lay(Panel(square(2, 2, 12, 8), Part.TORSO, cloth))
    assert canvas.cover.sum() / 20.0**2 == pytest.approx(60.0, rel=0.01)
    rows, columns = np.nonzero(canvas.parts == Part.TORSO)
    assert columns.min() == pytest.approx(40, abs=1)
    assert columns.max() == pytest.approx(239, abs=1)
    assert rows.min() == pytest.approx(40, abs=1)
    assert rows.max() == pytest.approx(159, abs=1)


def test_what_is_laid_last_lies_on_top(
    canvas: Canvas, cloth: Cloth, rng: np.random.Generator
) -> None:
    canvas.lay(Panel(square(2, 2, 12, 8), Part.TORSO, cloth))
    green = Cloth(plain("#20a020"), smooth_cloth(rng))
    canvas.lay(Panel(square(8, 2, 18, 8), Part.LEFT_SLEEVE, green, shadow=0.5))
    assert canvas.parts[100, 200] == Part.LEFT_SLEEVE
    np.testing.assert_allclose(canvas.colour[100, 200], linear("#20a020"), atol=0.03)
    assert canvas.shade[100, 156] < 0.95
    assert canvas.shade[100, 60] > 0.99
    assert canvas.shade[100, 200] == 1


def test_a_piece_off_the_table_is_left_out(canvas: Canvas, cloth: Cloth) -> None:
    canvas.lay(Panel(square(40, 40, 50, 50), Part.TORSO, cloth))
    assert not canvas.cover.any()


def test_the_grain_turns_with_its_piece(canvas: Canvas, rng: np.random.Generator) -> None:
    bands = Cloth(stripes("#ffffff", [(0.0, 1.0, "#000000")], 2.0), smooth_cloth(rng))
    canvas.lay(Panel(square(1, 1, 9, 9), Part.TORSO, bands))
    canvas.lay(Panel(square(11, 1, 19, 9), Part.SKIRT, bands, grain_degrees=0))
    upright, turned = canvas.colour[40:160, 40:160, 0], canvas.colour[40:160, 240:360, 0]
    assert upright.mean(axis=1).std() > 5 * upright.mean(axis=0).std()
    assert turned.mean(axis=0).std() > 5 * turned.mean(axis=1).std()


def test_everything_moves_with_the_wobble(cloth: Cloth) -> None:
    shifted = Wobble(np.array([[0.0, 0.0, np.pi / 2, 1.0, 0.5]]))
    canvas = Canvas((0.0, 0.0, 20.0, 10.0), 20.0, shifted)
    canvas.lay(Panel(square(2, 2, 12, 8), Part.TORSO, cloth))
    rows, columns = np.nonzero(canvas.parts)
    assert columns.min() == pytest.approx(60, abs=1)
    assert rows.min() == pytest.approx(50, abs=1)


def test_an_edge_profile_rises_from_nothing_to_one() -> None:
    cover = np.zeros((60, 60), np.float32)
    cover[10:50, 10:50] = 1
    height = edge_profile(cover, 8.0)
    assert height[:10].max() == 0
    assert height[30, 30] == 1
    assert (np.diff(height[30, 9:30]) >= 0).all()
