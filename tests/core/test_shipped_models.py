"""Networks that come with the program are what they were when they were made."""

import hashlib
import json

import numpy as np
import pytest

from tryon_ar.core import shipped_models
from tryon_ar.core.errors import CorruptResource, MissingResource
from tryon_ar.core.shipped_models import MANIFEST_NAME, shipped_model, write_manifest

MODEL = bytes(range(256)) * 4


@pytest.fixture
def models(tmp_path, monkeypatch):
    """A folder of shipped networks that holds one small file and its manifest."""
    folder = tmp_path / "resources" / "models"
    folder.mkdir(parents=True)
    (folder / "small.onnx").write_bytes(MODEL)
    write_manifest(folder)
    monkeypatch.setattr(shipped_models, "resource_folder", lambda: tmp_path / "resources")
    return folder


def test_what_was_written_is_read(models):
    assert shipped_model("small.onnx") == MODEL


def test_the_manifest_names_every_network_and_nothing_else(models):
    (models / "other.onnx").write_bytes(b"other")
    (models / "notes.txt").write_bytes(b"notes")
    write_manifest(models)
    fields = json.loads((models / MANIFEST_NAME).read_text(encoding="utf-8"))
    assert fields["sha256"] == {
        "other.onnx": hashlib.sha256(b"other").hexdigest(),
        "small.onnx": hashlib.sha256(MODEL).hexdigest(),
    }


@pytest.mark.parametrize(
    "damaged",
    [b"", MODEL[:-1], MODEL + b"\0", MODEL[::-1]],
    ids=["empty", "short", "long", "other"],
)
def test_another_file_is_refused(models, damaged):
    (models / "small.onnx").write_bytes(damaged)
    with pytest.raises(CorruptResource, match=r"small\.onnx is damaged"):
        shipped_model("small.onnx")


def test_any_byte_changed_is_noticed(models, rng):
    path = models / "small.onnx"
    for place, flip in zip(
        rng.integers(0, len(MODEL), 1000), rng.integers(1, 256, 1000), strict=True
    ):
        changed = np.frombuffer(MODEL, np.uint8).copy()
        changed[place] ^= flip
        path.write_bytes(changed.tobytes())
        with pytest.raises(CorruptResource):
            shipped_model("small.onnx")


def test_a_missing_network_is_told(models):
    (models / "small.onnx").unlink()
    with pytest.raises(MissingResource, match=r"small\.onnx is missing"):
        shipped_model("small.onnx")


def test_a_network_without_an_entry_is_not_trusted(models):
    (models / "stray.onnx").write_bytes(b"stray")
    with pytest.raises(MissingResource, match=r"stray\.onnx"):
        shipped_model("stray.onnx")


def test_a_missing_manifest_is_told(models):
    (models / MANIFEST_NAME).unlink()
    with pytest.raises(MissingResource, match="list of the program's networks is missing"):
        shipped_model("small.onnx")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="cut"),
        pytest.param(b"[]", id="list"),
        pytest.param(b"null", id="null"),
        pytest.param(b'"sha256"', id="text"),
        pytest.param(b"{}", id="bare"),
        pytest.param(b'{"sha256": []}', id="pairs"),
        pytest.param(b'{"sha256": null}', id="none"),
        pytest.param(b"\xff\xfe\x00", id="binary"),
        pytest.param(b"[" * 100_000, id="deep"),
    ],
)
def test_a_damaged_manifest_is_told(models, text):
    (models / MANIFEST_NAME).write_bytes(text)
    with pytest.raises(CorruptResource, match="list of the program's networks is damaged"):
        shipped_model("small.onnx")


def test_a_hash_that_is_no_text_fits_no_file(models):
    (models / MANIFEST_NAME).write_text('{"sha256": {"small.onnx": 7}}', encoding="utf-8")
    with pytest.raises(CorruptResource, match="its checksum"):
        shipped_model("small.onnx")


def test_the_networks_that_ship_are_whole():
    folder = shipped_models.resource_folder() / "models"
    names = [path.name for path in folder.glob("*.onnx")]
    assert names
    for name in names:
        assert shipped_model(name)
