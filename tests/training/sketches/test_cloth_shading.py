import numpy as np

from tryon_ar.training.sketches import cloth_shading as shading


def test_wrinkles_are_of_unit_deviation_and_folds_stay_along_their_axis(
    rng: np.random.Generator,
) -> None:
    axis = (np.array([60.0, 100.0]), np.array([260.0, 100.0]))
    wrinkles, along = shading.draw_folds(rng, 320, [axis], 150.0, 1.5)
    assert wrinkles.shape == along.shape == (320, 320)
    assert 0.6 < wrinkles.std() < 2
    assert abs(wrinkles.mean()) < 0.6
    near, far = np.abs(along[70:130]).mean(), np.abs(along[200:]).mean()
    assert near > 0.01
    assert near > 20 * far


def test_without_axes_nothing_runs_along_them(rng: np.random.Generator) -> None:
    _, along = shading.draw_folds(rng, 64, [], 30.0, 0.0)
    assert not along.any()


def test_white_is_mostly_flat_and_black_never_flattened() -> None:
    rng = np.random.default_rng(7)
    white = np.array([shading.draw_mood(rng, 0.95).contrast for _ in range(200)])
    black = np.array([shading.draw_mood(rng, 0.1).contrast for _ in range(200)])
    assert 0.55 < (white < 0.5).mean() < 0.85
    assert (black == 1).all()


def test_edges_are_darker_than_the_middle() -> None:
    cover = np.zeros((60, 60), np.float32)
    cover[10:50, 10:50] = 1
    gain = shading.rounded(cover, 4.0, 0.2)
    assert gain[30, 30] == 1
    assert 0.75 < gain[30, 10] < 0.9


def test_lighting_is_one_in_the_middle_and_slopes_as_told() -> None:
    light = shading.lighting(101, (0.1, -0.2))
    assert light[50, 50] == np.float32(1)
    np.testing.assert_allclose(light[50, 100], 1.1, rtol=1e-5)
    np.testing.assert_allclose(light[100, 50], 0.8, rtol=1e-5)
