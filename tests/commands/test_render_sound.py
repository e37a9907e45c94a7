"""``render`` keeps the sound of a clip, in time with its pictures."""

from pathlib import Path

import av
import numpy as np
import pytest

from tests.support.flash_beep import offsets_ms, onsets_s, sound_ends_s, write_clip
from tests.support.program import Outcome, run_program
from tryon_ar.capture.video_file import VideoFileSource
from tryon_ar.commands import render_sound
from tryon_ar.core.errors import DiskFull

NOBODY = "tryon-ar: nobody was dressed: no person with visible shoulders was found.\n"


def dress(clip: Path, made: Path, *more: str) -> Outcome:
    outcome = run_program("render", clip, "-g", "tee-plain", "-o", made, *more)
    assert outcome.code == 0, outcome
    return outcome


def has_sound(path: Path) -> bool:
    with av.open(str(path)) as container:
        return bool(container.streams.audio)


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_a_clip_keeps_its_sound_in_time(tmp_path, suffix):
    clip, made = write_clip(tmp_path / "clip.mp4"), tmp_path / f"made{suffix}"
    assert dress(clip, made).err == NOBODY
    assert len(offsets_ms(made)) == 2
    assert np.abs(offsets_ms(made)).max() < 3


def test_seconds_end_the_sound_too(tmp_path):
    clip, made = write_clip(tmp_path / "clip.mp4", seconds=4.0), tmp_path / "made.mp4"
    dress(clip, made, "--seconds", "1.5")
    assert [len(onsets) for onsets in onsets_s(made)] == [2, 2]
    assert 1.5 < sound_ends_s(made) < 1.55


def test_a_clip_without_sound_stays_without(tmp_path):
    clip, made = tmp_path / "clip.mp4", tmp_path / "made.mp4"
    outcome = run_program(
        "render", "synthetic:128x96@25", "-g", "tee-plain", "-o", clip, "--seconds", "1"
    )
    assert outcome.code == 0
    assert not has_sound(clip)
    assert dress(clip, made).err == NOBODY
    assert not has_sound(made)


def test_broken_sound_costs_one_sentence(tmp_path):
    clip, made = write_clip(tmp_path / "clip.mp4"), tmp_path / "made.mp4"
    with av.open(str(clip)) as container:
        packets = [(one.pos, one.size) for one in container.demux(audio=0) if one.size]
    data = bytearray(clip.read_bytes())
    for begin, size in packets:
        data[begin : begin + size] = b"\xff" * size
    clip.write_bytes(data)
    told = "tryon-ar: the clip's sound cannot be read; made.mp4 has none.\n"
    assert dress(clip, made, "--seconds", "0.4").err == told + NOBODY
    with VideoFileSource(made) as source:
        assert sum(1 for _ in iter(source.read, None)) == 10


def test_a_disk_that_does_not_take_the_sound_costs_one_sentence(tmp_path, monkeypatch):
    def full(*_arguments: object) -> None:
        raise DiskFull("There is no room left.", "Free some space.")

    monkeypatch.setattr(render_sound, "keep_sound", full)
    clip, made = write_clip(tmp_path / "clip.mp4"), tmp_path / "made.mp4"
    told = "tryon-ar: made.mp4 has no sound: There is no room left. Free some space.\n"
    assert dress(clip, made, "--seconds", "0.2").err == told + NOBODY
    assert not has_sound(made)


def test_a_folder_of_pictures_has_no_sound(tmp_path):
    clip, made = write_clip(tmp_path / "clip.mp4"), tmp_path / "pictures"
    assert dress(clip, made, "--seconds", "0.1").err == NOBODY
    assert sorted(path.suffix for path in made.iterdir()) == [".png"] * 3
