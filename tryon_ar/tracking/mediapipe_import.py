"""Import MediaPipe without the plotting library it hardly uses.

``import mediapipe`` takes some 1.5 s, of which 1.3 s are ``matplotlib.pyplot`` for a function
that plots landmarks in 3D. While MediaPipe is imported for the first time a placeholder
stands in for it; afterwards the real library can be imported by whoever wants it.
"""

import importlib
import sys
import threading
from types import ModuleType

_STOOD_IN_FOR = ("matplotlib", "matplotlib.pyplot")
_lock = threading.Lock()


def import_mediapipe(name: str = "mediapipe") -> ModuleType:
    """Return a module of MediaPipe, importing it at most once.

    Parameters
    ----------
    name : str
        ``mediapipe`` or one of its submodules.

    Raises
    ------
    ImportError
        When MediaPipe is not installed or cannot be loaded.
    """
    with _lock:
        if "mediapipe" in sys.modules or any(held in sys.modules for held in _STOOD_IN_FOR):
            return importlib.import_module(name)
        placeholders = {held: _placeholder(held) for held in _STOOD_IN_FOR}
        sys.modules.update(placeholders)
        try:
            return importlib.import_module(name)
        finally:
            for held, placeholder in placeholders.items():
                if sys.modules.get(held) is placeholder:
                    del sys.modules[held]


def _placeholder(name: str) -> ModuleType:
    module = ModuleType(name, "Stands in while MediaPipe is imported.")
    module.__path__ = []
    return module
