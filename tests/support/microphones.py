"""Microphones without a sound card."""

import threading
import time

import numpy as np

from tryon_ar.core.errors import MicrophoneUnavailable
from tryon_ar.recording.microphone import Hear
from tryon_ar.recording.sound import SoundFormat

_RATE_HZ = 48_000
_BLOCK = 960


class Tone:
    """Hears a steady tone, in real time."""

    def __init__(self, hear: Hear) -> None:
        self.format = SoundFormat(_RATE_HZ)
        self._hear = hear
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="tryon-ar tone")
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        start_ns = time.monotonic_ns()
        phase = 2 * np.pi * 440 * np.arange(_BLOCK) / _RATE_HZ
        tone = (0.5 * np.sin(phase)).astype(np.float32)[:, None]
        for index in range(10**9):
            first_ns = start_ns + round(index * _BLOCK * 1e9 / _RATE_HZ)
            had_s = (first_ns - time.monotonic_ns()) / 1e9 + _BLOCK / _RATE_HZ
            if self._over.wait(max(0.0, had_s)):
                return
            self._hear(tone, first_ns)


def no_microphone(hear: Hear) -> Tone:
    """Fail as a machine without PortAudio does."""
    raise MicrophoneUnavailable("Sound cannot be recorded: no library.", "Install it.")
