"""Small TensorFlow Lite files, written with the schema that comes with MediaPipe."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tryon_ar.inference.session import open_session
from tryon_ar.inference.tflite.convert import to_onnx
from tryon_ar.tracking.mediapipe_import import import_mediapipe

_TYPES = {np.dtype(t): n for n, t in enumerate([np.float32, np.float16, np.int32, np.uint8])}


def schema() -> Any:
    return import_mediapipe("mediapipe.tasks.metadata.schema_py_generated")


@dataclass
class Writer:
    """Collects tensors and operators; the first tensor is the input, the last the output."""

    tensors: list[Any] = field(default_factory=list)
    buffers: list[Any] = field(default_factory=list)
    operators: list[Any] = field(default_factory=list)
    codes: list[Any] = field(default_factory=list)

    def computed(self, shape: tuple[int, ...], dtype: type = np.float32) -> int:
        return self._tensor(shape, np.dtype(dtype), None)

    def constant(self, value: np.ndarray, shape: tuple[int, ...] | None = None) -> int:
        return self._tensor(shape or value.shape, value.dtype, value)

    def _tensor(self, shape: tuple[int, ...], dtype: np.dtype, value: np.ndarray | None) -> int:
        tensor, buffer = schema().TensorT(), schema().BufferT()
        tensor.shape, tensor.type = list(shape), _TYPES[dtype]
        tensor.name, tensor.buffer = f"tensor {len(self.tensors)}", len(self.buffers)
        if value is not None:
            buffer.data = np.frombuffer(value.tobytes(), np.uint8)
        self.buffers.append(buffer)
        self.tensors.append(tensor)
        return len(self.tensors) - 1

    def operator(
        self,
        name: str,
        inputs: list[int],
        shape: tuple[int, ...],
        options: Any = None,
        custom: bytes | None = None,
        dtype: type = np.float32,
    ) -> int:
        """Add an operator and return the tensor it computes."""
        code, operator = schema().OperatorCodeT(), schema().OperatorT()
        number = getattr(schema().BuiltinOperator, "CUSTOM" if custom is not None else name)
        code.builtinCode, code.deprecatedBuiltinCode = number, min(number, 127)
        code.customCode = name if custom is not None else None
        operator.opcodeIndex, operator.inputs = len(self.codes), inputs
        operator.outputs = [self.computed(shape, dtype)]
        if options is not None:
            operator.builtinOptions = options
            kind = type(options).__name__.removesuffix("T")
            operator.builtinOptionsType = getattr(schema().BuiltinOptions, kind)
        if custom is not None:
            operator.customOptions = np.frombuffer(custom, np.uint8)
        self.codes.append(code)
        self.operators.append(operator)
        return operator.outputs[0]

    def file(self) -> bytes:
        import flatbuffers

        graph, model = schema().SubGraphT(), schema().ModelT()
        graph.tensors, graph.operators = self.tensors, self.operators
        graph.inputs, graph.outputs = [0], [len(self.tensors) - 1]
        model.version, model.operatorCodes = 3, self.codes
        model.subgraphs, model.buffers = [graph], self.buffers
        builder = flatbuffers.Builder(1024)
        builder.Finish(model.Pack(builder), file_identifier=b"TFL3")
        return bytes(builder.Output())


def options(kind: str, **values: Any) -> Any:
    """Return an options table with some fields set."""
    made = getattr(schema(), f"{kind}T")()
    for name, value in values.items():
        assert hasattr(made, name)
        setattr(made, name, value)
    return made


def run(writer: Writer, picture: np.ndarray) -> np.ndarray:
    """Convert and run; channels last in and out."""
    model = to_onnx(writer.file())
    session = open_session(model.SerializeToString(), "cpu")
    fed = picture.transpose(0, 3, 1, 2) if picture.ndim == 4 else picture
    result = session.run({"picture": np.ascontiguousarray(fed)})[0]
    return result.transpose(0, 2, 3, 1) if result.ndim == 4 else result


def picture_of(rng: np.random.Generator, shape: tuple[int, ...]) -> tuple[Writer, np.ndarray]:
    writer = Writer()
    writer.computed(shape)
    return writer, rng.standard_normal(shape).astype(np.float32)
