"""A plot of two figures against each other, as SVG."""

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass

_WIDTH, _HEIGHT = 640, 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 60, 20, 16, 48
_MOST_TICKS = 6
# Of the names of dots; how far beside them these stand, and how many places are tried.
_LINE_PX, _LETTER_PX, _BESIDE_PX, _MOST_PLACES = 13, 6.0, 9, 24


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of a plot; a marked one is drawn full."""

    x: float
    y: float
    name: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis shows, and a bound drawn across it; None for no bound."""

    title: str
    bound: float | None = None


def scatter(dots: Sequence[Dot], across: Axis, up: Axis) -> str:
    """Return a plot of dots as an SVG element; both axes begin at 0, or below the least.

    Raises
    ------
    ValueError
        When there is no dot, or one lies nowhere.
    """
    if not dots or not all(math.isfinite(dot.x) and math.isfinite(dot.y) for dot in dots):
        raise ValueError("a plot needs dots that lie somewhere")
    xs = _scale([dot.x for dot in dots], across.bound, _LEFT, _WIDTH - _RIGHT)
    ys = _scale([dot.y for dot in dots], up.bound, _HEIGHT - _BOTTOM, _TOP)
    parts = [*_grid(xs, ys, across, up), *_bounds(xs, ys, across, up)]
    for dot, name in zip(dots, _named(dots, xs, ys), strict=True):
        x, y = xs.at(dot.x), ys.at(dot.y)
        kind = "dot marked" if dot.marked else "dot"
        label = f"{dot.name}: {dot.x:.3g}, {dot.y:.3g}"
        parts.append(
            f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="5">'
            f"<title>{html.escape(label)}</title></circle>"
        )
        parts.append(name)
    body = "".join(parts)
    return f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" role="img">{body}</svg>'


def _named(dots: Sequence[Dot], xs: "_Scale", ys: "_Scale") -> list[str]:
    """Return the name of every dot, beside it where it is written over no other."""
    taken: list[tuple[float, float, float]] = []
    names = []
    for dot in dots:
        x, y, wide = xs.at(dot.x), ys.at(dot.y), _LETTER_PX * len(dot.name)
        for number in range(_MOST_PLACES):
            # To the right, to the left, then a line higher, a line lower and so on.
            rise = (number // 2 + 1) // 2 * (1 if number // 2 % 2 else -1)
            on_left = number % 2 == 1
            line = y + 4 - rise * _LINE_PX
            left = x - _BESIDE_PX - wide if on_left else x + _BESIDE_PX
            fits = left >= _LEFT and left + wide <= _WIDTH and 0 < line <= _HEIGHT - _BOTTOM
            over = any(
                abs(line - one[2]) < _LINE_PX and left < one[1] and left + wide > one[0]
                for one in taken
            )
            if fits and not over:
                break
        taken.append((left, left + wide, line))
        anchor, at = ("end", left + wide) if on_left else ("start", left)
        names.append(
            f'<text x="{at:.1f}" y="{line:.1f}" text-anchor="{anchor}">'
            f"{html.escape(dot.name)}</text>"
        )
    return names


@dataclass(frozen=True, slots=True)
class _Scale:
    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[float]:
        """Return round numbers: 1, 2 or 5 times a power of ten apart."""
        least = (self.high - self.low) / _MOST_TICKS
        power = 10.0 ** math.floor(math.log10(least))
        step = next(power * times for times in (1, 2, 5, 10) if power * times >= least)
        first, last = math.ceil(self.low / step), math.floor(self.high / step)
        return [number * step for number in range(first, last + 1)]


def _scale(values: list[float], bound: float | None, start: float, end: float) -> _Scale:
    known = [*values, 0.0] if bound is None else [*values, 0.0, bound]
    low, high = min(known), max(known)
    return _Scale(low, (high if high > low else low + 1.0) + 0.08 * (high - low), start, end)


def _grid(xs: _Scale, ys: _Scale, across: Axis, up: Axis) -> list[str]:
    middle, bottom = (_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - _BOTTOM
    parts = []
    for tick in xs.ticks():
        x = xs.at(tick)
        parts.append(f'<line class="grid" x1="{x:.1f}" y1="{_TOP}" x2="{x:.1f}" y2="{bottom}"/>')
        parts.append(f'<text class="tick" x="{x:.1f}" y="{bottom + 16}">{tick:.3g}</text>')
    for tick in ys.ticks():
        y = ys.at(tick)
        parts.append(
            f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}"/>'
        )
        parts.append(f'<text class="tick" x="{_LEFT - 22}" y="{y + 4:.1f}">{tick:.3g}</text>')
    parts.append(
        f'<text class="tick" x="{middle}" y="{_HEIGHT - 8}">{html.escape(across.title)}</text>'
    )
    turned = f'transform="rotate(-90 14 {_HEIGHT / 2})"'
    parts.append(
        f'<text class="tick" x="14" y="{_HEIGHT / 2}" {turned}>{html.escape(up.title)}</text>'
    )
    return parts


def _bounds(xs: _Scale, ys: _Scale, across: Axis, up: Axis) -> list[str]:
    parts = []
    if across.bound is not None:
        x = xs.at(across.bound)
        ends = f'y1="{_TOP}" x2="{x:.1f}" y2="{_HEIGHT - _BOTTOM}"'
        parts.append(f'<line class="bound" x1="{x:.1f}" {ends}/>')
    if up.bound is not None:
        y = ys.at(up.bound)
        ends = f'y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}"'
        parts.append(f'<line class="bound" x1="{_LEFT}" {ends}/>')
    return parts
