import cv2
import numpy as np
import pytest

from tryon_ar.rendering.tone import CameraTone, ToneMatch, edge_blur_px, measure_tone


def scene(rng, height=240, width=320) -> np.ndarray:
    """Grey patches from black to white with hard edges."""
    patches = rng.integers(0, 256, (height // 20, width // 20, 1)).astype(np.uint8)
    return np.repeat(np.kron(patches[..., 0], np.ones((20, 20), np.uint8))[..., None], 3, axis=2)


def test_a_neutral_sharp_camera_changes_next_to_nothing(rng):
    gain, offset = measure_tone(scene(rng)).affine(1.0)
    np.testing.assert_allclose(gain, 0.94, atol=0.03)  # cloth is not as white as lamps
    np.testing.assert_allclose(offset, 0.0, atol=0.04)


def test_levels_of_a_flat_camera(rng):
    flat = (40 + scene(rng) * 0.6).astype(np.uint8)
    tone = measure_tone(flat)
    assert abs(tone.black - 40 / 255) < 0.03
    assert abs(tone.white - 193 / 255) < 0.03
    gain, offset = tone.affine(1.0)
    np.testing.assert_allclose(255 * offset, 0.3 * 40, atol=3)
    assert gain.max() < 0.75


@pytest.mark.parametrize("channel", [0, 1, 2])
def test_white_balance_is_followed_within_eight_percent(rng, channel):
    mild, strong = scene(rng).astype(float), scene(rng).astype(float)
    mild[..., channel] *= 0.97
    strong[..., channel] *= 0.5
    others = [c for c in range(3) if c != channel]
    balance = measure_tone(mild.astype(np.uint8)).balance
    assert abs(balance[channel] - 0.98) < 0.01
    assert balance[others[0]] > 1.0
    balance = measure_tone(strong.astype(np.uint8)).balance
    assert balance[channel] == pytest.approx(0.92)
    assert max(balance) == pytest.approx(1.08)


@pytest.mark.parametrize("sigma", [0.7, 1.0, 1.4])
def test_blur_of_edges_is_measured(rng, sigma):
    blurred = cv2.GaussianBlur(scene(rng), (0, 0), sigma)
    assert abs(edge_blur_px(blurred) - sigma) < 0.25


def test_noise_and_flat_pictures_pass_for_sharp(rng):
    noisy = np.clip(128 + rng.normal(0, 25, (200, 200, 3)), 0, 255).astype(np.uint8)
    assert edge_blur_px(noisy) < 0.8
    assert edge_blur_px(np.full((50, 50, 3), 99, np.uint8)) <= 0.3
    assert edge_blur_px(np.zeros((3, 3, 3), np.uint8)) <= 0.3


@pytest.mark.parametrize("value", [0, 255])
def test_a_covered_or_blinded_camera_gives_numbers(value):
    gain, offset = measure_tone(np.full((48, 64, 3), value, np.uint8)).affine(0.5)
    assert np.isfinite(gain).all()
    assert (gain > 0.1).all()
    assert (offset <= 0.5).all()


def test_strength_scales_the_change():
    tone = CameraTone(0.2, 0.7, (1.06, 1.0, 0.94), 1.0)
    full, half, none = (tone.affine(s) for s in (1.0, 0.5, 0.0))
    np.testing.assert_allclose(half[0] - 1, (full[0] - 1) / 2, atol=0.01)
    np.testing.assert_allclose(half[1], full[1] / 2, atol=1e-6)
    np.testing.assert_array_equal(none[0], 1)
    np.testing.assert_array_equal(none[1], 0)


def test_tone_is_followed_slowly(rng):
    bright, dark = scene(rng), (scene(rng) * 0.3).astype(np.uint8)
    match = ToneMatch(smoothing=0.9)
    first = match.update(bright)
    second = match.update(dark)
    goal = measure_tone(dark)
    assert second.white == pytest.approx(0.9 * first.white + 0.1 * goal.white)
    for _ in range(80):
        last = match.update(dark)
    assert last.white == pytest.approx(goal.white, abs=0.01)
    match.forget()
    assert match.update(bright) == first


def test_in_the_dark_a_product_is_darkened_more_than_half():
    dim, dark = (CameraTone(0.0, white, (1, 1, 1), 0.5) for white in (0.75, 0.3))
    full, half = dim.affine(1.0)[0], dim.affine(0.5)[0]
    np.testing.assert_allclose(1 - half, (1 - full) / 2, atol=1e-6)
    full, half = dark.affine(1.0)[0], dark.affine(0.5)[0]
    assert (1 - half > 0.7 * (1 - full)).all()
    assert (half > full).all()


def test_only_some_frames_are_measured_and_the_tone_moves_on_evenly(rng):
    bright, dark = scene(rng), (scene(rng) * 0.3).astype(np.uint8)
    match = ToneMatch(smoothing=0.9, every=4)
    whites = [match.update(bright).white] * 4
    for _ in range(3):
        match.update(dark)  # not looked at
    assert match.update(dark).white < whites[0]
    steps = -np.diff([match.update(dark).white for _ in range(12)])
    assert (steps > 0).all()
    assert (np.diff(steps) < 0).all()


def test_soft_cameras_ask_for_coarser_textures():
    sharp, soft, softest = (CameraTone(0, 1, (1, 1, 1), sigma) for sigma in (0.5, 1.2, 9.0))
    match = ToneMatch()
    assert match.coarseness(sharp) == 1.0
    assert 1.2 < match.coarseness(soft) < match.coarseness(softest) < 3.0
    assert ToneMatch(0.0).coarseness(soft) == 1.0


def test_strength_is_checked():
    with pytest.raises(ValueError, match="strength"):
        ToneMatch(1.5)
