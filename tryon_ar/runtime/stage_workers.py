"""What the tracker's and the renderer's threads do."""

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from tryon_ar.core.types import DressedFrame, TrackedFrame
from tryon_ar.runtime.capture_loop import Shot
from tryon_ar.runtime.mailbox import LatestMailbox
from tryon_ar.runtime.stages import DressStage, SessionParts, TrackStage
from tryon_ar.runtime.status import StatusBoard
from tryon_ar.runtime.wardrobe import Kept, Wardrobe, Wish
from tryon_ar.runtime.worker import Worker

_POLL_S = 0.1
# A frame waits so long for newly wished clothes: most are ready by then, the sooner as no
# frame is drawn meanwhile. What takes longer stops no more frames.
_AT_HAND_S = 0.05


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
        wanted: Callable[[], tuple[Wish, ...]],
        expected: Callable[[], tuple[Kept, ...]],
        finish: Callable[[DressedFrame, str], None],
        board: StatusBoard,
    ) -> None:
        self._parts = parts
        self._tracked = tracked
        self._wanted = wanted
        self._expected = expected
        self._finish = finish
        self._board = board
        self._dressed_once = False
        self._noticed: tuple[Wish, ...] | None = None
        self._scene = 0
        self._wardrobe: Wardrobe | None = None
        self._dresser: DressStage | None = None

    def start(self) -> None:
        """Make the stage: models load here."""
        self._dresser = self._parts.make_dresser()
        self._wardrobe = Wardrobe(self._parts.load_garment, self._dresser.prepare, self._board)

    def step(self) -> None:
        """Work on the newest item, if one comes soon."""
        if self._dresser is None or self._wardrobe is None:
            return
        if not self._dressed_once:
            self._change_clothes(self._dresser, self._wardrobe)
            return
        shot = self._tracked.take(_POLL_S)
        # After the wait: what became ready during it is worn in this very frame.
        self._change_clothes(self._dresser, self._wardrobe)
        shot = self._tracked.take(0.0) or shot
        if shot is None:
            return
        if shot.scene != self._scene:
            self._scene = shot.scene
            self._dresser.reset()
        self._finish(self._dresser.process(shot.tracked), self._dresser.provider)

    def hasten(self) -> None:
        """Pass a new wish on now, in any thread, not when the next frame comes."""
        wardrobe = self._wardrobe
        if wardrobe is not None:
            wardrobe.ask(self._wanted())

    def close(self) -> None:
        """Close the stage, if it was made."""
        if self._wardrobe is not None:
            self._wardrobe.close()
        if self._dresser is not None:
            self._dresser.close()

    def _change_clothes(self, dresser: DressStage, wardrobe: Wardrobe) -> None:
        """Put on what became ready; only the first clothes are waited for."""
        wanted = self._wanted()
        wardrobe.ask(wanted)
        wardrobe.expect(self._expected())
        patience_s = 0.0 if wanted == self._noticed else _AT_HAND_S
        self._noticed = wanted
        clothes = wardrobe.take(patience_s if self._dressed_once else _POLL_S)
        if clothes is not None:
            dresser.set_garments(clothes.garments)
            self._dressed_once = True
