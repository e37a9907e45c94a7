"""What is asked of a long run, and whether it is so."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from soak_health import Growth, Health, growth

MOST_SLOPE_MB_H, MOST_GROWTH_MB = 5.0, 30.0
# Beside other work frames are few and far between, so that every garment and page is still new.
# What is held wanders by 60 MB either way with the garment worn.
MOST_REST_MB = 150
MOST_DROPPED, MOST_TAIL = 0.005, 1.5
# In less, what a page or a recording takes for a moment makes a slope of tens of MB an hour.
SLOPE_FROM_H = 0.5
_FEWEST_TIMES = 1000
_FEWEST_FRAMES, _FEWEST_RECORDINGS = 300, 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a run.

    Attributes
    ----------
    summary : dict
        All figures, as JSON has them.
    missed : list of str
        What was wanted and is not so.
    judged : bool
        Whether it went on to its end and for long enough.
    """

    summary: dict[str, Any]
    missed: list[str]
    judged: bool

    @property
    def exit_code(self) -> int:
        """0 when all is as wanted, 1 when something is not, 2 when it cannot be told."""
        return 1 if self.missed else 0 if self.judged else 2


def judge(
    samples: Sequence[Health], counts: dict[str, Any], warm_up_s: float, *, loaded: bool = False
) -> Verdict:
    """Return whether a run was as wanted.

    Parameters
    ----------
    loaded : bool
        Whether the machine had other work to do: what that spoils is told but not judged, which
        is how long frames take, what recordings drop and what the window says of its speed.
        Of memory only what it rests at is judged then, and only for growing by 150 MB; and
        nothing is told of a mirror that got hardly any of the machine.
    """
    grown = growth(samples, warm_up_s)
    fewest = _FEWEST_FRAMES, _FEWEST_RECORDINGS
    starved = any(
        counts[name] < least for name, least in zip(("frames", "recordings"), fewest, strict=True)
    )
    missed = _missed(counts) + ([] if loaded else _missed_by_load(counts, starved))
    if grown is not None:
        missed += _missed_by_growth(grown, loaded=loaded)
    summary = {
        "hours": round(samples[-1].at_s / 3600.0, 3),
        **counts,
        "load": round(sum(one.load for one in samples) / len(samples), 1),
        "after warming": None if grown is None else asdict(grown),
        "judged for a loaded machine": loaded,
        "too few frames or recordings": starved,
        "missed": missed,
    }
    judged = grown is not None and not counts["cut short"] and not starved
    return Verdict(summary, missed, judged)


def _missed(counts: dict[str, Any]) -> list[str]:
    checks = {
        "frames in order": not counts["frames out of order"],
        "recordings": not counts["unplayable"],
        "recordings in order": not counts["recordings out of order"],
        "no errors": not counts["errors"],
    }
    return [name for name, holds in checks.items() if not holds]


def _missed_by_load(counts: dict[str, Any], starved: bool) -> list[str]:
    missed = ["frames and recordings"] if starved else []
    missed += [] if counts["dropped share"] < MOST_DROPPED else ["frames dropped"]
    missed += ["warnings"] if counts["told"] else []
    judged = {
        source: times
        for source, times in counts["times"].items()
        if times["frames"] >= _FEWEST_TIMES
    }
    slow = [
        f"slow frames of {source}"
        for source, times in judged.items()
        if not times["p99 ms"] <= MOST_TAIL * times["median ms"]
    ]
    return missed + (slow if judged else ["frames timed"])


def _missed_by_growth(grown: Growth, *, loaded: bool) -> list[str]:
    missed = [f"more {name}" for name in grown.grown]
    if loaded:
        first_mb, last_mb = grown.own_rest_mb
        return missed + (["growth of memory"] if last_mb - first_mb >= MOST_REST_MB else [])
    kinds = {
        "memory": (grown.growth_mb, grown.slope_mb_h),
        "memory of its own": (grown.own_growth_mb, grown.own_slope_mb_h),
    }
    for name, (growth_mb, slope_mb_h) in kinds.items():
        if not growth_mb < MOST_GROWTH_MB:
            missed.append(f"growth of {name}")
        if grown.hours >= SLOPE_FROM_H and not slope_mb_h < MOST_SLOPE_MB_H:
            missed.append(f"slope of {name}")
    return missed
