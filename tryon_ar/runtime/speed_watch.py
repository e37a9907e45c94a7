"""Notice that a mirror stutters for good, and whose fault it is."""

from tryon_ar.runtime.metrics import MetricsSnapshot
from tryon_ar.runtime.status import Problem

# People stop calling it a mirror below this.
SLOW_FPS = 6.0
_CAMERA_SLOW_FPS = 9.0
LASTS_S = 8.0


class SpeedWatch:
    """Tells a slow camera from a slow computer.

    Notes
    -----
    Only what lasts eight seconds counts: programs start, photos are cut out, rooms are darkened
    for a moment. A camera is slow below nine pictures a second; the computer is where the camera
    is not, and fewer than six of its pictures a second are shown. One thread.
    """

    def __init__(self) -> None:
        self._suspect: Problem | None = None
        self._since_s = 0.0

    def note(self, figures: MetricsSnapshot, now_s: float) -> Problem | None:
        """Take the figures of now and return what has been slow for long.

        Parameters
        ----------
        figures : MetricsSnapshot
            Of a live source; a window that paints nothing has no speed to speak of.
        now_s : float
            Seconds of any steady clock.
        """
        suspect = _suspect(figures)
        if suspect is not self._suspect:
            self._suspect, self._since_s = suspect, now_s
        return suspect if now_s - self._since_s >= LASTS_S else None

    def reset(self) -> None:
        """Forget what was, as for another source or a window that was hidden."""
        self._suspect = None


def _suspect(figures: MetricsSnapshot) -> Problem | None:
    if figures.capture_fps <= 0 or figures.unique_fps <= 0:
        return None
    if figures.capture_fps < _CAMERA_SLOW_FPS:
        return Problem.SLOW_CAMERA
    return Problem.SLOW_COMPUTER if figures.unique_fps < SLOW_FPS else None
