"""What every destination of dressed frames promises."""

from typing import Protocol, runtime_checkable

from tryon_ar.core.types import BgrImage
from tryon_ar.recording.sound import Samples


class FrameSink(Protocol):
    """A destination of frames.

    Implementers promise (``tests/contracts/test_frame_sink.py`` holds them to it):

    - frames of one size; ``t_ms`` strictly increasing, from the capture clock, kept exactly
      to the millisecond relative to the first frame, so that a dropped frame never shifts
      time; anything else is a ``ValueError`` and harms nothing;
    - frames may be read-only and are not changed;
    - ``write`` raises ``DiskFull``, ``OutputUnwritable`` or ``SinkClosed`` and after an
      error leaves what was written so far playable;
    - ``close`` may be called more than once and finishes the file.
    """

    @property
    def bytes_written(self) -> int:
        """Size of the output so far, in bytes."""

    def write(self, image_bgr: BgrImage, t_ms: float) -> None:
        """Append one frame."""

    def close(self) -> None:
        """Finish and release the destination."""


@runtime_checkable
class SoundSink(FrameSink, Protocol):
    """A destination of frames that takes sound as well."""

    def write_sound(self, samples: Samples, t_ms: float) -> None:
        """Append sound: samples and when the first of them was heard, on the frames' clock."""
