"""Unrelated photos, watched once and dressed as often as wanted."""

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from tryon_ar.core.dressing import USUAL_DRESSING, DressingOptions
from tryon_ar.core.types import BgrImage, DressedFrame, Frame, TrackedFrame
from tryon_ar.garments.garment import Garment
from tryon_ar.pipeline.dresser import Dresser
from tryon_ar.pipeline.observer import Observer
from tryon_ar.rendering.trace import Trace


@dataclass(frozen=True, slots=True)
class Dressing:
    """A dressed photo and how it came to be.

    Attributes
    ----------
    dressed : DressedFrame
    trace : Trace
        Without fits where nobody was dressed.
    """

    dressed: DressedFrame
    trace: Trace


class StillMirror:
    """Watches photos with the program's own networks and dresses whom it finds.

    Notes
    -----
    A context manager; one thread at a time. Nothing is carried from one photo to the next.
    """

    def __init__(self) -> None:
        self._observer = Observer(still=True, provider="cpu")
        self._count = 0

    def watch(self, picture_bgr: BgrImage) -> TrackedFrame:
        """Find the person of a photo (H, W, 3), which becomes read-only."""
        frame = Frame(picture_bgr, self._count, self._count * 1000.0, 0)
        self._count += 1
        return self._observer.process(frame)

    def dress(
        self,
        tracked: TrackedFrame,
        garments: list[Garment],
        options: DressingOptions = USUAL_DRESSING,
    ) -> Dressing:
        """Dress a watched person."""
        dresser = Dresser(garments, provider="cpu", options=options)
        try:
            trace = Trace()
            return Dressing(dresser.process(tracked, trace), trace)
        finally:
            dresser.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._observer.close()
