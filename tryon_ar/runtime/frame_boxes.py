"""The mailboxes that a frame goes through in a session."""

from functools import partial

from tryon_ar.core.types import DressedFrame
from tryon_ar.runtime.capture_loop import Shot
from tryon_ar.runtime.mailbox import LatestMailbox
from tryon_ar.runtime.metrics import DropCause, Metrics
from tryon_ar.runtime.stage_workers import TrackedShot


class FrameBoxes:
    """A mailbox behind each stage, counting for the metrics what is replaced in it.

    Attributes
    ----------
    shots, tracked, parsed, shown : LatestMailbox
        In the order of the stages that put frames there.

    Notes
    -----
    Lifecycle: open until :meth:`close`. Thread safety: as that of a mailbox.
    """

    def __init__(self, metrics: Metrics) -> None:
        self.shots: LatestMailbox[Shot] = LatestMailbox()
        self.tracked: LatestMailbox[TrackedShot] = LatestMailbox()
        self.parsed: LatestMailbox[TrackedShot] = LatestMailbox()
        self.shown: LatestMailbox[DressedFrame] = LatestMailbox()
        self._all = (self.shots, self.tracked, self.parsed, self.shown)
        for box in self._all:
            metrics.watch(DropCause.REPLACED, partial(getattr, box, "replaced"))

    def close(self) -> None:
        """Wake who waits at any of them; nothing is handed over any more."""
        for box in self._all:
            box.close()
