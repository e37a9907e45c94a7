import json

import pytest

from tests.support.cut_recordings import record
from tests.support.program import assert_refused, everything_in, run_program
from tryon_ar.recording.structure import State, state_of


@pytest.fixture
def videos(tmp_path, monkeypatch):
    folder = tmp_path / "videos"
    folder.mkdir()
    monkeypatch.setenv("TRYON_AR_VIDEOS", str(folder))
    return folder


def test_a_repaired_copy_is_named(videos):
    path = record(videos / "film.mp4", sound=True, finish=False)
    outcome = run_program("record", "repair", path)
    assert outcome.code == 0, outcome
    assert outcome.out.startswith(f"Wrote {videos / 'film (repaired).mp4'} (")
    assert outcome.out.endswith("with sound).\n")
    assert state_of(videos / "film (repaired).mp4") is State.WHOLE


def test_as_json_with_one_that_is_whole_and_one_that_is_no_video(videos):
    cut = record(videos / "cut.mkv", finish=False)
    whole = record(videos / "whole.mp4")
    text = videos / "text.mp4"
    text.write_text("hello")
    outcome = run_program("record", "repair", cut, whole, text, cut, "--json")
    assert outcome.code == 3
    rows = json.loads(outcome.out)["videos"]
    assert [row["file"] for row in rows] == [str(cut), str(whole), str(text)]
    assert [row["whole"] for row in rows] == [False, True, False]
    assert rows[0]["repaired"] == str(videos / "cut (repaired).mkv")
    assert rows[0]["pictures"] > 20
    assert "neither" in rows[2]["error"]
    assert "neither" in outcome.err


@pytest.mark.parametrize(("name", "code"), [("text.mp4", 3), ("absent.mp4", 3)])
def test_what_is_no_video_is_refused_in_a_sentence(videos, name, code):
    (videos / "text.mp4").write_text("hello")
    assert_refused(run_program("record", "repair", videos / name), code)
    assert everything_in(videos) == ["text.mp4"]


def test_one_name_for_several_copies_is_refused(videos):
    assert_refused(run_program("record", "repair", "a.mp4", "b.mp4", "-o", "c.mp4"), 2)


def test_unfinished_ones_are_listed(videos):
    path = record(videos / "film.mp4", finish=False)
    assert run_program("record", "unfinished").out == f"{path}\n"
    document = json.loads(run_program("record", "unfinished", "--json").out)
    assert document == {"version": 1, "videos": [str(path)]}
    path.unlink()
    outcome = run_program("record", "unfinished")
    assert outcome.out == ""
    assert "finished" in outcome.err
