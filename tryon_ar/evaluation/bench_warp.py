"""Time the garment warp against scikit-image's spline and a bare ``cv2.remap``."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tryon_ar.kernels.flow import coarse_flow
from tryon_ar.kernels.pyramid import TextureLevel, build_pyramid
from tryon_ar.kernels.remap import dense_flow, warp
from tryon_ar.kernels.tps import TpsFit, fit_tps

OUTPUT_SIZE = (512, 400)
CONTROL_POINTS = (8, 6)
_REGULARISATION = 0.01


@dataclass(frozen=True, slots=True)
class WarpTimings:
    """Median times of one run, all on the same points, picture and machine.

    Attributes
    ----------
    fit_ms, flow_ms, gather_ms : float
        Ours: solving the spline, evaluating it on the coarse grid, and refining to pixels
        with the gather. Four channels, float32, one thread.
    skimage_ms : float
        ``ThinPlateSplineTransform`` estimated and ``warp`` of the same picture.
    remap_ms, remap_one_thread_ms : float
        ``cv2.remap``, bilinear, from a dense map that is given to it; four channels,
        float32; with OpenCV's own number of threads and with one.
    largest_difference : float
        Between our picture and OpenCV's, of 1.
    grid_step_px : int
        Step of the coarse grid.
    error_bound_px : float
        Bound on the flow's error, source pixels.
    """

    fit_ms: float
    flow_ms: float
    gather_ms: float
    skimage_ms: float
    remap_ms: float
    remap_one_thread_ms: float
    largest_difference: float
    grid_step_px: int
    error_bound_px: float

    @property
    def warp_ms(self) -> float:
        """Flow and gather."""
        return self.flow_ms + self.gather_ms

    @property
    def times_faster_than_skimage(self) -> float:
        """Scikit-image's time over ours, fit included on both sides."""
        return self.skimage_ms / (self.fit_ms + self.warp_ms)

    @property
    def times_remap(self) -> float:
        """Our flow and gather over a bare ``cv2.remap``."""
        return self.warp_ms / self.remap_ms


def time_warp(repeats: int = 60, skimage_repeats: int = 3) -> WarpTimings:
    """Measure the warp on a made-up garment: 48 points, 512x400 pixels drawn.

    Parameters
    ----------
    repeats : int
        Rounds; each times every contender once, in turn, so that a slow moment of the
        machine falls on all of them.
    skimage_repeats : int
        Rounds of scikit-image, which takes some hundred times as long.

    Returns
    -------
    WarpTimings
    """
    import cv2

    source, target = _control_points()
    texture = _texture()
    roi = (0, 0, *OUTPUT_SIZE)
    fit = _fit(source, target)
    grid = coarse_flow(fit, roi)
    pixels = texture.pixels
    maps = dense_flow(grid) * texture.transform[:, 0] + texture.transform[:, 1]

    def remap() -> NDArray[np.float32]:
        # None is what the library takes; an empty array, as its stubs ask for, is slower.
        drawn = cv2.remap(pixels, maps, None, cv2.INTER_LINEAR)  # type: ignore[call-overload]
        return np.asarray(drawn, np.float32)

    contenders: tuple[Callable[[], object], ...] = (
        lambda: _fit(source, target),
        lambda: coarse_flow(fit, roi),
        lambda: warp(texture, grid),
        remap,
    )
    fit_ms, flow_ms, gather_ms, remap_ms = _medians(contenders, repeats)
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    (remap_one_thread_ms,) = _medians((remap,), repeats)
    cv2.setNumThreads(threads)
    (skimage_ms,) = _medians((lambda: _skimage_warp(pixels, source, target),), skimage_repeats)
    difference = float(np.abs(warp(texture, grid) - remap()).max())
    return WarpTimings(
        fit_ms,
        flow_ms,
        gather_ms,
        skimage_ms,
        remap_ms,
        remap_one_thread_ms,
        difference,
        grid.step_px,
        grid.error_px,
    )


def _medians(contenders: tuple[Callable[[], object], ...], repeats: int) -> list[float]:
    for contender in contenders:
        contender()
    times = np.empty((repeats, len(contenders)))
    for row in times:
        for index, contender in enumerate(contenders):
            start = time.perf_counter_ns()
            contender()
            row[index] = (time.perf_counter_ns() - start) / 1e6
    return [float(median) for median in np.median(times, axis=0)]


def _control_points() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return source and target: a lattice, bent as cloth on a turned body is."""
    columns, rows = CONTROL_POINTS
    width, height = OUTPUT_SIZE
    x, y = np.meshgrid(np.linspace(12, width - 12, columns), np.linspace(12, height - 12, rows))
    target = np.column_stack([x.ravel(), y.ravel()])
    source = target + np.column_stack(
        [14 * np.sin(target[:, 1] / 70), 10 * np.cos(target[:, 0] / 90)]
    )
    source += np.random.default_rng(48).normal(0, 1.0, source.shape)
    return source, target


def _texture() -> TextureLevel:
    width, height = OUTPUT_SIZE
    rng = np.random.default_rng(4)
    bgr = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
    return build_pyramid(bgr, np.full((height, width), 255, np.uint8)).levels[0]


def _fit(source: NDArray[np.float64], target: NDArray[np.float64]) -> TpsFit:
    fit = fit_tps(source, target, _REGULARISATION)
    if not fit:
        raise AssertionError(fit.reason)
    return fit


def _skimage_warp(
    pixels: NDArray[np.float32], source: NDArray[np.float64], target: NDArray[np.float64]
) -> object:
    from skimage.transform import ThinPlateSplineTransform
    from skimage.transform import warp as skimage_warp

    width, height = OUTPUT_SIZE
    spline = ThinPlateSplineTransform.from_estimate(target, source)
    return skimage_warp(pixels, spline, output_shape=(height, width), order=1)
