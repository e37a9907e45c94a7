"""The program's own parser, made on first use and kept in the user's cache folder.

What is kept is a SHA-256 of the model, then the model. The file's name holds a hash of everything
it is made of, so that a new head or other networks make a new file; a damaged one is made again.
"""

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tryon_ar.core.paths import user_cache_folder
from tryon_ar.core.shipped_models import shipped_model
from tryon_ar.parsing.picture import ParserGraph
from tryon_ar.parsing.trunk import SIDE_PX, TrunkFiles

_log = logging.getLogger(__name__)

HEAD_NAME = "parsing_head.onnx"
_RECIPE = b"1"  # raised whenever the graph built for the same parts changes
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
    return ParserGraph(_kept(parts, lambda: _joined(fetched, head)), SIDE_PX)


def _joined(files: TrunkFiles, head: bytes) -> bytes:
    from tryon_ar.parsing.assembly import join  # loads the onnx library, for the first use only

    return bytes(join(files, head).SerializeToString())


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
