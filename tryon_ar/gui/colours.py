"""Our own colours, a dark and a light set, each with contrast enough to read by."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class Colours:
    """One set of colours.

    Attributes
    ----------
    canvas, surface, raised : QColor
        Grounds: behind the picture and in fields, of bars and pages, of buttons and cards.
    line : QColor
        Borders, and what the pointer is over.
    text, muted, dim : QColor
        Ink for words, for words beside them, and for what cannot be used now.
    accent, on_accent : QColor
        What is chosen or asked for first, and the ink upon it.
    record, warning : QColor
        Recording and errors; warnings and favourites.
    tile : QColor
        Behind garments on the shelf.
    stages : mapping
        Of the pipeline's stages in plots, by name.
    """

    canvas: QColor
    surface: QColor
    raised: QColor
    line: QColor
    text: QColor
    muted: QColor
    dim: QColor
    accent: QColor
    on_accent: QColor
    record: QColor
    warning: QColor
    tile: QColor
    stages: Mapping[str, QColor]

    def names(self) -> dict[str, str]:
        """Return all but the stages as ``#rrggbb``, by name, for style sheets."""
        return {
            field.name: getattr(self, field.name).name()
            for field in fields(self)
            if field.name != "stages"
        }


DARK = Colours(
    canvas=QColor("#101214"),
    surface=QColor("#191c20"),
    raised=QColor("#23272d"),
    line=QColor("#343a42"),
    text=QColor("#eceef0"),
    muted=QColor("#a3acb6"),
    dim=QColor("#6b747e"),
    accent=QColor("#6fcfb8"),
    on_accent=QColor("#0c2a24"),
    record=QColor("#ff5a52"),
    warning=QColor("#f2b95c"),
    tile=QColor("#e9e7e2"),
    stages=MappingProxyType(
        {
            "capture": QColor("#7d8894"),
            "track": QColor("#6aa5ee"),
            "parse": QColor("#a48cf0"),
            "fit": QColor("#f2b95c"),
            "warp": QColor("#6fcfb8"),
            "blend": QColor("#ee8fae"),
        }
    ),
)

LIGHT = Colours(
    canvas=QColor("#fbfaf8"),
    surface=QColor("#f2f0ec"),
    raised=QColor("#e6e3dd"),
    line=QColor("#ccc8c0"),
    text=QColor("#1b1e21"),
    muted=QColor("#50575e"),
    dim=QColor("#84898f"),
    accent=QColor("#0d6654"),
    on_accent=QColor("#ffffff"),
    record=QColor("#b3201a"),
    warning=QColor("#7a4a00"),
    tile=QColor("#ffffff"),
    stages=MappingProxyType(
        {
            "capture": QColor("#78828c"),
            "track": QColor("#2f6fc0"),
            "parse": QColor("#6d4fc4"),
            "fit": QColor("#b5750c"),
            "warp": QColor("#15826c"),
            "blend": QColor("#c0446e"),
        }
    ),
)

BY_NAME: Mapping[str, Colours] = MappingProxyType({"dark": DARK, "light": LIGHT})
