"""What a size of a garment's chart changes about how it is worn.

The size that suits a body best is the one drawn when none is chosen; any other is larger or smaller
by the chart's own ratios. How tall a person is cannot be seen: which size suits is judged by the
shoulders of the population's mean, the ratio between two sizes is exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

# Between the shoulder joints as BlazePose has them, mean of grown-up people, in centimetres.
SHOULDERS_CM = 35.0
#: What goes over another top is worn so much wider.
OUTER_EASE = 1.03
_CM = {"cm": 1.0, "in": 2.54}
# Names that charts have for a measure, most telling first.
_WIDTHS = ("chest", "bust", "half_chest", "width", "waist", "hip", "hips")
_LENGTHS = ("length", "back_length", "total_length", "outseam", "inseam")
_SLEEVES = ("sleeve", "sleeve_length")
_LOWER_WIDTHS = ("waist", "hip", "hips", "width")
_LOWER_LENGTHS = ("length", "outseam", "total_length", "inseam")
# A chart that has widths alone: lengths and sleeves of larger sizes grow by this much of it.
_LENGTH_WITH_WIDTH, _SLEEVE_WITH_WIDTH = 0.45, 0.35
# What is longer than this was measured round the body, not across the flat garment.
_GIRTH_CM = 75.0
_RATIOS = (0.6, 1.7)
# Flat widths of what fits, in shoulder widths: chest of tops, waistband of what is worn below.
_FITTING_CHEST, _FITTING_WAIST = 1.45, 1.08


@dataclass(frozen=True, slots=True)
class SizeFactors:
    """How much larger than the size that suits a garment is worn.

    Attributes
    ----------
    width, length, sleeve : float
        Ratios of widths from the armpits down, of lengths from the neck or the waistband, and of
        sleeves; 1 for the size that suits.
    """

    width: float = 1.0
    length: float = 1.0
    sleeve: float = 1.0


SUITING = SizeFactors()


def size_factors(
    chart: Mapping[str, object] | None, size: str | None, *, is_lower: bool = False
) -> SizeFactors:
    """Return what choosing a size changes.

    Parameters
    ----------
    chart : mapping or None
        As :class:`tryon_ar.garments.garment.Garment` has it.
    size : str or None
        None, or one that the chart lacks, is worn as the size that suits.
    is_lower : bool
        The garment is worn from the waist down.

    Returns
    -------
    SizeFactors
        Ratios of the chart's measures to those of the size that suits, between 0.6 and 1.7.

    Examples
    --------
    >>> chart = {"unit": "cm", "M": {"chest": 50, "length": 70}, "L": {"chest": 55, "length": 72}}
    >>> size_factors(chart, "L").width
    1.1
    """
    table = {} if chart is None else _tables(chart)
    if size is None or size not in table:
        return SUITING
    suiting = table[suiting_size(chart, is_lower=is_lower) or size]
    wanted = table[size]
    width = _ratio(wanted, suiting, _LOWER_WIDTHS if is_lower else _WIDTHS)
    length = _ratio(wanted, suiting, _LOWER_LENGTHS if is_lower else _LENGTHS)
    sleeve = _ratio(wanted, suiting, _SLEEVES)
    grown = 0.0 if width is None else width - 1.0
    if length is None:
        length = 1.0 + _LENGTH_WITH_WIDTH * grown
    if sleeve is None:
        sleeve = 1.0 + _SLEEVE_WITH_WIDTH * grown
    return SizeFactors(1.0 + grown, length, sleeve)


def suiting_size(chart: Mapping[str, object] | None, *, is_lower: bool = False) -> str | None:
    """Return the size of a chart whose width is nearest to what fits shoulders of the mean.

    Parameters
    ----------
    chart : mapping or None
    is_lower : bool

    Returns
    -------
    str or None
        The middle size where no width is known, None for no chart.
    """
    table = {} if chart is None else _tables(chart)
    if not table or chart is None:
        return None
    names = list(table)
    to_cm = _CM.get(str(chart.get("unit")), 1.0)
    wanted = _LOWER_WIDTHS if is_lower else _WIDTHS
    goal_cm = (_FITTING_WAIST if is_lower else _FITTING_CHEST) * SHOULDERS_CM
    widths = {name: _first(table[name], wanted) for name in names}
    known = {name: width * to_cm for name, width in widths.items() if width is not None}
    if not known:
        return names[len(names) // 2]
    flat = {name: cm / 2 if cm > _GIRTH_CM else cm for name, cm in known.items()}
    return min(flat, key=lambda name: abs(flat[name] - goal_cm))


def _tables(chart: Mapping[str, object]) -> dict[str, dict[str, float]]:
    """Return the measures by size, names in lower case with underscores."""
    return {
        name: {_plain(measure): float(value) for measure, value in measures.items()}
        for name, measures in chart.items()
        if isinstance(measures, Mapping)
    }


def _plain(measure: str) -> str:
    return measure.strip().lower().replace(" ", "_").replace("-", "_")


def _first(measures: Mapping[str, float], names: tuple[str, ...]) -> float | None:
    return next((measures[name] for name in names if name in measures), None)


def _ratio(
    wanted: Mapping[str, float], suiting: Mapping[str, float], names: tuple[str, ...]
) -> float | None:
    """Return the ratio of the first measure that both sizes have."""
    for name in names:
        if name in wanted and name in suiting:
            return float(np.clip(wanted[name] / suiting[name], *_RATIOS))
    return None
