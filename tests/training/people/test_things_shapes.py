import numpy as np
import pytest

from tryon_ar.training.people.mesh import Label
from tryon_ar.training.people.things_shapes import band, loop_round, merged, solid, tube


def _round_points(radius=0.1, count=400):
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    # Dented on one side: what is taut does not follow a dent.
    own = radius * (1 - 0.4 * np.exp(-((angle - np.pi) ** 2) / 0.05))
    return np.stack([own * np.cos(angle), own * np.sin(angle), 0 * angle], axis=1)


def test_a_loop_spans_dents_and_stands_off():
    loop = loop_round(_round_points(), np.zeros(3), np.eye(3)[0], np.eye(3)[1], 0.01, 0.005)
    assert loop is not None
    radius = np.linalg.norm(loop.points, axis=1)
    assert radius.max() == pytest.approx(0.105, abs=1e-3)
    assert radius.min() > 0.09
    assert np.allclose(loop.points[0], loop.points[-1])
    assert ((loop.points * loop.outward).sum(axis=1) > 0).all()


def test_there_is_no_loop_round_nothing():
    far = _round_points() + np.array([0, 0, 1.0])
    assert loop_round(far, np.zeros(3), np.eye(3)[0], np.eye(3)[1], 0.01, 0.0) is None
    line = np.stack([np.linspace(0, 1, 9), np.zeros(9), np.zeros(9)], axis=1)
    assert loop_round(line, np.zeros(3), np.eye(3)[0], np.eye(3)[1], 0.01, 0.0) is None


@pytest.mark.parametrize("edges", [(1.0, 1.0), (0.12, 0.22), (0.12, 1.0)])
def test_solids_fill_their_radii_and_look_outwards(edges):
    radii = (0.03, 0.07, 0.01)
    mesh = solid(np.ones(3), np.eye(3), radii, edges, np.ones(3), Label.BACKGROUND)
    relative = mesh.vertices - 1.0
    assert np.allclose(np.abs(relative).max(axis=0), radii, rtol=0.03)
    assert np.isfinite(mesh.normals).all()
    assert ((relative * mesh.normals).sum(axis=1) > 0).all()
    assert (mesh.labels == Label.BACKGROUND).all()


def test_a_tube_keeps_its_radius():
    path = np.stack([np.linspace(0, 1, 20), np.zeros(20), np.zeros(20)], axis=1)
    mesh = tube(path, 0.05, np.ones(3), Label.FACE)
    assert np.allclose(np.linalg.norm(mesh.vertices[:, 1:], axis=1), 0.05)


def test_a_band_is_as_wide_as_said_and_two_meshes_become_one():
    path = np.stack([np.linspace(0, 1, 20), np.zeros(20), np.zeros(20)], axis=1)
    outward = np.tile([0.0, 0.0, 1.0], (20, 1))
    mesh = band(
        path,
        outward,
        0.04,
        np.ones(3),
        Label.BACKGROUND,
        tube(path, 0.1, np.ones(3), Label.FACE).paint,
    )
    assert np.ptp(mesh.vertices[:, 1]) == pytest.approx(0.04)
    both = merged([mesh, mesh])
    assert len(both.triangles) == 2 * len(mesh.triangles)
    assert both.triangles.max() == len(both.vertices) - 1
