"""What is counted in a long run."""

import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from soak_health import Health, Times, health

from tryon_ar.core.types import DressedFrame

RECORDED_S = 20.0


@dataclass
class Soaked:
    """What a run did and how the process was meanwhile.

    Attributes
    ----------
    times : Times
        Of every dressed frame through all stages.
    passed_over : int
        Frames of the source that newer ones replaced before they were dressed.
    told : list of str
        Problems told to the person; none is expected.
    """

    samples: list[Health] = field(default_factory=list)
    times: Times = field(default_factory=Times)
    frames: int = 0
    switches: int = 0
    changes: int = 0
    recordings: int = 0
    unplayable: int = 0
    recorded: int = 0
    dropped: int = 0
    passed_over: int = 0
    told: list[str] = field(default_factory=list)
    began_s: float = field(default_factory=time.monotonic)

    @property
    def median_ms(self) -> float:
        """Half of the frames were dressed in no more."""
        return self.times.quantile_ms(0.5)

    @property
    def p99_ms(self) -> float:
        """All but one in a hundred frames were dressed in no more."""
        return self.times.quantile_ms(0.99)

    @property
    def dropped_share(self) -> float:
        """Share of the frames offered to recordings that were not written."""
        return self.dropped / max(self.recorded + self.dropped, 1)

    @property
    def passed_over_share(self) -> float:
        """Share of the source's frames that were not dressed."""
        return self.passed_over / max(self.frames + self.passed_over, 1)

    def dressed(self, dressed: DressedFrame) -> None:
        """Count a frame, in the thread that dressed it."""
        self.frames += 1
        self.times.add(dressed.latency_ms["total"])

    def sample(self) -> None:
        """Note how the process is now."""
        self.samples.append(health(time.monotonic() - self.began_s, self.frames))

    def keep_recording(self, path: Path, dropped: int) -> None:
        """Count a finished recording, read it whole, and delete it."""
        self.recordings += 1
        self.dropped += dropped
        written = _frames_in(path)
        self.recorded += written
        self.unplayable += written == 0
        path.unlink(missing_ok=True)


def _frames_in(path: Path) -> int:
    """Return how many frames of a video can be decoded."""
    import av

    with suppress(av.FFmpegError), av.open(str(path)) as video:
        return sum(1 for _ in video.decode(video=0))
    return 0
