"""Dress the same person in further looks, to be seen beside what is worn."""

import contextlib
import dataclasses
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.types import DressedFrame, LookPicture, TrackedFrame
from tryon_ar.rendering.quality import Quality
from tryon_ar.runtime.comparison import Comparison, put_coverage_together, put_together
from tryon_ar.runtime.mailbox import LatestMailbox
from tryon_ar.runtime.stages import DressStage, SessionParts
from tryon_ar.runtime.status import StatusBoard
from tryon_ar.runtime.wardrobe import Wardrobe, Wish
from tryon_ar.runtime.worker import Worker

_POLL_S = 0.1
# A look that was dressed once is waited for so long: longer, and its last picture is shown.
_PATIENCE_S = 0.5
_TOPIC = "compared garment"


@dataclass(frozen=True, slots=True)
class _Task:
    """A frame to dress, and in what."""

    tracked: TrackedFrame
    scene: int
    garments: tuple[Wish, ...]
    options: DressingOptions
    quality: Quality


class _OtherLook:
    """One further look, dressed in a thread of its own; at work from construction on."""

    def __init__(self, parts: SessionParts, board: StatusBoard) -> None:
        self._parts = parts
        self._board = board
        self._tasks: LatestMailbox[_Task] = LatestMailbox()
        self._done: LatestMailbox[DressedFrame] = LatestMailbox()
        self.latest: DressedFrame | None = None
        self._worker = Worker("look", self._work)
        self._worker.start()

    def ask(self, task: _Task) -> None:
        """Dress a frame, in place of one not yet begun."""
        self._tasks.put(task)

    def receive(self, index: int) -> DressedFrame | None:
        """Return the frame of an index, else the last one that is dressed, if there is one.

        Raises
        ------
        Exception
            What broke the look's thread, if anything did.
        """
        patience_s = 0.0 if self.latest is None else _PATIENCE_S
        while (done := self._done.take(patience_s)) is not None:
            self.latest = done
            if done.tracked.frame.index >= index:
                break
        if self._worker.error is not None:
            raise self._worker.error
        return self.latest

    def close(self) -> None:
        """Stop; what is being dressed is finished first."""
        self._worker.request_stop()
        self._tasks.close()
        self._worker.stop()

    def _work(self, stop: threading.Event) -> None:
        with contextlib.closing(self._parts.make_dresser()) as dresser:
            load, prepare = self._parts.load_garment, dresser.prepare
            with contextlib.closing(Wardrobe(load, prepare, self._board, _TOPIC)) as wardrobe:
                self._dress(dresser, wardrobe, stop)

    def _dress(self, dresser: DressStage, wardrobe: Wardrobe, stop: threading.Event) -> None:
        dressed_once = False
        scene = None
        while not stop.is_set():
            task = self._tasks.take(_POLL_S)
            if task is None:
                continue
            wardrobe.ask(task.garments)
            clothes = wardrobe.take(0.0 if dressed_once else _POLL_S)
            if clothes is not None:
                dresser.set_garments(clothes.garments)
                dressed_once = True
            if not dressed_once:
                continue
            if task.scene != scene:
                scene = task.scene
                dresser.reset()
            dresser.set_options(task.options)
            dresser.set_quality(task.quality)
            self._done.put(dresser.process(task.tracked))


class Comparing:
    """What the renderer's worker does where looks are compared; nothing where none are.

    Parameters
    ----------
    parts : SessionParts
        Makes a dressing stage for each look, in a thread of its own: a memory of light and
        edges serves one look alone.
    board : StatusBoard
        Told about garments that cannot be had.
    clock_s : callable
        Seconds, what waiting is timed by.

    Notes
    -----
    In a split mirror both looks are dressed on every frame, at the same time. In a grid one
    of the four is dressed on each frame, in turn; the others keep their last pictures.
    One thread.
    """

    def __init__(
        self,
        parts: SessionParts,
        board: StatusBoard,
        clock_s: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._parts = parts
        self._board = board
        self._clock_s = clock_s
        self._others: list[_OtherLook] = []
        self._worn: DressedFrame | None = None
        self._turn = 0

    def dress(
        self,
        tracked: TrackedFrame,
        scene: int,
        comparison: Comparison | None,
        options: DressingOptions,
        quality: Quality,
        wear: Callable[[TrackedFrame], DressedFrame],
    ) -> DressedFrame:
        """Return a frame with all looks in it.

        Parameters
        ----------
        tracked : TrackedFrame
        scene : int
            Grows with every other source.
        comparison : Comparison or None
            None: what is worn is all there is to see.
        options : DressingOptions
            How garments are worn.
        quality : Quality
            How finely they are drawn.
        wear : callable
            Dresses a frame in what is worn.
        """
        self._engage(0 if comparison is None else len(comparison.looks))
        if comparison is None:
            return wear(tracked)
        tasks = [
            _Task(tracked, scene, look.garments, look.options(options), quality)
            for look in comparison.looks
        ]
        if comparison.is_split or any(one.latest is None for one in self._others):
            drawn = self._worn = self._together(tasks, wear)
        else:
            drawn = self._take_turns(tasks, wear)
        pictures = [self._worn or drawn, *(one.latest for one in self._others)]
        return _combined(drawn, [one for one in pictures if one is not None], comparison)

    def close(self) -> None:
        """Stop every look's thread; what comes next begins anew."""
        self._engage(0)

    def _engage(self, count: int) -> None:
        if count == len(self._others):
            return
        self._worn = None
        self._turn = 0
        while len(self._others) > count:
            self._others.pop().close()
        while len(self._others) < count:
            self._others.append(_OtherLook(self._parts, self._board))
        if not count:
            self._board.clear(_TOPIC)

    def _together(
        self, tasks: list[_Task], wear: Callable[[TrackedFrame], DressedFrame]
    ) -> DressedFrame:
        """Dress a frame in all looks at once; those that are not ready yet come later."""
        tracked = tasks[0].tracked
        for other, task in zip(self._others, tasks, strict=True):
            other.ask(task)
        worn = wear(tracked)
        began_s = self._clock_s()
        for other in self._others:
            other.receive(tracked.frame.index)
        waited_ms = (self._clock_s() - began_s) * 1000.0
        total_ms = worn.latency_ms.get("total", 0.0) + waited_ms
        latency_ms = {**worn.latency_ms, "compare": waited_ms, "total": total_ms}
        return dataclasses.replace(worn, latency_ms=latency_ms)

    def _take_turns(
        self, tasks: list[_Task], wear: Callable[[TrackedFrame], DressedFrame]
    ) -> DressedFrame:
        """Dress a frame in the look whose turn it is."""
        self._turn = (self._turn + 1) % (len(tasks) + 1)
        tracked = tasks[0].tracked
        if self._turn == 0:
            self._worn = wear(tracked)
            return self._worn
        other = self._others[self._turn - 1]
        other.ask(tasks[self._turn - 1])
        drawn = other.receive(tracked.frame.index)
        assert drawn is not None
        return dataclasses.replace(drawn, tracked=tracked)


def _combined(
    drawn: DressedFrame, shown: list[DressedFrame], comparison: Comparison
) -> DressedFrame:
    """Return the frame just drawn with all looks in its picture, once there are all.

    Parameters
    ----------
    drawn : DressedFrame
        What it took is told.
    shown : list of DressedFrame
        What is worn first, then the looks that are dressed.
    comparison : Comparison
    """
    shape = drawn.image_bgr.shape
    if len(shown) <= len(comparison.looks) or any(one.image_bgr.shape != shape for one in shown):
        return drawn
    return dataclasses.replace(
        drawn,
        image_bgr=put_together([one.image_bgr for one in shown], comparison),
        coverage=put_coverage_together([one.coverage for one in shown], comparison),
        garment_landmarks=drawn.garment_landmarks if comparison.is_split else {},
        degraded=any(one.degraded for one in shown),
        looks=tuple(LookPicture(one.image_bgr, one.tracked.frame.t_ms) for one in shown),
    )
