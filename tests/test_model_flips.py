"""A thousand bytes of the networks' files changed, one at a time: every change is refused."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tryon_ar.core import shipped_models
from tryon_ar.core.errors import CorruptResource, TrackerUnavailable
from tryon_ar.core.paths import resource_folder
from tryon_ar.core.shipped_models import shipped_model
from tryon_ar.garments.cutting.network import open_garment_network
from tryon_ar.inference.kept_models import kept_model
from tryon_ar.parsing.shipped import HEAD_NAME, shipped_parser
from tryon_ar.parsing.trunk import TrunkFiles
from tryon_ar.tracking import model_download, models

SHIPPED = {"garment.onnx": 250, HEAD_NAME: 300}
FETCHED_FLIPS, KEPT_FLIPS = 200, 250


@contextmanager
def one_byte_changed(path: Path, chance: random.Random) -> Iterator[None]:
    """Change one byte of a file, and put it back."""
    at, flip = chance.randrange(path.stat().st_size), chance.randrange(1, 256)
    with path.open("r+b", buffering=0) as file:
        file.seek(at)
        before = file.read(1)
        for byte in (bytes([before[0] ^ flip]), before):
            file.seek(at)
            file.write(byte)
            if byte != before:
                yield


@pytest.fixture
def shipped(tmp_path, monkeypatch) -> Path:
    """A copy of the networks that ship."""
    folder = tmp_path / "resources"
    shutil.copytree(resource_folder() / "models", folder / "models")
    monkeypatch.setattr(shipped_models, "resource_folder", lambda: folder)
    return folder / "models"


@pytest.fixture
def fetched(tmp_path, monkeypatch) -> Path:
    """A copy of the networks that were fetched, and no connection."""
    models.ensure_models()
    shutil.copytree(models.models_folder(), tmp_path / "data" / "models")
    monkeypatch.setenv("TRYON_AR_DATA", str(tmp_path / "data"))

    def download(_work: Path, _progress: model_download.Progress) -> Path:
        raise TrackerUnavailable("There is no connection.", "Connect.")

    monkeypatch.setattr(model_download, "download_wheel", download)
    return tmp_path / "data" / "models"


def test_there_are_a_thousand():
    assert sum(SHIPPED.values()) + FETCHED_FLIPS + KEPT_FLIPS == 1000


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_every_change_of_a_shipped_network_is_refused(shipped, name):
    chance = random.Random(name)
    whole = shipped_model(name)
    for _ in range(SHIPPED[name]):
        with one_byte_changed(shipped / name, chance), pytest.raises(CorruptResource):
            shipped_model(name)
    assert shipped_model(name) == whole


def test_every_change_of_a_fetched_network_is_seen(fetched):
    chance = random.Random("fetched")
    files = [status.path for status in models.verify()]
    for number in range(FETCHED_FLIPS):
        path = files[number % len(files)]
        with one_byte_changed(path, chance):
            assert [status.path for status in models.verify() if not status.ok] == [path]
    assert all(status.ok for status in models.verify())


def test_every_change_of_the_joined_network_in_the_cache_is_seen():
    chance = random.Random("kept")
    model = chance.randbytes(50_000)
    asked: list[None] = []

    def make() -> bytes:
        asked.append(None)
        return model

    assert kept_model("joined", (b"parts",), make) == model
    (path,) = (Path(os.environ["TRYON_AR_CACHE"]) / "joined").glob("*.joined")
    for number in range(KEPT_FLIPS):
        with one_byte_changed(path, chance):
            assert kept_model("joined", (b"parts",), make) == model
        assert len(asked) == number + 2


def loads_garment_network(_: Path) -> None:
    open_garment_network.cache_clear()  # or what another test opened would be given
    open_garment_network()


def loads_parser(_: Path) -> None:
    shipped_parser(lambda: TrunkFiles(b"", b""))


@pytest.mark.parametrize(
    ("name", "load"), [("garment.onnx", loads_garment_network), (HEAD_NAME, loads_parser)]
)
def test_what_loads_a_shipped_network_refuses_it_changed(
    shipped, name, load: Callable[[Path], None]
):
    chance = random.Random(f"load {name}")
    for _ in range(3):
        with (
            one_byte_changed(shipped / name, chance),
            pytest.raises(CorruptResource, match="damaged") as caught,
        ):
            load(shipped)
        assert caught.value.hint
        assert caught.value.exit_code == 8


def test_what_loads_the_fetched_networks_refuses_them_changed(fetched):
    chance = random.Random("load")
    for path in [status.path for status in models.verify()]:
        with one_byte_changed(path, chance), pytest.raises(CorruptResource, match="damaged"):
            models.ensure_models()
    models.ensure_models()
