import numpy as np
import pytest

from tryon_ar.training.people.hair_shapes import ball, cut, frames, hair_paint, ribbons
from tryon_ar.training.people.mesh import Label


def _grid(side):
    x, y = np.meshgrid(np.linspace(0, 1, side), np.linspace(0, 1, side), indexing="ij")
    points = np.stack([x.ravel(), y.ravel(), np.zeros(side * side)], axis=1)
    corner = (np.arange(side - 1)[:, None] * side + np.arange(side - 1)).ravel()
    triangles = np.concatenate(
        [
            np.stack([corner, corner + side, corner + 1], axis=1),
            np.stack([corner + 1, corner + side, corner + side + 1], axis=1),
        ]
    )
    return points, triangles


def _areas(points, triangles):
    a, b, c = (points[triangles[:, k]] for k in range(3))
    return np.cross(b - a, c - a)[:, 2] / 2


@pytest.mark.parametrize("side", [2, 3, 7, 12])
@pytest.mark.parametrize("share", [0.11, 0.5, 0.93])
def test_a_cut_keeps_just_the_positive_side(side, share):
    points, triangles = _grid(side)
    # Half planes and slanted ones: the areas are known.
    field = share - points[:, 0]
    kept, ends, at = cut(triangles, field)
    new = points[ends[:, 0]] * (1 - at) + points[ends[:, 1]] * at
    areas = _areas(np.concatenate([points, new]), kept)
    assert areas.sum() == pytest.approx(share)
    assert (areas >= -1e-12).all() or (areas <= 1e-12).all()
    assert np.allclose(new[:, 0], share)


def test_a_cut_that_misses_keeps_all_or_nothing():
    points, triangles = _grid(4)
    kept, ends, _ = cut(triangles, np.ones(len(points)))
    assert len(kept) == len(triangles)
    assert len(ends) == 0
    assert len(cut(triangles, -np.ones(len(points)))[0]) == 0


def _strands(count=5, steps=6):
    down = np.linspace(0, -0.3, steps)
    paths = np.zeros((count, steps, 3))
    paths[..., 2] = down
    paths[..., 0] = np.arange(count)[:, None] * 0.1
    outward = np.zeros_like(paths)
    outward[..., 1] = -1.0
    return paths, outward


def test_ribbons_follow_their_strands_and_taper():
    paths, outward = _strands()
    count, steps = paths.shape[:2]
    mesh = ribbons(
        paths,
        outward,
        np.full(count, 0.01),
        np.full((count, steps, 3), 0.5),
        np.zeros(count),
        np.arange(count, dtype=float),
        hair_paint(0.2),
    )
    edges = mesh.vertices.reshape(count, steps, 2, 3)
    assert np.allclose(edges.mean(axis=2), paths)
    widths = np.linalg.norm(edges[:, :, 0] - edges[:, :, 1], axis=-1)
    assert widths.max() <= 0.01
    assert (widths[:, -1] < 0.3 * widths.max()).all()
    assert np.allclose(np.linalg.norm(mesh.normals, axis=1), 1.0)
    assert len(mesh.triangles) == count * (steps - 1) * 2
    assert (mesh.labels == Label.HAIR).all()
    # No triangle joins two strands.
    assert (np.ptp(mesh.strand[mesh.triangles], axis=1) == 0).all()


def test_frames_are_square():
    rng = np.random.default_rng(0)
    paths = np.cumsum(rng.normal(0, 1, (4, 8, 3)), axis=1)
    outward = rng.normal(0, 1, (4, 8, 3))
    tangents, sides, out = frames(paths, outward)
    for a, b in ((tangents, sides), (sides, out), (tangents, out)):
        assert np.abs((a * b).sum(axis=-1)).max() < 1e-9
    assert np.allclose(np.linalg.norm(out, axis=-1), 1.0)


def test_a_ball_has_its_radii_and_looks_outwards():
    centre = np.array([1.0, 2.0, 3.0])
    mesh = ball(centre, np.eye(3), (0.1, 0.2, 0.3), np.ones(3), hair_paint(0.1), Label.HAIR)
    relative = mesh.vertices - centre
    assert np.allclose(((relative / [0.1, 0.2, 0.3]) ** 2).sum(axis=1), 1.0)
    assert ((relative * mesh.normals).sum(axis=1) > 0).all()
