from dataclasses import replace

import numpy as np
import pytest

from tryon_ar.training.sketches.bodies import Body, BodyLines, cut_body
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.sleeves_cut import Sleeve, long_sleeve, short_sleeve

BODY = Body(
    neck="round",
    neck_half=0.15,
    neck_depth=0.12,
    back_depth=0.01,
    shoulder_half=0.45,
    shoulder_drop=0.1,
    armpit_half=0.47,
    armpit_y=0.45,
    hollow=0.03,
    waist_half=0.47,
    waist_y=0.7,
    hem_half=0.47,
    hem_y=1.2,
)
LONG = Sleeve(1.0, 45.0, 0.12, elbow=0.2, puff=0.0, band=0.05)


@pytest.fixture(scope="module")
def lines() -> BodyLines:
    return cut_body(BODY, Dice(np.random.default_rng(0)))


def test_a_straight_long_sleeve_ends_its_length_away_in_its_direction(lines: BodyLines) -> None:
    cut = long_sleeve(lines, LONG, 45.0)
    away = np.array(cut.cuff_outer) - (BODY.shoulder_half, BODY.shoulder_drop)
    assert np.hypot(*away) == pytest.approx(1.0)
    assert away[0] == pytest.approx(away[1])
    assert np.hypot(*np.subtract(cut.cuff_outer, cut.cuff_inner)) == pytest.approx(0.12)
    assert len(cut.pieces) == len(cut.seams) == 1
    assert cut.pieces[0][1] == pytest.approx(45.0)


def test_a_bent_sleeve_turns_at_its_elbow_towards_the_body(lines: BodyLines) -> None:
    bent = long_sleeve(lines, replace(LONG, bend_degrees=40.0), 45.0)
    assert bent.elbow is not None
    assert bent.cuff_outer[0] < long_sleeve(lines, LONG, 45.0).cuff_outer[0]
    outer_elbow = np.array([BODY.shoulder_half, BODY.shoulder_drop]) + 0.5 * np.sqrt(0.5)
    assert np.hypot(*(outer_elbow - bent.elbow)) == pytest.approx(0.1)


def test_a_folded_sleeve_is_two_pieces_that_share_the_bend(lines: BodyLines) -> None:
    cut = long_sleeve(lines, replace(LONG, bend_degrees=90.0), 10.0)
    (upper, first), (forearm, second) = cut.pieces
    assert (first, second) == (10.0, -80.0)
    shared = np.hypot(*(upper[:, None] - forearm[None]).transpose(2, 0, 1)).min(axis=1) < 1e-9
    assert shared.sum() >= 2


def test_a_short_sleeve_reaches_past_the_armpit_and_has_no_elbow(lines: BodyLines) -> None:
    cut = short_sleeve(lines, Sleeve(0.2, 30.0, 0.25), 30.0, Dice(np.random.default_rng(0)))
    assert cut.elbow is None
    down = np.array([np.sin(np.radians(30)), np.cos(np.radians(30))])
    pit = np.array([BODY.armpit_half, BODY.armpit_y])
    assert (np.array(cut.cuff_inner) - pit) @ down > 0
    assert not cut.seams
