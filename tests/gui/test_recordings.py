"""Recordings in the window: what the settings ask for is what lands on the disk."""

import time
from pathlib import Path

import av
import pytest

from tests.support.filming import wait_filmed
from tests.support.microphones import Tone, no_microphone
from tryon_ar.core import paths
from tryon_ar.gui import shortcuts
from tryon_ar.recording.options import RecordingOptions, clean_path

pytestmark = pytest.mark.gui


@pytest.fixture
def mirror_window(make_window, qtbot):
    def opened(open_microphone=no_microphone, **settings: object):
        window = make_window(open_microphone=open_microphone)
        for name, value in settings.items():
            window.recordings.context.settings.change(f"capture.{name}", value)
        qtbot.waitUntil(lambda: window.mirror.dressed is not None)
        return window

    return opened


def record(window, qtbot) -> Path:
    window.recordings.toggle()
    wait_filmed(window, qtbot)
    told: list[Path] = []
    window.recordings.saved.connect(told.append)
    window.recordings.toggle()
    qtbot.waitUntil(lambda: bool(told))
    return told[0]


def test_container_codec_sound_and_the_clean_file_follow_the_settings(mirror_window, qtbot):
    window = mirror_window(Tone, container="mkv", codec="av1", microphone=True, keep_clean=True)
    path = record(window, qtbot)
    assert path.suffix == ".mkv"
    assert path.parent == paths.videos_folder()
    with av.open(str(path)) as container:
        assert container.streams.video[0].codec_context.name in ("libdav1d", "av1")
        assert container.streams.audio[0].codec_context.name == "aac"
        assert sum(1 for _ in container.decode(video=0)) > 5
    with av.open(str(clean_path(path))) as container:
        assert container.streams.audio[0].codec_context.name == "aac"
        assert sum(1 for _ in container.decode(video=0)) > 5
    told = "and the camera's own picture beside it"
    qtbot.waitUntil(lambda: window.mirror._toast.endswith(told))


def test_settings_changed_meanwhile_hold_for_the_next_recording(mirror_window, qtbot):
    window = mirror_window()
    assert window.recordings.wanted() == RecordingOptions()
    window.recordings.context.settings.change("capture.codec", "av1")
    window.recordings.context.settings.change("mirror.save_mirrored", True)
    assert window.recordings.wanted() == RecordingOptions(codec="av1", mirrored=True)
    window.views.toggle_mirror()
    assert not window.recordings.wanted().mirrored


def test_without_a_microphone_it_is_said_and_the_film_is_silent(mirror_window, qtbot):
    window = mirror_window(microphone=True)
    window.recordings.toggle()
    qtbot.waitUntil(lambda: window.messages.status is not None)
    assert "Sound cannot be recorded" in window.messages.status.text
    wait_filmed(window, qtbot)
    path = window.session.recording.path
    window.recordings.finish()
    with av.open(str(path)) as container:
        assert not container.streams.audio
        assert sum(1 for _ in container.decode(video=0)) > 5


def test_pausing_shows_in_words_and_leaves_the_pause_out(mirror_window, qtbot):
    window = mirror_window(Tone, microphone=True)
    bar = window.bar
    assert bar.pause.isHidden()
    window.recordings.toggle()
    qtbot.waitUntil(lambda: bar.pause.isVisible())
    assert bar.pause.accessibleName() == "Pause recording"
    qtbot.waitUntil(lambda: window.privacy.signs.sign.text.endswith("with sound"))
    wait_filmed(window, qtbot)
    bar.pause.click()
    paused_s = time.monotonic()
    held_s = window.session.recording.elapsed_s()
    qtbot.waitUntil(lambda: "paused" in window.privacy.signs.sign.text)
    assert bar.pause.accessibleName() == "Go on recording"
    assert shortcuts.keys_of("pause_recording") in bar.pause.toolTip()
    qtbot.wait(2000)
    assert window.session.recording.elapsed_s() == held_s
    paused_s = time.monotonic() - paused_s
    window.recordings.toggle_pause()
    wait_filmed(window, qtbot)
    assert window.session.recording.elapsed_s() > held_s
    recording = window.session.recording
    length_s = recording.elapsed_s()
    window.recordings.finish()
    window.refresh()
    assert bar.pause.isHidden()
    with av.open(str(recording.path)) as container:
        times_s = [frame.time for frame in container.decode(video=0)]
    assert times_s[-1] - times_s[0] < length_s + paused_s / 2
