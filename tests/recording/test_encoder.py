import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tryon_ar.core.errors import EncoderUnavailable
from tryon_ar.recording.encoder import (
    AV1_ENCODERS,
    ENCODERS,
    EncoderChoice,
    add_video_stream,
    encoders_for,
    even_size,
    first_working,
    pad_to_even,
    to_yuv420p,
)
from tryon_ar.recording.video import VideoSink

SIDES = st.integers(1, 40)


@settings(deadline=None)  # a busy machine is no failure
@given(SIDES, SIDES)
def test_padding_keeps_every_pixel_and_repeats_the_edge(width, height):
    image = np.random.default_rng(width * 41 + height).integers(
        0, 255, (height, width, 3), np.uint8
    )
    padded = pad_to_even(image)
    assert (padded.shape[1], padded.shape[0]) == even_size((width, height))
    assert padded.shape[0] % 2 == padded.shape[1] % 2 == 0
    np.testing.assert_array_equal(padded[:height, :width], image)
    np.testing.assert_array_equal(padded[-1, :width], image[-1])
    np.testing.assert_array_equal(padded[:height, -1], image[:, -1])
    assert padded.flags.c_contiguous


@pytest.mark.parametrize(
    ("size_px", "kr", "kb"), [((64, 48), 0.299, 0.114), ((1280, 720), 0.2126, 0.0722)]
)
def test_conversion_is_the_standards_rounded_to_nearest(size_px, kr, kb):
    """Y' = kr R + kg G + kb B, limited range, as in BT.601-7 and BT.709-6."""
    for seed in range(40):
        b, g, r = np.random.default_rng(seed).integers(0, 256, 3)
        image = np.full((size_px[1], size_px[0], 3), (b, g, r), np.uint8)
        planes = to_yuv420p(image).to_ndarray()
        luma = (kr * r + (1 - kr - kb) * g + kb * b) / 255
        expected = [
            16 + 219 * luma,
            128 + 224 * (b / 255 - luma) / (2 * (1 - kb)),
            128 + 224 * (r / 255 - luma) / (2 * (1 - kr)),
        ]
        rows = size_px[1]
        quarter = rows // 4
        parts = [planes[:rows], planes[rows : rows + quarter], planes[rows + quarter :]]
        for part, value in zip(parts, expected, strict=True):
            assert part.min() == part.max()
            assert abs(part.flat[0] - value) <= 0.6


def test_the_first_that_opens_is_chosen():
    absent = EncoderChoice("no_such_encoder", {})
    decoder_only = EncoderChoice("h263p_decoder_only", {})
    assert first_working((64, 48), 30.0, (absent, decoder_only, *ENCODERS)).name == "libx264"


def test_an_encoder_that_refuses_its_options_is_passed_over():
    refusing = EncoderChoice("libx264", {"preset": "no such preset"})
    assert first_working((64, 48), 30.0, (refusing, ENCODERS[-1])).name == "mpeg4"


def test_none_at_all_is_a_sentence():
    with pytest.raises(EncoderUnavailable, match="no_such_encoder") as caught:
        first_working((64, 48), 30.0, (EncoderChoice("no_such_encoder", {}),))
    assert caught.value.exit_code == 6
    assert caught.value.hint


@pytest.mark.parametrize("fps", [0.1, 1.0, 23.976, 29.97, 60.0, 1000.0])
def test_any_rate_opens(fps):
    assert first_working((64, 48), fps).name == "libx264"


def test_mpeg4_is_always_there():
    """The last resort needs no library."""
    assert ENCODERS[-1].name == "mpeg4"
    assert av.codec.Codec("mpeg4", "w").is_encoder


def test_av1_comes_before_h264_where_it_is_wanted_and_only_there():
    assert first_working((64, 48), 30.0, encoders_for("av1")).name == "libsvtav1"
    assert first_working((64, 48), 30.0, encoders_for("h264")).name == "libx264"
    assert encoders_for("av1")[1:] == ENCODERS


@pytest.mark.parametrize("suffix", [".mp4", ".mkv"])
def test_av1_gives_every_frame_at_once_and_a_key_frame_a_second(tmp_path, suffix):
    """A copy taken at any time lacks less than a second, as with H.264."""
    path, copy = tmp_path / f"out{suffix}", tmp_path / f"copy{suffix}"
    rng = np.random.default_rng(3)
    with VideoSink(path, (160, 120), encoders=encoders_for("av1")) as sink:
        for index in range(60):
            sink.write(rng.integers(0, 255, (120, 160, 3), np.uint8), index * 1000 / 30)
            if index < 10 or index % 7:
                continue
            copy.write_bytes(path.read_bytes())
            with av.open(str(copy)) as container:
                last = list(container.decode(video=0))[-1]
            assert index * 1000 / 30 - float(last.pts * last.time_base * 1000) <= 300
    with av.open(str(path)) as container:
        frames = list(container.decode(video=0))
    keys_ms = [float(f.pts * f.time_base * 1000) for f in frames if f.key_frame]
    assert len(frames) == 60
    assert np.diff(keys_ms).max() <= 1001


@pytest.mark.parametrize("codec", ["h264", "av1"])
def test_fine_files_come_back_closer_to_what_was_written(tmp_path, codec):
    noisy = np.random.default_rng(4).integers(90, 130, (120, 160, 1), np.uint8).repeat(3, axis=2)
    errors = []
    for fine in (False, True):
        path = tmp_path / f"{fine}.mkv"
        with VideoSink(path, (160, 120), encoders=encoders_for(codec, fine=fine)) as sink:
            for index in range(5):
                sink.write(noisy, index * 33.0)
        with av.open(str(path)) as container:
            last = list(container.decode(video=0))[-1].to_ndarray()[:120].astype(float)
        written = to_yuv420p(noisy).to_ndarray()[:120].astype(float)
        errors.append(np.abs(last - written).mean())
    assert errors[1] < 0.6 * errors[0]
    assert errors[1] < 2.5


def stream_of(tmp_path, choice, size_px, fps=30.0):
    with av.open(str(tmp_path / "a.mp4"), "w") as container:
        return add_video_stream(container, choice, size_px, fps).codec_context


@pytest.mark.parametrize(
    ("size_px", "matrix", "threads"),
    [
        ((64, 718), 6, 1),  # SMPTE 170M, that of BT.601
        ((64, 720), 1, 1),
        ((1500, 1000), 1, 1),
        ((1502, 1000), 1, 2),
        ((1920, 1080), 1, 2),
    ],
)
def test_colours_are_tagged_by_height_and_large_frames_get_two_threads(
    tmp_path, size_px, matrix, threads
):
    context = stream_of(tmp_path, ENCODERS[0], size_px)
    assert (context.width, context.height) == size_px
    assert (context.colorspace, context.color_primaries, context.color_trc) == (matrix, 1, 1)
    assert context.color_range == 1  # limited
    assert context.thread_count == threads
    assert (context.pix_fmt, context.max_b_frames) == ("yuv420p", 0)


@pytest.mark.parametrize(
    ("fps", "kept"),
    [(0.01, 1.0), (1.0, 1.0), (25.0, 25.0), (29.97, 29.97), (240.0, 240.0), (900.0, 240.0)],
)
def test_the_expected_rate_is_told_within_bounds(tmp_path, fps, kept):
    context = stream_of(tmp_path, ENCODERS[0], (64, 48), fps)
    assert float(context.framerate) == pytest.approx(kept, abs=1e-4)
    assert context.gop_size == 10 * int(kept + 1)  # never the encoder's own key frames


def test_encoders_without_a_quality_get_bits_by_the_pixel_and_thrice_as_many_for_fine_files(
    tmp_path,
):
    mpeg4 = ENCODERS[-1]
    (fine,) = [one for one in encoders_for("h264", fine=True) if one.name == "mpeg4"]
    assert stream_of(tmp_path, mpeg4, (64, 48)).bit_rate == 10 * 64 * 48
    assert stream_of(tmp_path, fine, (64, 48)).bit_rate == 30 * 64 * 48
    assert stream_of(tmp_path, mpeg4, (64, 48)).time_base == pytest.approx(1 / 1000)
    assert stream_of(tmp_path, ENCODERS[0], (64, 48)).time_base == pytest.approx(1 / 90_000)


def test_fine_files_keep_every_other_option():
    for plain, fine in zip(AV1_ENCODERS, encoders_for("av1", fine=True), strict=True):
        assert (fine.name, fine.ticks_hz) == (plain.name, plain.ticks_hz)
        assert fine.options.keys() == plain.options.keys()
        changed = {key for key in plain.options if plain.options[key] != fine.options[key]}
        assert changed <= {"crf"}


def test_an_even_picture_is_handed_on_as_it_is():
    even = np.zeros((4, 6, 3), np.uint8)
    assert pad_to_even(even) is even
