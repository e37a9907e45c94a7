"""What the decoding process says and allows itself, in this process."""

import io
import json
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from tryon_ar.core import decoding_child

resource = pytest.importorskip("resource", reason="written for POSIX")


@pytest.fixture
def limits(monkeypatch):
    """What would have been limited: in this process nothing must be."""
    asked = {}
    monkeypatch.setattr(resource, "setrlimit", lambda which, most: asked.update({which: most}))
    return asked


def request(data, **changes):
    """The bytes of one request."""
    fields = {"name": "here.png", "mode": "RGB", "longest_px": None, "size": len(data)} | changes
    return json.dumps(fields).encode() + b"\n" + data


def answered(monkeypatch, requests):
    """What the process answers to all of its standard input."""
    answers = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(requests)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=answers))
    decoding_child.main()
    answers.seek(0)
    assert answers.readline() == b"ready\n"
    return answers


@pytest.fixture
def picture(rng):
    return rng.integers(0, 256, (5, 7, 3), dtype=np.uint8)


def as_png(picture):
    file = io.BytesIO()
    Image.fromarray(picture).save(file, "PNG")
    return file.getvalue()


@pytest.mark.usefixtures("limits")
def test_pictures_are_answered_in_order_and_a_damaged_one_ends_nothing(monkeypatch, picture):
    data = as_png(picture)
    requests = request(data) + request(data[:50], name="torn.png") + request(data)
    answers = answered(monkeypatch, requests)
    for torn in (False, True, False):
        said = json.loads(answers.readline())
        if torn:
            assert "torn.png" in said["error"]
            assert said["hint"]
        else:
            assert (said["height"], said["width"], said["channels"]) == picture.shape
            assert answers.read(picture.nbytes) == picture[..., ::-1].tobytes()  # BGR
    assert answers.read() == b""


def test_memory_files_and_dumps_are_limited_as_far_as_the_system_takes_it(monkeypatch, limits):
    taken = resource.setrlimit

    def refuse_addresses(which, most):
        if which == resource.RLIMIT_AS:
            raise ValueError("not here")
        taken(which, most)

    monkeypatch.setattr(resource, "setrlimit", refuse_addresses)
    decoding_child.limit_resources()
    most = decoding_child.MAX_DATA_BYTES
    nothing = (0, 0)
    assert limits == {
        resource.RLIMIT_DATA: (most, most),
        resource.RLIMIT_CORE: nothing,
        resource.RLIMIT_FSIZE: nothing,
    }


@pytest.mark.parametrize(
    ("hard", "soft"), [(resource.RLIM_INFINITY, 17), (1000, 17), (17, None), (3, None)]
)
def test_every_picture_gets_its_time_but_never_more_than_the_system_gives(
    monkeypatch, limits, hard, soft
):
    monkeypatch.setattr(resource, "getrlimit", lambda _which: (hard, hard))
    monkeypatch.setattr("time.process_time", lambda: 11.2)
    decoding_child.allow_more_time()
    assert limits == ({} if soft is None else {resource.RLIMIT_CPU: (soft, hard)})


def test_where_nothing_can_be_limited_pictures_are_decoded_all_the_same(monkeypatch, picture):
    monkeypatch.setitem(sys.modules, "resource", None)  # as on Windows
    answers = answered(monkeypatch, request(as_png(picture), mode="L"))
    assert json.loads(answers.readline())["channels"] == 1
    assert len(answers.read()) == 35
