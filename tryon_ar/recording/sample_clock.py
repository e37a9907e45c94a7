"""When samples of a sound card were heard, on the clock of the pictures."""

import math

_START_HZ = 1.0
_STEADY_HZ = 0.05
_START_S = 2.0
_OUTLIER_NS = 20e6
_OUTLIERS_TO_BELIEVE = 5
_LOSS_NS = 100e6
_NS = 1e9


class SampleClock:
    """Gives each block of samples its time, free of the jitter it was measured with.

    Parameters
    ----------
    rate_hz : float
        What the device says; what it really does is learned.

    Notes
    -----
    F. Adriaensen, "Using a DLL to filter time" (2005): a delay-locked loop of second order.
    With e the measured time less the one foretold, t the time of the next block, p the
    period of a sample and n the samples of a block::

        t += b e + n p        b = √2 ω        ω = 2π B n p
        p += c e / n          c = ω²

    B is 1 Hz in the first two seconds, then 0.05 Hz. A measurement more than 20 ms off moves
    nothing unless five in a row are, or it is more than 100 ms off: then samples were lost,
    and time starts again there.
    """

    def __init__(self, rate_hz: float) -> None:
        self._nominal_ns = _NS / rate_hz
        self._period_ns = self._nominal_ns
        self._next_ns = math.nan
        self._heard = 0
        self._outliers = 0

    @property
    def period_ns(self) -> float:
        """Nanoseconds from one sample to the next, as learned so far."""
        return self._period_ns

    def place(self, count: int, measured_ns: int) -> int:
        """Return when the first of ``count`` samples was heard.

        Parameters
        ----------
        count : int
            At least 1; they follow those of the call before.
        measured_ns : int
            ``time.monotonic_ns()`` of the first sample, as well as it could be told.
        """
        if math.isnan(self._next_ns):
            self._next_ns = float(measured_ns)
        error_ns = self._believed(measured_ns)
        first_ns = round(self._next_ns)
        started = self._heard * self._nominal_ns > _START_S * _NS
        omega = math.tau * (_STEADY_HZ if started else _START_HZ) * count * self._nominal_ns / _NS
        omega = min(omega, 0.5)
        self._next_ns += math.sqrt(2) * omega * error_ns + count * self._period_ns
        self._period_ns += omega * omega * error_ns / count
        self._heard += count
        return first_ns

    def _believed(self, measured_ns: int) -> float:
        """Return by how much a measurement differs; start again where samples were lost."""
        error_ns = measured_ns - self._next_ns
        if abs(error_ns) <= _OUTLIER_NS:
            self._outliers = 0
            return error_ns
        self._outliers += 1
        if abs(error_ns) > _LOSS_NS or self._outliers >= _OUTLIERS_TO_BELIEVE:
            self._next_ns = float(measured_ns)
            self._outliers = self._heard = 0
        return 0.0
