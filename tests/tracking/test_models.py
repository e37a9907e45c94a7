import errno
import hashlib
import json
import multiprocessing
import os
import time
import zipfile
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from tryon_ar.core.errors import CorruptResource, TrackerUnavailable
from tryon_ar.tracking import model_bundle, model_download, models
from tryon_ar.tracking.file_lock import exclusive_lock
from tryon_ar.tracking.models import ModelCondition

FAKE = {name: f"network {name}".encode() * 50 for name in models.SOURCES}


def write_wheel(path: Path, networks: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        wheel.writestr("mediapipe/__init__.py", "raise SystemExit('never run')")
        for name, content in networks.items():
            wheel.writestr(f"mediapipe/modules/{name}", content)
    return path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, and networks that are not MediaPipe's."""
    monkeypatch.setenv("TRYON_AR_DATA", str(tmp_path / "data é"))
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in FAKE.items()}
    monkeypatch.setattr(models, "SOURCES", hashes)
    monkeypatch.setattr(model_bundle, "with_normalization", lambda network: network + b"norm")
    return tmp_path / "data é" / "models"


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    return write_wheel(tmp_path / "fake.whl", FAKE)


@pytest.fixture
def registry(wheel: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """A registry that has the fake wheel; remembers the downloads asked of it."""
    asked: list[Path] = []

    def download(work: Path, progress: model_download.Progress) -> Path:
        asked.append(work)
        progress(0.5, "half")
        return wheel

    monkeypatch.setattr(model_download, "download_wheel", download)
    return asked


@pytest.fixture
def no_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    def download(_work: Path, _progress: model_download.Progress) -> Path:
        raise TrackerUnavailable("There is no connection.", "Connect.")

    monkeypatch.setattr(model_download, "download_wheel", download)


def left_over(folder: Path) -> set[str]:
    expected = {*models._FILES.values(), "manifest.json", ".lock"}
    return {path.name for path in folder.iterdir()} - expected


def test_first_use_fetches_and_later_uses_do_not(folder, registry):
    said: list[tuple[float, str]] = []
    paths = models.ensure_models(lambda fraction, text: said.append((fraction, text)))
    for path in (paths.pose, paths.hands, paths.selfie, paths.selfie_landscape):
        assert path.parent == folder
        assert path.is_file()
    fractions = [fraction for fraction, _ in said]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert models.ensure_models(lambda *_: pytest.fail("nothing to tell")) == paths
    assert len(registry) == 1
    assert left_over(folder) == set()


def test_bundles_hold_what_the_tasks_look_for(folder, registry):
    paths = models.ensure_models()
    with zipfile.ZipFile(paths.pose) as pose:
        assert pose.namelist() == ["pose_detector.tflite", "pose_landmarks_detector.tflite"]
        landmarks = FAKE["pose_landmark/pose_landmark_full.tflite"]
        assert pose.read("pose_landmarks_detector.tflite") == landmarks + b"norm"
    with zipfile.ZipFile(paths.hands) as hands:
        assert hands.namelist() == ["hand_detector.tflite", "hand_landmarks_detector.tflite"]
    assert paths.selfie.read_bytes() == FAKE["selfie_segmentation/selfie_segmentation.tflite"]


def test_the_landmark_network_can_be_read_out_of_its_bundle(folder, registry):
    paths = models.ensure_models()
    landmarks = FAKE["pose_landmark/pose_landmark_full.tflite"]
    assert paths.read_pose_landmarks() == landmarks + b"norm"
    paths.pose.write_bytes(b"half")
    with pytest.raises(TrackerUnavailable, match="cannot be read"):
        paths.read_pose_landmarks()


def test_a_wheel_at_hand_needs_no_registry(folder, wheel, no_registry):
    assert models.fetch(wheel=wheel).pose.is_file()
    with pytest.raises(TrackerUnavailable, match="no wheel"):
        models.fetch(force=True, wheel=wheel.with_name("absent.whl"))


def test_force_fetches_again_and_otherwise_not(folder, registry):
    models.fetch()
    models.fetch()
    assert len(registry) == 1
    models.fetch(force=True)
    assert len(registry) == 2


@pytest.mark.parametrize("name", list(models.SOURCES))
@pytest.mark.parametrize("change", ["flip", "missing"])
def test_a_tampered_download_is_not_used(folder, tmp_path, name, change):
    networks = dict(FAKE)
    if change == "flip":
        networks[name] = bytes([networks[name][0] ^ 1]) + networks[name][1:]
    else:
        del networks[name]
    with pytest.raises(CorruptResource, match="not what it should be") as caught:
        models.fetch(wheel=write_wheel(tmp_path / "bad.whl", networks))
    assert "tryon-ar models fetch" in caught.value.hint
    assert {status.condition for status in models.verify()} == {ModelCondition.MISSING}
    assert left_over(folder) == set()


@pytest.mark.parametrize("kept", [0, 10, 400])
def test_a_truncated_download_is_not_used(folder, wheel, kept):
    wheel.write_bytes(wheel.read_bytes()[:kept])
    with pytest.raises(CorruptResource, match="not a whole wheel"):
        models.fetch(wheel=wheel)


def test_a_member_that_swells_is_not_read(folder, tmp_path):
    name = next(iter(models.SOURCES))
    bomb = write_wheel(tmp_path / "bomb.whl", {**FAKE, name: bytes(17 << 20)})
    with pytest.raises(CorruptResource, match="17 MB"):
        models.fetch(wheel=bomb)


def test_sound_files_survive_a_bad_fetch(folder, registry, tmp_path):
    models.ensure_models()
    with pytest.raises(CorruptResource):
        models.fetch(force=True, wheel=write_wheel(tmp_path / "bad.whl", {}))
    assert all(status.ok for status in models.verify())


def test_damage_is_seen_and_repaired(folder, registry):
    paths = models.ensure_models()
    content = bytearray(paths.hands.read_bytes())
    content[len(content) // 2] ^= 1
    paths.hands.write_bytes(content)
    conditions = {status.name: status.condition for status in models.verify()}
    assert conditions.pop("hand_landmarker.task") is ModelCondition.DAMAGED
    assert set(conditions.values()) == {ModelCondition.OK}
    models.ensure_models()
    assert len(registry) == 2
    assert all(status.ok for status in models.verify())


def test_damage_that_cannot_be_repaired_is_told(folder, wheel, no_registry):
    paths = models.fetch(wheel=wheel)
    paths.pose.write_bytes(b"")
    with pytest.raises(CorruptResource, match="damaged and could not be replaced") as caught:
        models.ensure_models()
    assert str(paths.pose) in caught.value.user_text


def test_absent_models_without_a_connection_are_told(folder, no_registry):
    with pytest.raises(TrackerUnavailable, match="no connection"):
        models.ensure_models()


@pytest.mark.parametrize("manifest", ["", "[]", "{", '{"recipe": 0}', '{"recipe": 1, "files": 3}'])
def test_a_senseless_manifest_trusts_nothing(folder, registry, manifest):
    models.ensure_models()
    (folder / "manifest.json").write_text(manifest)
    assert {status.condition for status in models.verify()} == {ModelCondition.DAMAGED}
    models.ensure_models()
    assert json.loads((folder / "manifest.json").read_text())["source"] == model_download.PINNED


def test_leftovers_of_a_killed_fetch_are_removed(folder, registry):
    old = folder / ".fetch-killed"
    old.mkdir(parents=True)
    (old / "mediapipe.whl").write_bytes(b"half")
    models.ensure_models()
    assert not old.exists()


def test_a_full_disk_is_told_and_leaves_nothing_half_written(folder, registry, monkeypatch):
    written: list[str] = []

    def full(path: Path, content: bytes) -> None:
        if written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(path.name)
        path.write_bytes(content)

    monkeypatch.setattr(models, "_write_synced", full)
    with pytest.raises(TrackerUnavailable, match="do not fit on the disk"):
        models.ensure_models()
    assert {path.name for path in folder.iterdir()} == {".lock"}


def test_a_folder_that_cannot_be_is_told(folder, registry):
    folder.parent.parent.mkdir(exist_ok=True)
    folder.parent.write_text("a file where the folder should go")
    with pytest.raises(TrackerUnavailable, match="cannot be kept") as caught:
        models.ensure_models()
    assert "TRYON_AR_DATA" in caught.value.hint


def _hold_the_lock(folder: str, started: Event) -> None:
    with exclusive_lock(Path(folder) / ".lock"):
        (Path(folder) / "inside").write_text("")
        started.set()
        time.sleep(0.4)
        (Path(folder) / "inside").unlink()


def test_two_processes_do_not_fetch_at_once(folder, registry):
    folder.mkdir(parents=True)
    context = multiprocessing.get_context("spawn")
    started = context.Event()
    other = context.Process(target=_hold_the_lock, args=(str(folder), started))
    other.start()
    assert started.wait(100)
    models.ensure_models(lambda *_: _assert_alone(folder))
    other.join(60)
    assert other.exitcode == 0
    assert all(status.ok for status in models.verify())


def _assert_alone(folder: Path) -> None:
    assert not (folder / "inside").exists(), "the other process still holds the lock"


def test_the_real_networks_are_there_and_the_build_is_the_same_everywhere():
    models.ensure_models()
    found = {status.name: status.sha256 for status in models.verify()}
    assert all(status.ok for status in models.verify())
    assert found == {
        "pose_landmarker.task": "205984b65052bf0a4525cbc9034b4b410854f9fd647a18d9a5c19bbd0f61e8ce",
        "hand_landmarker.task": "3c05a595b195902bc153e97a53fb669db9b45ceabccb39902bc0ab3e6db9974c",
        "selfie_segmentation.tflite": models.SOURCES[
            "selfie_segmentation/selfie_segmentation.tflite"
        ],
        "selfie_segmentation_landscape.tflite": models.SOURCES[
            "selfie_segmentation/selfie_segmentation_landscape.tflite"
        ],
    }
