"""The plot of a long run: memory, handles and threads over time, as SVG."""

from collections.abc import Callable, Sequence

import numpy as np
from soak_health import Health

_WIDTH, _ROW, _LEFT, _RIGHT, _TOP, _GAP = 760, 130, 64, 16, 34, 30
_ROWS: tuple[tuple[str, Callable[[Health], float]], ...] = (
    ("Memory held, MB", lambda one: one.rss_mb),
    ("Open handles", lambda one: one.handles),
    ("Threads", lambda one: one.threads),
)


def plot(samples: Sequence[Health], title: str) -> str:
    """Return the plot of a run's samples; every row begins at 0, for honest slopes."""
    minutes = np.array([one.at_s for one in samples]) / 60.0
    height = _TOP + len(_ROWS) * (_ROW + _GAP) + 8
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="20" font-size="14">{title}</text>',
    ]
    for number, (name, value) in enumerate(_ROWS):
        values = np.array([value(one) for one in samples], float)
        parts += _row(name, minutes, values, _TOP + number * (_ROW + _GAP))
    return "".join((*parts, "</svg>"))


def _row(name: str, minutes: np.ndarray, values: np.ndarray, top: float) -> list[str]:
    most = float(values.max()) * 1.1 or 1.0
    across = (_WIDTH - _LEFT - _RIGHT) / max(float(minutes[-1]), 1e-6)
    points = " ".join(
        f"{_LEFT + x * across:.1f},{top + _ROW * (1 - y / most):.1f}"
        for x, y in zip(minutes, values, strict=True)
    )
    bottom = top + _ROW
    return [
        f'<text x="{_LEFT}" y="{top - 4}">{name} ({values[0]:.0f} to {values[-1]:.0f})</text>',
        f'<path d="M{_LEFT} {top}V{bottom}H{_WIDTH - _RIGHT}" fill="none" stroke="#888"/>',
        f'<text x="{_LEFT - 6}" y="{top + 12}" text-anchor="end">{most:.0f}</text>',
        f'<text x="{_LEFT - 6}" y="{bottom}" text-anchor="end">0</text>',
        f'<text x="{_WIDTH - _RIGHT}" y="{bottom + 14}" text-anchor="end">'
        f"{minutes[-1]:.0f} min</text>",
        f'<polyline points="{points}" fill="none" stroke="#0b7a75" stroke-width="1.5"/>',
    ]
