"""How finely frames are drawn: what can be lowered while the picture stays whole.

Textures and light are not among it: to draw them coarser saves next to nothing, and is seen.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quality:
    """How finely garments are drawn and worn clothes taken off.

    Attributes
    ----------
    name : str
        For people.
    grid : float
        The warp's error may be so many times as large: its coarse grid gets coarser.
    cadence : int
        What is learnt of the person and the room is looked at so many times as seldom.
    apart : int
        The parsing network looks at most at every so many-th frame, and the hands' at a hand; in
        between labels and hands are carried along, however fast the person moves.
    """

    name: str
    grid: float = 1.0
    cadence: int = 1
    apart: int = 1


FULL = Quality("full")
