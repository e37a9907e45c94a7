"""Assemble the Poisson solver of the blend as an ONNX graph.

The same scheme as the Numba solver's (:mod:`tryon_ar.kernels.multigrid`): full multigrid
for a first correction, then V-cycles in a ``Loop`` until a sweep would no longer move any
pixel by more than the tolerance. A Jacobi sweep is a depthwise ``Conv`` with the cross
(finest level) or one that gathers eight neighbours to be weighted (coarser levels);
grids are changed by strided ``Conv`` and ``ConvTranspose`` with the bilinear kernel.
The operators, masks included, are inputs; sizes are dynamic.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, checker, helper, numpy_helper

OPSET = 17
IR_VERSION = 8

# What a V-cycle leaves of an error at best; assumed until two cycles have been seen.
BEST_RATE = 0.02

# (row, column) offsets of the eight neighbours, in the order of a level's coupling planes.
NEIGHBOURS = ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1))


class _Writer:
    """Collects nodes; every method returns the name of its result."""

    def __init__(self, prefix: str) -> None:
        self.nodes: list[NodeProto] = []
        self._prefix = prefix
        self.correction = ""

    def add(self, kind: str, *inputs: str, **attributes: object) -> str:
        name = f"{self._prefix}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def neighbours(self, u: str, level: int) -> str:
        """Sum over neighbours of coupling times value."""
        if level == 0:
            return self.add("Conv", u, "cross", pads=[1, 1, 1, 1])
        gathered = self.add("Conv", u, "gather", pads=[1, 1, 1, 1])
        weighted = self.add("Mul", gathered, f"coupling{level}")
        return self.add("ReduceSum", weighted, "channel_axis", keepdims=1)

    def residual(self, u: str, rhs: str, level: int) -> str:
        """``rhs - A u``, zero off the mask."""
        pulled = self.add("Add", rhs, self.neighbours(u, level))
        left = self.add("Sub", pulled, self.add("Mul", f"diagonal{level}", u))
        return self.add("Mul", left, f"mask{level}") if level == 0 else left

    def move(self, u: str, rhs: str, level: int) -> str:
        """``D^-1 (rhs - A u)``."""
        return self.add("Mul", f"inverse{level}", self.residual(u, rhs, level))

    def smooth(self, u: str | None, rhs: str, level: int, weights: str, count: int) -> str:
        """Weighted Jacobi sweeps; from zero when ``u`` is None."""
        for k in range(count):
            weight = f"{weights}{k}"
            if u is None:
                u = self.add("Mul", self.add("Mul", f"inverse{level}", rhs), weight)
            else:
                u = self.add("Add", u, self.add("Mul", self.move(u, rhs, level), weight))
        assert u is not None
        return u

    def largest(self, field: str) -> str:
        """Largest magnitude, a scalar."""
        return self.add("ReduceMax", self.add("Abs", field), keepdims=0)

    def restrict(self, fine: str) -> str:
        """``P^T fine``."""
        return self.add("Conv", fine, "bilinear", pads=[1, 1, 1, 1], strides=[2, 2])

    def prolong(self, coarse: str, level: int) -> str:
        """``P coarse`` where level ``level`` has unknowns."""
        fine = self.add("ConvTranspose", coarse, "bilinear", pads=[1, 1, 1, 1], strides=[2, 2])
        return self.add("Mul", fine, f"mask{level}")

    def solve_last(self, rhs: str) -> str:
        """Multiply by the coarsest level's dense inverse."""
        solved = self.add("MatMul", self.add("Flatten", rhs, axis=1), "last_inverse")
        return self.add("Reshape", solved, self.add("Shape", rhs))

    def v_cycle(self, u: str | None, rhs: str, level: int, plan: "Plan") -> str:
        """One V-cycle from ``level`` down and back; leaves its coarse ``correction``."""
        if level == plan.levels - 1:
            return self.solve_last(rhs)
        weights, count = ("fine", len(plan.fine)) if level == 0 else ("coarse", len(plan.coarse))
        u = self.smooth(u, rhs, level, weights, count)
        below = self.v_cycle(None, self.restrict(self.residual(u, rhs, level)), level + 1, plan)
        self.correction = self.prolong(below, level)
        return self.smooth(self.add("Add", u, self.correction), rhs, level, weights, count)


class Plan:
    """How many levels, and the weights of the sweeps.

    Attributes
    ----------
    levels : int
        At least 1.
    fine, coarse : sequence of float
        Jacobi weights at the finest and the coarser levels; the coarsest is solved.
    """

    def __init__(self, levels: int, fine: Sequence[float], coarse: Sequence[float]) -> None:
        self.levels = levels
        self.fine = fine
        self.coarse = coarse

    def constants(self) -> list[TensorProto]:
        """Return the kernels and weights as initialisers."""
        named: dict[str, NDArray[np.float32]] = {
            "cross": _cross(),
            "gather": _gather(),
            "bilinear": _bilinear(),
            "one": np.array(1, np.float32),
            "best_rate": np.array(BEST_RATE, np.float32),
            "worst_rate": np.array(0.95, np.float32),
            "endless": np.array(np.inf, np.float32),  # before the first cycle
        }
        for name in ("fine", "coarse"):
            for k, weight in enumerate(getattr(self, name)):
                named[f"{name}{k}"] = np.array(weight, np.float32)
        tensors = [numpy_helper.from_array(value, name) for name, value in named.items()]
        return [*tensors, numpy_helper.from_array(np.array([1], np.int64), "channel_axis")]


def build_poisson_graph(plan: Plan) -> bytes:
    """Build the solver for a number of levels.

    Parameters
    ----------
    plan : Plan

    Returns
    -------
    bytes
        A checked, serialised model. Inputs: ``rhs`` and ``initial`` (C, 1, H, W); for each
        level l ``diagonal``, ``inverse``, ``mask`` (1, 1, h, w) and, from level 1 on,
        ``coupling`` (1, 8, h, w) in the order of :data:`NEIGHBOURS`; ``last_inverse`` (n, n)
        of the coarsest level; ``tolerance`` (float scalar), ``max_cycles`` (int64 scalar).
        H and W are one more than a multiple of 2^(levels - 1). Outputs: ``solution``
        (C, 1, H, W), ``cycles`` (int64 scalar).
    """
    writer = _Writer("n")
    left = writer.residual("initial", "rhs", 0)
    start = writer.add("Add", "initial", _full_multigrid(writer, left, plan))
    true = helper.make_tensor("true", TensorProto.BOOL, [], [True])
    zero = helper.make_tensor("zero", TensorProto.INT64, [], [0])
    writer.nodes.append(
        helper.make_node(
            "Loop",
            ["max_cycles", "true", start, "endless", "zero"],
            ["solution", "last_correction", "cycles"],
            body=_cycle_body(plan),
        )
    )
    stack = ["channels", 1, "height", "width"]
    outputs = [
        helper.make_tensor_value_info("solution", TensorProto.FLOAT, stack),
        helper.make_tensor_value_info("cycles", TensorProto.INT64, []),
    ]
    constants = [*plan.constants(), true, zero]
    graph = helper.make_graph(writer.nodes, "poisson", _inputs(plan.levels), outputs, constants)
    model: ModelProto = helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION
    )
    checker.check_model(model, full_check=True)
    content: bytes = model.SerializeToString()
    return content


def _full_multigrid(writer: _Writer, rhs: str, plan: Plan) -> str:
    sides = [rhs]
    for _ in range(1, plan.levels):
        sides.append(writer.restrict(sides[-1]))
    u = writer.solve_last(sides[-1])
    for level in range(plan.levels - 2, -1, -1):
        u = writer.prolong(u, level)
        if level > 0:
            u = writer.v_cycle(u, sides[level], level, plan)
    return u


def _cycle_body(plan: Plan) -> object:
    """One V-cycle, and whether another is needed."""
    writer = _Writer("b")
    after = writer.v_cycle("u_in", "rhs", 0, plan)
    move = writer.largest(writer.move(after, "rhs", 0))
    correction = writer.largest(writer.correction) if plan.levels > 1 else move
    rate = writer.add("Clip", writer.add("Div", correction, "before_in"), "best_rate", "worst_rate")
    rest = writer.add("Div", writer.add("Mul", correction, rate), writer.add("Sub", "one", rate))
    go_on = writer.add("Greater", writer.add("Max", move, rest), "tolerance")
    count = writer.add("Add", "count_in", "iteration_step")
    stack = ["channels", 1, "height", "width"]
    step = helper.make_tensor("iteration_step", TensorProto.INT64, [], [1])
    info = helper.make_tensor_value_info
    return helper.make_graph(
        writer.nodes,
        "v_cycle",
        [
            info("iteration", TensorProto.INT64, []),
            info("go_in", TensorProto.BOOL, []),
            info("u_in", TensorProto.FLOAT, stack),
            info("before_in", TensorProto.FLOAT, []),
            info("count_in", TensorProto.INT64, []),
        ],
        [
            info(go_on, TensorProto.BOOL, []),
            info(after, TensorProto.FLOAT, stack),
            info(correction, TensorProto.FLOAT, []),
            info(count, TensorProto.INT64, []),
        ],
        [step],
    )


def _inputs(levels: int) -> list[object]:
    info = helper.make_tensor_value_info
    stack = ["channels", 1, "height", "width"]
    found = [info(name, TensorProto.FLOAT, stack) for name in ("rhs", "initial")]
    for level in range(levels):
        size = ["height", "width"] if level == 0 else [f"height{level}", f"width{level}"]
        names = ("diagonal", "inverse", "mask")
        found += [info(f"{name}{level}", TensorProto.FLOAT, [1, 1, *size]) for name in names]
        if level > 0:
            found.append(info(f"coupling{level}", TensorProto.FLOAT, [1, 8, *size]))
    found.append(info("last_inverse", TensorProto.FLOAT, ["unknowns", "unknowns"]))
    found.append(info("tolerance", TensorProto.FLOAT, []))
    found.append(info("max_cycles", TensorProto.INT64, []))
    return found


def _bilinear() -> NDArray[np.float32]:
    return np.outer([0.5, 1, 0.5], [0.5, 1, 0.5]).astype(np.float32).reshape(1, 1, 3, 3)


def _cross() -> NDArray[np.float32]:
    return np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], np.float32).reshape(1, 1, 3, 3)


def _gather() -> NDArray[np.float32]:
    kernel = np.zeros((8, 1, 3, 3), np.float32)
    for k, (dy, dx) in enumerate(NEIGHBOURS):
        kernel[k, 0, 1 + dy, 1 + dx] = 1
    return kernel
