"""Watch what a live source delivers, and say what is wrong with it while it goes on."""

from tryon_ar.capture.live import LiveSource
from tryon_ar.capture.source import FrameSource
from tryon_ar.core.types import Frame
from tryon_ar.runtime.picture_watch import PictureWatch
from tryon_ar.runtime.rate_watch import RateWatch
from tryon_ar.runtime.status import Problem, Severity, Status, StatusBoard

TOPIC = "picture"
_SAY = {
    Problem.BLACK: ("{name} sends a black picture.", "Open its cover or switch it on."),
    Problem.FROZEN: ("The picture of {name} stands still.", "Try again, or plug it in anew."),
    Problem.SLOW_CAMERA: (
        "{name} sends only a few pictures a second.",
        "Switch on more light, or ask for smaller pictures.",
    ),
}


class LiveWatch:
    """Tells, under the topic ``picture``, of black, frozen and suddenly few pictures.

    Parameters
    ----------
    board : StatusBoard
    source : FrameSource
        Open; what it replaced counts as delivered.
    name : str
        What to call it.

    Notes
    -----
    One thread.
    """

    def __init__(self, board: StatusBoard, source: FrameSource, name: str) -> None:
        self._board = board
        self._source = source if isinstance(source, LiveSource) else None
        self._name = name
        self._pictures = PictureWatch()
        self._rate = RateWatch()
        self._replaced = 0

    def note(self, frame: Frame) -> None:
        """Take a frame as it was read."""
        now_s = frame.captured_ns / 1e9
        replaced = 0 if self._source is None else self._source.replaced_frames
        skipped, self._replaced = max(0, replaced - self._replaced), replaced
        few = self._rate.note(now_s, 1 + skipped)
        problem = self._pictures.note(frame.image_bgr, now_s)
        if problem is None and few:
            problem = Problem.SLOW_CAMERA
        if problem is None:
            self._board.clear(TOPIC)
            return
        text, hint = _SAY[problem]
        status = Status(
            TOPIC,
            text.format(name=self._name),
            hint,
            Severity.WARNING,
            retry=problem is not Problem.SLOW_CAMERA,
            problem=problem,
            about=self._name,
        )
        self._board.post(status)
