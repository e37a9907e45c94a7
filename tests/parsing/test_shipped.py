import logging
from pathlib import Path

import pytest

from tests.support.parser_heads import outline_head
from tryon_ar.core.errors import MissingResource, TrackerUnavailable
from tryon_ar.core.paths import user_cache_folder
from tryon_ar.parsing import shipped
from tryon_ar.parsing.trunk import TrunkFiles
from tryon_ar.tracking import models


@pytest.fixture(scope="module")
def files() -> TrunkFiles:
    paths = models.ensure_models()
    return TrunkFiles(paths.read_pose_landmarks(), paths.selfie.read_bytes())


@pytest.fixture
def head(monkeypatch) -> list[bytes]:
    """The shipped head: the last of a list."""
    heads = [outline_head()]
    monkeypatch.setattr(shipped, "shipped_model", lambda _name: heads[-1])
    return heads


def kept() -> list[Path]:
    return sorted((user_cache_folder() / "parsing").glob("*"))


def test_it_is_made_once_and_kept(files, head, monkeypatch):
    first = shipped.shipped_parser(lambda: files)
    assert first.side_px == 256
    assert len(kept()) == 1
    monkeypatch.setattr(shipped, "_joined", lambda *_: pytest.fail("it was made again"))
    assert shipped.shipped_parser(lambda: files) == first


@pytest.mark.parametrize("damage", [lambda raw: raw[:-1], lambda raw: raw[:40] + b"?" + raw[41:]])
def test_damage_is_seen_and_repaired(files, head, damage, caplog):
    first = shipped.shipped_parser(lambda: files)
    kept()[0].write_bytes(damage(kept()[0].read_bytes()))
    with caplog.at_level(logging.WARNING):
        assert shipped.shipped_parser(lambda: files) == first
    assert "made again" in caplog.text
    caplog.clear()
    assert shipped.shipped_parser(lambda: files) == first
    assert not caplog.text


def test_another_head_makes_another_and_the_old_goes(files, head):
    first = shipped.shipped_parser(lambda: files)
    before = kept()
    head.append(outline_head(0.5))
    assert shipped.shipped_parser(lambda: files) != first
    assert len(kept()) == 1
    assert kept() != before


def test_a_folder_that_cannot_be_written_is_no_obstacle(files, head, caplog):
    user_cache_folder().parent.mkdir(parents=True, exist_ok=True)
    user_cache_folder().write_text("a file where the folder should go")
    with caplog.at_level(logging.WARNING):
        assert shipped.shipped_parser(lambda: files).content
    assert "not kept" in caplog.text


def test_networks_that_cannot_be_had_are_told(head):
    def unavailable() -> TrunkFiles:
        raise TrackerUnavailable("There is no connection.", "Connect.")

    with pytest.raises(TrackerUnavailable, match="no connection"):
        shipped.shipped_parser(unavailable)


def test_an_absent_head_is_told(files, monkeypatch):
    monkeypatch.setattr(shipped, "HEAD_NAME", "absent.onnx")
    with pytest.raises(MissingResource):
        shipped.shipped_parser(lambda: files)
