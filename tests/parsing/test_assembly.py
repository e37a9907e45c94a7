import logging
from pathlib import Path

import numpy as np
import pytest

from tests.support.parser_heads import colour_parser, outline_head
from tryon_ar.core.errors import CorruptResource, MissingResource, TrackerUnavailable
from tryon_ar.core.labels import Label
from tryon_ar.core.paths import user_cache_folder
from tryon_ar.inference.session import open_session
from tryon_ar.parsing import assembly
from tryon_ar.parsing.picture import CROP
from tryon_ar.parsing.trunk import TrunkFiles, trunk_and_selfie
from tryon_ar.tracking import models


@pytest.fixture(scope="module")
def files() -> TrunkFiles:
    paths = models.ensure_models()
    return TrunkFiles(paths.read_pose_landmarks(), paths.selfie.read_bytes())


@pytest.fixture
def head(monkeypatch) -> list[bytes]:
    """The shipped head: the last of a list."""
    heads = [outline_head()]
    monkeypatch.setattr(assembly, "shipped_model", lambda _name: heads[-1])
    return heads


def kept() -> list[Path]:
    return sorted((user_cache_folder() / "parsing").glob("*"))


def test_bytes_go_in_and_shares_come_out(files, rng):
    model = assembly.join(files, outline_head()).SerializeToString()
    crop = rng.integers(0, 255, (1, 256, 256, 3)).astype(np.uint8)
    shares = open_session(model, "cpu").run({CROP: crop})[0]
    assert shares.shape == (1, 8, 128, 128)
    np.testing.assert_allclose(shares.sum(1), 1.0, atol=1e-5)
    _, selfie = trunk_and_selfie(files)
    rgb = np.ascontiguousarray(crop[..., ::-1].transpose(0, 3, 1, 2) / np.float32(255))
    person = open_session(selfie.SerializeToString(), "cpu").run({"picture": rgb})[0]
    halved = person.reshape(128, 2, 128, 2).mean((1, 3))
    np.testing.assert_allclose(shares[0, Label.UPPER], halved, atol=1e-5)


def test_it_is_made_once_and_kept(files, head, monkeypatch):
    first = assembly.shipped_parser(lambda: files)
    assert first.side_px == 256
    assert len(kept()) == 1
    monkeypatch.setattr(assembly, "join", lambda *_: pytest.fail("it was made again"))
    assert assembly.shipped_parser(lambda: files) == first


@pytest.mark.parametrize("damage", [lambda raw: raw[:-1], lambda raw: raw[:40] + b"?" + raw[41:]])
def test_damage_is_seen_and_repaired(files, head, damage, caplog):
    first = assembly.shipped_parser(lambda: files)
    kept()[0].write_bytes(damage(kept()[0].read_bytes()))
    with caplog.at_level(logging.WARNING):
        assert assembly.shipped_parser(lambda: files) == first
    assert "made again" in caplog.text
    caplog.clear()
    assert assembly.shipped_parser(lambda: files) == first
    assert not caplog.text


def test_another_head_makes_another_and_the_old_goes(files, head):
    first = assembly.shipped_parser(lambda: files)
    before = kept()
    head.append(outline_head(0.5))
    assert assembly.shipped_parser(lambda: files) != first
    assert len(kept()) == 1
    assert kept() != before


def test_a_folder_that_cannot_be_written_is_no_obstacle(files, head, caplog):
    user_cache_folder().parent.mkdir(parents=True, exist_ok=True)
    user_cache_folder().write_text("a file where the folder should go")
    with caplog.at_level(logging.WARNING):
        assert assembly.shipped_parser(lambda: files).content
    assert "not kept" in caplog.text


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", colour_parser()])
def test_a_head_that_does_not_fit_is_told(files, head, content):
    head.append(content)
    with pytest.raises(CorruptResource, match="does not fit") as caught:
        assembly.shipped_parser(lambda: files)
    assert "Install" in caught.value.hint


def test_networks_that_cannot_be_had_are_told(head):
    def unavailable() -> TrunkFiles:
        raise TrackerUnavailable("There is no connection.", "Connect.")

    with pytest.raises(TrackerUnavailable, match="no connection"):
        assembly.shipped_parser(unavailable)


def test_an_absent_head_is_told(files, monkeypatch):
    monkeypatch.setattr(assembly, "HEAD_NAME", "absent.onnx")
    with pytest.raises(MissingResource):
        assembly.shipped_parser(lambda: files)
