import numpy as np

from tryon_ar.training.sketches import dyes_surfaces as surfaces


def coordinates() -> tuple[np.ndarray, np.ndarray]:
    axis = np.arange(256, dtype=np.float32)
    u, v = np.meshgrid(axis, axis)
    return u, v


def test_wrapped_noise_has_no_seam(rng: np.random.Generator) -> None:
    field = surfaces.wrapped_noise(rng, (9, 20))
    assert field.shape == (256, 256)
    assert abs(field.std() - 1) < 1e-3
    inner = np.abs(np.diff(field, axis=0)).mean()
    assert np.abs(field[0] - field[-1]).mean() < 2 * inner


def test_ribs_run_along_the_threads(rng: np.random.Generator) -> None:
    gain = surfaces.rib(rng, 150.0)(*coordinates())
    across, along = (np.abs(np.diff(gain, axis=axis)).mean() for axis in (1, 0))
    assert across > 5 * along


def test_baffles_repeat_at_their_pitch() -> None:
    for seed in range(4):
        gain = surfaces.quilted(np.random.default_rng(seed), 150.0, 16.0)(*coordinates())
        spectrum = np.abs(np.fft.rfft(gain - gain.mean(), axis=0)).mean(axis=1)
        assert spectrum.argmax() % 16 == 0


def test_lace_and_mesh_leave_holes_but_never_only_holes() -> None:
    for make in (surfaces.lace, surfaces.mesh):
        for seed in range(6):
            cover = make(np.random.default_rng(seed), 150.0)(*coordinates())
            assert cover.min() >= 0
            assert cover.max() <= 1
            assert 0.2 < cover.mean() < 0.99
