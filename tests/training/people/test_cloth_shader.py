import numpy as np
import pytest

from tryon_ar.training.people.cloth_shader import CLOTH_GLSL
from tryon_ar.training.people.mesh import Pattern

FRAGMENT = (
    "#version 330\n"
    "uniform int pattern; uniform float folds; in vec2 at; out vec4 seen;\n"
    + CLOTH_GLSL
    + """
void main() {
  vec3 rgb = vec3(0.3, 0.4, 0.5), n = vec3(0, -1, 0);
  cloth(vec3(at.x * 0.2, -0.1, 0.5 + at.y * 0.2), rgb, n, vec3(0.9, 0.8, 0.1), pattern,
        pattern == 5 ? 4.0 : 15.0, folds, vec3(0.0, 0.0, 0.5), 1.0);
  seen = vec4(rgb, n.y);
}"""
)
VERTEX = (
    "#version 330\nin vec2 p; out vec2 at; void main() { at = p; gl_Position = vec4(p, 0, 1); }"
)


@pytest.fixture(scope="module")
def look():
    moderngl = pytest.importorskip("moderngl")
    try:
        context = moderngl.create_context(standalone=True, backend="egl")
    except Exception as error:  # noqa: BLE001 - whatever a machine without EGL raises
        pytest.skip(f"no EGL: {error}")
    program = context.program(vertex_shader=VERTEX, fragment_shader=FRAGMENT)
    corners = np.array([[-1, -1], [1, -1], [-1, 1], [1, 1]], "f4")
    square = context.vertex_array(program, [(context.buffer(corners.tobytes()), "2f", "p")])
    target = context.framebuffer([context.texture((128, 128), 4, dtype="f4")])

    def draw(pattern, folds=0.0):
        target.use()
        program["pattern"].value = int(pattern)
        program["folds"].value = folds
        square.render(moderngl.TRIANGLE_STRIP)
        return np.frombuffer(target.read(components=4, dtype="f4"), "f4").reshape(128, 128, 4)

    return draw


@pytest.mark.parametrize("pattern", [p for p in Pattern if p != Pattern.PLAIN])
def test_every_pattern_shows(look, pattern):
    plain, drawn = look(Pattern.PLAIN), look(pattern)
    assert np.isfinite(drawn).all()
    assert np.abs(drawn[..., :3] - plain[..., :3]).max() > 0.08


def test_stripes_run_the_right_way(look):
    across = look(Pattern.STRIPES_ACROSS)[..., 0]
    down = look(Pattern.STRIPES_DOWN)[..., 0]
    assert across.mean(axis=1).std() > 4 * across.mean(axis=0).std()
    assert down.mean(axis=0).std() > 4 * down.mean(axis=1).std()


def test_folds_bend_normals_only_where_asked(look):
    assert (look(Pattern.PLAIN)[..., 3] == -1).all()
    assert look(Pattern.PLAIN, folds=1.0)[..., 3].std() > 0.004
