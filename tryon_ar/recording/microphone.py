"""The microphone: samples and when they were heard."""

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np

from tryon_ar.core.errors import MicrophoneUnavailable
from tryon_ar.recording.sound import ENCODED_HZ, Samples, SoundFormat

if TYPE_CHECKING:
    from types import ModuleType

logger = logging.getLogger(__name__)

Hear = Callable[[Samples, int], None]

_BLOCK_S = 0.02
_LONGEST_AGE_S = 2.0
PORTAUDIO_LOCK = threading.Lock()  # no two threads may enter PortAudio at once


class Microphone(Protocol):
    """An open microphone."""

    @property
    def format(self) -> SoundFormat:
        """What its samples look like."""

    def close(self) -> None:
        """Hear no more; may be called more than once."""


def load_portaudio() -> "ModuleType":
    """Return ``sounddevice``, imported now.

    Raises
    ------
    MicrophoneUnavailable
        When the PortAudio library is not installed.
    """
    with PORTAUDIO_LOCK:
        try:
            import sounddevice
        except (ImportError, OSError) as error:
            raise MicrophoneUnavailable(
                "Sound cannot be recorded: the PortAudio library is not installed.",
                "Install it (on Debian and Ubuntu the package libportaudio2) and start again.",
            ) from error
    return cast("ModuleType", sounddevice)


def open_microphone(hear: Hear) -> Microphone:
    """Open the system's own choice of microphone; takes up to a few seconds.

    Parameters
    ----------
    hear : callable
        Given samples, ndarray of shape (N, channels), float32, −1 to 1, and the
        ``time.monotonic_ns()`` of the first of them; called in a thread of the sound system.

    Raises
    ------
    MicrophoneUnavailable
        When there is none, or it cannot be opened.
    """
    return _PortAudioMicrophone(load_portaudio(), hear)


def microphone_name() -> str:
    """Return what the system calls the microphone that :func:`open_microphone` opens.

    Raises
    ------
    MicrophoneUnavailable
        When there is none, or PortAudio is absent.
    """
    portaudio = cast("Any", load_portaudio())
    with PORTAUDIO_LOCK:
        try:
            return str(portaudio.query_devices(kind="input")["name"])
        except (portaudio.PortAudioError, ValueError) as error:
            raise MicrophoneUnavailable(
                "Sound cannot be recorded: no microphone was found.", "Connect one."
            ) from error


class _PortAudioMicrophone:
    """An input stream of PortAudio."""

    def __init__(self, portaudio: Any, hear: Hear) -> None:  # noqa: ANN401 has no types
        self._hear = hear
        self._stream: Any = None
        with PORTAUDIO_LOCK:
            try:
                self.format = _usable_format(portaudio)
                self._stream = portaudio.InputStream(
                    samplerate=self.format.rate_hz,
                    channels=self.format.channels,
                    blocksize=round(self.format.rate_hz * _BLOCK_S),
                    dtype="float32",
                    latency="high",  # nobody listens along, and what is lost stays lost
                    callback=self._take,
                )
                self._stream.start()
            except (portaudio.PortAudioError, ValueError, OSError) as error:
                if self._stream is not None:  # opened, but not to be started: others want it
                    self._stream.close(ignore_errors=True)
                raise MicrophoneUnavailable(
                    f"Sound cannot be recorded: no microphone could be opened ({error}).",
                    "Connect one, allow this program to use it in the system's settings, and "
                    "close others that use it.",
                ) from error

    def close(self) -> None:
        """Hear no more."""
        with PORTAUDIO_LOCK, contextlib.suppress(OSError, RuntimeError):
            self._stream.close(ignore_errors=True)

    def _take(self, samples: Samples, count: int, times: Any, status: Any) -> None:  # noqa: ANN401
        if status:
            logger.debug("microphone: %s", status)
        stream_s, now_ns = self._stream.time, time.monotonic_ns()
        age_s = stream_s - times.inputBufferAdcTime
        if not (times.inputBufferAdcTime > 0 and 0 <= age_s <= _LONGEST_AGE_S):
            # This sound system does not tell: the block ended now, less what waits in it.
            age_s = count / self.format.rate_hz
        self._hear(np.array(samples), now_ns - round(age_s * 1e9))


def _usable_format(portaudio: Any) -> SoundFormat:  # noqa: ANN401 has no types
    """Return the encoder's rate where the device takes it, else the device's own."""
    device = portaudio.query_devices(kind="input")
    channels = max(1, min(2, int(device["max_input_channels"])))
    try:
        portaudio.check_input_settings(channels=channels, samplerate=ENCODED_HZ, dtype="float32")
    except (portaudio.PortAudioError, ValueError):
        return SoundFormat(round(device["default_samplerate"]), channels)
    return SoundFormat(ENCODED_HZ, channels)
