"""Every parser keeps the promises of ``Parser``."""

import functools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.support.bodies import make_pose
from tests.support.parser_heads import colour_parser, outline_head
from tryon_ar.core.types import Body, Frame
from tryon_ar.parsing import assembly
from tryon_ar.parsing.parser import NetworkParser, Parser, chosen_parser
from tryon_ar.parsing.picture import ParserGraph
from tryon_ar.parsing.trunk import SIDE_PX, TrunkFiles
from tryon_ar.tracking import models

SIZE_PX = (160, 120)
KINDS = ["shipped", "shipped-still", "named"]


@functools.cache
def joined() -> bytes:
    paths = models.ensure_models()
    files = TrunkFiles(paths.read_pose_landmarks(), paths.selfie.read_bytes())
    return assembly.join(files, outline_head()).SerializeToString()


def files_of_no_use() -> TrunkFiles:
    raise AssertionError("a named parser needs no trunk")


def made(kind: str, folder: Path) -> NetworkParser:
    if kind == "named":
        path = folder / "colours.onnx"
        path.write_bytes(colour_parser())
        return chosen_parser(files_of_no_use, path, provider="cpu")
    still = kind == "shipped-still"
    return NetworkParser(lambda: ParserGraph(joined(), SIDE_PX), still=still, provider="cpu")


@pytest.fixture(params=KINDS)
def parser(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Parser]:
    parser = made(request.param, tmp_path)
    yield parser
    parser.close()


def frame_of(seed: int, shift: int = 0) -> Frame:
    """A soft random picture, shifted to the right."""
    import cv2

    noise = np.random.default_rng(seed).integers(0, 255, (12, 16, 3)).astype(np.uint8)
    picture = cv2.resize(noise, SIZE_PX, interpolation=cv2.INTER_CUBIC)
    return Frame(np.ascontiguousarray(np.roll(picture, shift, 1)), seed, seed * 33.3, 0)


def body_of(x0: int = 50, x1: int = 100) -> Body:
    mask = np.zeros(SIZE_PX[::-1], np.float32)
    mask[20:110, x0:x1] = 1.0
    mask.flags.writeable = False
    return Body(make_pose(np.full((33, 2), -9.0)), mask)


def test_shares_are_shares_over_a_square_round_the_person(parser):
    for seed in range(3):
        labels = parser.parse(frame_of(seed), body_of())
        assert labels.shares.dtype == np.float32
        assert labels.shares.shape[0] == 8
        assert labels.shares.shape[1] == labels.shares.shape[2]
        assert not labels.shares.flags.writeable
        assert labels.shares.min() >= 0.0
        np.testing.assert_allclose(labels.shares.sum(0), 1.0, atol=1e-4)
        assert labels.x0_px < 50 < 100 < labels.x0_px + labels.side_px
        assert labels.y0_px < 20 < 110 < labels.y0_px + labels.side_px


def test_no_body_is_none(parser):
    assert parser.parse(frame_of(0), None) is None
    nowhere = Body(body_of().pose, np.zeros(SIZE_PX[::-1], np.float32))
    assert parser.parse(frame_of(0), nowhere) is None
    assert parser.parse(frame_of(0), body_of()) is not None


def test_frames_bodies_and_earlier_labels_are_left_alone(parser):
    frame, body = frame_of(0), body_of()
    picture, mask, points = np.array(frame.image_bgr), body.mask.copy(), body.pose.points_px.copy()
    first = parser.parse(frame, body)
    shares = first.shares.copy()
    for seed in range(1, 4):
        parser.parse(frame_of(seed), body)
    assert np.array_equal(frame.image_bgr, picture)
    assert np.array_equal(body.mask, mask)
    assert np.array_equal(body.pose.points_px, points)
    assert np.array_equal(first.shares, shares)


@pytest.mark.parametrize("forget", ["reset", "close", "track", "nobody"])
def test_nothing_of_the_last_person_stays(parser, forget):
    fresh = parser.parse(frame_of(7), body_of())
    parser.reset()
    for seed in range(3):
        parser.parse(frame_of(seed), body_of(30, 120))
    track_id = 0
    if forget == "track":
        track_id = 1
    elif forget == "nobody":
        parser.parse(frame_of(5), None)
    else:
        getattr(parser, forget)()
    again = parser.parse(frame_of(7), body_of(), track_id)
    np.testing.assert_allclose(again.shares, fresh.shares, atol=1e-6)
    assert (again.x0_px, again.side_px) == (fresh.x0_px, fresh.side_px)


def test_close_and_reset_at_any_time(parser):
    parser.reset()
    parser.close()
    parser.close()
    parser.reset()
    assert parser.parse(frame_of(0), body_of()) is not None


def test_constructing_does_no_work(tmp_path):
    def refuse() -> ParserGraph:
        raise AssertionError("asked too early")

    with NetworkParser(refuse) as parser:
        parser.reset()
        assert parser.parse(frame_of(0), None) is None
