"""Read ONNX models that may not be any."""

from onnx import ModelProto, checker

from tryon_ar.core.errors import GraphRejected


def read_model(content: bytes) -> ModelProto:
    """Return a model that has been checked.

    Raises
    ------
    GraphRejected
        When the bytes are no ONNX model, or half of one.
    """
    from google.protobuf.message import DecodeError

    try:
        model = ModelProto.FromString(content)
        checker.check_model(model)
    except (DecodeError, checker.ValidationError) as error:
        raise GraphRejected(
            "The file is not a whole ONNX network.", "Get it again, or choose another."
        ) from error
    return model
