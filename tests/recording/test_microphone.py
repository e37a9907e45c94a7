"""The microphone against a sound system made here."""

import subprocess
import sys
import time
from types import SimpleNamespace

import numpy as np
import pytest

from tryon_ar.core.errors import MicrophoneUnavailable
from tryon_ar.recording import microphone
from tryon_ar.recording.microphone import load_portaudio, microphone_name, open_microphone
from tryon_ar.recording.sound import SoundFormat


class PortAudioError(Exception):
    pass


class FakePortAudio:
    """What ``sounddevice`` offers of PortAudio."""

    PortAudioError = PortAudioError

    def __init__(self, channels: int = 1, rates: tuple[int, ...] = (48_000, 44_100)) -> None:
        self.channels, self.rates = channels, rates
        self.opened: dict[str, object] = {}
        self.open_error: Exception | None = None
        self.closed = 0
        self.time = 100.0

    def query_devices(self, kind: str) -> dict[str, object]:
        assert kind == "input"
        if not self.channels:
            raise PortAudioError("Error querying device -1")
        return {
            "name": "Headset",
            "max_input_channels": self.channels,
            "default_samplerate": float(self.rates[-1]),
        }

    def check_input_settings(self, *, samplerate: int, **others: object) -> None:
        if samplerate not in self.rates:
            raise PortAudioError("Invalid sample rate")

    def InputStream(self, **options: object) -> "FakePortAudio":
        if self.open_error is not None:
            raise self.open_error
        self.opened = options
        return self

    def start(self) -> None:
        self.opened["started"] = True

    def close(self, ignore_errors: bool = True) -> None:
        self.closed += 1

    def deliver(self, count: int, adc_s: float) -> None:
        samples = np.full((count, int(str(self.opened["channels"]))), 0.5, np.float32)
        times = SimpleNamespace(inputBufferAdcTime=adc_s, currentTime=0.0)
        self.opened["callback"](samples, count, times, None)
        samples[:] = 9.0  # the sound system uses its buffer again


@pytest.fixture
def portaudio(monkeypatch):
    def provide(fake: FakePortAudio) -> FakePortAudio:
        monkeypatch.setitem(sys.modules, "sounddevice", fake)
        return fake

    return provide


@pytest.mark.parametrize(
    ("channels", "rates", "expected"),
    [
        (1, (48_000, 44_100), SoundFormat(48_000, 1)),
        (2, (44_100,), SoundFormat(44_100, 2)),
        (32, (48_000,), SoundFormat(48_000, 2)),
    ],
)
def test_it_takes_what_the_device_can(portaudio, channels, rates, expected):
    fake = portaudio(FakePortAudio(channels, rates))
    opened = open_microphone(lambda samples, time_ns: None)
    assert opened.format == expected
    assert fake.opened["started"]
    assert fake.opened["samplerate"] == expected.rate_hz
    opened.close()
    assert fake.closed == 1


@pytest.mark.parametrize(
    ("adc_s", "age_ms"), [(99.75, 250.0), (0.0, 20.0), (101.0, 20.0), (90.0, 20.0)]
)
def test_samples_come_with_the_time_they_were_heard_on_the_clock_of_pictures(
    portaudio, adc_s, age_ms
):
    """Where the sound system tells no time, or a wrong one, a block's own length counts."""
    heard: list[tuple[np.ndarray, int]] = []
    fake = portaudio(FakePortAudio())
    open_microphone(lambda samples, time_ns: heard.append((samples, time_ns)))
    before_ns = time.monotonic_ns()
    fake.deliver(960, adc_s)
    after_ns = time.monotonic_ns()
    ((samples, time_ns),) = heard
    assert before_ns <= time_ns + age_ms * 1e6 <= after_ns
    assert samples.shape == (960, 1)
    assert np.all(samples == 0.5)


def test_its_name_is_told_where_there_is_one(portaudio):
    portaudio(FakePortAudio())
    assert microphone_name() == "Headset"
    portaudio(FakePortAudio(channels=0))
    with pytest.raises(MicrophoneUnavailable, match="no microphone was found"):
        microphone_name()


def test_no_device_and_one_that_refuses_are_sentences(portaudio):
    portaudio(FakePortAudio(channels=0))
    with pytest.raises(MicrophoneUnavailable, match="no microphone could be opened"):
        open_microphone(lambda samples, time_ns: None)
    fake = portaudio(FakePortAudio())
    fake.open_error = PortAudioError("Device unavailable")
    with pytest.raises(MicrophoneUnavailable, match="Device unavailable") as refused:
        open_microphone(lambda samples, time_ns: None)
    assert "allow this program" in refused.value.hint


def test_one_that_cannot_be_started_is_let_go(portaudio, monkeypatch):
    def refuse():
        raise PortAudioError("Unanticipated host error")

    fake = portaudio(FakePortAudio())
    monkeypatch.setattr(fake, "start", refuse)
    with pytest.raises(MicrophoneUnavailable, match="Unanticipated host error"):
        open_microphone(lambda samples, time_ns: None)
    assert fake.closed == 1


@pytest.mark.parametrize("error", ["OSError('PortAudio library not found')", "ImportError()"])
def test_an_absent_library_is_a_sentence(monkeypatch, tmp_path, error):
    (tmp_path / "sounddevice.py").write_text(f"raise {error}")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    with pytest.raises(MicrophoneUnavailable, match="PortAudio library is not installed") as absent:
        load_portaudio()
    assert "libportaudio2" in absent.value.hint


def test_nothing_of_it_is_imported_before_somebody_wants_sound():
    code = (
        "import sys, tryon_ar.runtime.session, tryon_ar.recording.video, "
        "tryon_ar.recording.shutter; sys.exit('sounddevice' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, timeout=60)
    assert done.returncode == 0
    assert microphone.PORTAUDIO_LOCK.acquire(blocking=False)
    microphone.PORTAUDIO_LOCK.release()
