from dataclasses import replace

import numpy as np
import pytest

from tryon_ar.garments.garment import Part
from tryon_ar.training.sketches.bodies import Body, cut_body
from tryon_ar.training.sketches.collars import lay_lapels, lay_shirt_collar, lay_stand_collar
from tryon_ar.training.sketches.dice import Dice
from tryon_ar.training.sketches.draft import Draft, inside
from tryon_ar.training.sketches.fronts import lay_gap, part_collar
from tryon_ar.training.sketches.marks import half_way, place_landmarks, waist_of

BODY = Body(
    neck="v",
    neck_half=0.15,
    neck_depth=0.12,
    back_depth=0.01,
    shoulder_half=0.45,
    shoulder_drop=0.1,
    armpit_half=0.47,
    armpit_y=0.4,
    hollow=0.03,
    waist_half=0.47,
    waist_y=0.6,
    hem_half=0.47,
    hem_y=1.2,
)


def drafted(body: Body, seed: int = 0) -> tuple[Draft, Dice]:
    dice = Dice(np.random.default_rng(seed))
    sketch = Draft("shirt")
    place_landmarks(sketch, cut_body(body, dice))
    return sketch, dice


def test_a_straight_top_has_its_waist_half_way_down_its_side() -> None:
    _, dice = drafted(BODY)
    x, y = waist_of(cut_body(BODY, dice), seam=False)
    assert y == pytest.approx(0.8)
    assert x == pytest.approx(0.47, abs=0.01)


def test_a_waisted_top_has_it_where_it_is_narrowest() -> None:
    _, dice = drafted(BODY)
    _, y = waist_of(cut_body(replace(BODY, waist_half=0.36), dice), seam=False)
    assert y == pytest.approx(0.6, abs=0.1)


def test_a_waist_seam_is_the_waist() -> None:
    _, dice = drafted(BODY)
    assert waist_of(cut_body(BODY, dice), seam=True) == (0.47, 0.6)


@pytest.mark.parametrize("seed", range(6))
def test_a_folded_collar_moves_the_necks_ends_out_to_its_own_on_the_shoulders(seed: int) -> None:
    sketch, dice = drafted(BODY, seed)
    lines = cut_body(BODY, dice)
    lay_shirt_collar(sketch, lines, "main", dice)
    x, y = sketch.landmarks["neck_left"]
    assert 0.15 < x < 0.3, seed
    assert y == pytest.approx(np.interp(x, lines.shoulder[:, 0], lines.shoulder[:, 1]), abs=1e-3)
    leaf = sketch.pieces[-1].outline
    beyond = np.array([[x + 0.02, y + 0.007]])
    assert not inside(leaf, beyond)[0]


def test_a_closed_stand_collar_meets_at_its_top() -> None:
    sketch, dice = drafted(BODY)
    top = lay_stand_collar(sketch, cut_body(BODY, dice), "main", dice)
    assert top < BODY.neck_depth
    assert sketch.landmarks["neck_front"] == (0.0, top)


def test_lapels_of_two_rows_meet_above_their_break() -> None:
    sketch, dice = drafted(BODY)
    lay_lapels(sketch, cut_body(BODY, dice), "main", dice, shift=0.1)
    x, y = sketch.landmarks["neck_front"]
    assert x == 0.0
    assert 0.0 < y < BODY.neck_depth


def test_fronts_far_apart_meet_nowhere_and_part_the_collar() -> None:
    sketch, dice = drafted(BODY)
    lay_gap(sketch, dice, (0.06, 0.0), (0.1, 1.2), "lining")
    part_collar(sketch)
    assert "neck_front" not in sketch.landmarks
    assert [piece.within for piece in sketch.pieces] == [Part.TORSO, Part.COLLAR, Part.HOOD]


def test_fronts_that_touch_at_the_neck_meet_there() -> None:
    sketch, dice = drafted(BODY)
    lay_gap(sketch, dice, (0.005, 0.1), (0.02, 1.2), "lining")
    part_collar(sketch)
    assert sketch.landmarks["neck_front"] == pytest.approx((0.0, 0.12), abs=1e-6)
    assert [piece.within for piece in sketch.pieces] == [Part.TORSO]


def test_an_elbow_is_in_the_middle_of_the_sleeve() -> None:
    outer = np.column_stack([np.full(21, 1.0), np.linspace(0, 1, 21)])
    assert half_way(outer, outer - (0.2, 0.0)) == pytest.approx((0.9, 0.5))
