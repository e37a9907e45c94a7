"""One recording under way: its files, its sound and its time line."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tryon_ar.core.errors import RecordingError, TryOnError
from tryon_ar.core.types import DressedFrame
from tryon_ar.recording.microphone import Hear, Microphone
from tryon_ar.recording.naming import discard_reserved
from tryon_ar.recording.options import Encoding, RecordingOptions, clean_path
from tryon_ar.recording.recorder import Recorder
from tryon_ar.recording.sink import FrameSink, SoundSink
from tryon_ar.recording.sound import Samples, SoundFormat
from tryon_ar.recording.sound_placer import SoundPlacer
from tryon_ar.runtime.recording_timeline import RecordingTimeline

logger = logging.getLogger(__name__)

OpenSink = Callable[[Path, tuple[int, int], float, Encoding], FrameSink]
OpenMicrophone = Callable[[Hear], Microphone]

_LAST_SOUND_S = 0.4
_SILENT_AFTER_S = 3.0


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
    complain : callable
        Told of what goes wrong without ending the recording; called in any thread.

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
        complain: Callable[[TryOnError], None],
    ) -> None:
        self.path = path
        self.size: tuple[int, int] = (0, 0)
        self._fps = fps
        self._options = options
        self._devices = devices
        self._complain = complain
        self._recorder: Recorder | None = None
        self._clean: Recorder | None = None
        self._timeline: RecordingTimeline | None = None
        self._lock = threading.Lock()
        self._ended = False
        self._microphone: Microphone | None = None
        self._placer: SoundPlacer | None = None
        self._told_silent = False
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
    def dropped(self) -> int:
        """Pictures that could not be written in time."""
        return self._recorder.dropped if self._recorder is not None else 0

    def add(self, dressed: DressedFrame) -> None:
        """Take a picture, of the size of the first.

        Raises
        ------
        RecordingError
            When the file cannot be opened or has failed.
        """
        frame = dressed.tracked.frame
        if self._recorder is None:
            self._begin(dressed)
        assert self._recorder is not None
        assert self._timeline is not None
        if self._recorder.error is not None:
            raise self._recorder.error
        t_ms = self._timeline.place(frame.t_ms, frame.captured_ns)
        self._recorder.offer(dressed.image_bgr, t_ms)
        if self._placer is not None:
            self._placer.show(self._timeline.taken_ns, t_ms)
            self._tell_silence()
        if self._clean is not None:
            self._clean.offer(frame.image_bgr, t_ms)
            if self._clean.error is not None:
                self._complain(self._clean.error)
                self._clean = None

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
        self._take_last_sound()
        with self._lock:
            self._ended = True
            microphone = self._microphone
        if microphone is not None:
            microphone.close()
        if self._clean is not None:
            with contextlib.suppress(RecordingError):
                self._clean.close()
            if self._clean.error is not None:
                self._complain(self._clean.error)
        if self._recorder is None:
            discard_reserved(self.path)
            return False
        self._recorder.close()
        return True

    # -- opening -----------------------------------------------------------------------

    def _open_sound(self) -> None:
        """Open the microphone, in a thread of its own: that may take seconds."""
        try:
            microphone = self._devices.open_microphone(self._hear)
        except TryOnError as error:
            logger.warning("no sound: %s", error)
            self._complain(error)
        else:
            with self._lock:
                ended = self._ended
                if not ended:
                    self._placer = SoundPlacer(microphone.format, self._emit_sound)
                    self._microphone = microphone
            if ended:
                microphone.close()
        self._ready_ns = time.monotonic_ns()
        self._ready.set()

    def _begin(self, dressed: DressedFrame) -> None:
        """Open the files with the size of the first picture."""
        options, sound = self._options, self._sound_format()
        height, width = dressed.image_bgr.shape[:2]
        self.size = (width, height)
        encoding = Encoding(options.codec, sound, options.mirrored)
        sink = self._devices.open_sink(self.path, self.size, self._fps, encoding)
        write_sound = sink.write_sound if isinstance(sink, SoundSink) else None
        self._recorder = Recorder(sink, write_sound=write_sound)
        self._timeline = RecordingTimeline(1000 / self._fps, by_clock=sound is not None)
        if options.keep_clean:
            self._open_clean(dressed)

    def _open_clean(self, dressed: DressedFrame) -> None:
        path, size = clean_path(self.path), dressed.tracked.frame.size
        encoding = Encoding("h264", fine=True)  # twice as quick as AV1
        try:
            self._clean = Recorder(self._devices.open_sink(path, size, self._fps, encoding))
        except RecordingError as error:
            self._complain(error)

    def _sound_format(self) -> SoundFormat | None:
        return self._microphone.format if self._microphone is not None else None

    # -- sound -------------------------------------------------------------------------

    def _hear(self, samples: Samples, measured_ns: int) -> None:
        if self._placer is not None:
            self._placer.hear(samples, measured_ns)

    def _emit_sound(self, samples: Samples, t_ms: float) -> None:
        recorder = self._recorder
        if recorder is not None:
            recorder.offer_sound(samples, t_ms)

    def _tell_silence(self) -> None:
        assert self._placer is not None
        silent_s = (time.monotonic_ns() - self._placer.heard_ns) / 1e9
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
