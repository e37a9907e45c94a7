"""The video encoder: which one, how fast, and in which colours."""

import os
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from tryon_ar.core.errors import EncoderUnavailable
from tryon_ar.core.types import BgrImage

if TYPE_CHECKING:
    import av
    from av.video.stream import VideoStream

_BT709 = 1  # AVCOL_SPC_BT709, AVCOL_PRI_BT709 and AVCOL_TRC_BT709
_SMPTE170M = 6  # AVCOL_SPC_SMPTE170M, the matrix of BT.601
_LIMITED_RANGE = 1  # AVCOL_RANGE_MPEG
_HD_HEIGHT_PX = 720
_TWO_THREADS_FROM_PX = 1_500_000

# No B-frames, no look-ahead, and frame durations not waited for (force-cfr; time stamps are
# kept all the same): every frame is a packet at once, so a crash loses none that are held in
# the encoder. With forced-idr an asked-for I-frame is a seek point.
_X264 = {
    "preset": "superfast",
    "crf": "21",
    "forced-idr": "1",
    "x264-params": "bframes=0:rc-lookahead=0:sync-lookahead=0:sliced-threads=1:force-cfr=1",
}
# Low delay: every frame is a packet at once, as above. Two threads leave the rest to the mirror.
_SVT_AV1 = {"preset": "10", "crf": "34", "svtav1-params": "pred-struct=1:lookahead=0:lp=2"}
_NEARLY_LOSSLESS_CRF = {"libx264": "16", "libsvtav1": "22"}


@dataclass(frozen=True, slots=True)
class EncoderChoice:
    """An encoder worth trying and its options.

    Attributes
    ----------
    ticks_hz : int
        Clock of its time stamps; MPEG-4 part 2 allows no more than 65535.
    """

    name: str
    options: dict[str, str]
    ticks_hz: int = 90_000
    bit_rate_per_px: float = 0.0


ENCODERS = (
    EncoderChoice("libx264", _X264),
    EncoderChoice("h264_videotoolbox", {"realtime": "1"}, bit_rate_per_px=6.0),
    EncoderChoice("h264_mf", {}, bit_rate_per_px=6.0),
    EncoderChoice("libopenh264", {}, bit_rate_per_px=6.0),
    EncoderChoice("mpeg4", {}, ticks_hz=1000, bit_rate_per_px=10.0),
)

AV1_ENCODERS = (EncoderChoice("libsvtav1", _SVT_AV1), *ENCODERS)


def encoders_for(codec: str, *, fine: bool = False) -> tuple[EncoderChoice, ...]:
    """Return the encoders of a codec, the preferred first; H.264's stand in for AV1's.

    Parameters
    ----------
    codec : {"h264", "av1"}
    fine : bool
        Nearly without loss, at several times the size.
    """
    choices = AV1_ENCODERS if codec == "av1" else ENCODERS
    return tuple(_finer(choice) for choice in choices) if fine else choices


def _finer(choice: EncoderChoice) -> EncoderChoice:
    crf = _NEARLY_LOSSLESS_CRF.get(choice.name)
    options = choice.options | {"crf": crf} if crf else choice.options
    return replace(choice, options=options, bit_rate_per_px=3 * choice.bit_rate_per_px)


def even_size(size_px: tuple[int, int]) -> tuple[int, int]:
    """Return the size rounded up to even numbers, which 4:2:0 chroma asks for."""
    width, height = size_px
    return width + width % 2, height + height % 2


def is_hd(size_px: tuple[int, int]) -> bool:
    """Whether the picture uses BT.709's matrix; smaller ones use BT.601's.

    Players that do not read the colour tags guess by the height, so the tags say the same.
    """
    return size_px[1] >= _HD_HEIGHT_PX


def first_working(
    size_px: tuple[int, int], fps_hint: float, encoders: tuple[EncoderChoice, ...] = ENCODERS
) -> EncoderChoice:
    """Return the first encoder that opens for frames of a size.

    Parameters
    ----------
    size_px : (int, int)
        Even width and height.
    fps_hint : float
        Expected frames a second, above 0; time stamps decide what is played.
    encoders : tuple of EncoderChoice
        In the order of preference.

    Raises
    ------
    EncoderUnavailable
        When none opens; its text names those that were tried.
    """
    import av

    os.environ.setdefault("SVT_LOG", "1")  # errors only; it would tell the console all it does
    for choice in encoders:
        try:
            trial = av.CodecContext.create(choice.name, "w")
            _configure(trial, choice, size_px, fps_hint)
            trial.open()
        except (av.FFmpegError, ValueError):  # absent, or present but refusing
            continue
        return choice
    names = ", ".join(choice.name for choice in encoders)
    raise EncoderUnavailable(
        f"No video encoder works here for {size_px[0]}x{size_px[1]} pixels (tried {names}).",
        "Install PyAV's own wheel, which brings libx264.",
    )


def add_video_stream(
    container: "av.container.OutputContainer",
    choice: EncoderChoice,
    size_px: tuple[int, int],
    fps_hint: float,
) -> "VideoStream":
    """Add a stream of even ``size_px`` encoded by ``choice`` to a fresh container."""
    stream: VideoStream = container.add_stream(choice.name, rate=_rate(fps_hint))
    _configure(stream.codec_context, choice, size_px, fps_hint)
    stream.time_base = Fraction(1, choice.ticks_hz)
    return stream


def _rate(fps_hint: float) -> Fraction:
    return Fraction(min(max(fps_hint, 1.0), 240.0)).limit_denominator(1001)


def _configure(
    context: "av.VideoCodecContext", choice: EncoderChoice, size_px: tuple[int, int], fps: float
) -> None:
    context.width, context.height = size_px
    context.pix_fmt = "yuv420p"
    context.framerate = _rate(fps)
    context.time_base = Fraction(1, choice.ticks_hz)
    context.gop_size = 10 * int(_rate(fps) + 1)  # key frames are asked for by time
    context.max_b_frames = 0
    context.colorspace = _BT709 if is_hd(size_px) else _SMPTE170M
    context.color_primaries = _BT709
    context.color_trc = _BT709
    context.color_range = _LIMITED_RANGE
    # One thread keeps the tracker and the renderer their cores; large frames need two.
    context.thread_count = 2 if size_px[0] * size_px[1] > _TWO_THREADS_FROM_PX else 1
    if choice.bit_rate_per_px:
        context.bit_rate = int(choice.bit_rate_per_px * size_px[0] * size_px[1])
    context.options = dict(choice.options)


def pad_to_even(image_bgr: BgrImage) -> BgrImage:
    """Return the picture with its last column and row repeated where a side is odd."""
    import numpy as np

    height, width = image_bgr.shape[:2]
    if width % 2 == 0 and height % 2 == 0:
        return np.ascontiguousarray(image_bgr)
    return np.pad(image_bgr, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")


def to_yuv420p(image_bgr: BgrImage) -> "av.VideoFrame":
    """Convert to limited-range Y'CbCr 4:2:0, rounded to nearest.

    Parameters
    ----------
    image_bgr : ndarray of shape (H, W, 3), uint8
        C-contiguous, even sides.

    Notes
    -----
    Without ``ACCURATE_RND`` the scaler truncates: up to 1 code value in each plane, which
    comes back as 5 grey levels on flat colours.
    """
    import av
    from av.video.reformatter import Interpolation

    height, width = image_bgr.shape[:2]
    return av.VideoFrame.from_ndarray(image_bgr, format="bgr24").reformat(
        format="yuv420p",
        dst_colorspace="itu709" if is_hd((width, height)) else "itu601",
        dst_color_range=_LIMITED_RANGE,
        interpolation=Interpolation.BILINEAR
        | Interpolation.ACCURATE_RND
        | Interpolation.FULL_CHR_H_INP,
        threads=1,
    )
