"""Join crop reading, frozen trunk, selfie mask and trained head into one graph."""

from collections.abc import Iterable

from onnx import ModelProto, ValueInfoProto, checker, compose, helper

from tryon_ar.core.errors import CorruptResource, GraphRejected
from tryon_ar.inference.tflite.writer import IR_VERSION
from tryon_ar.parsing.onnx_files import read_model
from tryon_ar.parsing.picture import SHARES, picture_graph
from tryon_ar.parsing.trunk import SIDE_PX, TAPS, TrunkFiles, trunk_and_selfie

_HEAD_INPUTS = {"picture", "person", *(tap.name for tap in TAPS)}


def join(files: TrunkFiles, head: bytes) -> ModelProto:
    """Return one graph from the crop to the shares.

    Parameters
    ----------
    files : TrunkFiles
    head : bytes
        An ONNX model with the inputs ``picture``, ``person`` and ``tap_a`` ... ``tap_e``, and
        the output ``shares``.

    Raises
    ------
    CorruptResource
        When a part is not what it should be.
    """
    trunk, selfie = trunk_and_selfie(files)
    trained = _read_head(head)
    parts = [picture_graph(SIDE_PX), trunk.graph, selfie.graph, trained.graph]
    graph = helper.make_graph(
        [node for part in parts for node in part.node],
        "parser",
        parts[0].input,
        trained.graph.output,
        [constant for part in parts for constant in part.initializer],
    )
    ir_version = max(IR_VERSION, trained.ir_version)
    model = helper.make_model(graph, opset_imports=trained.opset_import, ir_version=ir_version)
    try:
        checker.check_model(model)
    except checker.ValidationError as error:
        raise _not_the_head() from error
    return model


def _read_head(head: bytes) -> ModelProto:
    try:
        model = read_model(head)
    except GraphRejected as error:
        raise _not_the_head() from error
    if _names(model.graph.input) != _HEAD_INPUTS or _names(model.graph.output) != {SHARES}:
        raise _not_the_head()
    renamed: ModelProto = compose.add_prefix(
        model, "head_", rename_inputs=False, rename_outputs=False
    )
    return renamed


def _names(values: Iterable[ValueInfoProto]) -> set[str]:
    return {str(value.name) for value in values}


def _not_the_head() -> CorruptResource:
    return CorruptResource(
        "The network that labels people does not fit this version of the program.",
        "Install tryon-ar again.",
    )
