"""What is known exactly of every pixel besides its label: how far it is and where it goes."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tryon_ar.training.people.cameras import View, metres_of
from tryon_ar.training.people.mesh import Mesh

# Samples of one pixel that are nearer to each other are of one surface.
_ONE_SURFACE_M = 0.02

_VERTEX_GLSL = """
#version 330
in vec3 in_position; in vec3 in_later;
uniform mat4 to_screen;
out vec3 now; out vec3 later;
void main() {
    gl_Position = to_screen * vec4(in_position, 1.0);
    now = gl_Position.xyw;
    later = (to_screen * vec4(in_later, 1.0)).xyw;
}
"""

_FRAGMENT_GLSL = """
#version 330
in vec3 now; in vec3 later;
out vec2 out_flow;
void main() { out_flow = later.xy / later.z - now.xy / now.z; }
"""


def depth_m(depths: NDArray[np.float32]) -> NDArray[np.float16]:
    """Return how far along the camera's axis pixels are, metres; 0 where nothing is.

    Parameters
    ----------
    depths : ndarray of shape (2 S, 2 S), float32
        OpenGL's, 0 to 1. The nearest of each 2 x 2 counts.

    Returns
    -------
    ndarray of shape (S, S), float16
    """
    nearest = _fours(depths).min(axis=0)
    return np.where(nearest < 1.0, metres_of(nearest), 0.0).astype(np.float16)


def mean_of_nearest(
    values: NDArray[np.float32], depths: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the mean of those of each 2 x 2 samples that lie on what is nearest there.

    Parameters
    ----------
    values : ndarray of shape (2 S, 2 S, C), float32
    depths : ndarray of shape (2 S, 2 S), float32
        OpenGL's, 0 to 1.

    Returns
    -------
    ndarray of shape (S, S, C), float32
    """
    away = metres_of(_fours(depths))
    share = (away - away.min(axis=0) < _ONE_SURFACE_M).astype(np.float32)[..., None]
    return np.asarray((_fours(values) * share).sum(axis=0) / share.sum(axis=0), np.float32)


def _fours(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the samples of each 2 x 2, (4, S, S, ...)."""
    return np.stack([samples[row::2, column::2] for row in (0, 1) for column in (0, 1)])


class Motion:
    """Draws where every pixel goes until a second moment.

    Parameters
    ----------
    context : moderngl.Context
    side_px : int
        Of what is drawn; its results have half of that.
    """

    def __init__(self, context: Any, side_px: int) -> None:  # noqa: ANN401 - moderngl is untyped
        import moderngl

        self._context, self._side_px = context, side_px
        self._depth_test, self._cull = moderngl.DEPTH_TEST, moderngl.CULL_FACE
        self._program = context.program(vertex_shader=_VERTEX_GLSL, fragment_shader=_FRAGMENT_GLSL)
        size = (side_px, side_px)
        self._flow = context.texture(size, 2, dtype="f4")
        self._depths = context.depth_texture(size)
        self._frame = context.framebuffer([self._flow], self._depths)

    def draw(
        self, meshes: Sequence[Mesh], later: Sequence[NDArray[np.float64]], view: View
    ) -> NDArray[np.float16]:
        """Return how far every pixel moves, in pixels of the picture, x and y (down).

        Parameters
        ----------
        meshes : sequence of Mesh
        later : sequence of ndarray of shape (N, 3)
            Where the vertices of each are at the second moment.
        view : View
            Of both moments.

        Returns
        -------
        ndarray of shape (S, S, 2), float16
            Of what is seen at the first moment; 0 where nothing is.
        """
        self._frame.use()
        self._frame.clear(0.0, 0.0, 0.0, 0.0, depth=1.0)
        self._context.enable_only(self._depth_test)
        matrix = np.ascontiguousarray(view.to_screen().T, np.float32)
        self._program["to_screen"].write(matrix.tobytes())
        for mesh, moved in zip(meshes, later, strict=True):
            (self._context.disable if mesh.two_sided else self._context.enable)(self._cull)
            self._render(np.hstack([mesh.vertices, moved]), mesh.triangles)
        self._context.disable(self._cull)
        side = self._side_px
        flow = np.frombuffer(self._flow.read(), np.float32).reshape(side, side, 2)[::-1]
        depths = read_depths(self._depths, side)
        # From OpenGL's -1 to 1, y up, to pixels, y down.
        scale = np.array([side / 4, -side / 4], np.float32)
        return (mean_of_nearest(flow, depths) * scale).astype(np.float16)

    def _render(self, points: NDArray[np.float64], triangles: NDArray[np.integer]) -> None:
        vertices = self._context.buffer(np.ascontiguousarray(points, np.float32).tobytes())
        indices = self._context.buffer(np.ascontiguousarray(triangles, np.int32).tobytes())
        content = [(vertices, "3f 3f", "in_position", "in_later")]
        drawn = self._context.vertex_array(self._program, content, indices)
        drawn.render()
        for resource in (drawn, vertices, indices):
            resource.release()


def read_depths(texture: Any, side_px: int) -> NDArray[np.float32]:  # noqa: ANN401 - as above
    """Return a depth texture's values (side, side), 0 to 1, the topmost row first."""
    raw = np.frombuffer(texture.read(alignment=4), np.float32)
    return np.ascontiguousarray(raw.reshape(side_px, side_px)[::-1])
