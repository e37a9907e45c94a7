"""Safe mode on the command line: what it leaves out, and when nobody is asked."""

import os
from pathlib import Path

import pytest

from tryon_ar.commands import safe_mode
from tryon_ar.commands.mirror import MirrorOptions
from tryon_ar.core.crash import CrashWatch, Ending, LastRun
from tryon_ar.core.settings.file import SettingsFile


@pytest.fixture
def watch(tmp_path):
    def of(failed_starts: int | None) -> CrashWatch:
        made = CrashWatch(tmp_path, tmp_path, "1")
        if failed_starts is not None:
            made.last = LastRun(Ending.CRASHED, failed_starts, None, "")
        return made

    return of


def test_settings_are_as_usual_for_this_run_and_the_file_stays(tmp_path):
    file = SettingsFile()
    file.change("look.theme", "light")
    file.change("capture.codec", "av1")
    file.change("mirror.source", "camera:7")
    safe = safe_mode.usual_settings()
    assert safe.current.look.theme == "light"  # what one sees by stays
    assert safe.current.capture.codec == "h264"
    assert safe.current.mirror.source == ""
    safe.change("look.text_percent", 150)
    kept = SettingsFile()
    assert kept.current.capture.codec == "av1"
    assert kept.current.mirror.source == "camera:7"


def test_a_kiosk_keeps_its_pin_and_faces_stay_hidden(monkeypatch):
    file = SettingsFile()
    file.change("kiosk.exit_pin", "1234")
    file.change("kiosk.idle_minutes", 1.0)
    monkeypatch.setenv("TRYON_AR_CAPTURE_FACES", "blur")
    safe = safe_mode.made_safe(MirrorOptions(kiosk=True)).settings
    assert safe is not None
    assert safe.current.kiosk.exit_pin == "1234"
    assert safe.current.kiosk.idle_minutes == 1.0
    assert safe.current.capture.faces == "blur"


def test_a_kiosk_keeps_what_visitors_need(monkeypatch):
    file = SettingsFile()
    file.change("hands_free.enabled", True)
    file.change("mirror.source", "camera:7")
    file.change("mirror.quality", "fine")
    monkeypatch.setenv("TRYON_AR_HANDS_FREE_DWELL_MS", "900")
    safe = safe_mode.made_safe(MirrorOptions(kiosk=True))
    assert safe.source is None  # the camera of the settings, or the first
    assert safe.settings.current.hands_free.enabled
    assert safe.settings.current.hands_free.dwell_ms == 900
    assert safe.settings.current.mirror.source == "camera:7"
    assert safe.settings.current.mirror.quality == "auto"
    elsewhere = safe_mode.made_safe(MirrorOptions())
    assert elsewhere.source == "demo"
    assert not elsewhere.settings.current.hands_free.enabled


def test_a_kiosk_that_fails_in_safe_mode_too_does_without_its_camera(watch):
    kiosk = MirrorOptions(kiosk=True)
    assert safe_mode.after_last_run(kiosk, watch(1)).provider == "auto"
    for failed in (2, 3):
        safe = safe_mode.after_last_run(kiosk, watch(failed))
        assert (safe.provider, safe.source) == ("cpu", None)
    assert safe_mode.after_last_run(kiosk, watch(4)).source == "demo"
    named = MirrorOptions(kiosk=True, source="camera:1")
    assert safe_mode.after_last_run(named, watch(4)).source == "camera:1"


def test_it_leaves_out_all_that_may_go_wrong(watch, monkeypatch):
    monkeypatch.setenv("TRYON_AR_PARSER", "own.onnx")
    options = safe_mode.after_last_run(MirrorOptions(safe_mode=True), watch(None))
    assert (options.provider, options.source, options.safe_mode) == ("cpu", "demo", True)
    assert "TRYON_AR_PARSER" not in os.environ
    named = MirrorOptions(source="clip.mp4", safe_mode=True)
    assert safe_mode.after_last_run(named, watch(None)).source == "clip.mp4"


def test_after_a_good_run_nothing_changes(watch):
    options = MirrorOptions()
    assert safe_mode.after_last_run(options, watch(None)) is options


@pytest.mark.parametrize("answer", [True, False])
def test_after_a_crash_the_person_decides(watch, monkeypatch, answer):
    asked = []
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setattr(
        "tryon_ar.gui.crash_dialog.ask_after_crash",
        lambda last, settings, find: asked.append(last) or answer,
    )
    options = safe_mode.after_last_run(MirrorOptions(), watch(0))
    assert options.safe_mode is answer
    assert len(asked) == 1


@pytest.mark.parametrize(
    "unattended",
    [{"kiosk": True}, {"seconds": 5.0}, {"record": Path("a.mp4")}, {"source": "demo"}],
)
def test_where_nobody_may_be_there_nobody_is_asked(watch, monkeypatch, unattended):
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setattr(
        "tryon_ar.gui.crash_dialog.ask_after_crash", lambda *_: pytest.fail("nobody answers")
    )
    options = MirrorOptions(**unattended)
    assert safe_mode.after_last_run(options, watch(1)) is options
    assert safe_mode.after_last_run(options, watch(2)).safe_mode


def test_what_nobody_sees_asks_nobody(watch, monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    options = MirrorOptions()
    assert safe_mode.after_last_run(options, watch(1)) is options


def test_what_nobody_was_asked_is_in_the_log(watch, caplog):
    kiosk = MirrorOptions(kiosk=True)
    safe_mode.after_last_run(kiosk, watch(1))
    assert "crashed" in caplog.text
    assert "safe mode" not in caplog.text
    safe_mode.after_last_run(kiosk, watch(2))
    assert "2 times in a row before a picture: safe mode" in caplog.text
