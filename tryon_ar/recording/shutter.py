"""The sound of a shutter, made here, played where sound can be played."""

import logging

import numpy as np

from tryon_ar.core.errors import MicrophoneUnavailable
from tryon_ar.recording.microphone import PORTAUDIO_LOCK, load_portaudio
from tryon_ar.recording.sound import Samples

logger = logging.getLogger(__name__)

CLICK_HZ = 48_000
_LENGTH_S = 0.11
_LOUDNESS = 0.35
_LATEST_S = 0.4


def click() -> Samples:
    """Return the sound of a shutter.

    Returns
    -------
    ndarray of shape (N, 1), float32
        −1 to 1, at :data:`CLICK_HZ`.

    Notes
    -----
    Two bursts of noise 55 ms apart, as of a mirror and a curtain, each a sum of a hiss and a
    knock that die away exponentially.
    """
    time_s = np.arange(round(CLICK_HZ * _LENGTH_S)) / CLICK_HZ
    hiss = np.random.default_rng(11).standard_normal(len(time_s))
    sound = np.zeros_like(time_s)
    for begin_s, share, knock_hz in ((0.0, 1.0, 1800.0), (0.055, 0.7, 1300.0)):
        since_s = time_s - begin_s
        fading = np.where(since_s >= 0, np.exp(-np.maximum(since_s, 0) / 0.006), 0.0)
        sound += share * fading * (0.5 * hiss + np.sin(2 * np.pi * knock_hz * since_s))
    sound *= np.minimum(1, (time_s[-1] - time_s) / 0.01)  # ends without a crack
    return np.asarray(_LOUDNESS * sound / np.abs(sound).max(), np.float32)[:, None]


class Shutter:
    """Plays the click; stays silent for good where nothing can be played.

    Notes
    -----
    *Thread safety*: :meth:`play` waits for the sound; call it from a thread of its own.
    """

    def __init__(self) -> None:
        self._click = click()
        self._mute = False

    def play(self) -> None:
        """Play the click once."""
        if self._mute:
            return
        try:
            portaudio = load_portaudio()
        except MicrophoneUnavailable:
            self._mute = True
            return
        if not PORTAUDIO_LOCK.acquire(timeout=_LATEST_S):
            return  # a click that late belongs to nothing
        try:
            portaudio.play(self._click, CLICK_HZ, blocking=True)
        except (portaudio.PortAudioError, ValueError, OSError) as error:
            logger.debug("no shutter sound: %s", error)
            self._mute = True
        finally:
            PORTAUDIO_LOCK.release()
