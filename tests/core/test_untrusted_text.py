"""Texts made to harm their parsers come out as ValueErrors, soon and in little memory."""

import os

import pytest

from tryon_ar.core.untrusted_text import json_value, read_bounded, told, toml_table, toml_text


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * 900_000,
        b'{"a":' * 50_000,
        b"9" * 5000,
        b"\xff\xfe{\0}\0",
        b"",
        b"{",
        b'{"a": 1} x',
    ],
)
def test_json_that_cannot_be_is_a_value_error(raw):
    with pytest.raises(ValueError, match=r"."):
        json_value(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"a=" + b"[" * 100_000,
        b"a=" + b"{a=" * 20_000,
        b"a" + b".a" * 100_000 + b"=1",
        b"[a" + b".a" * 100_000 + b"]",
        b"a=1\r[a" + b".a" * 100_000 + b"]",
        (b"a" + b".a" * 60 + b"=1\n") * 6000,
        b"a=" + b"9" * 5000,
        b"a=2021-13-45",
        b"\0",
        b"a=1\na=2",
        b'a="\xff"',
    ],
)
def test_toml_that_cannot_be_is_a_value_error(raw):
    with pytest.raises(ValueError, match=r"."):
        toml_table(raw)


def test_what_people_write_is_read():
    assert json_value(b'\xef\xbb\xbf{"a": [1]}') == {"a": [1]}
    text = b"\xef\xbb\xbf# see " + b"a." * 99 + b" 1\n[a.b]\nc=1"
    assert toml_table(text) == {"a": {"b": {"c": 1}}}
    assert toml_text(b"a.b = 1") == "a.b = 1"


def test_only_small_ordinary_files_are_read(tmp_path):
    path = tmp_path / "file"
    with pytest.raises(FileNotFoundError):
        read_bounded(path)
    path.write_bytes(b"12345")
    assert read_bounded(path, 5) == b"12345"
    with pytest.raises(ValueError, match="over"):
        read_bounded(path, 4)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ValueError, match="ordinary"):
        read_bounded(tmp_path / "pipe")
    with pytest.raises(OSError, match=r"."):
        read_bounded(tmp_path)


@pytest.mark.parametrize("value", ["a" * 100_000, ["a" * 900] * 900, 10**4000, {"a": {"b": [[]]}}])
def test_what_is_told_is_never_long(value):
    assert 0 < len(told(value)) <= 120


def test_what_is_short_is_told_whole():
    assert told("tee") == "'tee'"
    assert told(None) == "None"
