"""The plot of a long run: memory, frames, handles, threads and so on over time, as SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import numpy as np
from numpy.typing import NDArray
from soak_health import Health, warm_from_s

_WIDTH, _MARGIN, _AXIS, _GAP = 860, 24, 46, 22
_HEADER, _TITLE = 62, 26
# Its own ground, so that it can be read on a light page and on a dark one.
_STYLE = (
    "text{font-family:system-ui,sans-serif;font-size:12px;fill:#59636e}"
    ".card{fill:#fff;stroke:#d1d9e0}.head{font-size:17px;font-weight:600;fill:#1f2328}"
    ".name{font-weight:600;fill:#1f2328}.axis{stroke:#d1d9e0;fill:none}"
    ".warm{fill:#59636e;fill-opacity:.09}.line{fill:none;stroke:#0b7a75;stroke-width:1.6;"
    "stroke-linejoin:round}.band{fill:#0b7a75;fill-opacity:.22}"
    ".trend{stroke:#c2410c;stroke-width:1.4;stroke-dasharray:5 4}"
    "@media(prefers-color-scheme:dark){text{fill:#9198a1}.card{fill:#0d1117;stroke:#3d444d}"
    ".head,.name{fill:#f0f6fc}.axis{stroke:#3d444d}.warm{fill:#9198a1;fill-opacity:.14}"
    ".line{stroke:#3fb8b0}.band{fill:#3fb8b0;fill-opacity:.25}.trend{stroke:#f0883e}}"
)
_SMALL = (
    ("handles", "Open files, sockets, pipes"),
    ("threads", "Threads"),
    ("children", "Child processes"),
    ("timers", "Timers that tick"),
    ("windows", "Windows, hidden ones too"),
    ("temporary", "Temporary files"),
)
_RATE_OVER = 12  # samples: a minute
_POINT_PX = 6


@dataclass(frozen=True, slots=True)
class _Panel:
    """Where one row of the plot is, and what time it shows."""

    left: float
    top: float
    width: float
    height: float
    minutes: NDArray[np.float64]
    warm_up: float

    def x(self, minutes: float) -> float:
        """Return where a time is."""
        most = max(float(self.minutes[-1]), 1e-6)
        return self.left + _AXIS + min(minutes / most, 1.0) * (self.width - _AXIS)

    def drawn(
        self,
        name: str,
        note: str,
        values: NDArray[np.float64],
        trend: tuple[float, float] | None = None,
    ) -> str:
        """Return it with its line; it begins at 0, so that a slope looks as it is."""
        most = _round_up(float(values.max(initial=0.0)) * 1.08)
        top, bottom = self.top + _TITLE, self.top + _TITLE + self.height
        right = self.left + self.width

        def line(of: NDArray[np.float64]) -> list[str]:
            heights = bottom - self.height * of / most
            return [f"{self.x(when):.1f},{y:.1f}" for when, y in zip(minutes, heights, strict=True)]

        points = int(self.width / _POINT_PX)
        minutes, low, middle, high = _gathered(self.minutes, values, points)
        warm = self.x(self.warm_up) - self.x(0.0)
        parts = [
            f'<text class="name" x="{self.left}" y="{top - 10}">{escape(name)}</text>',
            f'<text x="{right}" y="{top - 10}" text-anchor="end">{escape(note)}</text>',
            f'<rect class="warm" x="{self.x(0.0)}" y="{top}" width="{warm:.1f}"'
            f' height="{self.height}"/>',
            f'<path class="axis" d="M{self.x(0.0)} {top}V{bottom}H{right}M{self.x(0.0)} {top}h-4'
            f'M{self.x(0.0)} {bottom}h-4"/>',
            f'<text x="{self.x(0.0) - 7}" y="{top + 9}" text-anchor="end">{most:g}</text>',
            f'<text x="{self.x(0.0) - 7}" y="{bottom}" text-anchor="end">0</text>',
            f'<polygon class="band" points="{" ".join(line(high) + line(low)[::-1])}"/>',
            f'<polyline class="line" points="{" ".join(line(middle))}"/>',
        ]
        if trend is not None:
            begins, ends = (bottom - self.height * value / most for value in trend)
            parts.append(
                f'<path class="trend" d="M{self.x(self.warm_up):.1f} {begins:.1f}'
                f'L{right} {ends:.1f}"/>'
            )
        return "".join(parts)


def plot(samples: Sequence[Health], summary: dict[str, Any], warm_up_s: float) -> str:
    """Return the plot of a run, from its samples and its figures."""
    minutes = np.array([one.at_s for one in samples]) / 60.0
    warm = min(warm_from_s(samples, warm_up_s) / 60.0, float(minutes[-1]))
    whole, half = _WIDTH - 2.0 * _MARGIN, (_WIDTH - 2.0 * _MARGIN - _GAP) / 2
    grown = summary["after warming"]
    top = float(_HEADER)
    rows = []

    def panel(left: float, width: float, height: float) -> _Panel:
        return _Panel(left, top, width, height, minutes, warm)

    memory = np.array([one.own_mb for one in samples])
    trend = None if grown is None else _trend(minutes, memory, warm)
    largest = panel(_MARGIN, whole, 150)
    rows.append(
        largest.drawn("Memory held without pages of files, MB", _told_memory(grown), memory, trend)
    )
    rows.append(_ticks(largest))
    top += _TITLE + 150 + _GAP + 14
    rate = _rates_hz(samples)
    rows.append(panel(_MARGIN, whole, 70).drawn("Frames dressed a second", "", rate))
    top += _TITLE + 70 + _GAP
    for number, (name, title) in enumerate(_SMALL):
        left = _MARGIN + (number % 2) * (half + _GAP)
        note = "" if grown is None else "rests at {} → {}".format(*grown["levels"][name])
        values = np.array([getattr(one, name) for one in samples], float)
        rows.append(panel(left, half, 54).drawn(title, note, values))
        top += (number % 2) * (_TITLE + 54 + _GAP)
    below = "Shaded: warming up, not judged. Band: least to most; line: middle; dashes: trend."
    rows.append(f'<text x="{_MARGIN}" y="{top + 2}">{below}</text>')
    return _framed(_title(summary), "".join(rows), top + _MARGIN)


def _framed(title: tuple[str, str], rows: str, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:.0f}"'
        f' role="img"><title>{escape(title[0])}</title><style>{_STYLE}</style>'
        f'<rect class="card" x=".5" y=".5" rx="8" width="{_WIDTH - 1}" height="{height - 1:.0f}"/>'
        f'<text class="head" x="{_MARGIN}" y="34">{escape(title[0])}</text>'
        f'<text x="{_MARGIN}" y="53">{escape(title[1])}</text>{rows}</svg>\n'
    )


def _title(summary: dict[str, Any]) -> tuple[str, str]:
    hours = summary["hours"]
    long = f"{hours:.1f} hours" if hours >= 1 else f"{60 * hours:.0f} minutes"
    done = (
        f"{summary['garment switches']} garments put on, {summary['recordings']} recordings, "
        f"{summary['source changes']} changes of the source, {summary['pages opened']} pages "
        f"opened; load {summary['load']:g}"
    )
    return f"{long} of use: {summary['frames']:,} frames dressed", done


def _told_memory(grown: dict[str, Any] | None) -> str:
    if grown is None:
        return "too short to tell"
    return (
        f"{grown['own_growth_mb']:+.1f} MB, {grown['own_slope_mb_h']:+.1f} MB an hour after warming"
    )


def _trend(
    minutes: NDArray[np.float64], values: NDArray[np.float64], warm_up: float
) -> tuple[float, float]:
    """Return where the straight line through what follows the warming begins and ends."""
    warm = minutes >= warm_up
    slope, start = np.polyfit(minutes[warm], values[warm], 1)
    return start + slope * warm_up, start + slope * float(minutes[-1])


def _rates_hz(samples: Sequence[Health]) -> NDArray[np.float64]:
    """Return frames a second over the minute before each sample."""
    before = [samples[max(0, number - _RATE_OVER)] for number in range(len(samples))]
    return np.array(
        [
            (one.frames - past.frames) / max(one.at_s - past.at_s, 1e-6)
            for one, past in zip(samples, before, strict=True)
        ]
    )


def _gathered(
    minutes: NDArray[np.float64], values: NDArray[np.float64], points: int
) -> tuple[NDArray[np.float64], ...]:
    """Return times and the least, middle and most of the values near them: one a few pixels."""
    groups = np.array_split(np.arange(len(values)), min(len(values), points))
    found = [(minutes[one[-1]], *np.quantile(values[one], (0.0, 0.5, 1.0))) for one in groups]
    times, low, middle, high = np.array(found).T
    return times, low, middle, high


def _ticks(panel: _Panel) -> str:
    """Return the times below a panel."""
    most = float(panel.minutes[-1])
    step = next((one for one in (1, 2, 5, 10, 20, 30) if most / one <= 8), 60)
    bottom = panel.top + _TITLE + panel.height
    return "".join(
        f'<path class="axis" d="M{panel.x(when):.1f} {bottom}v4"/>'
        f'<text x="{panel.x(when):.1f}" y="{bottom + 16}" text-anchor="middle">{when}'
        f"{' min' if when == 0 else ''}</text>"
        for when in range(0, int(most) + 1, step)
    )


def _round_up(value: float) -> float:
    """Return the next number that reads well."""
    if value <= 10.0:
        return float(max(np.ceil(value), 1.0))
    step = 10.0 ** np.floor(np.log10(value))
    steps = [one * step for one in (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)]
    return float(next(one for one in steps if one >= value))
