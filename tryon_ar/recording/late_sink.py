"""A file that is opened by whoever writes it, not by whoever wants it."""

from collections.abc import Callable

from tryon_ar.core.types import BgrImage
from tryon_ar.recording.sink import FrameSink, SoundSink
from tryon_ar.recording.sound import Samples


class LateSink:
    """A :class:`SoundSink` whose destination is opened with its first frame.

    Parameters
    ----------
    open_sink : callable
        Opens the destination; may raise a ``RecordingError``, and take its time.

    Notes
    -----
    Opening asks the disk and tries encoders, which may take long: with a recorder that
    happens in the recorder's thread, not in that of the mirror. Sound before the first frame
    is left out.
    """

    def __init__(self, open_sink: Callable[[], FrameSink]) -> None:
        self._open = open_sink
        self._sink: FrameSink | None = None

    @property
    def bytes_written(self) -> int:
        """Size of the output so far, in bytes."""
        return self._sink.bytes_written if self._sink is not None else 0

    def write(self, image_bgr: BgrImage, t_ms: float) -> None:
        """Append one frame; the first opens the destination."""
        if self._sink is None:
            self._sink = self._open()
        self._sink.write(image_bgr, t_ms)

    def write_sound(self, samples: Samples, t_ms: float) -> None:
        """Append sound, where the destination takes it."""
        if isinstance(self._sink, SoundSink):
            self._sink.write_sound(samples, t_ms)

    def close(self) -> None:
        """Finish the destination, if it was opened."""
        if self._sink is not None:
            self._sink.close()
