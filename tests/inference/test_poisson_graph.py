"""The assembled graph is valid, for every number of levels it is asked for."""

import numpy as np
import onnx
import pytest
from onnx import checker

from tryon_ar.inference.poisson_graph import NEIGHBOURS, Plan, build_poisson_graph
from tryon_ar.inference.session import open_session


@pytest.mark.parametrize("levels", [1, 2, 6])
def test_graph_is_valid_and_loads(levels):
    content = build_poisson_graph(Plan(levels, [0.8, 1.2], [0.9]))
    model = onnx.load_from_string(content)
    checker.check_model(model, full_check=True)
    assert open_session(content, "cpu").provider == "CPU"
    inputs = {value.name for value in model.graph.input}
    assert {"rhs", "initial", "tolerance", "max_cycles", f"mask{levels - 1}"} <= inputs


def test_graph_is_made_of_plain_operators():
    """Only what every provider has."""
    model = onnx.load_from_string(build_poisson_graph(Plan(3, [0.8], [0.9])))
    kinds = {node.op_type for node in model.graph.node}
    (loop,) = (node for node in model.graph.node if node.op_type == "Loop")
    kinds |= {node.op_type for node in loop.attribute[0].g.node}
    plain = {"Conv", "ConvTranspose", "Mul", "Add", "Sub", "Div", "ReduceSum", "ReduceMax", "Abs"}
    assert kinds <= plain | {
        "MatMul",
        "Flatten",
        "Shape",
        "Reshape",
        "Loop",
        "Clip",
        "Max",
        "Greater",
    }
    assert all(node.domain == "" for node in model.graph.node)


def test_one_level_is_solved_at_once():
    """A single unknown: 4 u = 8."""
    session = open_session(build_poisson_graph(Plan(1, [0.8], [0.9])), "cpu")
    plane = np.zeros((1, 1, 2, 2), np.float32)
    rhs, four, quarter, mask = plane.copy(), plane.copy(), plane.copy(), plane.copy()
    rhs[0, 0, 0, 1], four[0, 0, 0, 1], quarter[0, 0, 0, 1], mask[0, 0, 0, 1] = 8, 4, 0.25, 1
    feeds = {"rhs": rhs, "initial": plane, "diagonal0": four, "inverse0": quarter, "mask0": mask}
    feeds["last_inverse"] = np.diag(np.array([0, 0.25, 0, 0], np.float32))
    feeds["tolerance"] = np.array(0.01, np.float32)
    feeds["max_cycles"] = np.array(5, np.int64)
    solution, cycles = session.run(feeds)
    np.testing.assert_allclose(solution[0, 0], [[0, 2], [0, 0]], atol=1e-6)
    assert cycles == 1


def test_neighbours_are_the_eight():
    assert set(NEIGHBOURS) == {(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1)} - {(0, 0)}
