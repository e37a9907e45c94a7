"""How sure the cut is: the category, what to warn of, and what is no garment at all."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.errors import NotAGarment
from tryon_ar.garments.cutting.points import Placed
from tryon_ar.garments.cutting.reading import Reading
from tryon_ar.garments.garment import CATEGORIES

LEAST_GARMENT = 0.5
_LEAST_AREA = 0.015
_MOST_AREA = 0.97
_LEAST_BELIEF = 0.45
_SURE_AGREEMENT = 0.93
_SURE_CATEGORY = 0.6
_LEAST_POINTS = 0.12
_SURE_POINTS = 0.5
_SMALL_PX = 300
_CUT_OFF_SHARE = 0.06
_HINT = "Use a photo of one garment, laid flat or on a hanger, seen from the front."
_PHRASES = {
    "tshirt": "a T-shirt",
    "longsleeve": "a long sleeve",
    "shirt": "a shirt",
    "polo": "a polo",
    "top": "a top",
    "hoodie": "a hoodie",
    "blazer": "a blazer",
    "outerwear": "outerwear",
    "dress": "a dress",
    "skirt": "a skirt",
    "trousers": "trousers",
    "shorts": "shorts",
}
_KIND_OF = {
    **dict.fromkeys(CATEGORIES, "upper"),
    **{"dress": "dress", "skirt": "skirt", "trousers": "legs", "shorts": "legs"},
}


@dataclass(frozen=True)
class CategoryGuess:
    """The likeliest category, how likely, and the next one."""

    name: str
    confidence: float
    runner_up: str


def guess_category(reading: Reading) -> CategoryGuess:
    """Return the likeliest category of the likeliest kind of garment.

    Notes
    -----
    Upper clothes, dresses, skirts and what has legs are worn in different ways, so the kind is
    decided first, by the sum of its categories' probabilities: a top that may be a tee or a polo
    as well is still no dress. The parts the network sees are not asked: to them a waist begins
    a skirt, which over 1,735 photos (cross-validated) misled as often as it helped.
    """
    chances = reading.categories.astype(np.float64)
    kinds = [_KIND_OF[name] for name in CATEGORIES]
    sums = {
        kind: sum(c for c, k in zip(chances, kinds, strict=True) if k == kind) for kind in kinds
    }
    kind = max(sums, key=lambda one: sums[one])
    within = np.where([one == kind for one in kinds], chances, -1.0)
    best = int(within.argmax())
    second = int(np.where(np.arange(len(CATEGORIES)) == best, -1.0, chances).argmax())
    total = float(chances.sum()) or 1.0
    return CategoryGuess(CATEGORIES[best], float(chances[best]) / total, CATEGORIES[second])


def refuse_no_garment(reading: Reading, name: str) -> None:
    """Raise when the photo does not show a garment.

    Raises
    ------
    NotAGarment
        When the network does not believe that there is one, finds next to nothing or
        everything, or sees another one in the mirror.
    """
    area = float((reading.alpha > 0.5).mean())
    if reading.garment < LEAST_GARMENT or area < _LEAST_AREA:
        raise NotAGarment(f"No garment was found in {name}.", _HINT)
    if area > _MOST_AREA:
        raise NotAGarment(
            f"The garment in {name} fills the whole photo: its outline cannot be seen.",
            "Use a photo that shows the whole garment with some background around it.",
        )
    if reading.garment * reading.agreement < _LEAST_BELIEF:
        raise NotAGarment(f"What {name} shows could not be told from its background.", _HINT)


def refuse_shapeless(placed: Placed, name: str) -> None:
    """Raise when too few of a garment's landmarks were found for anything to be worn.

    Raises
    ------
    NotAGarment
    """
    if placed.confidence < _LEAST_POINTS:
        raise NotAGarment(f"What {name} shows has not the shape of a garment.", _HINT)


def warnings_of(
    reading: Reading, alpha: NDArray[np.uint8], placed: Placed, guess: CategoryGuess | None
) -> tuple[str, ...]:
    """Return what a person should check, as sentences.

    Parameters
    ----------
    guess : CategoryGuess or None
        None when the person chose the category.
    """
    said = []
    if guess is not None and guess.confidence < _SURE_CATEGORY:
        said.append(
            f"It may be {_PHRASES[guess.runner_up]} rather than {_PHRASES[guess.name]}:"
            " check the category."
        )
    if reading.agreement < _SURE_AGREEMENT:
        said.append("The outline is uncertain: check the edge of the garment.")
    sides = cut_off_sides(alpha)
    if sides:
        said.append(f"The garment is cut off at the photo's {' and '.join(sides)}.")
    if placed.guessed:
        names = ", ".join(name.replace("_", " ") for name in placed.guessed)
        said.append(f"Not found and guessed: {names}.")
    elif placed.confidence < _SURE_POINTS:
        said.append("Some landmarks are uncertain: check where they lie.")
    if max(alpha.shape) < _SMALL_PX:
        said.append("The photo is small: the garment will look soft.")
    return tuple(said)


def cut_off_sides(alpha: NDArray[np.uint8]) -> tuple[str, ...]:
    """Return the sides of the photo along which the garment runs out of it."""
    edges = {
        "top": alpha[0],
        "bottom": alpha[-1],
        "left": alpha[:, 0],
        "right": alpha[:, -1],
    }
    return tuple(
        name for name, edge in edges.items() if float((edge > 127).mean()) > _CUT_OFF_SHARE
    )


def overall_confidence(reading: Reading, placed: Placed, guess: CategoryGuess | None) -> float:
    """Return one number from 0 to 1: the weakest of category, outline and landmarks."""
    category = 1.0 if guess is None else guess.confidence
    outline = min(1.0, max(0.0, (reading.agreement - 0.5) / 0.48))
    return round(min(category, outline, min(1.0, placed.confidence * 1.2)), 3)
