import sys
from types import SimpleNamespace

import numpy as np
import pytest

from tryon_ar.core.errors import MicrophoneUnavailable
from tryon_ar.recording import shutter
from tryon_ar.recording.microphone import PORTAUDIO_LOCK
from tryon_ar.recording.shutter import CLICK_HZ, Shutter, click


def test_the_click_is_short_begins_at_once_and_ends_in_silence():
    sound = click()
    assert sound.dtype == np.float32
    assert 0.05 < len(sound) / CLICK_HZ < 0.2
    loudness = np.abs(sound[:, 0])
    assert 0.2 < loudness.max() <= 0.5
    assert loudness[: CLICK_HZ // 100].max() > 0.2
    assert loudness[-CLICK_HZ // 100 :].max() < 0.01
    np.testing.assert_array_equal(sound, click())


@pytest.fixture
def played(monkeypatch):
    sounds: list[np.ndarray] = []

    class PortAudioError(Exception):
        pass

    def play(sound, rate_hz, *, blocking):
        assert rate_hz == CLICK_HZ
        assert blocking
        sounds.append(sound)
        if len(sounds) > 1:
            raise PortAudioError("no device")

    fake = SimpleNamespace(play=play, PortAudioError=PortAudioError)
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return sounds


def test_it_plays_until_that_fails_and_is_silent_from_then_on(played):
    sound = Shutter()
    for _ in range(3):
        sound.play()
    assert len(played) == 2
    np.testing.assert_array_equal(played[0], click())


def test_without_portaudio_it_is_silent_and_does_not_look_again(monkeypatch):
    looked: list[int] = []

    def absent():
        looked.append(1)
        raise MicrophoneUnavailable("no library")

    monkeypatch.setattr(shutter, "load_portaudio", absent)
    sound = Shutter()
    sound.play()
    sound.play()
    assert len(looked) == 1


def test_a_click_that_would_come_late_is_left_out(played, monkeypatch):
    monkeypatch.setattr(shutter, "_LATEST_S", 0.01)
    sound = Shutter()
    with PORTAUDIO_LOCK:
        monkeypatch.setattr(shutter, "load_portaudio", lambda: sys.modules["sounddevice"])
        sound.play()
    assert played == []
    sound.play()
    assert len(played) == 1
