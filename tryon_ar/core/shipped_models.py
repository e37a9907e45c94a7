"""The networks that come with the program, checked against their hashes."""

import hashlib
import json
from pathlib import Path

from tryon_ar.core.errors import CorruptResource, MissingResource
from tryon_ar.core.paths import resource_folder
from tryon_ar.core.untrusted_text import json_value, read_bounded

MANIFEST_NAME = "manifest.json"


def shipped_model(name: str) -> bytes:
    """Return the bytes of a model file of ``resources/models``.

    Parameters
    ----------
    name : str
        File name, such as ``garment.onnx``.

    Raises
    ------
    MissingResource
        When the file or its entry in ``manifest.json`` is absent.
    CorruptResource
        When its SHA-256 is not the one of the manifest, or the manifest cannot be read.
    """
    folder = resource_folder() / "models"
    wanted = _hashes(folder).get(name)
    if wanted is None:
        raise MissingResource(
            f"The program's list of networks does not name {name}.", "Install tryon-ar again."
        )
    try:
        model = (folder / name).read_bytes()
    except OSError as error:
        raise MissingResource(
            f"The network {name} is missing from the program.", "Install tryon-ar again."
        ) from error
    if hashlib.sha256(model).hexdigest() != wanted:
        raise CorruptResource(
            f"The network {name} is damaged: its checksum is not the one it was made with.",
            "Install tryon-ar again.",
        )
    return model


def write_manifest(folder: Path) -> None:
    """Record the SHA-256 of every ONNX file of a folder in its ``manifest.json``."""
    hashes = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*.onnx"))
    }
    text = json.dumps({"version": 1, "sha256": hashes}, indent=2) + "\n"
    (folder / MANIFEST_NAME).write_text(text, encoding="utf-8")


def _hashes(folder: Path) -> dict[str, str]:
    try:
        fields = json_value(read_bounded(folder / MANIFEST_NAME))
        hashes = fields["sha256"] if isinstance(fields, dict) else None
        return {str(name): str(value) for name, value in hashes.items()}  # type: ignore[union-attr]
    except FileNotFoundError as error:
        raise MissingResource(
            "The list of the program's networks is missing.", "Install tryon-ar again."
        ) from error
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise CorruptResource(
            "The list of the program's networks is damaged.", "Install tryon-ar again."
        ) from error
