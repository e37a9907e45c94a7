"""The sound of a clip is read packet by packet, on the clock of its pictures."""

import pytest

from tests.support.flash_beep import write_clip
from tryon_ar.recording.clip_sound import ClipSound


def test_times_count_from_the_first_picture(tmp_path):
    clip = write_clip(tmp_path / "clip.mkv", "pcm_s16le", sound_late_s=0.5)
    with ClipSound(clip, 0.2) as sound:
        assert sound.is_there
        assert not sound.damaged
        first, *others = sound.rest(9.0)
    assert first.begin_s == pytest.approx(0.3, abs=0.002)
    assert others[-1].end_s == pytest.approx(2.8, abs=0.002)


def test_it_is_read_along(tmp_path):
    with ClipSound(write_clip(tmp_path / "clip.mkv", "pcm_s16le"), 0.0) as sound:
        ends = [block.end_s for block in sound.until(1.0)]
        assert ends[-1] == pytest.approx(1.0, abs=0.021)
        assert ends[-1] <= 1.0
        begins = [block.begin_s for block in sound.rest(1.5)]
        assert begins[0] == pytest.approx(ends[-1], abs=0.002)
        assert begins[-1] < 1.5
        assert next(sound.until(1.5), None) is None


@pytest.mark.parametrize(
    ("codec", "layout", "encoding", "channels"),
    [("aac", "stereo", "aac", 2), ("libopus", "mono", "opus", 1), ("pcm_s16le", "5.1", None, 2)],
)
def test_it_says_what_it_is(tmp_path, codec, layout, encoding, channels):
    with ClipSound(write_clip(tmp_path / "clip.mkv", codec, layout=layout), 0.0) as sound:
        assert sound.encoding == (encoding or codec)
        assert (sound.format.rate_hz, sound.format.channels) == (48_000, channels)


def test_nothing_there_is_no_damage(tmp_path):
    (tmp_path / "text.mkv").write_text("no video")
    for path in (tmp_path / "absent.mkv", tmp_path / "text.mkv", tmp_path):
        with ClipSound(path, 0.0) as sound:
            assert not sound.is_there
            assert not sound.damaged
            assert next(sound.rest(9.0), None) is None


def test_a_file_cut_short_is_heard_as_far_as_it_goes(tmp_path):
    clip = write_clip(tmp_path / "clip.mkv", "pcm_s16le")
    clip.write_bytes(clip.read_bytes()[: clip.stat().st_size // 2])
    with ClipSound(clip, 0.0) as sound:
        assert [block.end_s for block in sound.rest(9.0)][-1] == pytest.approx(1.5, abs=0.3)


def test_closing_lets_the_file_go(tmp_path):
    sound = ClipSound(write_clip(tmp_path / "clip.mkv"), 0.0)
    sound.close()
    sound.close()
    assert next(sound.rest(9.0), None) is None
