"""What the tracker's and the renderer's threads do."""

import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from tryon_ar.core.errors import TryOnError
from tryon_ar.core.types import DressedFrame, TrackedFrame
from tryon_ar.garments.garment import Garment
from tryon_ar.runtime.capture_loop import Shot
from tryon_ar.runtime.mailbox import LatestMailbox
from tryon_ar.runtime.stages import DressStage, SessionParts, TrackStage
from tryon_ar.runtime.status import Severity, StatusBoard, status_of_error
from tryon_ar.runtime.worker import Worker

_POLL_S = 0.1


class _Stage(Protocol):
    """What runs in a worker of its own; made, stepped and closed in its thread."""

    def start(self) -> None: ...

    def step(self) -> None: ...

    def close(self) -> None: ...


def staged_worker(name: str, stage: _Stage, failed: Callable[[Exception], None]) -> Worker:
    """Return a worker, not started, that makes, steps and closes a stage in its thread."""

    def body(stop: threading.Event) -> None:
        stage.start()
        with contextlib.closing(stage):
            while not stop.is_set():
                stage.step()

    return Worker(name, body, failed)


@dataclass(frozen=True, slots=True)
class TrackedShot:
    """A tracked frame and the scene it belongs to."""

    tracked: TrackedFrame
    scene: int


class Tracking:
    """The tracker worker's work; made, stepped and closed in its thread."""

    def __init__(
        self,
        parts: SessionParts,
        shots: LatestMailbox[Shot],
        tracked: LatestMailbox[TrackedShot],
    ) -> None:
        self._parts = parts
        self._shots = shots
        self._tracked = tracked
        self._scene = 0
        self._tracker: TrackStage | None = None

    def start(self) -> None:
        """Make the stage: models load here."""
        self._tracker = self._parts.make_tracker()

    def step(self) -> None:
        """Work on the newest item, if one comes soon."""
        shot = self._shots.take(_POLL_S)
        if shot is not None and self._tracker is not None:
            if shot.scene != self._scene:
                self._scene = shot.scene
                self._tracker.reset()
            self._tracked.put(TrackedShot(self._tracker.process(shot.frame), shot.scene))

    def close(self) -> None:
        """Close the stage, if it was made."""
        if self._tracker is not None:
            self._tracker.close()


class Rendering:
    """The renderer worker's work; made, stepped and closed in its thread."""

    def __init__(
        self,
        parts: SessionParts,
        tracked: LatestMailbox[TrackedShot],
        *,
        wanted: Callable[[], tuple[str, ...]],
        finish: Callable[[DressedFrame, str], None],
        board: StatusBoard,
    ) -> None:
        self._parts = parts
        self._tracked = tracked
        self._wanted = wanted
        self._finish = finish
        self._closet = _Closet(parts.load_garment, board)
        self._worn: tuple[str, ...] | None = None
        self._scene = 0
        self._dresser: DressStage | None = None

    def start(self) -> None:
        """Make the stage: models load here."""
        self._dresser = self._parts.make_dresser()

    def step(self) -> None:
        """Work on the newest item, if one comes soon."""
        if self._dresser is None:
            return
        self._change_clothes(self._dresser)  # also before the first frame: it takes a while
        shot = self._tracked.take(_POLL_S)
        if shot is None:
            return
        if shot.scene != self._scene:
            self._scene = shot.scene
            self._dresser.reset()
        self._finish(self._dresser.process(shot.tracked), self._dresser.provider)

    def _change_clothes(self, dresser: DressStage) -> None:
        wanted = self._wanted()
        if wanted != self._worn:
            dresser.set_garments(self._closet.fetch(wanted))
            self._worn = wanted

    def close(self) -> None:
        """Close the stage, if it was made."""
        if self._dresser is not None:
            self._dresser.close()


class _Closet:
    """Garments loaded lately, so that going back and forth does not read files again."""

    _CAPACITY = 24

    def __init__(self, load: Callable[[str], Garment], board: StatusBoard) -> None:
        self._load = load
        self._board = board
        self._loaded: dict[str, Garment] = {}

    def fetch(self, garment_ids: Sequence[str]) -> list[Garment]:
        """Return the garments that can be had, saying which could not."""
        self._board.clear("garment")
        garments = []
        for garment_id in garment_ids:
            try:
                garments.append(self._fetch(garment_id))
            except TryOnError as error:
                self._board.post(status_of_error("garment", error, Severity.WARNING, retry=False))
        return garments

    def _fetch(self, garment_id: str) -> Garment:
        garment = self._loaded.pop(garment_id, None) or self._load(garment_id)
        self._loaded[garment_id] = garment
        while len(self._loaded) > self._CAPACITY:
            del self._loaded[next(iter(self._loaded))]
        return garment
