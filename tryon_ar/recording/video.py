"""Video files that survive a crash."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from tryon_ar.core.errors import SinkClosed, UsageError
from tryon_ar.core.types import BgrImage
from tryon_ar.recording.encoder import ENCODERS, EncoderChoice, even_size, first_working
from tryon_ar.recording.muxer import CONTAINERS, Muxer
from tryon_ar.recording.naming import discard_reserved
from tryon_ar.recording.output import (
    OutputFile,
    check_writable,
    recording_error,
    sweep_unfinished,
)
from tryon_ar.recording.sound import Samples, SoundFormat

VIDEO_SUFFIXES = frozenset({".mp4", ".mkv"})


class VideoSink:
    """A crash-safe H.264 or AV1 file (``.mp4`` or ``.mkv``); a :class:`FrameSink`.

    Parameters
    ----------
    path : Path
        Where to write; an existing file is replaced when the first frame is written.
    size_px : (int, int)
        Width and height of every frame.
    fps_hint : float
        Expected frames a second; 0 when unknown. Time stamps decide what is played.
    atomic : bool
        False writes in place: a killed program leaves a playable file that lacks at most the
        last second. True shows the file under its name only once it is closed without an
        error; ``abort`` and a failed write leave nothing.
    encoders : sequence of EncoderChoice
        In the order of preference.
    sound : SoundFormat, optional
        Of the samples :meth:`write_sound` will be given; without it there is no sound.
    mirrored : bool
        Whether pictures are written mirrored.

    Raises
    ------
    UsageError
        When the suffix is unknown.
    OutputUnwritable, DiskFull
        When nothing can be written there.
    EncoderUnavailable
        When no encoder works.

    Notes
    -----
    Odd sides are padded by one pixel, repeating the last column or row. The first frame is
    played at 0; its ``t_ms`` is subtracted from all. Every frame is a packet at once, a key
    frame comes at least every second and a fragment every 0.25 s. An MP4 is playable from the
    second frame on, an MKV after 0.25 s at the latest; with sound, both after another 0.3 s.
    Power loss is not covered here: only ``atomic`` waits for the disk, on closing; recordings
    have a :class:`~tryon_ar.recording.disk_guard.DiskGuard`, which does so every 5 s.

    Lifecycle: ``close``, ``abort`` or leaving the ``with`` block (abort after an error when
    atomic, else close). Thread safety: none; one thread writes and closes.
    """

    def __init__(
        self,
        path: Path,
        size_px: tuple[int, int],
        fps_hint: float = 30.0,
        *,
        atomic: bool = False,
        encoders: Sequence[EncoderChoice] = ENCODERS,
        sound: SoundFormat | None = None,
        mirrored: bool = False,
    ) -> None:
        if path.suffix.lower() not in CONTAINERS:
            raise UsageError(
                f"A video cannot be written as {path.name}: the name must end in .mp4 or .mkv.",
                "Choose one of these endings.",
            )
        if min(size_px) < 1:
            raise ValueError(f"no such size: {size_px}")
        check_writable(path)
        if atomic:
            sweep_unfinished(path)
        self.path = path
        self.size_px = size_px
        self._atomic = atomic
        self._fps = fps_hint if fps_hint > 0 else 30.0
        self._choice = first_working(even_size(size_px), self._fps, tuple(encoders))
        self._sound = sound
        self._mirrored = mirrored
        self._muxer: Muxer | None = None
        self._closed = False
        self._start_ms = 0.0
        self._last_ms = -np.inf

    @property
    def encoder(self) -> str:
        """Name of the encoder in use."""
        return self._choice.name

    @property
    def bytes_written(self) -> int:
        """Size of the file so far, in bytes."""
        return self._muxer.size if self._muxer else 0

    def write(self, image_bgr: BgrImage, t_ms: float) -> None:
        """Append one frame.

        Parameters
        ----------
        image_bgr : ndarray of shape (H, W, 3), uint8
            Of the sink's size; not changed.
        t_ms : float
            Later than the frame before.

        Raises
        ------
        ValueError
            When the frame has another size or is not later than the one before.
        DiskFull, OutputUnwritable
            When the file cannot be continued. It is then closed (removed when atomic).
        SinkClosed
            After closing or an error.
        """
        if self._closed:
            raise SinkClosed(f"{self.path.name} is closed already.")
        width, height = self.size_px
        if image_bgr.shape != (height, width, 3) or image_bgr.dtype != np.uint8:
            kind = f"{image_bgr.shape} {image_bgr.dtype}"
            raise ValueError(f"a frame of {kind} in a video of {width}x{height} pixels")
        if not t_ms > self._last_ms:
            raise ValueError(f"time goes backwards: {t_ms} ms after {self._last_ms} ms")
        try:
            if self._muxer is None:
                self._start_ms = t_ms
                self._muxer = Muxer(
                    OutputFile(self.path, atomic=self._atomic),
                    self.size_px,
                    self._fps,
                    self._choice,
                    self._sound,
                )
            shown = image_bgr[:, ::-1] if self._mirrored else image_bgr
            self._muxer.write(shown, t_ms - self._start_ms)
        except OSError as error:
            self._fail()
            raise recording_error(error, self.path) from error
        self._last_ms = t_ms

    def write_sound(self, samples: Samples, t_ms: float) -> None:
        """Append sound; what was heard before the first frame is left out.

        Parameters
        ----------
        samples : ndarray of shape (N, channels), float32
            −1 to 1, in the format named at construction.
        t_ms : float
            When the first of them was heard, on the frames' clock; increasing.

        Raises
        ------
        ValueError
            When the file was opened without sound.
        DiskFull, OutputUnwritable, SinkClosed
            As :meth:`write` does.
        """
        if self._closed:
            raise SinkClosed(f"{self.path.name} is closed already.")
        if self._sound is None:
            raise ValueError("this file has no sound")
        if self._muxer is None:
            return
        early = max(0, round((self._start_ms - t_ms) * self._sound.rate_hz / 1000))
        if early >= len(samples):
            return
        since_ms = t_ms - self._start_ms + early * 1000 / self._sound.rate_hz
        try:
            self._muxer.write_sound(samples[early:], since_ms)
        except OSError as error:
            self._fail()
            raise recording_error(error, self.path) from error

    def close(self) -> None:
        """Finish the file; leaves none (or the older one) when nothing was written.

        Raises
        ------
        DiskFull, OutputUnwritable
            When the end of the file cannot be written; what was written before stays
            playable (or is removed when atomic).
        """
        if self._closed:
            return
        self._closed = True
        if self._muxer is None:
            discard_reserved(self.path)
            return
        try:
            self._muxer.finish()
        except OSError as error:
            self._fail()
            raise recording_error(error, self.path) from error

    def abort(self) -> None:
        """Stop after a failure: remove the file when atomic, else finish what is there."""
        if self._closed:
            return
        if self._atomic:
            self._fail()
        else:
            self.close()

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close, or abort after an error."""
        if kind is None:
            self.close()
        else:
            self.abort()

    def _fail(self) -> None:
        self._closed = True
        if self._muxer is not None:
            self._muxer.break_off()
