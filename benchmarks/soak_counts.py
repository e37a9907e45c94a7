"""What is counted in a long run, and kept in a file while it goes on."""

import json
import logging
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from soak_films import FilmsSeen
from soak_health import Health, Times, health

from tryon_ar.core.types import DressedFrame


@dataclass
class Soaked:
    """What a run did and how the process was meanwhile.

    Attributes
    ----------
    warm_up_s : float
        From the first frame on; times are kept of what comes after.
    times : dict of str to Times
        What every dressed frame took in all stages, by source: pictures of another size or
        without a person take another time.
    disordered : int
        Frames that were not captured after the one dressed before.
    passed_over : int
        Frames of the source that newer ones replaced before they were dressed or shown.
    dropped : int
        Frames offered to recordings that were not written.
    told : list of str
        Warnings and errors told to the person.
    errors : list of str
        What was logged as an error; none is expected.
    cut_short : bool
        Whether it was ended before its time.
    """

    warm_up_s: float = 0.0
    samples: list[Health] = field(default_factory=list)
    times: dict[str, Times] = field(default_factory=dict)
    frames: int = 0
    disordered: int = 0
    switches: int = 0
    changes: int = 0
    pictures: int = 0
    pages: int = 0
    dropped: int = 0
    passed_over: int = 0
    films: FilmsSeen = field(default_factory=FilmsSeen)
    told: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    cut_short: bool = False
    source: str = "demo"
    began_s: float = field(default_factory=time.monotonic)
    keep_in: Path | None = None
    _last_ns: int = 0
    _first_s: float = 0.0

    @property
    def at_s(self) -> float:
        """How long it has gone on."""
        return time.monotonic() - self.began_s

    def dressed(self, dressed: DressedFrame) -> None:
        """Count a frame of the live mirror, in the thread that dressed it."""
        captured_ns = dressed.tracked.frame.captured_ns
        self.disordered += captured_ns <= self._last_ns
        self._last_ns = captured_ns
        self.took(dressed.latency_ms["total"])

    def took(self, ms: float) -> None:
        """Count a frame and the time it took."""
        self.frames += 1
        if self.frames == 1:
            self._first_s = self.at_s
        if self.at_s >= self._first_s + self.warm_up_s:
            self.times.setdefault(self.source, Times()).add(ms)

    def sample(self) -> None:
        """Note how the process is now, on the disk too: what is cut off can still be judged."""
        now = health(self.at_s, self.frames, self.source)
        self.samples.append(now)
        if self.keep_in is not None:
            with self.keep_in.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"health": asdict(now), "counts": self.counts()}) + "\n")

    def counts(self) -> dict[str, Any]:
        """Return all that was counted, as JSON has it."""
        seen = self.films
        return {
            "frames": self.frames,
            "frames out of order": self.disordered,
            "garment switches": self.switches,
            "source changes": self.changes,
            "pictures saved": self.pictures,
            "pages opened": self.pages,
            "recordings": seen.films,
            "unplayable": seen.unplayable,
            "recordings out of order": seen.disordered,
            "recorded frames": seen.frames,
            "dropped share": round(self.dropped / max(seen.frames + self.dropped, 1), 5),
            "passed over share": round(
                self.passed_over / max(self.frames + self.passed_over, 1), 4
            ),
            "times": {
                source: {
                    "frames": times.count,
                    "median ms": times.quantile_ms(0.5),
                    "p99 ms": times.quantile_ms(0.99),
                }
                for source, times in list(self.times.items())
            },
            "told": self.told,
            "errors": self.errors,
            "cut short": self.cut_short,
        }


class ErrorsLogged(logging.Handler):
    """Counts what is logged as an error, such as an exception nobody caught."""

    def __init__(self, soaked: Soaked) -> None:
        super().__init__(logging.ERROR)
        self._soaked = soaked

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the first few."""
        if len(self._soaked.errors) < 20:
            self._soaked.errors.append(self.format(record))


def read_back(path: Path) -> tuple[list[Health], dict[str, Any]]:
    """Return the samples and the last counts that a run left in a file.

    Raises
    ------
    ValueError
        When there is none.
    """
    samples, counts = [], {}
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            kept = json.loads(line)
        except ValueError:
            continue  # the one that was being written
        samples.append(Health(**kept["health"]))
        counts = kept["counts"]
    if not samples:
        raise ValueError(f"no samples in {path}")
    return samples, counts
