"""Join crop reading, frozen trunk, selfie mask and trained head into one graph.

The graph is made on first use and kept in the user's cache folder: a SHA-256 of the model,
then the model. Its name holds a hash of everything it is made of, so that a new head or other
networks make a new file; a damaged file is made again.
"""

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from onnx import ModelProto, ValueInfoProto, checker, compose, helper

from tryon_ar.core.errors import CorruptResource, GraphRejected
from tryon_ar.core.paths import user_cache_folder
from tryon_ar.core.shipped_models import shipped_model
from tryon_ar.inference.tflite.writer import IR_VERSION
from tryon_ar.parsing.onnx_files import read_model
from tryon_ar.parsing.picture import ParserGraph, picture_graph
from tryon_ar.parsing.trunk import SIDE_PX, TAPS, TrunkFiles, trunk_and_selfie

_log = logging.getLogger(__name__)

HEAD_NAME = "parsing_head.onnx"
#: The one output: (1, 8, S, S) float32, the share of each label.
SHARES = "shares"
_HEAD_INPUTS = {"picture", "person", *(tap.name for tap in TAPS)}
_RECIPE = b"1"  # raised whenever the graph built here changes
_DIGEST_BYTES = 32
_SUFFIX = ".parser"


def shipped_parser(files: Callable[[], TrunkFiles]) -> ParserGraph:
    """Return the program's own parser, made on first use.

    Parameters
    ----------
    files : callable returning TrunkFiles
        The tracker's fetched networks; what it raises passes through (``TrackerUnavailable``
        when they cannot be had).

    Raises
    ------
    MissingResource, CorruptResource
        When the shipped head is absent or damaged, or the networks are not the right ones.
    """
    head = shipped_model(HEAD_NAME)
    fetched = files()
    parts = (_RECIPE, head, fetched.pose_landmarks, fetched.selfie)
    return ParserGraph(_kept(parts, lambda: join(fetched, head).SerializeToString()), SIDE_PX)


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


def _kept(parts: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
    """Return a model from the cache, or make it and keep it."""
    key = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
    folder = user_cache_folder() / "parsing"
    path = folder / f"{key[:32]}{_SUFFIX}"
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    model = content[_DIGEST_BYTES:]
    if model and hashlib.sha256(model).digest() == content[:_DIGEST_BYTES]:
        return model
    if content:
        _log.warning("%s is damaged and is made again", path)
    model = make()
    _keep(path, hashlib.sha256(model).digest() + model)
    return model


def _keep(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, instead of those of its kind; failing is harmless."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(content)
        os.replace(file.name, path)
        for old in path.parent.glob(f"*{_SUFFIX}"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("the parser is not kept, so it is made at every start: %s", error)
