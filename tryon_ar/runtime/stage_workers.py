"""What the tracker's, the parser's and the renderer's threads do."""

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.types import DressedFrame, Frame, TrackedFrame
from tryon_ar.garments.garment import Garment
from tryon_ar.pipeline.quality import QualityGovernor, steps_of
from tryon_ar.rendering.quality import FULL, Quality
from tryon_ar.runtime.capture_loop import Shot
from tryon_ar.runtime.comparing import Comparing
from tryon_ar.runtime.comparison import Comparison
from tryon_ar.runtime.mailbox import LatestMailbox
from tryon_ar.runtime.stages import DressStage, ParseStage, SessionParts
from tryon_ar.runtime.status import StatusBoard
from tryon_ar.runtime.wardrobe import Kept, Wardrobe, Wish
from tryon_ar.runtime.worker import Worker

_POLL_S = 0.1
# A frame waits so long for newly wished clothes: most are ready by then, the sooner as no
# frame is drawn meanwhile. What takes longer stops no more frames.
_AT_HAND_S = 0.05


class Stage(Protocol):
    """What runs in a worker of its own; made, stepped and closed in its thread."""

    def start(self) -> None:
        """Make what is slow to make."""

    def step(self) -> None:
        """Work on one item, or wait for it a little."""

    def close(self) -> None:
        """Release what was made; also when making it failed."""


def staged_worker(name: str, stage: Stage, failed: Callable[[Exception], None]) -> Worker:
    """Return a worker, not started, that makes, steps and closes a stage in its thread."""

    def body(stop: threading.Event) -> None:
        stage.start()
        with contextlib.closing(stage):
            while not stop.is_set():
                stage.step()

    return Worker(name, body, failed)


@dataclass(frozen=True, slots=True)
class TrackedShot:
    """A tracked frame and the scene it belongs to; ``still`` as in :class:`Shot`."""

    tracked: TrackedFrame
    scene: int
    still: bool = False

    @property
    def frame(self) -> Frame:
        """The frame itself."""
        return self.tracked.frame


class _Observer(Protocol):
    """What tracks and what parses have in common."""

    def reset(self) -> None: ...

    def close(self) -> None: ...


class _InScene(Protocol):
    """What comes in a mailbox: something of a scene."""

    @property
    def scene(self) -> int: ...

    @property
    def still(self) -> bool: ...

    @property
    def frame(self) -> Frame: ...


_ObserverT = TypeVar("_ObserverT", bound=_Observer)
_ItemT = TypeVar("_ItemT", bound=_InScene)


class Observing(Generic[_ObserverT, _ItemT]):
    """The tracker's or the parser's work; made, stepped and closed in its worker's thread.

    Parameters
    ----------
    make : callable
        Makes what observes; its models load there.
    inbox, outbox : LatestMailbox
        Where frames come from, and go to as soon as that one is empty: what nobody has time
        to dress is not observed either.
    observe : callable
        Given what observes and an item of the inbox.
    make_still : callable, optional
        Makes what observes photos; each is observed once. It is closed after the last.
    """

    def __init__(
        self,
        make: Callable[[], _ObserverT],
        inbox: LatestMailbox[_ItemT],
        outbox: LatestMailbox[TrackedShot],
        observe: Callable[[_ObserverT, _ItemT], TrackedFrame],
        make_still: Callable[[], _ObserverT] | None = None,
    ) -> None:
        self._make_still = make_still or make
        self._still: _ObserverT | None = None
        self._seen: TrackedFrame | None = None
        self._make = make
        self._inbox = inbox
        self._outbox = outbox
        self._observe = observe
        self._scene = 0
        self._observer: _ObserverT | None = None

    def start(self) -> None:
        """Make what observes."""
        self._observer = self._make()

    def step(self) -> None:
        """Work on the newest item, if it is wanted and one comes soon."""
        if self._observer is None or not self._outbox.wait_empty(_POLL_S):
            return
        shot = self._inbox.take(_POLL_S)
        if shot is None:
            return
        if shot.scene != self._scene:
            self._scene = shot.scene
            self._seen = None
            self._observer.reset()
        if shot.still:
            tracked = self._observe_photo(shot)
        else:
            self._close_still()
            tracked = self._observe(self._observer, shot)
        self._outbox.put(TrackedShot(tracked, shot.scene, shot.still))

    def close(self) -> None:
        """Close what observes, if it was made."""
        self._close_still()
        if self._observer is not None:
            self._observer.close()

    def _observe_photo(self, shot: _ItemT) -> TrackedFrame:
        """Return what is seen in a photo, looked at once however long it shows."""
        if self._seen is None:
            if self._still is None:
                self._still = self._make_still()
            self._still.reset()
            self._seen = self._observe(self._still, shot)
        return replace(self._seen, frame=shot.frame)

    def _close_still(self) -> None:
        still, self._still, self._seen = self._still, None, None
        if still is not None:
            still.close()


def tracking(
    parts: SessionParts, shots: LatestMailbox[Shot], tracked: LatestMailbox[TrackedShot]
) -> Stage:
    """Return the tracker worker's work."""
    return Observing(
        parts.make_tracker,
        shots,
        tracked,
        lambda tracker, shot: tracker.process(shot.frame),
        parts.make_still_tracker,
    )


def parsing(
    parts: SessionParts,
    tracked: LatestMailbox[TrackedShot],
    parsed: LatestMailbox[TrackedShot],
    rendering: "Callable[[], Rendering | None]" = lambda: None,
    raised_hands: Callable[[], bool] = lambda: False,
) -> Stage:
    """Return the parser worker's work, of the quality that the renderer has come to."""

    def observe(parser: ParseStage, shot: TrackedShot) -> TrackedFrame:
        renderer = rendering()
        parser.set_quality(FULL if renderer is None or shot.still else renderer.quality)
        parser.watch_raised_hands(raised_hands())
        return parser.process(shot.tracked)

    return Observing(parts.make_parser, tracked, parsed, observe, parts.make_still_parser)


class Rendering:
    """The renderer worker's work; made, stepped and closed in its thread.

    Attributes
    ----------
    worn : tuple of Garment
        What was put on last; any thread may read it.
    """

    def __init__(
        self,
        parts: SessionParts,
        tracked: LatestMailbox[TrackedShot],
        *,
        wanted: Callable[[], tuple[Wish, ...]],
        expected: Callable[[], tuple[Kept, ...]],
        options: Callable[[], DressingOptions],
        finish: Callable[[DressedFrame, str], None],
        board: StatusBoard,
        compared: Callable[[], Comparison | None] = lambda: None,
        clock_s: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._parts = parts
        self._tracked = tracked
        self._compared = compared
        self._comparing = Comparing(parts, board, clock_s)
        self._wanted = wanted
        self._expected = expected
        self._options = options
        self.worn: tuple[Garment, ...] = ()
        self._finish = finish
        self._board = board
        self._clock_s = clock_s
        self._dressed_once = False
        self._photo: tuple[tuple[int, tuple[Garment, ...], DressingOptions], DressedFrame] | None
        self._photo = None
        self._noticed: tuple[Wish, ...] | None = None
        self._scene = 0
        self._pace = parts.pace.quality
        self._governor = QualityGovernor(steps_of(self._pace))
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
            self._governor.reset()
        options = self._options()
        self._dresser.set_options(options)
        compared = self._compared()
        if shot.still and compared is None:
            self._dress_photo(self._dresser, shot, options)
            return
        self._leave_photo(self._dresser)
        started_s = self._clock_s()
        dressed = self._comparing.dress(
            shot.tracked,
            shot.scene,
            compared,
            options,
            self._governor.quality,
            self._dresser.process,
        )
        self._govern(self._dresser, dressed, (self._clock_s() - started_s) * 1000.0)
        self._finish(dressed, self._dresser.provider)

    def _dress_photo(
        self, dresser: DressStage, shot: TrackedShot, options: DressingOptions
    ) -> None:
        """Draw a photo once, as finely as there is, and again when what is worn changes."""
        asked = shot.scene, self.worn, options
        if self._photo is None or self._photo[0] != asked:
            dresser.set_quality(FULL)
            dresser.reset()  # a photo has nothing before it
            self._photo = asked, dresser.process(shot.tracked)
        self._finish(replace(self._photo[1], tracked=shot.tracked), dresser.provider)

    def _leave_photo(self, dresser: DressStage) -> None:
        """Draw as the governor says again."""
        if self._photo is not None:
            self._photo = None
            dresser.reset()
            dresser.set_quality(self._governor.quality)

    @property
    def quality(self) -> Quality:
        """What the next frame is drawn with; any thread may read it."""
        return self._governor.quality

    def hasten(self) -> None:
        """Pass a new wish on now, in any thread, not when the next frame comes."""
        wardrobe = self._wardrobe
        if wardrobe is not None:
            wardrobe.ask_latest(self._wanted)

    def close(self) -> None:
        """Close the stage, if it was made."""
        self._comparing.close()
        if self._wardrobe is not None:
            self._wardrobe.close()
        if self._dresser is not None:
            self._dresser.close()

    def _govern(self, dresser: DressStage, dressed: DressedFrame, spent_ms: float) -> None:
        """Choose the quality of the next frame from what this one took."""
        if self._pace != self._parts.pace.quality:
            self._pace = self._parts.pace.quality
            self._governor = QualityGovernor(steps_of(self._pace))
            dresser.set_quality(self._governor.quality)
        if dressed.coverage is None:  # nobody was dressed: it tells nothing
            return
        frame = dressed.tracked.frame
        dresser.set_quality(self._governor.note(frame.index, frame.t_ms, spent_ms))

    def _change_clothes(self, dresser: DressStage, wardrobe: Wardrobe) -> None:
        """Put on what became ready; only the first clothes are waited for."""
        wanted = wardrobe.ask_latest(self._wanted)
        wardrobe.expect(self._expected())
        patience_s = 0.0 if wanted == self._noticed else _AT_HAND_S
        self._noticed = wanted
        clothes = wardrobe.take(patience_s if self._dressed_once else _POLL_S)
        if clothes is not None:
            dresser.set_garments(clothes.garments)
            self.worn = tuple(clothes.garments)
            self._dressed_once = True
