import numpy as np
import pytest

from tryon_ar.training.people.clothes_triangles import clip, finer, unit, vertex_normals

SQUARE = np.array([[0.0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]])
HALVES = np.array([[0, 1, 2], [0, 2, 3]])


def area(points, triangles):
    a, b, c = (points[triangles[:, k], :3] for k in range(3))
    return 0.5 * np.linalg.norm(np.cross(b - a, c - a), axis=1).sum()


@pytest.mark.parametrize("at", [0.2, 0.5, 0.9])
def test_clip_cuts_exactly_at_the_fields_zero(at):
    points, triangles, edges = clip(SQUARE, HALVES, SQUARE[:, 0] - at)
    assert area(points, triangles) == pytest.approx(1 - at)
    assert points[:, 0].min() == pytest.approx(at)
    np.testing.assert_allclose(points[np.unique(edges), 0], at)


def test_clip_keeps_triangles_turned_as_they_were():
    points, triangles, _ = clip(SQUARE, HALVES, SQUARE[:, 0] + SQUARE[:, 1] - 0.7)
    np.testing.assert_allclose(vertex_normals(points, triangles), [[0, 0, 1]] * len(points))


def test_clip_edges_have_cloth_to_their_left():
    points, _, edges = clip(SQUARE, HALVES, SQUARE[:, 0] - 0.4)
    along = points[edges[:, 1]] - points[edges[:, 0]]
    out = np.cross(along, [0.0, 0.0, 1.0])
    assert (out[:, 0] < 0).all()


def test_clip_of_nothing_and_of_everything():
    points, triangles, edges = clip(SQUARE, HALVES, np.full(4, -1.0))
    assert len(triangles) == 0
    points, triangles, edges = clip(SQUARE, HALVES, np.full(4, 1.0))
    assert area(points, triangles) == pytest.approx(1)
    assert len(edges) == 0


def with_normals(points, normals):
    return np.hstack([points, np.zeros((len(points), 6)), normals])


def test_finer_leaves_flat_cloth_flat():
    columns = with_normals(SQUARE, np.tile([0.0, 0, 1], (4, 1)))
    points, triangles = finer(columns, HALVES)
    assert len(triangles) == 8
    assert area(points, triangles) == pytest.approx(1)
    assert np.abs(points[:, 2]).max() == 0


def test_finer_comes_nearer_to_a_sphere():
    corners = unit(np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1]]) + 1.5)
    points, _ = finer(with_normals(corners, corners), np.array([[0, 1, 2]]))
    flat = np.linalg.norm((corners[0] + corners[1]) / 2)
    radii = np.linalg.norm(points[3:, :3], axis=1)
    assert (np.abs(radii - 1) < 0.2 * (1 - flat)).all()


def test_edges_that_are_flat_and_not_chosen_stay_whole_and_no_gap_opens():
    grid = np.arange(25).reshape(5, 5)
    a, b, c, d = grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]
    triangles = np.stack([a, b, c, a, c, d], axis=-1).reshape(-1, 3)
    points = np.stack([*np.divmod(np.arange(25), 5), np.zeros(25)], axis=1).astype(float)
    columns = with_normals(points, np.tile([0.0, 0, 1], (25, 1)))
    chosen = points[:, 0] < 1.5
    finer_points, divided = finer(columns, triangles, chosen)
    assert len(triangles) < len(divided) < 4 * len(triangles)
    assert area(finer_points, divided) == pytest.approx(16)
    turned = np.cross(*(finer_points[divided[:, k], :3] - finer_points[divided[:, 0], :3]
                        for k in (1, 2)))  # fmt: skip
    assert (turned[:, 2] < 0).all() or (turned[:, 2] > 0).all()
    # Every edge inside has a triangle on either side.
    edges = np.concatenate([divided[:, [0, 1]], divided[:, [1, 2]], divided[:, [2, 0]]])
    count = len(finer_points)
    ways, backs = edges @ (count, 1), edges[:, ::-1] @ (count, 1)
    at = finer_points[edges, :2]
    border = ((at == 0) | (at == 4)) & (at[:, :1] == at[:, 1:])
    assert np.isin(ways, backs)[~border.any(axis=(1, 2))].all()
    assert len(finer(columns, triangles)[1]) == 4 * len(triangles)
