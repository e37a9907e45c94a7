"""The live mirror without a window: threads from a source to pictures to show."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from tryon_ar.capture.source import SourceInfo
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.errors import NothingToSave
from tryon_ar.core.types import DressedFrame
from tryon_ar.garments.garment import Garment
from tryon_ar.recording.options import RecordingOptions
from tryon_ar.recording.snapshot import USUAL_KIND, PictureKind, save_snapshot
from tryon_ar.runtime import stage_workers
from tryon_ar.runtime.capture_loop import CaptureLoop, Shot
from tryon_ar.runtime.frame_boxes import FrameBoxes
from tryon_ar.runtime.metrics import DropCause, Metrics, MetricsSnapshot
from tryon_ar.runtime.readiness import Readiness
from tryon_ar.runtime.recording_control import (
    USUAL_RECORDING,
    RecordingControl,
    RecordingState,
)
from tryon_ar.runtime.recovery import Recovery
from tryon_ar.runtime.saved_faces import SavedFaces
from tryon_ar.runtime.stage_workers import Rendering, Stage
from tryon_ar.runtime.stages import SessionParts
from tryon_ar.runtime.status import Status, StatusBoard
from tryon_ar.runtime.take import Devices
from tryon_ar.runtime.wishes import Wishes
from tryon_ar.runtime.worker import Worker

logger = logging.getLogger(__name__)

JOIN_TIMEOUT_S = 2.0
WORKERS = ("capture", "tracker", "parser", "renderer")


class MirrorSession:
    """A running mirror: threads that capture, track, parse and render, and a recording.

    Parameters
    ----------
    parts : SessionParts
    loop : bool
        Whether finite sources start again at their end.
    on_frame : callable
        The bell: rung, without the picture, when :meth:`take_frame` has something to give
        and had nothing before. Rung in a worker's thread.
    on_status : callable
        Called in any thread when :attr:`statuses` changed.
    on_dressed : callable, optional
        Takes every frame the renderer finished, in its thread (for reports).

    Notes
    -----
    *Lifecycle*: construct, :meth:`start`, :meth:`stop`; not restarted.

    *Thread safety*: every public method may be called from any thread. Frames travel by
    one-slot mailboxes only, so that a slow stage makes frames be replaced, never queued.
    The picture shown is the one its pose was measured on. Until the first frame is dressed,
    and after a stage has failed, the source's own pictures are shown.
    """

    def __init__(
        self,
        parts: SessionParts,
        *,
        loop: bool = True,
        on_frame: Callable[[], None] = lambda: None,
        on_status: Callable[[], None] = lambda: None,
        on_dressed: Callable[[DressedFrame], None] | None = None,
    ) -> None:
        self._on_frame = on_frame
        self._on_dressed = on_dressed
        self._board = StatusBoard(on_status)
        self._metrics = Metrics()
        self._boxes = FrameBoxes(self._metrics)
        self._capture = self._capturing(parts, loop)
        self._recording = RecordingControl(
            Devices(parts.open_sink, parts.open_microphone), self._board
        )
        self.faces = SavedFaces()
        self._metrics.watch(DropCause.RECORDER, lambda: self._recording.dropped)
        self._publish_lock = threading.Lock()
        self._last_index = -1
        self._last_frame: DressedFrame | None = None
        self._readiness = Readiness(self._board)
        self._recovery = Recovery(self._board, self._readiness, self._start_worker)
        self._parts = self._recovery.watching(parts)
        self._wishes = Wishes()
        self._rendering: Rendering | None = None
        self._workers: dict[str, Worker] = {}

    # -- what the window asks for ------------------------------------------------------

    def start(self, source: str | None) -> None:
        """Start all workers, with a source or until one is asked for; returns at once."""
        self._recovery.begin()
        if source is not None:
            self._capture.request(source)
        for name in WORKERS:
            self._start_worker(name)

    def change_source(self, source: str) -> None:
        """Play another source; a recording under way is finished first."""
        if self._recording.state is not None:
            self.stop_recording()
        self._capture.request(source)

    def set_garments(self, garment_ids: Sequence[str]) -> None:
        """Dress the next frames in these garments, innermost first; none undresses."""
        self._wishes.ids = tuple(garment_ids)
        if self._rendering is not None:
            self._rendering.hasten()

    def set_options(self, options: DressingOptions) -> None:
        """Wear garments in this way from the next frame on."""
        self._wishes.options = options

    def watch_raised_hands(self, watched: bool) -> None:
        """Look at hands held up beside the body as well, for hand signs, or not."""
        self._wishes.raised_hands = watched

    def hand_over(self, garment: Garment) -> None:
        """Wear this very garment wherever its id is asked for: one being edited."""
        self._wishes.hand_over(garment)

    def take_back(self, garment_id: str) -> None:
        """Wear what is kept under the id, loaded anew, instead of what was handed over."""
        self._wishes.take_back(garment_id)

    def expect_garments(self, garment_ids: Sequence[str]) -> None:
        """Tell which garments may be put on next, so that they are ready then."""
        self._wishes.set_expected(garment_ids)

    def start_recording(self, path: Path, options: RecordingOptions = USUAL_RECORDING) -> None:
        """Record what is shown, from the next dressed frame on.

        Parameters
        ----------
        path : Path
            A video file, which is replaced; its suffix says of what kind.
        options : RecordingOptions
            What it is to hold. With sound it begins once the microphone is open.
        """
        info = self._capture.info
        self._recording.start(path, info.nominal_fps if info is not None else 0.0, options)

    def pause_recording(self) -> bool:
        """Leave out what comes until it is resumed; return whether that changed anything."""
        return self._recording.pause()

    def resume_recording(self) -> bool:
        """Go on recording without a gap; return whether that changed anything."""
        return self._recording.resume()

    def stop_recording(self) -> Path | None:
        """Finish the recording, written to its last frame; return where it is, if any."""
        return self._recording.stop()

    def snapshot(
        self, path: Path | None = None, kind: PictureKind = USUAL_KIND, *, mirrored: bool = False
    ) -> Path:
        """Save the last picture and return where it is.

        Parameters
        ----------
        path, kind : Path, PictureKind
            A picture file, or a folder for a new one of that kind; the user's own by default.
        mirrored : bool
            As the mirror shows it, instead of as the camera saw it.

        Raises
        ------
        NothingToSave, RecordingError
            When nothing was shown yet; when the file cannot be written.
        """
        last = self._last_frame
        if last is None:
            raise NothingToSave("There is no picture to save yet.", "Wait for the mirror.")
        return save_snapshot(self.faces.of_picture(last, mirrored=mirrored), path, kind)

    def retry(self) -> None:
        """Try again whatever failed: the source, or a stage that stopped."""
        for status in self._board.all():
            if not status.retry:
                continue
            self._board.clear(status.topic)
            if status.topic in ("source", "picture"):
                self._capture.retry()
            elif self._recovery.take_up(status.topic):
                self._readiness.begin()
                self._start_worker(status.topic)
                if status.topic == "capture":
                    self._capture.retry()

    def dismiss(self, topic: str) -> None:
        """Take down a status the person has read."""
        self._board.clear(topic)

    def stop(self) -> None:
        """Stop everything in the order frames take, at last the recording, drained.

        Each worker is given two seconds. Safe to call again.
        """
        self._recovery.end()
        self._capture.finish()
        for worker in [self._workers[name] for name in WORKERS if name in self._workers]:
            worker.stop(JOIN_TIMEOUT_S)
        self._recording.stop()
        self._boxes.close()

    # -- what the window reads ---------------------------------------------------------

    @property
    def statuses(self) -> tuple[Status, ...]:
        """What there is to tell the person, worst first."""
        return self._board.all()

    @property
    def source_info(self) -> SourceInfo | None:
        """What is known of the source that plays; None while none does."""
        return self._capture.info

    @property
    def source_spec(self) -> str | None:
        """The specification of the source that plays, which may be the fallback."""
        return self._capture.spec

    @property
    def recording(self) -> RecordingState | None:
        """The recording under way; None while there is none."""
        return self._recording.state

    @property
    def garment_ids(self) -> tuple[str, ...]:
        """The garments asked for."""
        return self._wishes.ids

    @property
    def options(self) -> DressingOptions:
        """How garments are asked to be worn."""
        return self._wishes.options

    @property
    def wishes(self) -> Wishes:
        """What is worn, how, and compared with what; changed by any thread."""
        return self._wishes

    @property
    def garments_worn(self) -> tuple[Garment, ...]:
        """What is worn now, once it is loaded and put on."""
        return () if self._rendering is None else self._rendering.worn

    def take_frame(self) -> DressedFrame | None:
        """Return the newest picture not yet taken, or None."""
        return self._boxes.shown.take(0.0)

    def note_painted(self, dressed: DressedFrame) -> None:
        """Count a picture as shown, now, for the latency and the unique FPS."""
        self._metrics.painted(dressed, time.monotonic_ns())

    def metrics(self) -> MetricsSnapshot:
        """Return the figures as they are now, frozen."""
        return self._metrics.snapshot()

    # -- workers -----------------------------------------------------------------------

    def _capturing(self, parts: SessionParts, loop: bool) -> CaptureLoop:
        return CaptureLoop(
            parts.open_at_pace,
            self._take_shot,
            self._board,
            fallback=parts.fallback_source,
            loop=loop,
            rests=lambda: parts.pace.resting,
            recovers=lambda: parts.pace.recover,
        )

    def _start_worker(self, name: str) -> None:
        failed = partial(self._recovery.failed, name)
        if name == "capture":
            worker = Worker(name, self._capture.run, failed)
        else:
            worker = stage_workers.staged_worker(name, self._stage(name), failed)
        self._workers[name] = worker
        self._readiness.start(name)
        worker.start()

    def _stage(self, name: str) -> Stage:
        """Return what a worker other than the capturing one does."""
        if name == "tracker":
            return stage_workers.tracking(self._parts, self._boxes.shots, self._boxes.tracked)
        if name == "parser":
            boxes = self._boxes.tracked, self._boxes.parsed
            return stage_workers.parsing(
                self._parts, *boxes, lambda: self._rendering, lambda: self._wishes.raised_hands
            )
        self._rendering = Rendering(
            self._parts,
            self._boxes.parsed,
            wanted=self._wishes.worn,
            expected=self._wishes.expected,
            options=lambda: self._wishes.options,
            compared=self._wishes.compared,
            finish=self._finish,
            board=self._board,
        )
        return self._rendering

    def _take_shot(self, shot: Shot) -> None:
        self._metrics.captured(shot.frame)
        self._boxes.shots.put(shot)
        self._recovery.tick()
        hangs = self._recovery.hangs and not shot.still
        if hangs or not self._readiness.is_dressing:
            self._publish(self._readiness.undressed(shot.frame, hangs=hangs))
            info = self._capture.info
            self._readiness.wait(live=info is None or info.live)

    def _finish(self, dressed: DressedFrame, provider: str) -> None:
        if self._on_dressed is not None:
            self._on_dressed(dressed)
        self._metrics.set_provider(provider)
        self._metrics.dressed(dressed)
        self._readiness.dressed(dressed.tracked)
        self._publish(dressed)

    def _publish(self, dressed: DressedFrame) -> None:
        with self._publish_lock:
            index = dressed.tracked.frame.index
            if index <= self._last_index:
                return
            self._last_index = index
            dressed.image_bgr.flags.writeable = False
            self._last_frame = dressed
            if self._readiness.is_dressing:
                filmed = self._recording.state is not None
                recorded = self.faces.of_film(dressed, filmed=filmed)
                if filmed:  # or one that begins right now would get it with its faces
                    self._recording.offer(recorded)
            slot_was_empty = self._boxes.shown.put(dressed)
        if slot_was_empty:
            self._on_frame()
