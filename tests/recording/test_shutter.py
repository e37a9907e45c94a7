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


def test_it_is_two_knocks_the_second_softer_and_lower():
    sound = click()[:, 0].astype(float)
    assert CLICK_HZ == 48_000  # every sound card's own
    assert len(sound) == 5280
    assert np.abs(sound).max() == pytest.approx(0.35)

    def loudness(begin_s, end_s):
        part = sound[round(begin_s * CLICK_HZ) : round(end_s * CLICK_HZ)]
        return float(np.sqrt(np.mean(part**2)))

    first, between, second = loudness(0, 0.01), loudness(0.045, 0.055), loudness(0.055, 0.065)
    assert between < 0.01 * first
    assert second == pytest.approx(0.7 * first, rel=0.2)
    assert loudness(0.1, 0.11) < 0.01 * second
    fades = [loudness(at, at + 0.002) / loudness(at + 0.006, at + 0.008) for at in (0.0, 0.055)]
    assert fades == pytest.approx([np.e] * 2, rel=0.4)  # to a third every 6 ms
    for begin_s, knock_hz in ((0.0, 1800.0), (0.055, 1300.0)):
        part = sound[round(begin_s * CLICK_HZ) :][:960]
        spectrum = np.abs(np.fft.rfft(part, 9600))
        loudest_hz = float(np.argmax(spectrum)) * CLICK_HZ / 9600
        assert loudest_hz == pytest.approx(knock_hz, abs=150)
    assert sound[-1] == 0.0
