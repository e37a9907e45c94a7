"""The size chart of a garment: lengths measured on the flat garment, size by size."""

import re
from collections.abc import Mapping

from tryon_ar.core.untrusted_text import told

UNITS = ("cm", "in")
MAX_SIZES = 40
MAX_MEASURES = 40
MAX_LENGTH = 500.0

_NAME = re.compile(r"[^\x00-\x1f]{1,40}")


def checked_sizes(chart: object) -> dict[str, object] | None:
    """Return a size chart that is known to be sound.

    Parameters
    ----------
    chart : object
        None, or ``{"unit": "cm" or "in", size: {measure: length}}``, for example
        ``{"unit": "cm", "M": {"chest": 52, "length": 70}}``.

    Returns
    -------
    dict or None
        A copy with the lengths as given; None for None and for a chart without sizes.

    Raises
    ------
    ValueError
        Saying what is wrong with it, to be read after "its size chart".
    """
    if chart is None:
        return None
    if not isinstance(chart, Mapping):
        raise ValueError("is not a table")  # noqa: TRY004 one kind of error for any bad chart
    unit = chart.get("unit")
    if unit not in UNITS:
        raise ValueError(f"has the unit {told(unit)}, not {' or '.join(UNITS)}")
    sizes = {name: measures for name, measures in chart.items() if name != "unit"}
    if len(sizes) > MAX_SIZES:
        raise ValueError(f"has more than {MAX_SIZES} sizes")
    checked = {_checked_name(name): _measures(name, measures) for name, measures in sizes.items()}
    return {"unit": unit, **checked} if checked else None


def size_names(chart: Mapping[str, object] | None) -> tuple[str, ...]:
    """Return the names of a chart's sizes in its order; none without a chart."""
    return () if chart is None else tuple(name for name in chart if name != "unit")


def _checked_name(name: object) -> str:
    if not isinstance(name, str) or not name.strip() or not _NAME.fullmatch(name):
        raise ValueError(f"has a name that is no short text: {told(name)}")
    return name


def _measures(size: object, table: object) -> dict[str, float]:
    if not isinstance(table, Mapping) or not table:
        raise ValueError(f"has no table of measures for the size {size}")
    if len(table) > MAX_MEASURES:
        raise ValueError(f"has more than {MAX_MEASURES} measures for the size {size}")
    return {_checked_name(name): _length(size, name, value) for name, value in table.items()}


def _length(size: object, measure: object, value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= MAX_LENGTH:
        return value
    raise ValueError(f"has {told(value)} as the {measure} of the size {size}, not a length")
