"""Lights what was gathered of a scene, each kind of surface by a program of its own."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.drawing_lights import Lighting
from tryon_ar.training.people.drawing_shaders import (
    LIGHT_VERTEX_GLSL,
    MOST_MESHES,
    SORT_FRAGMENT_GLSL,
    light_fragment_glsl,
)
from tryon_ar.training.people.mesh import Paint, Pattern, Surface

# Surface, pattern and whether it has folds.
_Kind = tuple[Surface, Pattern, bool]
_TEXTURES = ("normals", "rests", "colours", "depths", "shadow_map")
# Depths that kinds are told apart by are this much apart.
_MOST_KINDS = 64


class Shading:
    """The pass that lights pictures.

    Parameters
    ----------
    context : moderngl.Context
    side_px : int
        Of the pictures.
    """

    def __init__(self, context: Any, side_px: int) -> None:  # noqa: ANN401 - moderngl is untyped
        import moderngl

        self._context, self._side_px = context, side_px
        self._depth_test = moderngl.DEPTH_TEST
        size = (side_px, side_px)
        self.picture = context.texture(size, 4)
        kinds = context.depth_texture(size)
        self._sorting_frame = context.framebuffer(depth_attachment=kinds)
        self._frame = context.framebuffer([self.picture], kinds)
        corners = np.array([[-1, -1], [3, -1], [-1, 3]], np.float32)
        self._corners = context.buffer(corners.tobytes())
        self._sort, self._sort_all = self._whole(SORT_FRAGMENT_GLSL)
        self._programs: dict[_Kind, tuple[Any, Any]] = {}
        self._paints = context.buffer(reserve=16 * 3 * MOST_MESHES)
        self._light = context.buffer(reserve=16 * 15)

    def _whole(self, fragment_shader: str) -> tuple[Any, Any]:
        """Return a program and what runs it on the whole picture."""
        program = self._context.program(
            vertex_shader=LIGHT_VERTEX_GLSL, fragment_shader=fragment_shader
        )
        for unit, name in enumerate(_TEXTURES):
            if name in program:
                program[name].value = unit
        for binding, name in enumerate(("Paints", "Light")):
            if name in program:
                program[name].binding = binding
        vertices = [(self._corners, "2f", "in_corner")]
        return program, self._context.vertex_array(program, vertices)

    def _program_of(self, kind: _Kind) -> tuple[Any, Any]:
        if kind not in self._programs:
            surface, pattern, folded = kind
            text = light_fragment_glsl(surface, pattern, self._side_px, folded=folded)
            self._programs[kind] = self._whole(text)
        return self._programs[kind]

    def light(
        self,
        paints: Sequence[Paint],
        lighting: Lighting,
        matrices: tuple[NDArray[np.float64], NDArray[np.float64]],
        eye: NDArray[np.float64],
    ) -> None:
        """Light what was gathered into :attr:`picture`.

        The textures of what was gathered, of its depths and the shadow map are bound to units 0
        to 4.

        Parameters
        ----------
        paints : sequence of Paint
            Of the scene's meshes.
        lighting : Lighting
        matrices : tuple of 2 ndarrays of shape (4, 4)
            From clip space to the room, and from the room to the shadow map.
        eye : ndarray of shape (3,)
            Where the camera is.
        """
        self._paints.write(_paint_table(paints))
        self._light.write(_light_table(lighting, matrices, eye))
        self._paints.bind_to_uniform_block(0)
        self._light.bind_to_uniform_block(1)
        kinds = sorted({_kind_of(paint) for paint in paints})
        depths = {kind: (1 + number) / _MOST_KINDS for number, kind in enumerate(kinds)}
        self._context.enable_only(self._depth_test)
        self._frame.clear(0.0, 0.0, 0.0, 0.0, depth=1.0)
        self._sort_pixels([depths[_kind_of(paint)] for paint in paints])
        self._frame.use()
        self._context.depth_func = "=="
        for kind in kinds:
            program, whole = self._program_of(kind)
            program["kind_at"].value = depths[kind]
            whole.render()
            # Queued together, software rendering takes three times as long.
            self._context.finish()
        self._context.depth_func = "<"

    def _sort_pixels(self, depths: list[float]) -> None:
        """Give every pixel the depth of its kind; those of nothing 0."""
        self._sorting_frame.use()
        self._sort["kinds"].value = depths + [0.0] * (MOST_MESHES - len(depths))
        self._sort_all.render()


def _kind_of(paint: Paint) -> _Kind:
    pattern = paint.pattern if paint.surface is Surface.CLOTH else Pattern.PLAIN
    return Surface(paint.surface), Pattern(pattern), paint.folds > 0


def _paint_table(paints: Sequence[Paint]) -> bytes:
    """Return what programs know of every mesh's paint, as their block lies in memory."""
    table = np.zeros((MOST_MESHES, 3, 4), np.float32)
    for row, paint in zip(table, paints, strict=False):
        row[0] = (*paint.second_rgb, paint.scale)
        row[1] = (*paint.centre, paint.folds)
        row[2, 0] = paint.gloss
    return table.tobytes()


def _light_table(
    lighting: Lighting,
    matrices: tuple[NDArray[np.float64], NDArray[np.float64]],
    eye: NDArray[np.float64],
) -> bytes:
    """Return the light and the camera, as the programs' block lies in memory."""
    table = np.zeros((15, 4), np.float32)
    # OpenGL's matrices lie column by column.
    table[0:4], table[4:8] = matrices[0].T, matrices[1].T
    table[8:15, :3] = [eye, lighting.key_direction, lighting.fill_direction, lighting.key_rgb,
                       lighting.fill_rgb, lighting.sky_rgb, lighting.ground_rgb]  # fmt: skip
    table[8:11, 3] = lighting.exposure, lighting.softness, lighting.shadow_depth
    return table.tobytes()
