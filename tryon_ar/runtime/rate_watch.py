"""Notice at once that a camera which played well delivers only a few pictures a second."""

from collections import deque

_WINDOW_S = 1.2
_SMOOTH_FPS, _WELL_AGAIN_FPS, _COLLAPSED_FPS = 12.0, 8.0, 5.0
# A longer gap is a hiccup, or silence on its way to be a loss.
_LONGEST_GAP_S = 0.8


class RateWatch:
    """Tells a rate that collapses from one that was low from the start, and from a hiccup.

    Notes
    -----
    It has collapsed when there were twelve pictures a second before and there are, evenly,
    fewer than five for 1.2 s; it is well again from eight on. What is slow for long
    without a collapse is `SpeedWatch`'s to tell. One thread.
    """

    def __init__(self) -> None:
        self._arrivals: deque[tuple[float, int]] = deque()
        self._began_s: float | None = None
        self._last_s = 0.0
        self._hiccup_s = float("-inf")
        self._smooth = False
        self._collapsed = False

    def note(self, now_s: float, count: int = 1) -> bool:
        """Take pictures that have come and return whether their rate has collapsed.

        Parameters
        ----------
        now_s : float
            When the last of them came, seconds of any steady clock.
        count : int
            How many have come since the last call.
        """
        if self._began_s is None:
            self._began_s = self._last_s = now_s
        if now_s - self._last_s > _LONGEST_GAP_S:
            self._hiccup_s = now_s
        self._last_s = now_s
        self._arrivals.append((now_s, count))
        while self._arrivals[0][0] <= now_s - _WINDOW_S:
            self._arrivals.popleft()
        fps = sum(many for _, many in self._arrivals) / _WINDOW_S
        if now_s - max(self._began_s, self._hiccup_s) >= _WINDOW_S:
            self._judge(fps)
        return self._collapsed

    def _judge(self, fps: float) -> None:
        if fps >= _WELL_AGAIN_FPS:
            self._collapsed = False
        elif fps < _COLLAPSED_FPS and self._smooth:
            self._collapsed = True
        self._smooth = self._smooth or fps >= _SMOOTH_FPS
