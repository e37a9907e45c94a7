import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.core.errors import EncoderUnavailable
from tryon_ar.recording.encoder import (
    ENCODERS,
    EncoderChoice,
    even_size,
    first_working,
    pad_to_even,
    to_yuv420p,
)

SIDES = st.integers(1, 40)


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
