"""One recording under way: its files, its sound and its time line."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tryon_ar.core.errors import MicrophoneUnavailable, RecordingError, TryOnError
from tryon_ar.core.types import DressedFrame
from tryon_ar.core.watched import NoAnswer, watched
from tryon_ar.recording.disk_guard import DiskGuard, check_room
from tryon_ar.recording.late_sink import LateSink
from tryon_ar.recording.microphone import Hear, Microphone
from tryon_ar.recording.naming import discard_reserved
from tryon_ar.recording.options import Encoding, RecordingOptions, clean_path
from tryon_ar.recording.recorder import Recorder
from tryon_ar.recording.sink import FrameSink
from tryon_ar.recording.sound import Samples, SoundFormat
from tryon_ar.recording.sound_placer import SoundPlacer
from tryon_ar.runtime.recording_timeline import RecordingTimeline

logger = logging.getLogger(__name__)

OpenSink = Callable[[Path, tuple[int, int], float, Encoding], FrameSink]
OpenMicrophone = Callable[[Hear], Microphone]

_OPENING_S, _CLOSING_S = 8.0, 2.0  # a sound system that hangs costs the sound alone
_LAST_SOUND_S = 0.4
_SILENT_AFTER_S, _STALLED_AFTER_S = 3.0, 0.8
_NO_ANSWER = MicrophoneUnavailable(
    "Sound cannot be recorded: the microphone does not answer.",
    "Connect it again and start another recording.",
)


@dataclass(frozen=True, slots=True)
class Devices:
    """What recordings are made with.

    Attributes
    ----------
    open_sink : callable
        Video file at a path, of frames of a size (width, height) at about so many FPS.
    open_microphone : callable
        Given who hears the sound.
    """

    open_sink: OpenSink
    open_microphone: OpenMicrophone


class SoundLost(RecordingError):
    """The microphone fell silent in the middle of a recording."""


class PicturesLost(RecordingError):
    """Pictures are missing from a recording that goes on."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who is told how a recording goes; called in any thread.

    Attributes
    ----------
    complain : callable
        Of what goes wrong without ending it.
    end : callable
        Given, once, why it cannot go on; who is told finishes it, in another thread.
    room : callable
        Given the seconds until the disk is full when those become few, None when they no
        longer are.
    """

    complain: Callable[[TryOnError], None]
    end: Callable[[TryOnError], None]
    room: Callable[[float | None], None]


class Take:
    """A recording from its start to its end.

    Parameters
    ----------
    path : Path
        Where it goes; its suffix is that of the second file too.
    fps : float
        Expected frames a second.
    options : RecordingOptions
    devices : Devices
    listeners : Listeners

    Notes
    -----
    *Lifecycle*: pictures are taken once the microphone, if one is wanted, is open or has
    failed to; :meth:`finish` ends it. *Thread safety*: :meth:`add`, :meth:`pause` and
    :meth:`finish` by one thread at a time; sound comes in threads of its own.
    """

    def __init__(
        self,
        path: Path,
        fps: float,
        options: RecordingOptions,
        devices: Devices,
        listeners: Listeners,
    ) -> None:
        self.path = path
        self.size: tuple[int, int] = (0, 0)
        self._fps = fps
        self._options = options
        self._devices = devices
        self._listeners = listeners
        self._complain = listeners.complain
        self._guard: DiskGuard | None = None
        self._told_stalled = False
        self._recorder: Recorder | None = None
        self._clean: Recorder | None = None
        self._timeline: RecordingTimeline | None = None
        self._lock = threading.Lock()
        self._ended = False
        self._mute = False
        self._microphone: Microphone | None = None
        self._placer: SoundPlacer | None = None
        self._told_silent = False
        self._gap_ended_ns = 0
        self._ready_ns = 0
        self._ready = threading.Event()
        if options.microphone:
            threading.Thread(target=self._open_sound, name="tryon-ar microphone").start()
        else:
            self._ready.set()

    def wants(self, dressed: DressedFrame) -> bool:
        """Return whether a picture is taken: not those from before the microphone was open."""
        return self._ready.is_set() and dressed.tracked.frame.captured_ns >= self._ready_ns

    @property
    def has_begun(self) -> bool:
        """Whether a picture was taken."""
        return self._recorder is not None

    @property
    def has_sound(self) -> bool:
        """Whether sound is recorded."""
        return self._microphone is not None

    @property
    def length_s(self) -> float:
        """Seconds from the first picture to the last, pauses left out."""
        return self._timeline.length_ms / 1000 if self._timeline is not None else 0.0

    @property
    def left_out_s(self) -> float:
        """Seconds in which no picture came, left out of the recording."""
        return self._timeline.left_out_ms / 1000 if self._timeline is not None else 0.0

    @property
    def dropped(self) -> int:
        """Pictures that could not be written in time."""
        return self._recorder.dropped if self._recorder is not None else 0

    def add(self, dressed: DressedFrame) -> None:
        """Take a picture, of the size of the first."""
        frame = dressed.tracked.frame
        if self._recorder is None:
            self._begin(dressed)
        assert self._recorder is not None
        t_ms = self._place(frame.t_ms, frame.captured_ns)
        if not self._recorder.offer(dressed.image_bgr, t_ms):
            self._tell_stalled()
        if self._clean is not None:
            self._clean.offer(frame.image_bgr, t_ms)

    def _place(self, t_ms: float, captured_ns: int) -> float:
        """Return where a picture stands, having told the sound."""
        timeline, placer = self._timeline, self._placer
        assert timeline is not None
        end_ns, left_out_ms = timeline.end_ns, timeline.left_out_ms
        place_ms = timeline.place(t_ms, captured_ns)
        gap_ms = timeline.left_out_ms - left_out_ms
        if gap_ms > 0:
            self._tell_gap(gap_ms)
        if placer is not None:
            if gap_ms > 0:
                placer.cut(end_ns)
                self._gap_ended_ns = time.monotonic_ns()
            placer.show(timeline.taken_ns, place_ms)
            self._tell_silence()
        return place_ms

    def pause(self) -> None:
        """Leave out what comes until the next picture."""
        if self._timeline is not None:
            self._timeline.pause()
            if self._placer is not None:
                self._placer.cut(self._timeline.end_ns)

    def finish(self) -> bool:
        """End the recording; waits for the last sound and the disk.

        Returns
        -------
        bool
            Whether there is a file; where nothing was written, none is left.

        Raises
        ------
        RecordingError
            When the end could not be written.
        """
        if self._guard is not None:
            self._guard.close()
        if self._recorder is not None and self._recorder.error is None:
            self._take_last_sound()
        with self._lock:
            self._ended = True
            microphone = self._microphone
        if microphone is not None:
            with contextlib.suppress(NoAnswer):
                watched(microphone.close, _CLOSING_S)
        if self._clean is not None:
            told = self._clean.error is not None
            self._clean.stop()
            if self._clean.error is not None and not told:
                self._complain(self._clean.error)
        try:
            if self._recorder is not None:
                self._recorder.close()
        finally:
            discard_reserved(self.path)
        return self._recorder is not None

    # -- what is told ------------------------------------------------------------------

    def _tell_stalled(self) -> None:
        """Say, once, that the disk keeps pictures waiting until they are left out."""
        assert self._recorder is not None
        if self._told_stalled or self._recorder.stalled_s < _STALLED_AFTER_S:
            return
        self._told_stalled = True
        self._complain(
            PicturesLost(
                "The disk is too slow: pictures are missing from the recording.",
                "Choose another disk or a smaller picture.",
            )
        )

    def _tell_gap(self, gap_ms: float) -> None:
        seconds = round(gap_ms / 1000)
        text = f"No picture came for {seconds} seconds; the recording leaves them out and goes on."
        self._complain(PicturesLost(text))

    # -- opening -----------------------------------------------------------------------

    def _open_sound(self) -> None:
        """Open the microphone, in a thread of its own: that may take seconds."""
        try:
            watched(self._take_microphone, _OPENING_S)
        except TryOnError as error:
            logger.warning("no sound: %s", error)
            self._complain(error)
        except NoAnswer:
            with self._lock:
                self._mute = self._microphone is None
            if self._mute and not self._ended:
                self._complain(_NO_ANSWER)
        finally:
            self._ready_ns = time.monotonic_ns()
            self._ready.set()

    def _take_microphone(self) -> None:
        microphone = self._devices.open_microphone(self._hear)
        with self._lock:
            if not (self._ended or self._mute):
                self._placer = SoundPlacer(microphone.format, self._emit_sound)
                self._microphone = microphone
                return
        microphone.close()

    def _begin(self, dressed: DressedFrame) -> None:
        """Open the files with the size of the first picture."""
        options, sound = self._options, self._sound_format()
        height, width = dressed.image_bgr.shape[:2]
        self.size = (width, height)
        encoding = Encoding(options.codec, sound, options.mirrored)
        self._recorder = self._open(self.path, self.size, encoding, self._listeners.end)
        self._timeline = RecordingTimeline(1000 / self._fps, by_clock=sound is not None)
        paths = [self.path]
        if options.keep_clean:
            paths.append(clean_path(self.path))
            clean = Encoding("h264", sound, fine=True)  # twice as quick as AV1
            size_px = dressed.tracked.frame.size
            self._clean = self._open(paths[1], size_px, clean, self._complain)
        self._guard = DiskGuard(paths, self._listeners.room, self._listeners.end)

    def _open(
        self,
        path: Path,
        size_px: tuple[int, int],
        encoding: Encoding,
        on_error: Callable[[TryOnError], None],
    ) -> Recorder:
        def opened() -> FrameSink:
            check_room(path.parent)
            return self._devices.open_sink(path, size_px, self._fps, encoding)

        sink = LateSink(opened)
        sounds = encoding.sound is not None
        return Recorder(sink, write_sound=sink.write_sound if sounds else None, on_error=on_error)

    def _sound_format(self) -> SoundFormat | None:
        return self._microphone.format if self._microphone is not None else None

    # -- sound -------------------------------------------------------------------------

    def _hear(self, samples: Samples, measured_ns: int) -> None:
        if self._placer is not None:
            self._placer.hear(samples, measured_ns)

    def _emit_sound(self, samples: Samples, t_ms: float) -> None:
        for recorder in (self._recorder, self._clean):
            if recorder is not None:
                recorder.offer_sound(samples, t_ms)

    def _tell_silence(self) -> None:
        assert self._placer is not None
        silent_s = (time.monotonic_ns() - max(self._placer.heard_ns, self._gap_ended_ns)) / 1e9
        if self._placer.heard_ns and silent_s > _SILENT_AFTER_S and not self._told_silent:
            self._told_silent = True
            self._complain(
                SoundLost(
                    "The microphone has fallen silent; the recording goes on without sound.",
                    "Connect it again and start another recording.",
                )
            )

    def _take_last_sound(self) -> None:
        """Wait until what was heard with the last picture is there."""
        if self._placer is None or self._timeline is None or self._recorder is None:
            return
        end_ns = self._timeline.end_ns
        self._placer.cut(end_ns)
        deadline_ns = time.monotonic_ns() + round(_LAST_SOUND_S * 1e9)
        while self._placer.heard_ns < end_ns and time.monotonic_ns() < deadline_ns:
            time.sleep(0.005)
