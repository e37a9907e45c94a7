import json
import shutil
import sys
from types import SimpleNamespace

import pytest

from tests.support.program import run_program

KEYS = {
    "version",
    "system",
    "libraries",
    "display",
    "cameras",
    "encoders",
    "microphone",
    "providers",
    "models",
    "tracker",
    "folders",
    "broken",
}


@pytest.fixture(scope="module")
def findings():
    outcome = run_program("doctor", "--json")
    assert (outcome.code, outcome.err) == (0, "")
    return json.loads(outcome.out)


def test_it_looks_at_everything(findings):
    assert set(findings) == KEYS
    assert findings["version"] == 1
    assert findings["broken"] == {}
    assert {"mediapipe", "numba", "av"} <= set(findings["libraries"])
    assert set(findings["providers"]) == {"gpu", "cpu"}
    assert findings["encoders"]["ok"] is True
    assert findings["tracker"] == {"ok": True, "problem": ""}
    assert set(findings["folders"]) == {"data", "settings", "videos", "pictures"}
    for folder in findings["folders"].values():
        assert set(folder) == {"path", "writable", "free_mb"}
    assert findings["models"]
    for model in findings["models"]:
        assert set(model) == {"name", "ok", "condition", "sha256"}


def test_for_people_it_says_the_same(monkeypatch):
    # Of the real disk others take room in between.
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=54321 << 20))
    findings = json.loads(run_program("doctor", "--json").out)
    said = run_program("doctor").out
    assert f"Python {findings['system']['python']}" in said
    for folder in findings["folders"].values():
        assert folder["free_mb"] == 54321
        assert f"{folder['path']} (writable, 54321 MB free)" in said
    for name, version in findings["libraries"].items():
        assert f"{name} {version}" in said


def test_a_missing_display_is_a_finding_not_a_failure(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    outcome = run_program("doctor", "--json")
    assert outcome.code == 0
    assert json.loads(outcome.out)["display"]["ok"] is False


def test_a_folder_that_cannot_be_made_is_told(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TRYON_AR_VIDEOS", str(tmp_path / "file" / "videos"))
    videos = json.loads(run_program("doctor", "--json").out)["folders"]["videos"]
    assert videos["writable"] is False


def test_a_library_that_cannot_be_loaded_is_told_and_all_else_too(monkeypatch):
    monkeypatch.setitem(sys.modules, "tryon_ar.recording.encoder", None)
    outcome = run_program("doctor", "--json")
    assert outcome.code == 0
    found = json.loads(outcome.out)
    assert "ImportError" in found["broken"]["encoders"] or "Module" in found["broken"]["encoders"]
    assert found["encoders"]["ok"] is False
    assert found["folders"]
    said = run_program("doctor").out
    assert "BROKEN:    encoders:" in said
    assert "model:" in said


def test_a_tracker_that_cannot_start_is_told_as_the_mirror_tells_it(monkeypatch):
    def lacks_a_library(_model, **_how):
        raise OSError("libGLESv2.so.2: cannot open shared object file: No such file")

    monkeypatch.setattr("tryon_ar.tracking.pose._new_landmarker", lacks_a_library)
    outcome = run_program("doctor", "--json")
    assert outcome.code == 0
    assert "libGLESv2" in json.loads(outcome.out)["tracker"]["problem"]


def test_a_tracker_without_networks_is_told_and_nothing_fetched(monkeypatch, tmp_path):
    monkeypatch.setenv("TRYON_AR_DATA", str(tmp_path / "data"))
    found = json.loads(run_program("doctor", "--json").out)
    assert "models fetch" in found["tracker"]["problem"]
    assert not (tmp_path / "data" / "models").exists()
