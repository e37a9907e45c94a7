"""Draws meshes with OpenGL, without a window: colours and, pixel for pixel, labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.cameras import View
from tryon_ar.training.people.drawing_lights import Lighting
from tryon_ar.training.people.drawing_shaders import (
    FRAGMENT_GLSL,
    SHADOW_FRAGMENT_GLSL,
    SHADOW_VERTEX_GLSL,
    VERTEX_GLSL,
)
from tryon_ar.training.people.mesh import Mesh, Paint

_SHADOW_SIZE_PX = 768
_ATTRIBUTES = ("in_position", "in_normal", "in_colour", "in_rest", "in_label", "in_strand")


@dataclass(frozen=True)
class Drawn:
    """A picture of meshes before nothing.

    Attributes
    ----------
    rgba : ndarray of shape (S, S, 4), uint8
        Red, green, blue multiplied by alpha, and alpha; sRGB.
    labels : ndarray of shape (S, S), uint8
        Of ``core.labels.Label``: what most of a pixel shows.
    """

    rgba: NDArray[np.uint8]
    labels: NDArray[np.uint8]


@dataclass(frozen=True)
class _Loaded:
    colours: Any
    shadow: Any
    paint: Paint
    two_sided: bool
    owned: tuple[Any, ...]


class Scene:
    """Meshes on the graphics device, to be drawn several times; release it after use."""

    def __init__(
        self, loaded: Sequence[_Loaded], bounds: tuple[NDArray[np.float64], float]
    ) -> None:
        self.loaded = loaded
        self.middle, self.radius_m = bounds

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for one in self.loaded:
            for resource in (one.colours, one.shadow, *one.owned):
                resource.release()


class Studio:
    """An OpenGL context (EGL; software rendering will do) that draws scenes.

    Parameters
    ----------
    size_px : int
        Side of the pictures.
    finer : int
        Pictures are drawn this many times larger and averaged.
    """

    def __init__(self, size_px: int = 256, finer: int = 2) -> None:
        import moderngl

        self._context: Any = moderngl.create_context(standalone=True, backend="egl")
        self.size_px, self._finer = size_px, finer
        full = size_px * finer
        self._depth_test, self._cull = moderngl.DEPTH_TEST, moderngl.CULL_FACE
        self._program = self._context.program(
            vertex_shader=VERTEX_GLSL, fragment_shader=FRAGMENT_GLSL
        )
        self._shadow_program = self._context.program(
            vertex_shader=SHADOW_VERTEX_GLSL, fragment_shader=SHADOW_FRAGMENT_GLSL
        )
        self._colours = self._context.texture((full, full), 4)
        self._labels = self._context.texture((full, full), 1)
        self._frame = self._context.framebuffer(
            [self._colours, self._labels], self._context.depth_renderbuffer((full, full))
        )
        self._shadow_map = self._context.depth_texture((_SHADOW_SIZE_PX, _SHADOW_SIZE_PX))
        self._shadow_map.compare_func = "<="
        self._shadow_map.filter = (moderngl.LINEAR, moderngl.LINEAR)
        self._shadow_map.repeat_x = self._shadow_map.repeat_y = False
        self._shadow_frame = self._context.framebuffer(depth_attachment=self._shadow_map)

    def load(self, meshes: Sequence[Mesh]) -> Scene:
        """Bring meshes to the graphics device."""
        points = np.concatenate([mesh.vertices for mesh in meshes])
        low, high = points.min(axis=0), points.max(axis=0)
        middle = (low + high) / 2
        radius = float(np.linalg.norm(points - middle, axis=1).max())
        return Scene([self._load(mesh) for mesh in meshes if len(mesh.triangles)], (middle, radius))

    def _load(self, mesh: Mesh) -> _Loaded:
        strand = np.zeros(len(mesh.vertices)) if mesh.strand is None else mesh.strand
        columns: list[NDArray[Any]] = [mesh.vertices, mesh.normals, mesh.colours, mesh.rest]
        columns += [mesh.labels[:, None], np.asarray(strand).reshape(-1, 1)]
        table = np.ascontiguousarray(np.hstack(columns), np.float32)
        # OpenGL takes a triangle's flat values from its last vertex.
        turned = np.ascontiguousarray(mesh.triangles[:, [1, 2, 0]], np.int32)
        vertices = self._context.buffer(table.tobytes())
        indices = self._context.buffer(turned.tobytes())
        layout = "3f 3f 3f 3f 1f 1f"
        colours = self._context.vertex_array(
            self._program, [(vertices, layout, *_ATTRIBUTES)], indices
        )
        shadow = self._context.vertex_array(
            self._shadow_program, [(vertices, "3f 44x", "in_position")], indices
        )
        return _Loaded(colours, shadow, mesh.paint, mesh.two_sided, (vertices, indices))

    def draw(self, scene: Scene, view: View, lighting: Lighting) -> Drawn:
        """Draw a scene as seen by a camera in a light."""
        to_shadow = _to_shadow(scene, lighting.key_direction)
        self._draw_shadow(scene, to_shadow)
        self._set_view(view, lighting, to_shadow)
        self._frame.use()
        self._frame.clear(0.0, 0.0, 0.0, 0.0)
        self._context.enable(self._depth_test)
        self._shadow_map.use(0)
        for one in scene.loaded:
            (self._context.disable if one.two_sided else self._context.enable)(self._cull)
            self._set_paint(one.paint)
            one.colours.render()
        return self._read()

    def _draw_shadow(self, scene: Scene, to_shadow: NDArray[np.float64]) -> None:
        self._shadow_frame.use()
        self._shadow_frame.clear(depth=1.0)
        self._context.enable_only(self._depth_test)
        self._shadow_program["to_shadow"].write(to_shadow.T.astype(np.float32).tobytes())
        for one in scene.loaded:
            one.shadow.render()

    def _set(self, name: str, value: object) -> None:
        # The compiler drops what a shader does not use.
        if name in self._program:
            self._program[name].value = value

    def _set_view(self, view: View, lighting: Lighting, to_shadow: NDArray[np.float64]) -> None:
        self._program["to_screen"].write(view.to_screen().T.astype(np.float32).tobytes())
        self._program["to_shadow"].write(to_shadow.T.astype(np.float32).tobytes())
        self._set("eye_at", tuple(view.camera.eye))
        for name in ("key_direction", "fill_direction", "key_rgb", "fill_rgb"):
            self._set(name, tuple(getattr(lighting, name)))
        self._set("sky_rgb", tuple(lighting.sky_rgb))
        self._set("ground_rgb", tuple(lighting.ground_rgb))
        self._set("shadow_softness", lighting.softness)
        self._set("shadow_depth", lighting.shadow_depth)
        self._set("exposure", lighting.exposure)
        self._set("shadow_map", 0)

    def _set_paint(self, paint: Paint) -> None:
        self._set("surface", int(paint.surface))
        self._set("pattern", int(paint.pattern))
        self._set("scale", paint.scale)
        self._set("second_rgb", tuple(paint.second_rgb))
        self._set("folds", paint.folds)
        self._set("gloss", paint.gloss)
        self._set("centre", tuple(paint.centre))

    def _read(self) -> Drawn:
        full = self.size_px * self._finer
        raw = np.frombuffer(self._colours.read(), np.uint8).reshape(full, full, 4)[::-1]
        found = np.frombuffer(self._labels.read(alignment=1), np.uint8).reshape(full, full)[::-1]
        size = (self.size_px, self.size_px)
        rgba = cv2.resize(np.ascontiguousarray(raw), size, interpolation=cv2.INTER_AREA)
        return Drawn(np.asarray(rgba, np.uint8), most_common(found, self._finer))


def most_common(labels: NDArray[np.uint8], finer: int) -> NDArray[np.uint8]:
    """Return the label that most of each square of pixels has; of equals the smallest.

    Parameters
    ----------
    labels : ndarray of shape (S * finer, S * finer), uint8
        Below 8.
    finer : int

    Returns
    -------
    ndarray of shape (S, S), uint8
    """
    side = labels.shape[0] // finer
    blocks = labels.reshape(side, finer, side, finer)
    best = np.zeros((side, side), np.uint8)
    found = np.zeros((side, side), np.uint8)
    for label in np.unique(labels):
        count = (blocks == label).sum(axis=(1, 3), dtype=np.uint8)
        more = count > best
        best[more] = count[more]
        found[more] = label
    return found


def _to_shadow(scene: Scene, direction: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the matrix (4, 4) of a light that is infinitely far and sees the whole scene."""
    across = np.cross(direction, [0.13, 0.31, 0.94])
    across /= np.linalg.norm(across)
    axes = np.stack([across, np.cross(direction, across), -direction]) / scene.radius_m
    matrix = np.eye(4)
    matrix[:3, :3] = axes
    matrix[:3, 3] = -axes @ scene.middle
    return matrix
