import numpy as np
import pytest

from tryon_ar.garments.builtin import builtin_ids, load_builtin
from tryon_ar.garments.folder import required_landmarks
from tryon_ar.training.product_photos.recipes import RECIPES, Recipe

SMALL_PX = 150


def test_what_ships_is_what_the_recipes_draw() -> None:
    assert sorted(recipe.id for recipe in RECIPES) == list(builtin_ids())
    assert len({recipe.seed for recipe in RECIPES}) == len(RECIPES)


def test_a_garment_drawn_again_is_the_one_that_ships() -> None:
    recipe = next(item for item in RECIPES if item.id == "tee-striped")
    drawn, shipped = recipe.make(), load_builtin(recipe.id)
    assert (drawn.name, drawn.category) == (shipped.name, shipped.category)
    np.testing.assert_allclose(drawn.alpha, shipped.alpha, atol=2)
    assert (drawn.parts != shipped.parts).mean() < 1e-3
    # The shipped photo went through JPEG.
    difference = np.abs(drawn.photo_bgr.astype(int) - shipped.photo_bgr)
    assert difference.mean() < 2.0
    assert np.percentile(difference, 99.9) < 16
    for name, point in shipped.landmarks.items():
        assert drawn.landmarks[name] == pytest.approx(point, abs=0.02)


@pytest.mark.parametrize("recipe", RECIPES, ids=[recipe.id for recipe in RECIPES])
def test_every_recipe_draws_at_any_size(recipe: Recipe) -> None:
    garment = recipe.make(SMALL_PX)
    assert garment.photo_bgr.shape[0] == pytest.approx(SMALL_PX, abs=1)
    assert garment.landmarks.keys() >= required_landmarks(garment.category)
    np.testing.assert_array_equal(garment.parts > 0, garment.alpha > 0)
    assert 0.2 < (garment.alpha > 127).mean() < 0.75


def test_a_recipe_draws_the_same_every_time() -> None:
    recipe = RECIPES[0]
    first, again = recipe.make(SMALL_PX), recipe.make(SMALL_PX)
    np.testing.assert_array_equal(first.photo_bgr, again.photo_bgr)
    assert first.landmarks == again.landmarks
