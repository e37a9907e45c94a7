"""Where folds fall on laid-out garments: from armpits, at elbows, over the waist and hem."""

import numpy as np

from tryon_ar.training.product_photos.folds import Crease, Drape
from tryon_ar.training.product_photos.outline import along
from tryon_ar.training.product_photos.tops import SIDES, SleeveLines, TopLines

Fold = Crease | Drape


def top_folds(lines: TopLines, rng: np.random.Generator, strength: float = 1.0) -> list[Fold]:
    """Return the folds of a top laid flat or filled.

    Parameters
    ----------
    strength : float
        1 is cotton jersey; 0.6 a pressed shirt; 1.4 soft viscose.
    """
    folds: list[Fold] = [*_body_drape(lines, rng, strength), *_hem_waves(lines, rng, strength)]
    for side in SIDES:
        sign = 1.0 if side == "left" else -1.0
        folds += _armpit_creases(lines, sign, rng, strength)
        folds += _side_creases(lines, sign, rng, strength)
        if side in lines.sleeves:
            folds += sleeve_folds(lines.sleeves[side], sign, rng, strength)
    return folds


def _jitter(rng: np.random.Generator, low: float, high: float) -> float:
    return float(rng.uniform(low, high))


def _toward(
    start: tuple[float, float], degrees: float, reach: float, sign: float
) -> tuple[float, float]:
    """Return a point from start; 0 degrees is towards the middle, 90 downwards."""
    turn = np.radians(degrees)
    return start[0] - sign * reach * float(np.cos(turn)), start[1] + reach * float(np.sin(turn))


def _armpit_creases(
    lines: TopLines, sign: float, rng: np.random.Generator, strength: float
) -> list[Fold]:
    shape = lines.shape
    folds: list[Fold] = []
    for degrees, reach in ((72, 20), (48, 15), (18, 10), (-38, 13)):
        if rng.random() < 0.18:
            continue
        start = (
            sign * (shape.armpit_half - _jitter(rng, 0.6, 2.0)),
            shape.armpit_y + _jitter(rng, -1.5, 1.5),
        )
        end = _toward(start, degrees + _jitter(rng, -9, 9), reach * _jitter(rng, 0.7, 1.2), sign)
        folds.append(
            Crease(
                start,
                end,
                _jitter(rng, 0.8, 1.5),
                strength * _jitter(rng, 0.1, 0.26),
                bow=_jitter(rng, -0.1, 0.1),
                sharp=_jitter(rng, 0.3, 0.6),
            )
        )
    return folds


def _side_creases(
    lines: TopLines, sign: float, rng: np.random.Generator, strength: float
) -> list[Fold]:
    shape = lines.shape
    folds: list[Fold] = []
    for _ in range(int(rng.integers(2, 5))):
        y = _jitter(rng, shape.armpit_y + 6, shape.hem_y - 8)
        start = (sign * (shape.waist_half - _jitter(rng, 0.0, 1.5)), y)
        end = _toward(start, _jitter(rng, -20, 38), _jitter(rng, 6, 15), sign)
        folds.append(
            Crease(
                start,
                end,
                _jitter(rng, 0.8, 1.8),
                strength * _jitter(rng, 0.06, 0.18),
                bow=_jitter(rng, -0.14, 0.14),
                sharp=_jitter(rng, 0.35, 0.7),
            )
        )
    return folds


def _hem_waves(lines: TopLines, rng: np.random.Generator, strength: float) -> list[Fold]:
    shape = lines.shape
    folds: list[Fold] = []
    for place in np.linspace(-0.8, 0.8, int(rng.integers(4, 7))):
        x = (place + _jitter(rng, -0.1, 0.1)) * shape.hem_half
        start = (x, shape.hem_y - abs(place) * shape.hem_rise + 0.5)
        end = (x * 0.9 + _jitter(rng, -3, 3), start[1] - _jitter(rng, 9, 22))
        folds.append(
            Crease(
                start,
                end,
                _jitter(rng, 1.2, 2.4),
                strength * _jitter(rng, 0.06, 0.16) * float(rng.choice([-1, 1])),
                bow=_jitter(rng, -0.08, 0.08),
                sharp=_jitter(rng, 0.6, 1.0),
            )
        )
    return folds


def _body_drape(lines: TopLines, rng: np.random.Generator, strength: float) -> list[Fold]:
    shape = lines.shape
    middle = (shape.armpit_y + shape.hem_y) / 2
    half = (shape.hem_y - shape.armpit_y) / 2
    return [
        Drape(
            (0, middle),
            (shape.waist_half * 1.2, half * 1.5),
            90 + _jitter(rng, -12, 12),
            5.5,
            26.0,
            0.19 * strength,
            0.38,
        ),
        Drape(
            (_jitter(rng, -6, 6), middle + 4),
            (shape.waist_half, half * 1.2),
            75 + _jitter(rng, -40, 40),
            3.2,
            11.0,
            0.075 * strength,
            0.6,
        ),
        Drape(
            (0, shape.armpit_y * 0.75),
            (shape.shoulder_half * 1.1, shape.armpit_y * 0.8),
            90 + _jitter(rng, -25, 25),
            4.5,
            14.0,
            0.075 * strength,
            0.45,
        ),
    ]


def sleeve_folds(
    lines: SleeveLines, sign: float, rng: np.random.Generator, strength: float
) -> list[Fold]:
    """Return the folds of one sleeve: fans from the armpit, rings at the elbow and cuff."""
    folds = _fan(lines, sign, rng, strength)
    centre = np.mean([along(lines.outer, 0.5), along(lines.inner, 0.5)], axis=0)
    reach = 0.5 * float(np.hypot(*np.subtract(along(lines.outer, 0.0), along(lines.cuff, 0.5))))
    axis = 90 - lines.upper_degrees
    folds.append(
        Drape(
            (float(centre[0]), float(centre[1])),
            (reach * 1.2, reach * 1.2),
            axis + _jitter(rng, -15, 15),
            3.0,
            12.0,
            0.07 * strength,
            0.3,
        )
    )
    if lines.elbow is not None:
        folds += _rings(lines, rng, strength)
    return folds


def _fan(lines: SleeveLines, sign: float, rng: np.random.Generator, strength: float) -> list[Fold]:
    armpit = along(lines.inner, 0.0)
    reaches = ((0.55, 0.75), (0.8, 0.95)) if lines.elbow is None else ((0.2, 0.7), (0.36, 0.8))
    folds: list[Fold] = []
    for fraction, share in reaches:
        target = along(lines.outer, fraction + _jitter(rng, -0.06, 0.06))
        end = tuple(np.array(armpit) + share * np.subtract(target, armpit))
        folds.append(
            Crease(
                (armpit[0] + sign * 0.6, armpit[1] - 0.4),
                (float(end[0]), float(end[1])),
                _jitter(rng, 0.7, 1.3),
                strength * _jitter(rng, 0.12, 0.26),
                bow=_jitter(rng, -0.1, 0.1),
                sharp=_jitter(rng, 0.3, 0.55),
            )
        )
    return folds


def _rings(lines: SleeveLines, rng: np.random.Generator, strength: float) -> list[Fold]:
    """Return short creases across a long sleeve, most of them at the elbow and the cuff."""
    folds: list[Fold] = []
    places = [0.5 + _jitter(rng, -0.1, 0.1) for _ in range(4)]
    places += [0.66 + _jitter(rng, -0.04, 0.06), 0.8 + _jitter(rng, -0.05, 0.05), 0.92, 0.33]
    for index, place in enumerate(places):
        inner, outer = along(lines.inner, min(0.97, place)), along(lines.outer, place)
        from_inner = index % 3 != 2
        start, goal = (inner, outer) if from_inner else (outer, inner)
        share = _jitter(rng, 0.5, 0.85)
        slant = np.array([0.0, _jitter(rng, -3.0, 3.5)])
        end = np.array(start) + share * np.subtract(goal, start) + slant
        folds.append(
            Crease(
                start,
                (float(end[0]), float(end[1])),
                _jitter(rng, 0.6, 1.2),
                strength * _jitter(rng, 0.08, 0.22),
                bow=_jitter(rng, -0.16, 0.16),
                sharp=_jitter(rng, 0.3, 0.7),
            )
        )
    return folds
