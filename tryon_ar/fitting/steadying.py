"""Slow filters for what a mask says about widths."""

import math

_TIME_CONSTANT_MS = 1000.0 / (2 * math.pi * 0.1)


class SteadyOffsets:
    """First-order low-pass filters at 0.1 Hz, one per name.

    Outline points jitter by up to 2.8 % of the shoulder width, ten times more than the pose;
    their *offset from the pose* changes slowly and is filtered here, so that the garment
    follows the body without delay while its width rests.
    """

    def __init__(self) -> None:
        self._values: dict[str, tuple[float, float, int]] = {}

    def update(self, name: str, value: float, t_ms: float) -> float:
        """Feed a measurement and return the steadied value.

        Parameters
        ----------
        name : str
            Which offset.
        value : float
            In shoulder widths.
        t_ms : float
            Time of the frame; a time that goes back starts afresh.
        """
        previous, last_ms, count = self._values.get(name, (value, t_ms, 0))
        elapsed_ms = t_ms - last_ms
        if elapsed_ms < 0 or elapsed_ms > 1000:
            previous, elapsed_ms, count = value, 0.0, 0
        # The first few measurements are averaged, or a poor first one would last for seconds.
        weight = max(elapsed_ms / (elapsed_ms + _TIME_CONSTANT_MS), 1.0 / (count + 1))
        steadied = previous + weight * (value - previous)
        self._values[name] = (steadied, t_ms, count + 1)
        return steadied

    def reset(self) -> None:
        """Forget everything, as for a new person."""
        self._values.clear()
