"""Sound in a video file: placed by its time stamps, encoded as AAC."""

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import av
    from av.audio.stream import AudioStream

Samples = NDArray[np.float32]

ENCODED_HZ = 48_000
_BITS_PER_S = 128_000
# Time stamps rule: what drifts is stretched or squeezed by at most 1000 samples a second,
# what is missing for more than 40 ms is filled with silence, what is too much is cut.
_KEEP_TIME = f"async=1000:first_pts=0:min_hard_comp=0.04:osr={ENCODED_HZ}"


@dataclass(frozen=True, slots=True)
class SoundFormat:
    """What samples of a microphone look like.

    Attributes
    ----------
    rate_hz : int
        Samples a second, as the device says.
    channels : int
        1 or 2.
    """

    rate_hz: int
    channels: int = 1

    @property
    def layout(self) -> str:
        """FFmpeg's name of the channels."""
        return "mono" if self.channels == 1 else "stereo"


class SoundTrack:
    """The sound of an open container; every method raises FFmpeg's errors.

    Parameters
    ----------
    container : OutputContainer
        Fresh: its header is not written yet.
    sound : SoundFormat
        Of the samples to come.
    skips_priming : bool
        Leave out the packet before time 0, for containers that would shift all time stamps
        by it. All it holds is the encoder's silent start.

    Notes
    -----
    FFmpeg's ``aresample`` follows the time stamps, so that the offset to the pictures stays
    bounded however far the sound card's clock is off.
    """

    def __init__(
        self,
        container: "av.container.OutputContainer",
        sound: SoundFormat,
        *,
        skips_priming: bool,
    ) -> None:
        import av

        self._container = container
        self._sound = sound
        self._skips_priming = skips_priming
        self._stream: AudioStream = container.add_stream("aac", rate=ENCODED_HZ)
        self._stream.layout = sound.layout
        self._stream.bit_rate = _BITS_PER_S
        self._graph = av.filter.Graph()
        self._source = self._graph.add_abuffer(
            sample_rate=sound.rate_hz,
            format="flt",
            layout=sound.layout,
            time_base=Fraction(1, sound.rate_hz),
        )
        resampler = self._graph.add("aresample", _KEEP_TIME)
        shape = self._graph.add("aformat", f"sample_fmts=fltp:channel_layouts={sound.layout}")
        self._end = self._graph.add("abuffersink")
        for first, second in (
            (self._source, resampler),
            (resampler, shape),
            (shape, self._end),
        ):
            first.link_to(second)
        self._graph.configure()
        self._waiting = av.AudioFifo()
        self._encoded = 0

    def write(self, samples: Samples, t_ms: float) -> None:
        """Append samples.

        Parameters
        ----------
        samples : ndarray of shape (N, channels), float32
            −1 to 1.
        t_ms : float
            When the first of them was heard, from the first picture on.
        """
        import av

        interleaved = np.ascontiguousarray(samples, np.float32).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(interleaved, format="flt", layout=self._sound.layout)
        frame.sample_rate = self._sound.rate_hz
        frame.time_base = Fraction(1, self._sound.rate_hz)
        frame.pts = round(t_ms * self._sound.rate_hz / 1000)
        self._source.push(frame)
        self._take_resampled()
        self._encode(to_the_end=False)

    def finish(self) -> None:
        """Write what the resampler and the encoder still hold."""
        self._source.push(None)
        self._take_resampled()
        self._encode(to_the_end=True)
        for packet in self._stream.encode(None):
            self._container.mux(packet)

    def _take_resampled(self) -> None:
        import av

        while True:
            try:
                frame = self._end.pull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            frame.pts = None  # counted below: rounded stamps may be a sample off
            self._waiting.write(frame)

    def _encode(self, *, to_the_end: bool) -> None:
        size = self._stream.codec_context.frame_size
        while (frame := self._waiting.read(size, partial=to_the_end)) is not None:
            frame.pts, frame.time_base = self._encoded, Fraction(1, ENCODED_HZ)
            self._encoded += frame.samples
            for packet in self._stream.encode(frame):
                if self._skips_priming and packet.pts is not None and packet.pts < 0:
                    continue
                self._container.mux(packet)
