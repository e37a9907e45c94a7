"""tryon-ar: a live, local mirror that dresses the person in front of the camera.

The public interface is small: :class:`TryOn` dresses frames, :class:`Garment` is what
it dresses them in, :func:`open_source` opens a camera, clip, picture or stream.
"""

from typing import TYPE_CHECKING, Any

from tryon_ar.capture import environment
from tryon_ar.core import privacy

privacy.guard()  # before anything can import an inference engine
environment.prepare()  # before anything can import OpenCV

if TYPE_CHECKING:
    from tryon_ar.capture.opening import open_source
    from tryon_ar.garments.garment import Garment
    from tryon_ar.pipeline.try_on import TryOn

__version__ = "0.1.0"
__all__ = ["Garment", "TryOn", "__version__", "open_source"]

_HOMES = {
    "Garment": "tryon_ar.garments.garment",
    "TryOn": "tryon_ar.pipeline.try_on",
    "open_source": "tryon_ar.capture.opening",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Import a public name on first use, so that ``--help`` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'tryon_ar' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(_HOMES[name]), name)
