"""Stages without models: what sessions and windows are tested with."""

import threading
import time
from collections.abc import Callable, Sequence

import numpy as np

from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.core.types import DressedFrame, Frame, GarmentState, TrackedFrame
from tryon_ar.garments.garment import Garment
from tryon_ar.rendering.quality import FULL, Quality
from tryon_ar.runtime.stages import SessionParts


class FakeTracker:
    """Finds somebody, or nobody, in every frame."""

    def __init__(self, somebody: bool = True, delay_s: float = 0.0) -> None:
        self.somebody = somebody
        self.delay_s = delay_s
        self.resets = 0
        self.closed = 0
        self.indices: list[int] = []
        self.thread = threading.current_thread().name

    def process(self, frame: Frame) -> TrackedFrame:
        time.sleep(self.delay_s)
        self.indices.append(frame.index)
        state = GarmentState.DRESSED if self.somebody else GarmentState.NOBODY
        reason = "" if self.somebody else "nobody in the picture"
        return TrackedFrame(
            frame, None, state, 1.0, reason, {"capture": frame.capture_ms, "track": 17.0}
        )

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        self.closed += 1


class FakeParser:
    """Knows nothing more of anybody."""

    def __init__(self, delay_s: float = 0.0) -> None:
        self.delay_s = delay_s
        self.resets = 0
        self.closed = 0
        self.indices: list[int] = []
        self.quality = FULL
        self.watching_raised = False
        self.thread = threading.current_thread().name

    def process(self, tracked: TrackedFrame) -> TrackedFrame:
        time.sleep(self.delay_s)
        self.indices.append(tracked.frame.index)
        return tracked

    def set_quality(self, quality: Quality) -> None:
        self.quality = quality

    def watch_raised_hands(self, watched: bool) -> None:
        self.watching_raised = watched

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        self.closed += 1


class FakeDresser:
    """Shows the frame itself, having noted what it was to wear."""

    def __init__(self, delay_s: float = 0.0, prepare_s: float = 0.0) -> None:
        self.delay_s = delay_s
        self.prepare_s = prepare_s
        self.prepared: list[tuple[str, str]] = []
        self.worn: list[str] = []
        self.closed = 0
        self.resets = 0
        self.frames = 0
        self.options: DressingOptions = USUAL_DRESSING
        self.quality = FULL

    @property
    def provider(self) -> str:
        return "fake"

    def process(self, tracked: TrackedFrame) -> DressedFrame:
        time.sleep(self.delay_s)
        self.frames += 1
        latency = dict(tracked.latency_ms) | {"fit": 2.0, "warp": 6.0, "blend": 4.0}
        latency["total"] = sum(latency.values())
        return DressedFrame(tracked.frame.image_bgr, tracked, None, {}, False, latency)

    def prepare(self, garment: Garment) -> None:
        time.sleep(self.prepare_s)
        self.prepared.append((garment.id, threading.current_thread().name))

    def set_garments(self, garments: Sequence[Garment]) -> None:
        self.worn = [garment.id for garment in garments]

    def set_quality(self, quality: Quality) -> None:
        self.quality = quality

    def set_options(self, options: DressingOptions) -> None:
        self.options = options

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        self.closed += 1


def fake_garment(garment_id: str) -> Garment:
    """Return a tiny white garment of an id."""
    blank = np.zeros((8, 8), np.uint8)
    return Garment(
        id=garment_id,
        name=garment_id,
        category="tshirt",
        photo_bgr=np.full((8, 8, 3), 255, np.uint8),
        alpha=blank,
        parts=blank,
        landmarks={},
    )


def fake_parts(
    tracker: Callable[[], FakeTracker] = FakeTracker,
    dresser: Callable[[], FakeDresser] = FakeDresser,
    **others: object,
) -> SessionParts:
    """Return session parts with fake stages and real sources and files."""
    settings: dict[str, object] = {"load_garment": fake_garment, "make_parser": FakeParser} | others
    return SessionParts(make_tracker=tracker, make_dresser=dresser, **settings)  # type: ignore[arg-type]
