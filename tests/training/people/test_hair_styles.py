import numpy as np

from tryon_ar.training.people.hair_styles import STYLES, choose_dye, choose_style


def test_men_and_women_wear_different_hair():
    rng = np.random.default_rng(0)
    men = [choose_style(0.0, rng) for _ in range(400)]
    women = [choose_style(1.0, rng) for _ in range(400)]

    def long(styles):
        return np.mean([style.length_m[1] > 0.12 for style in styles])

    assert long(women) > 0.6 > 0.35 > long(men)
    assert {style.name for style in men + women} >= {style.name for style in STYLES}


def test_the_old_are_greyer_and_dark_skin_goes_with_dark_hair():
    rng = np.random.default_rng(1)

    def roots(skin, age):
        return np.stack([choose_dye(np.array(skin), age, rng).root for _ in range(300)])

    def grey(colours):
        return np.mean((np.ptp(colours, axis=1) < 0.06) & (colours.mean(axis=1) > 0.3))

    fair = (0.9, 0.72, 0.62)
    assert grey(roots(fair, 80)) > grey(roots(fair, 20)) + 0.15
    assert np.median(roots((0.3, 0.2, 0.15), 20)) < np.median(roots(fair, 20)) - 0.05
