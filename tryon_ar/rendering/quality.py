"""How finely frames are drawn: what can be lowered while the picture stays whole."""

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
    texture : float
        Textures are drawn so many times as coarse, 1 or more.
    light : int
        The light is found on cells so many times as wide.
    cadence : int
        What is learnt of the person and the room is looked at so many times as seldom.
    """

    name: str
    grid: float = 1.0
    texture: float = 1.0
    light: int = 1
    cadence: int = 1


FULL = Quality("full")
