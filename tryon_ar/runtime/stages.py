"""The parts a live session is put together from, as protocols and factories."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tryon_ar.capture.modes import size_of_width
from tryon_ar.capture.opening import DEFAULT_SIZE_PX, is_camera, open_source
from tryon_ar.capture.source import FrameSource
from tryon_ar.core.dressing import DressingOptions
from tryon_ar.core.types import DressedFrame, Frame, TrackedFrame
from tryon_ar.garments.garment import Garment
from tryon_ar.recording.microphone import open_microphone
from tryon_ar.recording.options import Encoding
from tryon_ar.recording.sink import FrameSink
from tryon_ar.rendering.quality import Quality
from tryon_ar.runtime.take import OpenMicrophone, OpenSink


class TrackStage(Protocol):
    """Finds the person in frames.

    Constructed, called and closed in one thread. Frames come with strictly increasing
    ``index`` and ``t_ms``, with gaps where frames were replaced.
    """

    def process(self, frame: Frame) -> TrackedFrame:
        """Return the frame with the person found in it, or the reason why there is none."""

    def reset(self) -> None:
        """Forget the person: the next frame shows another scene."""

    def close(self) -> None:
        """Release the models; called once."""


class ParseStage(Protocol):
    """Adds to tracked frames what is told of the person pixel by pixel.

    Constructed, called and closed in one thread, while the next frame is tracked in another.
    """

    def process(self, tracked: TrackedFrame) -> TrackedFrame:
        """Return the frame with what is known of its person."""

    def set_quality(self, quality: Quality) -> None:
        """Look at the next frames so often."""

    def watch_raised_hands(self, watched: bool) -> None:
        """Look at hands held up beside the body as well, or not."""

    def reset(self) -> None:
        """Forget the person: the next frame shows another scene."""

    def close(self) -> None:
        """Release the models; called once."""


class DressStage(Protocol):
    """Draws garments on tracked frames; constructed, called and closed in one thread.

    Only :meth:`prepare` is called in another one, also while a frame is processed.
    """

    @property
    def provider(self) -> str:
        """What the blend really runs on."""

    def process(self, tracked: TrackedFrame) -> DressedFrame:
        """Return the picture to show."""

    def prepare(self, garment: Garment) -> None:
        """Do the slow part of putting a garment on, so that ``set_garments`` is quick."""

    def set_garments(self, garments: Sequence[Garment]) -> None:
        """Dress the next frames in these, innermost first; none undresses."""

    def set_options(self, options: DressingOptions) -> None:
        """Wear garments in this way from the next frame on."""

    def set_quality(self, quality: Quality) -> None:
        """Draw the next frames so finely."""

    def reset(self) -> None:
        """Forget the last frames: the next one shows another scene."""

    def close(self) -> None:
        """Release everything; called once."""


def open_video(path: Path, size_px: tuple[int, int], fps: float, encoding: Encoding) -> FrameSink:
    """Return a crash-safe video file that is playable whenever the program dies."""
    from tryon_ar.recording.encoder import encoders_for
    from tryon_ar.recording.video import VideoSink

    return VideoSink(
        path,
        size_px,
        fps,
        encoders=encoders_for(encoding.codec, fine=encoding.fine),
        sound=encoding.sound,
        mirrored=encoding.mirrored,
    )


class OpensSources(Protocol):
    """Returns the source a specification names, not yet open."""

    def __call__(self, spec: str, *, size_px: tuple[int, int] = DEFAULT_SIZE_PX) -> FrameSource:
        """Return it; cameras are asked for the size."""


@dataclass(slots=True)
class Pace:
    """What is asked of the camera and of the drawing; any thread may read and set it.

    Attributes
    ----------
    width_px : int
        Width that cameras are asked for from the next opening on; 0 asks for the usual one.
    quality : {"auto", "fast", "fine"}
        How finely the next frames are drawn: as finely as time allows, always quickly, or
        always finely.
    resting : bool
        Whether nobody needs pictures: nothing is captured then, and so nothing dressed.
    recover : bool
        Whether a camera or stream that fails is tried again by itself.
    """

    width_px: int = 0
    quality: str = "auto"
    resting: bool = False
    recover: bool = True


@dataclass(frozen=True, slots=True)
class SessionParts:
    """How a session makes its parts.

    Attributes
    ----------
    make_tracker, make_parser, make_dresser : callable
        Called inside their own worker's thread: heavy imports belong there.
    make_still_tracker, make_still_parser : callable or None
        The same for photos, which have nothing before and after them; by default those above.
    load_garment : callable
        Garment of an id; may raise a ``GarmentError``. Called in the wardrobe's thread.
    open_source : callable
        Source named by a specification, not yet open.
    open_sink : callable
        Video file at a path, of frames of a size (width, height) at about so many FPS,
        encoded in some way.
    open_microphone : callable
        The microphone, given who hears its sound; may raise ``MicrophoneUnavailable``.
    fallback_source : str
        What plays when the wanted source fails.
    pace : Pace
        Size of the camera's pictures and fineness of the drawing.
    """

    make_tracker: Callable[[], TrackStage]
    make_parser: Callable[[], ParseStage]
    make_dresser: Callable[[], DressStage]
    load_garment: Callable[[str], Garment]
    make_still_tracker: Callable[[], TrackStage] | None = None
    make_still_parser: Callable[[], ParseStage] | None = None
    open_source: OpensSources = open_source
    open_sink: OpenSink = open_video
    open_microphone: OpenMicrophone = open_microphone
    fallback_source: str = "demo"
    pace: Pace = field(default_factory=Pace)

    def open_at_pace(self, spec: str) -> FrameSource:
        """Return the source a specification names, cameras in the width that is asked for."""
        if self.pace.width_px and is_camera(spec):
            return self.open_source(spec, size_px=size_of_width(self.pace.width_px))
        return self.open_source(spec)
