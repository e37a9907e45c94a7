"""The drawing stage: a tracked frame in, a dressed frame out."""

import logging
import threading
import time
from collections.abc import Callable, Sequence

from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.core.types import Body, DressedFrame, GarmentState, Points, TrackedFrame
from tryon_ar.fitting.fit import GarmentFit, NoFit
from tryon_ar.garments.garment import Garment
from tryon_ar.kernels.warmup import warm_up
from tryon_ar.rendering.lighting import Lighting
from tryon_ar.rendering.poisson import PoissonSolver, open_poisson_solver
from tryon_ar.rendering.quality import FULL, Quality
from tryon_ar.rendering.renderer import Composite, Renderer
from tryon_ar.rendering.trace import Trace
from tryon_ar.rendering.worn_garment import WornGarment

_log = logging.getLogger(__name__)
# Prepared garments kept, each 5 to 20 MB.
_KEPT = 8
_Fitted = list[tuple[WornGarment, GarmentFit]]


class Dresser:
    """Draws garments on tracked frames.

    Parameters
    ----------
    garments : sequence of Garment
        Worn together; lower garments are drawn beneath upper ones, blazers and coats over
        them, whatever their order.
    provider : {"auto", "cpu", "cuda"}
        Where the blend is solved.
    solver : PoissonSolver, optional
        Solves the blend instead.
    options : DressingOptions
        How garments are worn until :meth:`set_options` is called.
    clock_s : callable
        Seconds, what stages are timed by.

    Notes
    -----
    Constructed, used and closed in one thread, but for ``prepare`` and ``set_options``.
    """

    def __init__(
        self,
        garments: Sequence[Garment] = (),
        *,
        provider: str = "auto",
        solver: PoissonSolver | None = None,
        options: DressingOptions = USUAL_DRESSING,
        clock_s: Callable[[], float] = time.perf_counter,
    ) -> None:
        warm_up()  # a frame must not wait for a compiler
        self._solver = solver or open_poisson_solver(provider)
        self._renderer = Renderer(Lighting(self._solver), clock_s)
        self._lock = threading.Lock()
        self._prepared: dict[str, WornGarment] = {}
        self._worn: list[WornGarment] = []
        self._track_id: int | None = None
        self._clock_s = clock_s
        self._options = options
        self._quality = FULL
        self.set_garments(garments)

    @property
    def provider(self) -> str:
        """What the blend really runs on."""
        return self._solver.provider

    def prepare(self, garment: Garment) -> None:
        """Cut out a garment's photo (some 20 to 50 ms), so that putting it on is quick.

        Notes
        -----
        Another thread may call it, also while a frame is processed.
        """
        self._ready(garment)

    def set_garments(self, garments: Sequence[Garment]) -> None:
        """Dress the next frames in these; none undresses.

        Notes
        -----
        The last few worn or prepared stay ready, so that going back is immediate.
        """
        ordered = sorted(garments, key=lambda one: (not one.is_lower, one.is_outer))
        worn = [self._ready(garment) for garment in ordered]
        with self._lock:
            self._worn = worn
            for one in worn:  # the dictionary goes from longest unworn to worn now
                self._prepared.pop(one.garment.id, None)
                self._prepared[one.garment.id] = one
            self._forget_oldest()

    def set_options(self, options: DressingOptions) -> None:
        """Wear garments in this way from the next frame on.

        Notes
        -----
        Another thread may call it, also while a frame is processed.
        """
        self._options = options  # replaced whole: a frame sees the old ones or the new ones

    def set_quality(self, quality: Quality) -> None:
        """Draw the next frames so finely; any thread."""
        self._quality = quality

    def process(self, tracked: TrackedFrame, trace: Trace | None = None) -> DressedFrame:
        """Return the picture to show for a tracked frame.

        Parameters
        ----------
        tracked : TrackedFrame
        trace : Trace, optional
            Filled with what was done, for those who measure it.
        """
        if tracked.track_id != self._track_id:
            self._track_id = tracked.track_id
            self.reset()
        body = tracked.body
        if body is None or tracked.state is GarmentState.NOBODY or tracked.opacity <= 0:
            return _undressed(tracked)
        started_s = self._clock_s()
        options, quality = self._options, self._quality
        fitted = self._fit(body, tracked.frame.t_ms, options)
        fit_ms = (self._clock_s() - started_s) * 1000.0
        if not fitted:
            return _undressed(tracked)
        composite = self._renderer.render(
            tracked.frame,
            body,
            fitted,
            tracked.opacity,
            light=options.light,
            quality=quality,
            trace=trace,
        )
        if composite is None:
            return _undressed(tracked)
        return _dressed(tracked, composite, fitted, fit_ms, quality)

    def reset(self) -> None:
        """Forget the last person."""
        self._renderer.reset()
        for worn in self._worn:
            worn.reset()

    def close(self) -> None:
        """Release everything; again is harmless."""
        self._worn = []
        self._prepared.clear()

    def _ready(self, garment: Garment) -> WornGarment:
        with self._lock:
            known = self._prepared.get(garment.id)
        if known is not None and known.garment is garment:
            return known
        ready = WornGarment(garment)
        with self._lock:
            self._prepared.pop(garment.id, None)
            self._prepared[garment.id] = ready
            self._forget_oldest()
        return ready

    def _forget_oldest(self) -> None:
        """Drop what was not worn for longest, but nothing that is worn now."""
        worn = {one.garment.id for one in self._worn}
        spare = [identifier for identifier in self._prepared if identifier not in worn]
        for identifier in spare[: max(0, len(self._prepared) - _KEPT)]:
            del self._prepared[identifier]

    def _fit(self, body: Body, t_ms: float, options: DressingOptions) -> _Fitted:
        fitted: _Fitted = []
        waistband: tuple[Points, Points] | None = None
        for worn in self._worn:  # what is worn below comes first
            fit = worn.fit(body, t_ms, options, waistband)
            if isinstance(fit, NoFit):
                _log.debug("%s is not drawn: %s", worn.garment.id, fit.reason)
                continue
            fitted.append((worn, fit))
            if fit.is_lower:
                waistband = fit.waistband
        # Tops that are tucked in are drawn beneath what they are tucked into.
        return sorted(fitted, key=lambda one: one[1].tucked_along is None)


def _dressed(
    tracked: TrackedFrame, composite: Composite, fitted: _Fitted, fit_ms: float, quality: Quality
) -> DressedFrame:
    latency_ms = {"parse": 0.0, **tracked.latency_ms, "fit": fit_ms, **composite.latency_ms}
    latency_ms["total"] = sum(latency_ms.values())
    return DressedFrame(
        image_bgr=composite.image_bgr,
        tracked=tracked,
        coverage=composite.coverage,
        garment_landmarks={worn.garment.id: fit.landmarks for worn, fit in fitted},
        degraded=composite.degraded,
        latency_ms=latency_ms,
        estimated=composite.estimated,
        parts_ms=composite.parts_ms,
        quality=quality.name,
    )


def _undressed(tracked: TrackedFrame) -> DressedFrame:
    latency_ms = {"parse": 0.0, **tracked.latency_ms, "fit": 0.0, "warp": 0.0, "blend": 0.0}
    latency_ms["total"] = sum(latency_ms.values())
    return DressedFrame(tracked.frame.image_bgr, tracked, None, {}, False, latency_ms)
