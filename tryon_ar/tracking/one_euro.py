"""The One-Euro filter: smooth when still, quick when moving."""

import math

import numpy as np
from numpy.typing import NDArray


class OneEuroFilter:
    """A low-pass filter of first order whose cut-off rises with speed.

    Parameters
    ----------
    min_cutoff_hz : float
        Cut-off at rest; lower is smoother and slower. > 0.
    beta : float
        Rise of the cut-off with speed, in Hz per unit of speed (units of ``scale`` per
        second). >= 0.
    d_cutoff_hz : float
        Cut-off of the speed's own filter. > 0.
    vectors : bool
        The last axis holds the components of one quantity (x, y): speed is the length of
        the vector, so that smoothing does not depend on direction. Otherwise each number
        is filtered by itself.

    Notes
    -----
    Casiez, Roussel, Vogel, "1 Euro Filter: A Simple Speed-based Low-pass Filter for Noisy
    Input in Interactive Systems" (CHI 2012), with the published equations::

        alpha(fc, dt) = 1 / (1 + 1 / (2 pi fc dt))
        dx_i  = alpha(d_cutoff) (x_i - X_{i-1}) / dt + (1 - alpha(d_cutoff)) dx_{i-1}
        fc    = min_cutoff + beta |dx_i|
        X_i   = alpha(fc) x_i + (1 - alpha(fc)) X_{i-1}

    As in the authors' code, speed is measured against the previous *filtered* value.
    Differs from it in the unit of speed: |dx| is divided by ``scale``, so that one set of
    parameters serves a person near and far.
    """

    def __init__(
        self,
        min_cutoff_hz: float,
        beta: float,
        d_cutoff_hz: float = 1.0,
        *,
        vectors: bool = False,
    ) -> None:
        if min_cutoff_hz <= 0 or d_cutoff_hz <= 0 or beta < 0:
            raise ValueError("cut-offs must be positive and beta must not be negative")
        self.min_cutoff_hz = min_cutoff_hz
        self.beta = beta
        self.d_cutoff_hz = d_cutoff_hz
        self.vectors = vectors
        self.reset()

    def reset(self) -> None:
        """Forget everything: the next value passes as it is."""
        self._value: NDArray[np.float64] | None = None
        self._speed: NDArray[np.float64] | None = None
        self._t_s = -math.inf

    def filter(
        self, values: NDArray[np.float64], t_s: float, scale: float = 1.0
    ) -> NDArray[np.float64]:
        """Return the filtered values at a time.

        Parameters
        ----------
        values : ndarray of any one shape, float64
            Shape (..., D) when ``vectors``.
        t_s : float
            Seconds; greater than at the last call.
        scale : float
            How many units of ``values`` make one unit of speed. > 0.

        Raises
        ------
        ValueError
            When time does not increase or the shape changes.
        """
        if self._value is None or self._speed is None:
            self._value = np.array(values, dtype=np.float64)
            self._speed = np.zeros_like(self._value)
            self._t_s = t_s
            return self._value.copy()
        dt = t_s - self._t_s
        if dt <= 0 or values.shape != self._value.shape:
            raise ValueError("time must increase and the shape stay the same")
        self._t_s = t_s
        a_speed = _alpha(np.full_like(values, self.d_cutoff_hz), dt)
        self._speed += a_speed * ((values - self._value) / dt - self._speed)
        pace = np.abs(self._speed)
        if self.vectors:
            pace = np.sqrt((self._speed**2).sum(axis=-1, keepdims=True))
        a_value = _alpha(self.min_cutoff_hz + self.beta * pace / scale, dt)
        self._value = self._value + a_value * (values - self._value)
        return self._value.copy()


def _alpha(cutoff_hz: NDArray[np.float64], dt: float) -> NDArray[np.float64]:
    """Return the weight of the new value for a cut-off."""
    turns: NDArray[np.float64] = 2 * np.pi * cutoff_hz * dt
    return turns / (turns + 1)
