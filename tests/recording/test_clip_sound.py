"""The sound of a clip is read packet by packet, on the clock of its pictures."""

from fractions import Fraction
from types import SimpleNamespace

import pytest

from tests.support.flash_beep import write_clip
from tryon_ar.recording import clip_sound
from tryon_ar.recording.clip_sound import Block, ClipSound


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


def packet(stamp, *, length=480, at=None, **more):
    """A packet of a stream of 1000 ticks a second, with a frame of so many samples at 48 kHz."""
    frames = (
        () if length is None else (SimpleNamespace(samples=length, sample_rate=48_000, time=at),)
    )
    told = {"pts": stamp, "dts": stamp, "is_corrupt": False, "is_discard": False, "size": 9}
    return SimpleNamespace(frames=frames, time_base=Fraction(1, 1000), **(told | more))


def sound_of(packets, monkeypatch, begins_s=2.0):
    """Sound that is read from packets made here."""
    monkeypatch.setattr(ClipSound, "_packets", lambda *_: iter(packets))
    monkeypatch.setattr(clip_sound, "_frames_of", lambda one: one.frames)
    sound = ClipSound(clip_sound.Path("absent.mkv"), begins_s)
    sound._begin(None, SimpleNamespace(codec_context=1))
    return sound


def test_a_block_is_heard_from_its_first_frame_on(monkeypatch):
    packets = [packet(2500), packet(2510, at=2.6), packet(None, dts=2700)]
    first, second, third = sound_of(packets, monkeypatch).rest(9.0)
    assert (first.begin_s, first.heard_s, first.end_s) == pytest.approx((0.5, 0.5, 0.51))
    assert (second.begin_s, second.heard_s, second.end_s) == pytest.approx((0.51, 0.6, 0.61))
    assert third.begin_s == pytest.approx(0.7)


def test_times_that_do_not_rise_are_left_out_without_damage(monkeypatch):
    packets = [packet(2500), packet(2500), packet(2400), packet(2600, is_discard=True)]
    sound = sound_of([*packets, packet(2550)], monkeypatch)
    assert [round(1000 * one.begin_s) for one in sound.rest(9.0)] == [500, 550]
    assert not sound.damaged


@pytest.mark.parametrize(
    "broken", [packet(2510, is_corrupt=True), packet(None)], ids=["corrupt", "without a time"]
)
def test_what_is_broken_is_damage_and_the_rest_is_heard(monkeypatch, broken):
    sound = sound_of([packet(2500), broken, packet(2520)], monkeypatch)
    assert not sound.damaged
    assert [round(1000 * one.begin_s) for one in sound.rest(9.0)] == [500, 520]
    assert sound.damaged


@pytest.mark.parametrize(("count", "goes_on"), [(3, True), (4, False)])
def test_too_many_broken_in_a_row_end_it(monkeypatch, count, goes_on):
    monkeypatch.setattr(clip_sound, "_MOST_BROKEN_IN_A_ROW", 3)
    row = [packet(9, is_corrupt=True)] * count
    packets = [packet(2500), *row, packet(2600), *row, packet(2700)]
    heard = [round(1000 * one.begin_s) for one in sound_of(packets, monkeypatch).rest(9.0)]
    assert heard == ([500, 600, 700] if goes_on else [500])


@pytest.mark.parametrize(("count", "there"), [(3, True), (4, False)])
def test_sound_must_begin_before_long(monkeypatch, count, there):
    monkeypatch.setattr(clip_sound, "_MOST_BROKEN_IN_A_ROW", 3)
    silent = [packet(2000 + index, length=None) for index in range(count)]
    sound = sound_of([*silent, packet(2500)], monkeypatch)
    assert (sound.is_there, sound.damaged) == (there, not there)
    assert len(list(sound.rest(9.0))) == (count + 1 if there else 0)


def test_an_encoding_that_is_not_known_is_damage():
    sound = ClipSound(clip_sound.Path("absent.mkv"), 0.0)
    sound._begin(None, SimpleNamespace())
    assert sound.damaged
    assert not sound.is_there


def test_blocks_are_taken_by_their_end_and_the_rest_by_its_begin(monkeypatch):
    sound = sound_of([packet(2000 + 10 * index) for index in range(9)], monkeypatch)
    sound._read = clip_sound.deque(Block(None, (), at, at, at + 0.25) for at in (0.0, 0.25, 0.5))
    assert [one.begin_s for one in sound.until(0.24)] == []
    assert [one.begin_s for one in sound.until(0.5)] == [0.0, 0.25]  # right at its end
    assert [one.begin_s for one in sound.rest(0.5)] == []  # right at its begin
    assert next(sound.rest(0.51)).begin_s == 0.5
