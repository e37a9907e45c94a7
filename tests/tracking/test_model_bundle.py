import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tryon_ar.tracking import model_bundle, models

names = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=40)


@given(st.dictionaries(names, st.binary(max_size=300), min_size=1, max_size=5))
def test_members_are_stored_whole_and_aligned(members):
    raw = model_bundle.bundle(members)
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == list(members)
        for entry in archive.infolist():
            assert entry.compress_type == zipfile.ZIP_STORED
            name, extra = struct.unpack_from("<HH", raw, entry.header_offset + 26)
            start = entry.header_offset + 30 + name + extra
            assert start % 64 == 0
            assert raw[start : start + entry.file_size] == members[entry.filename]


def test_the_same_members_give_the_same_bytes():
    members = {"a": b"1" * 100, "b": b"2"}
    assert model_bundle.bundle(members) == model_bundle.bundle(dict(members))


def test_normalisation_is_written_and_the_network_kept():
    schema = pytest.importorskip("mediapipe.tasks.metadata.schema_py_generated")
    from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema

    network = models.ensure_models().selfie.read_bytes()
    changed = model_bundle.with_normalization(network, mean=3.0, std=7.0)
    before = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(network, 0))
    after = schema.ModelT.InitFromObj(schema.Model.GetRootAsModel(changed, 0))
    assert len(after.operatorCodes) == len(before.operatorCodes)
    weights = [buffer.data for buffer in before.buffers]
    for old, new in zip(weights, after.buffers, strict=False):
        assert (old is None) == (new.data is None)
        assert old is None or bytes(old) == bytes(new.data)
    entry = after.metadata[-1]
    assert entry.name == b"TFLITE_METADATA"
    raw = bytes(after.buffers[entry.buffer].data)
    assert raw[4:8] == b"M001"
    model = metadata_schema.ModelMetadataT.InitFromObj(
        metadata_schema.ModelMetadata.GetRootAsModelMetadata(raw, 0)
    )
    options = model.subgraphMetadata[0].inputTensorMetadata[0].processUnits[0].options
    assert (list(options.mean), list(options.std)) == ([3.0], [7.0])
