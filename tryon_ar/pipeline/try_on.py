"""Dress pictures and streams of pictures: the whole pipeline behind one class."""

import time
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Self

from tryon_ar.capture.source import FrameSource
from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.core.types import BgrImage, DressedFrame, Frame, TrackedFrame
from tryon_ar.garments.garment import Garment
from tryon_ar.pipeline.dresser import Dresser
from tryon_ar.pipeline.observer import Observer


class TryOn:
    """Dresses people in garments.

    Parameters
    ----------
    garments : sequence of Garment
        Worn together, innermost first.
    still : bool
        The pictures are unrelated photos: nothing is carried from one to the next.
    provider : {"auto", "cpu", "cuda"}
        Where the blend is solved.
    options : DressingOptions
        How garments are worn: size, tuck, sway, light.

    Examples
    --------
    >>> with TryOn([garment]) as mirror:  # doctest: +SKIP
    ...     dressed = mirror.dress(picture_bgr)

    Notes
    -----
    Lifecycle: a context manager; ``close`` releases the models. Thread safety: one thread
    at a time.
    """

    def __init__(
        self,
        garments: Sequence[Garment],
        *,
        still: bool = False,
        provider: str = "auto",
        options: DressingOptions = USUAL_DRESSING,
    ) -> None:
        self._observer = Observer(still=still, provider=provider)
        self._dresser = Dresser(garments, provider=provider, options=options)
        self._count = 0
        self._started_ns = time.monotonic_ns()

    @property
    def provider(self) -> str:
        """What the blend really runs on."""
        return self._dresser.provider

    def set_options(self, options: DressingOptions) -> None:
        """Wear garments in this way from the next picture on; any thread."""
        self._dresser.set_options(options)

    def dress(self, image_bgr: BgrImage) -> DressedFrame:
        """Dress one picture.

        Parameters
        ----------
        image_bgr : ndarray of shape (H, W, 3), uint8
            BGR; becomes read-only.

        Raises
        ------
        TrackerUnavailable
            When the tracker cannot work.
        """
        now_ns = time.monotonic_ns()
        frame = Frame(image_bgr, self._count, (now_ns - self._started_ns) / 1e6, now_ns)
        self._count += 1
        return self._dresser.process(self._observer.process(frame))

    def dress_all(self, source: FrameSource) -> Generator[DressedFrame, None, None]:
        """Dress every frame of an open source until it ends.

        Notes
        -----
        The next frame is decoded and tracked in a second thread while this one is drawn.
        Closing the generator before its end waits for that thread.
        """
        with ThreadPoolExecutor(1, thread_name_prefix="tryon-ar-track") as ahead:
            pending = ahead.submit(self._track_next, source)
            while (tracked := pending.result()) is not None:
                pending = ahead.submit(self._track_next, source)
                yield self._dresser.process(tracked)

    def close(self) -> None:
        """Release the models; again is harmless."""
        self._observer.close()
        self._dresser.close()

    def _track_next(self, source: FrameSource) -> TrackedFrame | None:
        frame = source.read()
        return None if frame is None else self._observer.process(frame)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
