import numpy as np
import pytest

from tryon_ar.core.labels import Label, Labels
from tryon_ar.rendering.removal.worn_mask import Wearing, worn_mask

SIDE, UNIT_PX = 160, 50.0
NO_RIM = np.zeros((SIDE, SIDE), np.float32)
BOTH = Wearing(upper=True, lower=True)
UPPER_ONLY = Wearing(upper=True, lower=False)


def trousered(gap=(80, 95), legs_below=150):
    """A person in upper clothes, then trousers with a gap in a knee, then feet."""
    kind = np.zeros((SIDE, SIDE), int)
    kind[10:50, 60:100] = Label.UPPER
    kind[50:legs_below, 60:100] = Label.LOWER
    kind[gap[0] : gap[1], 60:75] = Label.LEGS
    kind[legs_below:, 60:100] = Label.LEGS
    shares = np.stack([kind == label for label in Label]).astype(np.float32)
    return Labels(shares, 0.0, 0.0, float(SIDE))


def goes(labels, wearing):
    found = worn_mask(labels, wearing, UNIT_PX, np.zeros((SIDE, SIDE), np.float32), NO_RIM)
    weight = np.zeros((SIDE, SIDE), np.float32)
    weight[found.box.slices] = found.weight
    return weight


def test_a_knee_of_trousers_taken_for_a_leg_goes_with_them():
    weight = goes(trousered(), BOTH)
    assert weight[87, 66] == 1.0
    assert weight[70, 66] == 1.0


def test_a_knee_of_a_leg_that_leans_goes_too():
    straight = trousered().shares
    leaning = np.zeros_like(straight)
    for row in range(SIDE):
        leaning[:, row] = np.roll(straight[:, row], row // 4, axis=1)
    weight = goes(Labels(leaning, 0.0, 0.0, float(SIDE)), BOTH)
    assert weight[87, 62 + 87 // 4] == 1.0


def test_legs_and_feet_below_the_hem_stay():
    weight = goes(trousered(legs_below=110), BOTH)
    assert not weight[116:, 60:100].any()


def test_a_gap_longer_than_a_knee_is_a_bare_leg():
    assert goes(trousered(gap=(60, 140)), BOTH)[100, 66] == 0.0


@pytest.mark.parametrize("row", [70, 87, 120])
def test_trousers_stay_where_only_a_top_is_worn(row):
    weight = goes(trousered(), UPPER_ONLY)
    assert weight[30, 80] == 1.0
    assert weight[row, 66] == 0.0


def test_nothing_is_found_under_an_outfit_that_covers_all():
    covered = np.ones((SIDE, SIDE), np.float32)
    assert worn_mask(trousered(), BOTH, UNIT_PX, covered, NO_RIM) is None
