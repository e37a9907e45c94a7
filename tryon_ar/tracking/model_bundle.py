"""Build MediaPipe task bundles from bare TensorFlow Lite networks.

A task bundle is a zip of stored (uncompressed) members whose data start at multiples of
64 bytes, so that they can be mapped into memory. The pose landmark network inside
must also say how pixels are normalised, in a flatbuffer kept in its metadata.
"""

import io
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np

from tryon_ar.core.errors import TrackerUnavailable
from tryon_ar.tracking.mediapipe_import import import_mediapipe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ALIGNMENT_BYTES = 64
_LOCAL_HEADER_BYTES = 30
_PADDING_FIELD = 0xD935  # the extra field Android's zipalign pads with
_EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time stamp: the same input gives the same bytes


def bundle(members: "Mapping[str, bytes]") -> bytes:
    """Return a task bundle of named networks.

    Parameters
    ----------
    members : mapping of str to bytes
        Member name to its contents, in the order they are stored.

    Returns
    -------
    bytes
        A zip whose members are stored and begin at multiples of 64 bytes; the same
        members always give the same bytes.
    """
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # else Windows would write another byte
            entry.external_attr = 0o644 << 16
            entry.extra = _padding(output.tell() + _LOCAL_HEADER_BYTES + len(name.encode()))
            archive.writestr(entry, content)
    return output.getvalue()


def read_member(path: "Path", name: str) -> bytes:
    """Return a network out of a task bundle.

    Raises
    ------
    TrackerUnavailable
        When the bundle cannot be read or has no such member.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.read(name)
    except (OSError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise TrackerUnavailable(
            f"The pose tracker's file {path} cannot be read.", "Run `tryon-ar models fetch`."
        ) from error


def _padding(header_end: int) -> bytes:
    """Return the extra field that moves the data behind it to an aligned offset."""
    length = -(header_end + 4) % _ALIGNMENT_BYTES
    return struct.pack("<HH", _PADDING_FIELD, length) + bytes(length)


def with_normalization(network: bytes, *, mean: float = 0.0, std: float = 255.0) -> bytes:
    """Return a float image network with its input normalisation written into it.

    Parameters
    ----------
    network : bytes
        A TensorFlow Lite flatbuffer with one image input.
    mean, std : float
        The network is fed ``(pixel - mean) / std``, pixels from 0 to 255.

    Returns
    -------
    bytes
        The same network with a ``TFLITE_METADATA`` buffer.
    """
    import flatbuffers

    schema = import_mediapipe("mediapipe.tasks.metadata.schema_py_generated")

    model = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(network, 0))
    buffer = schema.BufferT()
    outputs = len(model.subgraphs[0].outputs)
    buffer.data = np.frombuffer(_metadata(mean, std, outputs), dtype=np.uint8)
    model.buffers.append(buffer)
    entry = schema.MetadataT()
    entry.name = "TFLITE_METADATA"
    entry.buffer = len(model.buffers) - 1
    model.metadata = [*(model.metadata or []), entry]
    builder = flatbuffers.Builder(len(network) + 65536)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def _metadata(mean: float, std: float, outputs: int) -> bytes:
    """Return the metadata flatbuffer of a network with one image input."""
    import flatbuffers

    schema = import_mediapipe("mediapipe.tasks.metadata.metadata_schema_py_generated")

    subgraph = schema.SubGraphMetadataT()
    subgraph.inputTensorMetadata = [_image_input(schema, mean, std)]
    subgraph.outputTensorMetadata = [schema.TensorMetadataT() for _ in range(outputs)]
    for number, tensor in enumerate(subgraph.outputTensorMetadata):
        tensor.name = f"output_{number}"
    model = schema.ModelMetadataT()
    model.name = "pose landmarks"
    model.subgraphMetadata = [subgraph]
    model.minParserVersion = "1.0.0"
    builder = flatbuffers.Builder(1024)
    builder.Finish(model.Pack(builder), b"M001")
    return bytes(builder.Output())


def _image_input(schema: Any, mean: float, std: float) -> Any:  # noqa: ANN401 generated code
    """Return the description of an RGB input normalised by (mean, std)."""
    options = schema.NormalizationOptionsT()
    options.mean, options.std = [mean], [std]
    process = schema.ProcessUnitT()
    process.optionsType = schema.ProcessUnitOptions.NormalizationOptions
    process.options = options
    image = schema.ImagePropertiesT()
    image.colorSpace = schema.ColorSpaceType.RGB
    content = schema.ContentT()
    content.contentPropertiesType = schema.ContentProperties.ImageProperties
    content.contentProperties = image
    limits = schema.StatsT()
    limits.min, limits.max = [0.0], [1.0]
    tensor = schema.TensorMetadataT()
    tensor.name, tensor.processUnits = "image", [process]
    tensor.content, tensor.stats = content, limits
    return tensor
