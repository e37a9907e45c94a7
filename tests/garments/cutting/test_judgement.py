"""How sure a cut is, and what is refused."""

import dataclasses

import numpy as np
import pytest

from tests.support.drawn_cut_outs import reading_of
from tryon_ar.core.errors import NotAGarment
from tryon_ar.garments.cutting.judgement import (
    CategoryGuess,
    cut_off_sides,
    guess_category,
    overall_confidence,
    refuse_no_garment,
    refuse_shapeless,
    warnings_of,
)
from tryon_ar.garments.cutting.points import Placed
from tryon_ar.garments.cutting.reading import PART_COUNT
from tryon_ar.garments.garment import CATEGORIES, Part

SURE = CategoryGuess("tshirt", 0.95, "polo")
PLACED = Placed({"hem_left": (1.0, 2.0)}, (), 0.9)


def seen(*, parts=(), categories=(), alpha=None, **said):
    """Return a reading of these shares of parts and these chances of categories."""
    grid = np.zeros((PART_COUNT, 8, 8), np.float32)
    grid[Part.BACKGROUND] = 0.5
    for part, share in dict(parts).items():
        grid[part] = share
    chances = np.zeros(len(CATEGORIES), np.float32)
    for name, chance in dict(categories).items():
        chances[CATEGORIES.index(name)] = chance
    reading = reading_of(square(0.5) if alpha is None else alpha)
    return dataclasses.replace(reading, parts=grid, categories=chances, **said)


def square(side, size=100):
    """Return a matte with an opaque square of a share of the side in its middle."""
    alpha = np.zeros((size, size), np.float32)
    low = round(size * (1 - side) / 2)
    alpha[low : size - low, low : size - low] = 1
    return alpha


@pytest.mark.parametrize(
    ("categories", "wanted", "runner_up"),
    [
        ({"skirt": 0.4, "shorts": 0.35, "trousers": 0.25}, "shorts", "skirt"),
        ({"dress": 0.4, "top": 0.35, "tshirt": 0.25}, "top", "dress"),
        ({"dress": 0.6, "top": 0.35, "tshirt": 0.05}, "dress", "top"),
        ({"shirt": 0.4, "polo": 0.35, "skirt": 0.25}, "shirt", "polo"),
    ],
)
def test_how_a_garment_is_worn_is_decided_before_what_it_is_called(categories, wanted, runner_up):
    guess = guess_category(seen(categories=categories))
    assert (guess.name, guess.runner_up) == (wanted, runner_up)
    assert guess.confidence == pytest.approx(categories[wanted])


def test_a_waist_makes_no_dress():
    parts = {Part.TORSO: 0.3, Part.SKIRT: 0.2}
    guess = guess_category(seen(parts=parts, categories={"top": 0.6, "dress": 0.4}))
    assert guess.name == "top"


def test_confidence_falls_as_the_runner_up_comes_near():
    far, near = (
        guess_category(seen(categories=chances)).confidence
        for chances in ({"shirt": 0.8, "polo": 0.2}, {"shirt": 0.55, "polo": 0.45})
    )
    assert far == pytest.approx(0.8, abs=1e-3)
    assert near == pytest.approx(0.55, abs=1e-3)


def test_no_chances_are_still_a_guess():
    guess = guess_category(seen())
    assert guess.name in CATEGORIES
    assert guess.confidence == 0


def test_a_garment_is_not_refused():
    refuse_no_garment(seen(), "tee.jpg")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"garment": 0.2}, "No garment was found in mug.jpg"),
        ({"alpha": np.zeros((100, 100), np.float32)}, "No garment was found in mug.jpg"),
        ({"alpha": square(0.1)}, "No garment was found in mug.jpg"),
        ({"alpha": np.ones((100, 100), np.float32)}, "mug.jpg fills the whole photo"),
        ({"agreement": 0.3}, "mug.jpg shows could not be told from its background"),
    ],
)
def test_what_is_no_garment_is_refused_with_a_sentence(said, words):
    with pytest.raises(NotAGarment, match=words) as refused:
        refuse_no_garment(seen(**said), "mug.jpg")
    assert refused.value.hint


def test_a_garment_without_landmarks_is_refused():
    refuse_shapeless(Placed({}, (), 0.13), "rag.jpg")
    with pytest.raises(NotAGarment, match=r"rag\.jpg shows has not the shape"):
        refuse_shapeless(Placed({}, (), 0.05), "rag.jpg")


def alpha_of(side=0.6, size=400):
    return (square(side, size) * 255).astype(np.uint8)


def test_a_sure_cut_has_no_warnings():
    assert warnings_of(seen(), alpha_of(), PLACED, SURE) == ()


@pytest.mark.parametrize(
    ("reading", "alpha", "placed", "guess", "words"),
    [
        (seen(), alpha_of(), PLACED, CategoryGuess("tshirt", 0.4, "polo"), "polo rather than"),
        (seen(agreement=0.9), alpha_of(), PLACED, SURE, "The outline is uncertain"),
        (seen(), alpha_of(1.0), PLACED, SURE, "cut off at the photo's top and bottom and left"),
        (seen(), alpha_of(), Placed({}, ("hem_left",), 0.9), SURE, "guessed: hem left."),
        (seen(), alpha_of(), Placed({}, (), 0.4), SURE, "Some landmarks are uncertain"),
        (seen(), alpha_of(size=200), PLACED, SURE, "The photo is small"),
    ],
)
def test_each_doubt_is_one_sentence(reading, alpha, placed, guess, words):
    said = warnings_of(reading, alpha, placed, guess)
    assert len(said) == 1
    assert words in said[0]
    assert said[0].endswith(".")


def test_a_category_that_was_chosen_is_not_doubted():
    assert warnings_of(seen(), alpha_of(), PLACED, None) == ()


@pytest.mark.parametrize("side", ["top", "bottom", "left", "right"])
def test_the_side_where_the_garment_leaves_the_photo(side):
    alpha = alpha_of()
    edge = {"top": alpha[:200], "bottom": alpha[200:], "left": alpha[:, :200]}
    edge.get(side, alpha[:, 200:])[:] = 255
    sides = {side, *(("left", "right") if side in ("top", "bottom") else ("top", "bottom"))}
    assert set(cut_off_sides(alpha)) == sides


def test_a_thread_or_a_faint_shadow_at_the_border_is_no_cut():
    alpha = alpha_of()
    alpha[:, 195:205] = 255
    alpha[-1] = 100
    assert cut_off_sides(alpha) == ()


def test_confidence_is_that_of_the_weakest():
    assert overall_confidence(seen(), PLACED, SURE) == pytest.approx(0.95)
    assert overall_confidence(seen(), PLACED, None) == 1
    assert overall_confidence(seen(), Placed({}, (), 0.5), SURE) == pytest.approx(0.6)
    assert overall_confidence(seen(agreement=0.74), PLACED, SURE) == pytest.approx(0.5)
    assert overall_confidence(seen(agreement=0.1), PLACED, SURE) == 0
