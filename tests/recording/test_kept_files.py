"""Saved files: listed newest first, deleted so that it can be undone."""

import os
import sys
from pathlib import Path

import pytest

from tryon_ar.core.errors import OutputUnwritable
from tryon_ar.recording.held import hold
from tryon_ar.recording.kept_files import (
    ASIDE_FOLDER,
    bring_all_back,
    bring_back,
    forget,
    list_kept,
    put_aside,
)


def written(path: Path, age_s: float = 0.0, content: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (2e9 - age_s, 2e9 - age_s))
    return path


def test_pictures_and_videos_of_both_folders_come_newest_first(tmp_path):
    old = written(tmp_path / "a" / "old.PNG", 30)
    video = written(tmp_path / "b" / "film.mp4", 20)
    new = written(tmp_path / "a" / "new.jpg", 10)
    listed = list_kept([tmp_path / "a", tmp_path / "b", tmp_path / "none"])
    assert [one.path for one in listed] == [new, video, old]
    assert [one.is_video for one in listed] == [False, True, False]


def test_what_is_no_picture_hidden_empty_or_being_written_is_left_out(tmp_path):
    written(tmp_path / "note.txt")
    written(tmp_path / ".hidden.png")
    written(tmp_path / "reserved.png", content=b"")
    (tmp_path / "folder.png").mkdir()
    running = written(tmp_path / "running.mp4")
    assert list_kept([tmp_path], leave_out=[running]) == []


@pytest.mark.skipif(sys.platform == "win32", reason="files are held in another way there")
def test_what_another_program_is_writing_is_left_out_until_it_is_done(tmp_path):
    path = written(tmp_path / "film.mp4")
    with path.open("rb", buffering=0) as film:
        hold(film)
        assert list_kept([tmp_path]) == []
    assert [one.path for one in list_kept([tmp_path])] == [path]


def test_a_file_put_aside_is_not_listed_and_comes_back_whole(tmp_path):
    path = written(tmp_path / "one.png", content=b"picture")
    aside = put_aside(path)
    assert list_kept([tmp_path]) == []
    assert aside.aside.read_bytes() == b"picture"
    assert bring_back(aside) == path
    assert path.read_bytes() == b"picture"
    assert not (tmp_path / ASIDE_FOLDER).exists()


def test_nothing_is_replaced_when_a_file_comes_back(tmp_path):
    aside = put_aside(written(tmp_path / "one.png", content=b"first"))
    written(tmp_path / "one.png", content=b"second")
    again = put_aside(tmp_path / "one.png")
    assert aside.aside != again.aside
    written(tmp_path / "one.png", content=b"third")
    assert bring_back(aside) == tmp_path / "one (2).png"
    assert (tmp_path / "one.png").read_bytes() == b"third"
    assert (tmp_path / "one (2).png").read_bytes() == b"first"


def test_forgotten_files_are_gone_and_forgetting_again_is_harmless(tmp_path):
    aside = put_aside(written(tmp_path / "one.png"))
    forget(aside)
    forget(aside)
    assert list(tmp_path.iterdir()) == []


def test_what_was_aside_when_the_program_died_comes_back(tmp_path):
    path = written(tmp_path / "one.png", content=b"picture")
    put_aside(path)
    assert bring_all_back([tmp_path, tmp_path / "none"]) == [path]
    assert path.read_bytes() == b"picture"
    assert bring_all_back([tmp_path]) == []


def test_a_file_that_is_gone_cannot_be_put_aside(tmp_path):
    with pytest.raises(OutputUnwritable, match=r"gone\.png cannot be deleted: No such file"):
        put_aside(tmp_path / "gone.png")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_longer_aside_cannot_come_back(tmp_path):
    aside = put_aside(written(tmp_path / "one.png"))
    aside.aside.unlink()
    with pytest.raises(OutputUnwritable, match=r"one\.png cannot be brought back: No such file"):
        bring_back(aside)


def test_many_of_one_name_can_be_put_aside_at_once(tmp_path):
    names = []
    for _ in range(4):
        names.append(put_aside(written(tmp_path / "a.png")).aside.name)
    assert names == ["a.png", "a (2).png", "a (3).png", "a (4).png"]
