"""What is drawn of a person: triangles with a label and a paint."""

from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from tryon_ar.core.labels import Label


class Surface(IntEnum):
    """How light falls on a surface."""

    SKIN = 0
    EYE = 1
    HAIR = 2
    CLOTH = 3
    HARD = 4


class Pattern(IntEnum):
    """What is woven into or printed on cloth."""

    PLAIN = 0
    STRIPES_ACROSS = 1
    STRIPES_DOWN = 2
    PLAID = 3
    BLOTCHES = 4
    CHEST_PRINT = 5
    DENIM = 6
    KNIT = 7
    DOTS = 8
    FLORAL = 9
    CAMOUFLAGE = 10
    COLOUR_BLOCK = 11


@dataclass(frozen=True, slots=True)
class Paint:
    """How a mesh is painted beyond the colours of its vertices.

    Attributes
    ----------
    surface : Surface
    pattern : Pattern
        Of cloth only.
    scale : float
        Repeats of the pattern a metre.
    second_rgb : tuple of 3 floats
        The pattern's other colour, sRGB, 0 to 1.
    folds : float
        Strength of folds drawn by bending normals, 0 to about 2.
    gloss : float
        Strength of highlights, 0 to 1.
    centre : tuple of 3 floats
        Rest position (m) that a chest print lies round.
    """

    surface: Surface = Surface.SKIN
    pattern: Pattern = Pattern.PLAIN
    scale: float = 20.0
    second_rgb: tuple[float, float, float] = (1.0, 1.0, 1.0)
    folds: float = 0.0
    gloss: float = 0.1
    centre: tuple[float, float, float] = (0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Mesh:
    """Triangles of one kind.

    Attributes
    ----------
    vertices : ndarray of shape (N, 3), float
        Metres.
    normals : ndarray of shape (N, 3), float
        Of length 1, outwards.
    colours : ndarray of shape (N, 3), float
        sRGB, 0 to 1, in the order red, green, blue.
    rest : ndarray of shape (N, 3), float
        Where the vertices were before posing (m): textures are looked up there, so that they
        move with the body. For hair and things, the vertices themselves will do.
    labels : ndarray of shape (N,), uint8
        Of :class:`Label`; a triangle has its first vertex's. Things that are held or hang over a
        shoulder are background.
    triangles : ndarray of shape (M, 3), int
    strand : ndarray of shape (N,), float
        A number that differs from strand to strand of hair; 0 elsewhere.
    paint : Paint
    two_sided : bool
        Whether the inside is drawn as well (cloth and strands).
    """

    vertices: NDArray[np.floating]
    normals: NDArray[np.floating]
    colours: NDArray[np.floating]
    rest: NDArray[np.floating]
    labels: NDArray[np.uint8]
    triangles: NDArray[np.integer]
    paint: Paint = field(default_factory=Paint)
    strand: NDArray[np.floating] | None = None
    two_sided: bool = True

    @property
    def drawn_vertices(self) -> NDArray[np.floating]:
        """The vertices that a triangle has (K, 3)."""
        used = np.zeros(len(self.vertices), np.bool_)
        used[self.triangles.ravel()] = True
        return self.vertices[used]


__all__ = ["Label", "Mesh", "Paint", "Pattern", "Surface"]
