"""Networks that want more than to compute, made from one that is sound."""

from collections.abc import Callable

from onnx import ModelProto, TensorProto, helper, numpy_helper

from tests.support.parser_heads import colour_parser


def networks() -> dict[str, tuple[bytes, str]]:
    """Return, by name, each file and a word of its refusal."""
    made: dict[str, tuple[Callable[[ModelProto], None], str]] = {
        "weights_elsewhere": (_external("/etc/passwd"), "other files"),
        "weights_above": (_external("../../../../etc/passwd"), "other files"),
        "weights_of_a_link": (_external("link.bin"), "other files"),
        "weights_of_no_place": (_external(""), "other files"),
        "weights_with_place_but_no_word": (_unsaid, "other files"),
        "constant_elsewhere": (_constant, "other files"),
        "weights_in_a_branch": (_branch, "other files"),
        "sparse_weights_elsewhere": (_sparse, "other files"),
        "operator_of_somebody": (_domain("evil"), "operators of"),
        "operator_of_the_engine": (_domain("com.microsoft"), "operators of"),
        "function_of_its_own": (_function, "functions of its own"),
        "training": (lambda model: model.training_info.add(), "functions of its own"),
        "endless": (_loop, "goes round"),
        "no_nodes": (lambda model: model.graph.ClearField("node"), "not a whole"),
        "no_graph": (lambda model: model.ClearField("graph"), "not a whole"),
        "no_operators_named": (lambda model: model.ClearField("opset_import"), "opset|not a whole"),
        "huge_shape": (_huge_shape, "must be"),
        "negative_shape": (_negative_shape, "must be"),
        "weights_of_lies": (_lying_weights, "not a whole"),
        "metadata_of_no_text": (_metadata, "labels are"),
    }
    files = {}
    for name, (change, words) in made.items():
        model = ModelProto.FromString(colour_parser())
        change(model)
        files[name] = (model.SerializeToString(), words)
    whole = colour_parser()
    files["text_instead"] = (b"\x80\x04\x95 a pickle", "not a whole")
    files["pickle"] = (b"\x80\x04cos\nsystem\n(S'true'\ntR.", "not a whole")
    files["zip_of_pytorch"] = (b"PK\x03\x04" + whole, "not a whole")
    files["twice"] = (whole + whole, "not a whole")
    files["metadata_not_utf8"] = (whole.replace(b"colours", b"\xff" * 7), "")
    return files


def _external(location: str) -> Callable[[ModelProto], None]:
    def change(model: ModelProto) -> None:
        _point_outside(model.graph.initializer[0], location)

    return change


def _point_outside(tensor: TensorProto, location: str) -> None:
    tensor.ClearField("raw_data")
    tensor.data_location = TensorProto.EXTERNAL
    entry = tensor.external_data.add()
    entry.key, entry.value = "location", location


def _unsaid(model: ModelProto) -> None:
    _point_outside(model.graph.initializer[0], "/etc/passwd")
    model.graph.initializer[0].data_location = TensorProto.DEFAULT


def _constant(model: ModelProto) -> None:
    tensor = numpy_helper.from_array(numpy_helper.to_array(model.graph.initializer[0]), "t")
    _point_outside(tensor, "/etc/passwd")
    model.graph.node.append(helper.make_node("Constant", [], ["more"], value=tensor))


def _branch(model: ModelProto) -> None:
    inner = helper.make_graph([], "inner", [], [])
    inner.initializer.append(TensorProto(name="hidden", data_type=1, dims=[1]))
    _point_outside(inner.initializer[0], "/etc/passwd")
    model.graph.node.append(helper.make_node("If", ["c"], ["d"], then_branch=inner))


def _sparse(model: ModelProto) -> None:
    sparse = model.graph.sparse_initializer.add()
    sparse.values.name = "sparse"
    _point_outside(sparse.values, "/etc/passwd")


def _domain(name: str) -> Callable[[ModelProto], None]:
    def change(model: ModelProto) -> None:
        model.opset_import.append(helper.make_opsetid(name, 1))
        model.graph.node[0].domain = name

    return change


def _function(model: ModelProto) -> None:
    model.functions.append(
        helper.make_function("", "Own", ["x"], ["y"], [], [helper.make_opsetid("", 17)])
    )


def _loop(model: ModelProto) -> None:
    body = helper.make_graph([], "body", [], [])
    model.graph.node.append(helper.make_node("Loop", ["", ""], ["d"], body=body))


def _huge_shape(model: ModelProto) -> None:
    for at in (2, 3):
        model.graph.input[0].type.tensor_type.shape.dim[at].dim_value = 1 << 40


def _negative_shape(model: ModelProto) -> None:
    for at in (2, 3):
        model.graph.input[0].type.tensor_type.shape.dim[at].dim_value = -64


def _lying_weights(model: ModelProto) -> None:
    model.graph.initializer[0].dims[:] = [1 << 31, 1 << 31]


def _metadata(model: ModelProto) -> None:
    helper.set_model_props(model, {"labels": "own\0" * 20_000})
