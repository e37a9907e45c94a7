import os
import sys

import pytest

from tests.support.cut_recordings import record
from tryon_ar.recording.output import OutputFile
from tryon_ar.recording.repair import repair
from tryon_ar.recording.unfinished import repaired_path, unfinished_recordings


def test_only_what_a_crash_left_is_found_newest_first(tmp_path):
    old = record(tmp_path / "old.mp4", finish=False)
    new = record(tmp_path / "new.mkv", finish=False)
    os.utime(old, (1000, 1000))
    record(tmp_path / "whole.mp4")
    record(tmp_path / "whole.mkv")
    hidden = record(tmp_path / "hidden.mp4", finish=False)
    hidden.rename(tmp_path / ".hidden.mp4")
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "text.mp4").write_text("hello")
    (tmp_path / "folder.mp4").mkdir()
    assert unfinished_recordings([tmp_path, tmp_path / "absent", tmp_path]) == [new, old]


def test_what_was_repaired_is_found_no_more(tmp_path):
    path = record(tmp_path / "film.clean.mp4", finish=False)
    assert unfinished_recordings([tmp_path]) == [path]
    assert repair(path) is not None
    assert unfinished_recordings([tmp_path]) == []


@pytest.mark.skipif(sys.platform == "win32", reason="told in another way there")
def test_what_is_being_written_is_not_found(tmp_path):
    path = record(tmp_path / "film.mp4", finish=False)
    data = path.read_bytes()
    with OutputFile(path, atomic=False) as file:
        file.write(data)
        assert unfinished_recordings([tmp_path]) == []
    assert unfinished_recordings([tmp_path]) == [path]


@pytest.mark.parametrize(
    ("name", "repaired"),
    [
        ("film.mp4", "film (repaired).mp4"),
        ("film.clean.mkv", "film (repaired).clean.mkv"),
        ("two. words.mkv", "two. words (repaired).mkv"),
    ],
)
def test_the_second_file_of_a_recording_stays_one(tmp_path, name, repaired):
    assert repaired_path(tmp_path / name) == tmp_path / repaired
