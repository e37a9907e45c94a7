"""A still picture moved by a known way: lag and jitter against exact truth."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from tryon_ar.core.types import BgrImage, Frame, Points
from tryon_ar.evaluation.stillness import LagCorrelation, MeanSquare, about_mean, rounded
from tryon_ar.evaluation.stillness_clips import draw, witness
from tryon_ar.fitting.body_frame import body_frame
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.tracking.smoothing import SmoothingParameters

_GARMENT = "longsleeve-black"
REACHES = {"sway": 0.04, "brisk": 0.25}
RATES = (10.0, 30.0, 60.0)
SENSOR_NOISE = 3.0  # grey levels, a webcam indoors
_SETTLING_S, _REST_S, _MOVING_S = 1.0, 1.5, 3.0


@dataclass(frozen=True, slots=True)
class InjectedMotion:
    """A person who rests and then sways, made from one picture.

    Parameters
    ----------
    unit_px : float
        The person's shoulder width S.
    reach : float
        How far the way goes to each side, in S.
    fps : float
        Frames a second.

    Notes
    -----
    The way is ``reach (sin 2 pi 0.8 t, sin(2 pi 1.1 t) / 2)``, eased in over half a second; its
    highest speed is about 5 ``reach`` a second. Each frame has sensor noise of its own, from a
    fixed seed.
    """

    unit_px: float
    reach: float
    fps: float = 30.0

    @property
    def resting(self) -> slice:
        """Frames in which the picture rests and every filter has settled."""
        return slice(round(_SETTLING_S * self.fps), round((_SETTLING_S + _REST_S) * self.fps))

    @property
    def moving(self) -> slice:
        """Frames in which it moves."""
        return slice(self.resting.stop, self.resting.stop + round(_MOVING_S * self.fps))

    def way_px(self) -> Points:
        """Return where every frame is moved to, shape (F, 2)."""
        t = (np.arange(self.moving.stop) - self.moving.start) / self.fps
        t = np.maximum(t, 0.0)
        eased = np.minimum(t / 0.5, 1.0)
        across = eased * np.sin(2 * np.pi * 0.8 * t)
        down = eased * np.sin(2 * np.pi * 1.1 * t) / 2
        return np.stack([across, down], axis=1) * self.reach * self.unit_px

    def frames(self, picture_bgr: BgrImage) -> Iterator[Frame]:
        """Yield the frames; beside the moved picture its border goes on."""
        rng = np.random.default_rng(5)
        for index, (x, y) in enumerate(self.way_px().tolist()):
            matrix = np.array([[1.0, 0.0, x], [0.0, 1.0, y]])
            size = picture_bgr.shape[1], picture_bgr.shape[0]
            moved = cv2.warpAffine(
                picture_bgr, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
            )
            noise = rng.standard_normal(moved.shape, np.float32) * SENSOR_NOISE
            image = np.clip(moved + noise, 0, 255).astype(np.uint8)
            yield Frame(image, index, index * 1000.0 / self.fps, 0)


def measure_injected(
    pictures: list[Frame], parameters: SmoothingParameters, rates: tuple[float, ...] = RATES
) -> dict[str, Any]:
    """Move still pictures by a known way and measure against it.

    Parameters
    ----------
    pictures : list of Frame
        Each with one person in it. All are used at 30 frames a second, the first at other rates.
    parameters : SmoothingParameters
    rates : tuple of float
        Frames a second.

    Returns
    -------
    dict
        By rate and way (``sway``, ``brisk``): ``jitter_pct`` while the picture rests, ``lag_ms``
        of cuffs and hem behind the known way, and ``swim_pct``, the RMS distance from it while
        it moves.
    """
    return {
        f"{fps:g}_fps": {
            way: _injected(pictures if fps == 30.0 else pictures[:1], reach, fps, parameters)
            for way, reach in REACHES.items()
        }
        for fps in rates
    }


def _injected(
    pictures: list[Frame], reach: float, fps: float, parameters: SmoothingParameters
) -> dict[str, float | None]:
    rest, swim, lag = MeanSquare(), MeanSquare(), LagCorrelation(1000.0 / fps)
    for picture in pictures:
        motion = _injected_into(picture, reach, fps)
        if motion is None:
            continue
        seen = witness(motion.frames(picture.image_bgr), searched=False)
        drawn = draw(seen, load_builtin(_GARMENT), parameters)
        if not drawn.names or np.isnan(drawn.path_px).any():
            continue
        way = motion.way_px()
        rest += about_mean(drawn.path_px[motion.resting], drawn.unit_px)
        away = drawn.path_px - way[:, None]
        settled = away[motion.resting].mean(axis=0)
        swim += _about(away[motion.moving], settled, drawn.unit_px)
        mean = drawn.path_px.mean(axis=1)
        lag.add(way[motion.moving] / drawn.unit_px, mean[motion.moving] / drawn.unit_px)
    return {
        "jitter_pct": rounded(rest.rms_pct),
        "lag_ms": rounded(lag.lag_ms(), 1),
        "swim_pct": rounded(swim.rms_pct),
    }


def _about(path_px: Points, place_px: Points, unit_px: float) -> MeanSquare:
    away = (path_px - place_px) / unit_px
    return MeanSquare(float((away**2).sum()), away.shape[0] * away.shape[1])


def _injected_into(picture: Frame, reach: float, fps: float) -> InjectedMotion | None:
    """Return the motion for the person in a picture, whose shoulders give its length."""
    body = witness([picture], searched=False).followed[0]
    axes = None if body is None else body_frame(body.pose)
    return None if axes is None else InjectedMotion(axes.unit_px, reach, fps)
