import numpy as np
import pytest

from tryon_ar.kernels import multigrid


@pytest.mark.parametrize("sweeps", [1, 2, 3, 5])
def test_chebyshev_weights_damp_their_interval_best(sweeps):
    """The polynomial's bound is 1 / T_n((b + a) / (b - a))."""
    low, high = 0.4, 2.0
    weights = multigrid.chebyshev_weights(sweeps, low, high)
    eigenvalues = np.linspace(low, high, 500)
    left = np.abs(np.prod(1 - np.outer(eigenvalues, weights), axis=1)).max()
    best = 1 / np.cosh(sweeps * np.arccosh((high + low) / (high - low)))
    assert left <= best * (1 + 1e-6)
