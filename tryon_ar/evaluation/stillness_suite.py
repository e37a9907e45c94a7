"""Stillness on clips: jitter, lag and pops of what is drawn, under several filter settings."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from tryon_ar.capture.opening import open_source
from tryon_ar.core.errors import MissingResource
from tryon_ar.core.types import Frame, Points
from tryon_ar.evaluation.stillness import (
    POP,
    LagCorrelation,
    MeanSquare,
    about_mean,
    pop_count,
    rounded,
    without_real_motion,
)
from tryon_ar.evaluation.stillness_clips import Drawn, Witnessed, draw, witness
from tryon_ar.evaluation.stillness_injected import measure_injected
from tryon_ar.evaluation.stillness_input import (
    Grey,
    NearbyMotion,
    path_of,
    region,
    stray_of,
)
from tryon_ar.fitting.body_frame import Joint, body_frame
from tryon_ar.garments.builtin import load_builtin
from tryon_ar.tracking.carried_filter import CarriedParameters
from tryon_ar.tracking.smoothing import SmoothingParameters

SHORT, LONG = "tee-white", "longsleeve-black"
STILL_STRAY = 0.015
_WINDOW_S, _STRIDE_S = 1.0, 1 / 3
_SEEN = 0.5
_ROUNDED = 0.02
_INJECTED = 3  # clips from which a picture is moved by a known way
_GROUPS = {"trunk": ("neck", "shoulder", "armpit", "waist", "hem"), "sleeve": ("cuff",)}
_ARMS = {"left": "left_upper_arm", "right": "right_upper_arm"}
_ENDS = ("hem", "cuff")
_WRISTS = {"left": Joint.LEFT_WRIST, "right": Joint.RIGHT_WRIST}

# The settings on the curve of jitter against lag; the first is what ships.
_PLAIN = SmoothingParameters(follow_pictures=False)
SETTINGS: dict[str, SmoothingParameters] = {
    "shipped": SmoothingParameters(),
    "none of ours": SmoothingParameters(
        CarriedParameters(min_cutoff_hz=1e6, calm=1e6),
        follow_pictures=False,
        depth_min_cutoff_hz=1e6,
        visibility_cutoff_hz=1e6,
        play=0.0,
        mask_keep=0.0,
    ),
    **{
        f"One-Euro {hz:g} Hz, beta {beta:g}": replace(
            _PLAIN, landmarks=CarriedParameters(min_cutoff_hz=hz, beta=beta, calm=1e6)
        )
        for hz, beta in ((0.5, 1.0), (0.5, 3.0), (0.5, 6.0), (0.5, 12.0), (0.5, 24.0))
    },
    **{
        f"carried, {hz:g} Hz at rest": SmoothingParameters(CarriedParameters(rest_cutoff_hz=hz))
        for hz in (0.05, 0.25, 0.5, 1.0)
    },
}


@dataclass(frozen=True, slots=True)
class Window:
    """A second in which the trunk can be followed in the pictures.

    Attributes
    ----------
    frames : slice
    trunk_px : ndarray of shape (F, 2)
        How far it is from where it was in the middle frame.
    arms_px : dict of str to ndarray of shape (F, 2)
        The same of the upper arm of every side on which trunk and arm hold still.
    """

    frames: slice
    trunk_px: Points
    arms_px: dict[str, Points]


@dataclass
class Tally:
    """Gathers the measures of one filter setting over clips."""

    step_ms: float = 1000.0 / 30.0
    steadied: dict[str, MeanSquare] = field(default_factory=dict)
    literal: MeanSquare = field(default_factory=MeanSquare)
    moving: MeanSquare = field(default_factory=MeanSquare)
    lag: LagCorrelation = field(init=False)
    pops: int = 0
    largest_jump_pct: float = 0.0
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.lag = LagCorrelation(self.step_ms)

    def figures(self) -> dict[str, Any]:
        """Return the figures; None where nothing could be measured."""
        total = sum(self.steadied.values(), MeanSquare())
        return {
            "jitter_pct": rounded(total.rms_pct),
            "jitter_by_part_pct": {k: rounded(v.rms_pct) for k, v in self.steadied.items()},
            "jitter_with_sway_pct": rounded(self.literal.rms_pct),
            "swim_pct": rounded(self.moving.rms_pct),
            "points_measured": total.count,
            "lag_ms": rounded(self.lag.lag_ms(), 1),
            "pops": self.pops,
            "pops_per_minute": round(60.0 * self.pops / max(self.seconds, 1e-9), 2),
            "largest_jump_pct": round(self.largest_jump_pct, 2),
        }


def measure_stillness(
    data: Path, *, settings: dict[str, SmoothingParameters] | None = None, most_clips: int = 99
) -> dict[str, Any]:
    """Measure jitter, lag and pops on the webcam clips.

    Parameters
    ----------
    data : Path
        Holds ``webcam``.
    settings : dict of str to SmoothingParameters, optional
        :data:`SETTINGS` by default. The first is what
        ``clips`` and ``mean`` speak of; all make the ``curve``.
    most_clips : int
        Use the first so many.

    Returns
    -------
    dict
        ``clips`` (by clip) and ``mean`` (pooled over clips). ``jitter_pct``: RMS of garment
        landmarks about their mean in S, on the side of a body whose trunk and upper arm hold still
        for a second (followed in the pictures, both stay within 1.5 % of S), less the share of it
        that the slow motion left in the pictures explains; ``jitter_with_sway_pct`` the same with
        nothing taken out; ``swim_pct`` as ``jitter_pct`` for the trunk in all other seconds in
        which it can be followed: how far the garment slides on a body that moves. ``lag_ms``: of
        the cuffs of long sleeves behind unfiltered wrists. ``curve``: a point for every setting.
        ``injected``: see :func:`~tryon_ar.evaluation.stillness_injected.measure_injected`.

    Raises
    ------
    MissingResource
        When there are no clips.
    """
    paths = sorted((data / "webcam").glob("*.mkv"))[:most_clips]
    if not paths:
        raise MissingResource(f"There are no clips under {data}.", "Name the folder of webcam.")
    settings = settings or SETTINGS
    pooled = {name: Tally() for name in settings}
    clips: dict[str, Any] = {}
    middles: list[Frame] = []
    for path in paths:
        seen = witness(_frames(path))
        middles.append(seen.frames[len(seen.frames) // 2])
        clips[path.stem] = _add_clip(seen, settings, pooled)
    shipped = next(iter(settings))
    curve = [
        {"setting": name, **{k: v for k, v in tally.figures().items() if k in _ON_CURVE}}
        for name, tally in pooled.items()
    ]
    return {
        "clips": clips,
        "mean": pooled[shipped].figures(),
        "curve": curve,
        "injected": measure_injected(middles[:_INJECTED], settings[shipped]),
    }


_ON_CURVE = ("jitter_pct", "jitter_with_sway_pct", "swim_pct", "lag_ms")


def _frames(path: Path) -> Iterator[Frame]:
    with open_source(str(path)) as source:
        while (frame := source.read()) is not None:
            yield frame


def _add_clip(
    seen: Witnessed, settings: dict[str, SmoothingParameters], pooled: dict[str, Tally]
) -> dict[str, Any]:
    """Add a clip to every setting's tally and return the first setting's own figures."""
    greys = seen.greys()
    windows = followed_windows(seen, greys)
    nearby = NearbyMotion()
    own: Tally | None = None
    for name, parameters in settings.items():
        drawn = [draw(seen, load_builtin(garment), parameters) for garment in (SHORT, LONG)]
        tallies = [pooled[name]]
        if own is None:
            own = Tally(seen.step_ms)
            tallies.append(own)
            largest = [pops_of(each, greys, nearby) for each in drawn]
            for tally in tallies:
                tally.pops += sum(count for count, _ in largest)
                tally.largest_jump_pct = max(
                    tally.largest_jump_pct, *(excess for _, excess in largest)
                )
                tally.seconds += len(drawn) * len(greys) * seen.step_ms / 1000.0
        for tally in tallies:
            _add_jitter(tally, windows, drawn[0])
            _add_lag(tally, seen, drawn[1])
    return own.figures() if own is not None else {}


def followed_windows(seen: Witnessed, greys: list[Grey]) -> list[Window]:
    """Return the seconds in which the trunk can be followed, a third of a second apart.

    Notes
    -----
    The pictures decide what holds still: texture inside a part is followed from the window's middle
    frame. The pose network only says where the part is.
    """
    length = round(_WINDOW_S * 1000.0 / seen.step_ms) + 1
    stride = max(round(_STRIDE_S * 1000.0 / seen.step_ms), 1)
    windows = []
    for start in range(0, len(greys) - length + 1, stride):
        frames = slice(start, start + length)
        parts = {part: _followed(seen, greys, frames, part) for part in ("trunk", *_ARMS.values())}
        trunk, trunk_stray = parts["trunk"]
        if trunk is None:
            continue
        arms = {
            side: path
            for side, arm in _ARMS.items()
            for path, stray in (parts[arm],)
            if path is not None and max(stray, trunk_stray) <= STILL_STRAY
        }
        windows.append(Window(frames, trunk, arms))
    return windows


def _followed(
    seen: Witnessed, greys: list[Grey], frames: slice, part: str
) -> tuple[Points | None, float]:
    """Return how a part moves in a window, and how far it strays from its mean place in S."""
    middle = (frames.start + frames.stop) // 2
    body = seen.followed[middle]
    axes = None if body is None else body_frame(body.pose)
    if body is None or axes is None:
        return None, 0.0
    corners = region(part, body.pose, axes.unit_px)
    path = path_of(greys[frames], corners, middle - frames.start)
    return path, 0.0 if path is None else stray_of(path, axes.unit_px)


def _add_jitter(tally: Tally, windows: list[Window], drawn: Drawn) -> None:
    """Add what was drawn in windows: still sides to the jitter, other trunks to the swim."""
    for window in windows:
        path = drawn.path_px[window.frames]
        if np.isnan(path).any() or not drawn.names:
            continue
        for side, arm in window.arms_px.items():
            for group, moved in (("trunk", window.trunk_px), ("sleeve", arm)):
                points = path[:, drawn.of([f"{name}_{side}" for name in _GROUPS[group]])]
                found = about_mean(without_real_motion(points, moved), drawn.unit_px)
                tally.steadied[group] = tally.steadied.get(group, MeanSquare()) + found
                tally.literal += about_mean(points, drawn.unit_px)
        if not window.arms_px:
            points = path[:, drawn.of(_GROUPS["trunk"])]
            slid = without_real_motion(points, window.trunk_px)
            tally.moving += about_mean(slid, drawn.unit_px)


def _add_lag(tally: Tally, seen: Witnessed, drawn: Drawn) -> None:
    for side, wrist in _WRISTS.items():
        cuff = drawn.of([f"cuff_{side}"])
        seen_well = [pose is not None and pose.visibility[wrist] > _SEEN for pose in seen.searched]
        if not cuff or np.isnan(drawn.path_px).any() or not all(seen_well):
            continue
        true = np.array([pose.points_px[wrist] for pose in seen.searched if pose is not None])
        paths = (true, drawn.path_px[:, cuff].mean(axis=1))
        tally.lag.add(
            *(_at_step(path / drawn.unit_px, seen.step_ms, tally.step_ms) for path in paths)
        )


def _at_step(path: Points, step_ms: float, wanted_ms: float) -> Points:
    """Return a path by another time between frames: what is pooled is compared by frames.

    As it is where the two differ by no more than stamps in whole milliseconds do.
    """
    if abs(step_ms / wanted_ms - 1.0) < _ROUNDED:
        return path
    known = np.arange(len(path)) * step_ms
    wanted = np.arange(0.0, known[-1] + 1e-6, wanted_ms)
    return np.stack([np.interp(wanted, known, axis) for axis in path.T], axis=1)


def pops_of(drawn: Drawn, greys: list[Grey], nearby: NearbyMotion) -> tuple[int, float]:
    """Return in how many frames hem or cuffs jump on their own, and their largest such jump.

    Returns
    -------
    int, float
        Frames; per cent of S.
    """
    ends = drawn.of(_ENDS)
    path = drawn.path_px[:, ends]
    steps = np.nan_to_num(np.hypot(*np.moveaxis(np.diff(path, axis=0), -1, 0)))
    moved = np.full_like(steps, np.inf)
    for index in np.flatnonzero((steps > POP * drawn.unit_px).any(axis=1)).tolist():
        places = np.nan_to_num(path[index : index + 2])
        moved[index] = nearby.around_px(greys, index, places, drawn.unit_px)
    return pop_count(steps, moved, drawn.unit_px)
