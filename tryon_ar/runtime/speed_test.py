"""How fast this computer dresses its own camera's pictures, and what to ask for therefore."""

from dataclasses import dataclass

USUAL_WIDTH_PX, LARGE_WIDTH_PX = 640, 1280
# So much of the camera's own rate, of 25 at most, passes for smooth.
SMOOTH_SHARE, SMOOTH_FPS = 0.85, 25.0
# Below this finer drawing is given away for more pictures.
POOR_FPS = 12.0
_BETTER = 1.1
# After a change the camera opens anew and the first pictures are slow.
SETTLE_S, MEASURE_S = 2.0, 4.0
_LONGEST_S = 12.0
# Of the moments looked at somebody is to be seen in so many.
_LEAST_SEEN = 0.5


@dataclass(frozen=True, slots=True)
class Trial:
    """What is being tried: a width asked of the camera and a quality."""

    width_px: int
    quality: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came out.

    Attributes
    ----------
    width_px : int
        0 leaves it as it was: nothing could be measured, or no camera plays.
    quality : {"auto", "fast"}
    fps : float
        Pictures a second that were dressed and shown so; 0 where nobody could be measured.
    smooth : bool
        Whether that is as good as a mirror.
    """

    width_px: int
    quality: str
    fps: float
    smooth: bool


class SpeedTest:
    """Tries sizes and qualities one after the other on the live picture.

    Whoever runs it applies :attr:`trial`, calls :meth:`note` a few times a second, and applies
    the next trial when it changes, until there is a :attr:`verdict`.

    Parameters
    ----------
    now_s : float
        Seconds of any steady clock.
    can_resize : bool
        Whether a camera plays that can be asked for other sizes.

    Notes
    -----
    The usual width comes first. Where that is smooth, the large one is tried and kept if it is
    smooth too; where it is poor, fast drawing is tried and kept if it is a tenth faster. Counted
    are pictures that were shown, within each trial alone. GUI thread only.
    """

    def __init__(self, now_s: float, *, can_resize: bool) -> None:
        self._can_resize = can_resize
        self.verdict: Verdict | None = None
        self.trial = Trial(USUAL_WIDTH_PX, "auto")
        self._first_fps = 0.0
        self._done = 0
        self._begin(now_s)

    def _begin(self, now_s: float) -> None:
        self._began_s = now_s
        self._from: tuple[float, int] | None = None
        self._looks = self._seen = 0

    def share(self, now_s: float) -> float:
        """Return how much of the test is over, 0 to 1; the rest may fall away."""
        part = min((now_s - self._began_s) / (SETTLE_S + MEASURE_S), 1.0)
        return 1.0 if self.verdict is not None else min((self._done + part) / 2, 1.0)

    def note(self, now_s: float, shown: int, camera_fps: float, *, somebody: bool) -> None:
        """Take what is the case now.

        Parameters
        ----------
        now_s : float
        shown : int
            Different pictures shown since the window opened.
        camera_fps : float
            Pictures the source gives a second, the last seconds.
        somebody : bool
            Whether somebody was dressed in the last picture.
        """
        passed_s = now_s - self._began_s
        if self.verdict is not None or passed_s < SETTLE_S:
            return
        if self._from is None:
            self._from = (now_s, shown)
            return
        self._looks += 1
        self._seen += somebody
        measured_s = now_s - self._from[0]
        enough = self._seen >= _LEAST_SEEN * self._looks
        if measured_s < MEASURE_S or (not enough and passed_s < _LONGEST_S):
            return
        fps = (shown - self._from[1]) / measured_s if enough else 0.0
        self._conclude(now_s, fps, camera_fps)

    def _conclude(self, now_s: float, fps: float, camera_fps: float) -> None:
        smooth = fps >= SMOOTH_SHARE * min(camera_fps or SMOOTH_FPS, SMOOTH_FPS)
        smooth = smooth and fps >= POOR_FPS
        kept_px = USUAL_WIDTH_PX if self._can_resize else 0
        if fps <= 0 and self._done == 0:  # nobody was there
            self.verdict = Verdict(0, "auto", 0.0, smooth=False)
        elif self.trial.width_px == LARGE_WIDTH_PX:
            large = Verdict(LARGE_WIDTH_PX, "auto", fps, smooth=True)
            usual = Verdict(kept_px, "auto", self._first_fps, smooth=True)
            self.verdict = large if smooth else usual
        elif self.trial.quality == "fast":
            better = fps > _BETTER * self._first_fps
            quality = "fast" if better else "auto"
            self.verdict = Verdict(kept_px, quality, max(fps, self._first_fps), smooth)
        elif smooth and self._can_resize:
            self._try_next(now_s, fps, Trial(LARGE_WIDTH_PX, "auto"))
        elif fps < POOR_FPS:
            self._try_next(now_s, fps, Trial(USUAL_WIDTH_PX, "fast"))
        else:
            self.verdict = Verdict(kept_px, "auto", fps, smooth)

    def _try_next(self, now_s: float, fps: float, trial: Trial) -> None:
        self._first_fps, self.trial = fps, trial
        self._done += 1
        self._begin(now_s)
