"""Draws meshes with OpenGL, without a window: colours and, pixel for pixel, labels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.cameras import View
from tryon_ar.training.people.drawing_lights import Lighting
from tryon_ar.training.people.drawing_shaders import (
    GATHER_FRAGMENT_GLSL,
    GATHER_VERTEX_GLSL,
    MOST_MESHES,
    SHADOW_FRAGMENT_GLSL,
    SHADOW_VERTEX_GLSL,
)
from tryon_ar.training.people.drawing_shading import Shading
from tryon_ar.training.people.drawing_truth import Motion, read_depths
from tryon_ar.training.people.mesh import Mesh, Paint

_SHADOW_SIZE_PX = 768
# Pictures are drawn this many times larger and averaged.
_FINER = 2
_ATTRIBUTES = ("in_position", "in_normal", "in_colour", "in_rest", "in_label", "in_strand")
_LAYOUT = "3f 3f 3f 3f 1f 1f"


@dataclass(frozen=True)
class Drawn:
    """A picture of meshes before nothing.

    Attributes
    ----------
    rgba : ndarray of shape (S, S, 4), uint8
        Red, green, blue multiplied by alpha, and alpha; sRGB.
    labels : ndarray of shape (S, S), uint8
        Of ``core.labels.Label``: what most of a pixel shows.
    depths : ndarray of shape (2 S, 2 S), float32, or None
        OpenGL's, 0 to 1, if asked for; see :mod:`~tryon_ar.training.people.drawing_truth`.
    """

    rgba: NDArray[np.uint8]
    labels: NDArray[np.uint8]
    depths: NDArray[np.float32] | None = None


@dataclass(frozen=True)
class _Loaded:
    seen: Any
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
            for resource in (one.seen, one.shadow, *one.owned):
                resource.release()


class Studio:
    """An OpenGL context (EGL; software rendering will do) that draws scenes.

    Parameters
    ----------
    size_px : int
        Side of the pictures.
    """

    def __init__(self, size_px: int = 256) -> None:
        import moderngl

        self.size_px = size_px
        full = (size_px * _FINER, size_px * _FINER)
        self._context: Any = moderngl.create_context(standalone=True, backend="egl")
        self._depth_test, self._cull = moderngl.DEPTH_TEST, moderngl.CULL_FACE
        context = self._context
        self._gather = context.program(
            vertex_shader=GATHER_VERTEX_GLSL, fragment_shader=GATHER_FRAGMENT_GLSL
        )
        self._shadow = context.program(
            vertex_shader=SHADOW_VERTEX_GLSL, fragment_shader=SHADOW_FRAGMENT_GLSL
        )
        self._labels = context.texture(full, 1)
        self._depths = context.depth_texture(full)
        self._depths.compare_func = ""
        self._gathered = (
            context.texture(full, 4, dtype="f2"),
            context.texture(full, 4, dtype="f4"),
            context.texture(full, 4),
        )
        self._gather_frame = context.framebuffer([*self._gathered, self._labels], self._depths)
        self._shading = Shading(context, full[0])
        self._motion: Motion | None = None
        self._make_shadow_map(moderngl.LINEAR)

    def _make_shadow_map(self, linear: int) -> None:
        size = (_SHADOW_SIZE_PX, _SHADOW_SIZE_PX)
        self._shadow_map = self._context.depth_texture(size)
        self._shadow_map.compare_func = "<="
        self._shadow_map.filter = (linear, linear)
        self._shadow_map.repeat_x = self._shadow_map.repeat_y = False
        self._shadow_frame = self._context.framebuffer(depth_attachment=self._shadow_map)

    def load(self, meshes: Sequence[Mesh]) -> Scene:
        """Bring meshes to the graphics device.

        Raises
        ------
        ValueError
            If there are more than ``MOST_MESHES``.
        """
        drawn = [mesh for mesh in meshes if len(mesh.triangles)]
        if len(drawn) > MOST_MESHES:
            raise ValueError(f"{len(drawn)} meshes, but at most {MOST_MESHES} can be drawn")
        points = np.concatenate([mesh.vertices for mesh in drawn]).T.copy()
        middle = (points.min(axis=1) + points.max(axis=1)) / 2
        radius = float(np.sqrt(((points - middle[:, None]) ** 2).sum(axis=0).max()))
        return Scene([self._load(mesh) for mesh in drawn], (middle, radius))

    def _load(self, mesh: Mesh) -> _Loaded:
        strand = np.zeros(len(mesh.vertices)) if mesh.strand is None else mesh.strand
        columns: list[NDArray[Any]] = [mesh.vertices, mesh.normals, mesh.colours, mesh.rest]
        columns += [mesh.labels[:, None], np.asarray(strand).reshape(-1, 1)]
        table = np.ascontiguousarray(np.hstack(columns), np.float32)
        # OpenGL takes a triangle's flat values from its last vertex.
        turned = np.ascontiguousarray(mesh.triangles[:, [1, 2, 0]], np.int32)
        vertices = self._context.buffer(table.tobytes())
        indices = self._context.buffer(turned.tobytes())
        seen = self._context.vertex_array(
            self._gather, [(vertices, _LAYOUT, *_ATTRIBUTES)], indices
        )
        shadow = self._context.vertex_array(
            self._shadow, [(vertices, "3f 44x", "in_position")], indices
        )
        return _Loaded(seen, shadow, mesh.paint, mesh.two_sided, (vertices, indices))

    def draw(
        self, scene: Scene, view: View, lighting: Lighting, *, with_depths: bool = False
    ) -> Drawn:
        """Draw a scene as seen by a camera in a light."""
        to_shadow = _to_shadow(scene, lighting.key_direction)
        to_screen = view.to_screen()
        self._draw_shadow(scene, to_shadow)
        self._gather_seen(scene, to_screen)
        for unit, texture in enumerate((*self._gathered, self._depths, self._shadow_map)):
            texture.use(unit)
        from_screen = np.asarray(np.linalg.inv(to_screen), np.float64)
        paints = [one.paint for one in scene.loaded]
        self._shading.light(paints, lighting, (from_screen, to_shadow), view.camera.eye)
        drawn = self._read()
        if with_depths:
            return replace(drawn, depths=read_depths(self._depths, self.size_px * _FINER))
        return drawn

    def activate(self) -> None:
        """Make this studio the one that draws: to be called when another did so before."""
        self._context.__enter__()

    def identify(self, scene: Scene, view: View) -> NDArray[np.uint8]:
        """Return the labels of a scene's samples, finer than pixels and without light.

        Returns
        -------
        ndarray of shape (2 S, 2 S), uint8
            The meshes' own numbers; 0 where nothing is.
        """
        self._gather_seen(scene, view.to_screen())
        full = self.size_px * _FINER
        found = np.frombuffer(self._labels.read(alignment=1), np.uint8).reshape(full, full)
        return np.ascontiguousarray(found[::-1])

    def depths(self, scene: Scene, view: View) -> NDArray[np.float32]:
        """Return how far a scene's samples are (2 S, 2 S), OpenGL's 0 to 1."""
        self._gather_seen(scene, view.to_screen())
        return read_depths(self._depths, self.size_px * _FINER)

    def motion(
        self, meshes: Sequence[Mesh], later: Sequence[NDArray[np.float64]], view: View
    ) -> NDArray[np.float16]:
        """Draw where pixels go; see :meth:`~drawing_truth.Motion.draw`."""
        if self._motion is None:
            self._motion = Motion(self._context, self.size_px * _FINER)
        return self._motion.draw(meshes, later, view)

    def _draw_shadow(self, scene: Scene, to_shadow: NDArray[np.float64]) -> None:
        self._shadow_frame.use()
        self._shadow_frame.clear(depth=1.0)
        self._context.enable_only(self._depth_test)
        self._shadow["to_shadow"].write(_bytes_of(to_shadow))
        for one in scene.loaded:
            one.shadow.render()

    def _gather_seen(self, scene: Scene, to_screen: NDArray[np.float64]) -> None:
        self._gather_frame.use()
        self._gather_frame.clear(0.0, 0.0, 0.0, 0.0, depth=1.0)
        self._context.enable_only(self._depth_test)
        self._gather["to_screen"].write(_bytes_of(to_screen))
        for number, one in enumerate(scene.loaded):
            (self._context.disable if one.two_sided else self._context.enable)(self._cull)
            # Half above the number: nothing is 0.
            self._gather["paint"].value = number + 1.0
            one.seen.render()

    def _read(self) -> Drawn:
        full = self.size_px * _FINER
        raw = np.frombuffer(self._shading.picture.read(), np.uint8).reshape(full, full, 4)[::-1]
        found = np.frombuffer(self._labels.read(alignment=1), np.uint8).reshape(full, full)[::-1]
        size = (self.size_px, self.size_px)
        rgba = cv2.resize(np.ascontiguousarray(raw), size, interpolation=cv2.INTER_AREA)
        return Drawn(np.asarray(rgba, np.uint8), most_common(found))


def most_common(labels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the label that most of each 2 x 2 pixels have; the smaller of two equally common.

    Parameters
    ----------
    labels : ndarray of shape (2 S, 2 S), uint8

    Returns
    -------
    ndarray of shape (S, S), uint8
    """
    a, b, c, d = labels[::2, ::2], labels[::2, 1::2], labels[1::2, ::2], labels[1::2, 1::2]
    low, low2 = np.minimum(a, b), np.minimum(c, d)
    high, high2 = np.maximum(a, b), np.maximum(c, d)
    first, last = np.minimum(low, low2), np.maximum(high, high2)
    middle, middle2 = np.maximum(low, low2), np.minimum(high, high2)
    second, third = np.minimum(middle, middle2), np.maximum(middle, middle2)
    # Sorted, equal labels are neighbours, and no other can be more common than the first pair.
    paired = np.where(second == third, second, np.where(third == last, third, first))
    return np.asarray(np.where(first == second, first, paired))


def _bytes_of(matrix: NDArray[np.float64]) -> bytes:
    """Return a matrix as OpenGL wants it: column by column, in single precision."""
    return np.ascontiguousarray(matrix.T, np.float32).tobytes()


def _to_shadow(scene: Scene, direction: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the matrix (4, 4) of a light that is infinitely far and sees the whole scene."""
    across = np.cross(direction, [0.13, 0.31, 0.94])
    across /= np.linalg.norm(across)
    axes = np.stack([across, np.cross(direction, across), -direction]) / scene.radius_m
    matrix = np.eye(4)
    matrix[:3, :3] = axes
    matrix[:3, 3] = -axes @ scene.middle
    return matrix
