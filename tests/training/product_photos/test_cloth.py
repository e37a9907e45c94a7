from collections.abc import Callable

import numpy as np
import pytest

from tryon_ar.training.product_photos import cloth as cloths
from tryon_ar.training.product_photos.cloth import Cloth, Weave, evaluate
from tryon_ar.training.product_photos.colouring import linear, plain

WEAVES: tuple[Callable[[np.random.Generator], Weave], ...] = (
    cloths.jersey,
    cloths.fleece,
    cloths.rib,
    cloths.pique,
    cloths.plain_weave,
    cloths.twill,
    cloths.smooth_cloth,
)


def coordinates() -> tuple[np.ndarray, np.ndarray]:
    axis = np.arange(0, 12, 1 / 24, dtype=np.float32)
    u, v = np.meshgrid(axis, axis)
    return u, v


@pytest.mark.parametrize("make", WEAVES)
def test_every_cloth_keeps_its_colour_and_has_a_surface(
    make: Callable[[np.random.Generator], Weave], rng: np.random.Generator
) -> None:
    u, v = coordinates()
    colour, height = evaluate(Cloth(plain("#8090a0"), make(rng)), u, v)
    assert colour.shape == (*u.shape, 3)
    np.testing.assert_allclose(colour.mean(axis=(0, 1)), linear("#8090a0"), rtol=0.06)
    assert 0.005 < (colour.std(axis=(0, 1)) / colour.mean(axis=(0, 1))).max() < 0.2
    assert 1e-4 < height.std() < 0.02


def test_rib_ridges_run_along_v_at_their_pitch(rng: np.random.Generator) -> None:
    u, v = coordinates()
    _, height = cloths.rib(rng, pitch_cm=0.5)(u, v)
    spectrum = np.abs(np.fft.rfft(height - height.mean(), axis=1)).mean(axis=0)
    assert spectrum.argmax() == pytest.approx(12 / 0.5, abs=1)
    assert height.std(axis=1).mean() > 3 * height.std(axis=0).mean()


def test_twill_runs_diagonally(rng: np.random.Generator) -> None:
    u, v = coordinates()
    gain, _ = cloths.twill(rng, pitch_cm=0.4)(u, v)
    spectrum = np.abs(np.fft.fft2(gain - gain.mean()))
    spectrum[:, 0] = spectrum[0, :] = 0
    row, column = np.unravel_index(spectrum.argmax(), spectrum.shape)
    down, right = np.fft.fftfreq(len(u))[row], np.fft.fftfreq(len(u))[column]
    assert down * right < 0
    assert abs(down / right) == pytest.approx(0.57 / 0.82, abs=0.15)
