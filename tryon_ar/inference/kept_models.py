"""Models made on first use and kept in the user's cache folder.

What is kept is a SHA-256 of the model, then the model. The file's name holds a hash of everything
it is made of, so that other parts make a new file; a damaged one is made again.
"""

import contextlib
import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tryon_ar.core.paths import user_cache_folder

_log = logging.getLogger(__name__)

_DIGEST_BYTES = 32


def kept_model(kind: str, parts: Iterable[bytes], make: Callable[[], bytes]) -> bytes:
    """Return a model from the cache, or make it and keep it.

    Parameters
    ----------
    kind : str
        Names the folder and the files; of each kind the newest one is kept.
    parts : iterable of bytes
        Everything the model is made of.
    make : callable returning bytes
        What it raises passes through.
    """
    key = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
    path = user_cache_folder() / kind / f"{key[:32]}.{kind}"
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
    draft: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            draft = Path(file.name)
            file.write(content)
        os.replace(draft, path)
        for old in path.parent.glob(f"*{path.suffix}"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError as error:
        _log.warning("%s is not kept, so it is made at every start: %s", path, error)
        if draft is not None:  # or a full disk would be filled further at every start
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
