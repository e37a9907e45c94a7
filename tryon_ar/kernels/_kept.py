"""Machine code that Numba keeps on the disk, checked before it is run.

Numba believes its cache: a file that a full disk cut short or that was damaged is an exception at
best, and otherwise machine code. Beside each kernel's files lies their SHA-256; files it does not
fit are removed, and the kernel is compiled anew.
"""

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba.core import caching

from tryon_ar.core.paths import user_cache_folder


class _OwnFolder(caching.UserWideCacheLocator):  # type: ignore[misc] # Numba has no types
    """Keeps the code of a function in this program's own cache folder, where that can be written.

    Numba's fallback would be a folder that it shares with other programs.
    """

    def __init__(self, py_func: Callable[..., Any], py_file: str) -> None:
        super().__init__(py_func, py_file)
        subfolder = self.get_suitable_cache_subpath(py_file)
        self._cache_path = str(user_cache_folder() / "compiled" / subfolder)


class _Files(caching.CompileResultCacheImpl):  # type: ignore[misc]
    _locator_classes = (
        caching.UserProvidedCacheLocator,  # NUMBA_CACHE_DIR
        caching.InTreeCacheLocator,
        _OwnFolder,
    )


class _Cache(caching.FunctionCache):  # type: ignore[misc]
    _impl_class = _Files


def keep_code_of(dispatcher: Any) -> "KeptCode":  # noqa: ANN401 Numba has no types
    """Have Numba keep what it compiles: beside the source, else in the user's cache folder.

    Raises
    ------
    RuntimeError
        When neither can be written to.
    """
    dispatcher._cache = _Cache(dispatcher.py_func)  # what enable_caching does
    return KeptCode(dispatcher)


class KeptCode:
    """The files Numba keeps of one function.

    Parameters
    ----------
    dispatcher : numba dispatcher
        With caching enabled.
    """

    def __init__(self, dispatcher: Any) -> None:  # noqa: ANN401 Numba has no types
        cache_file = getattr(dispatcher._cache, "_cache_file", None)
        index = getattr(cache_file, "_index_path", None)
        self._index = None if index is None else Path(index)

    def drop_if_damaged(self) -> bool:
        """Remove the files where they are not what was sealed; return whether they may be used."""
        if self._index is None or not self._index.exists():
            return False
        try:
            sealed = self._seal_path().read_text("ascii").strip()
            if sealed == self._digest():
                return True
        except FileNotFoundError:  # kept before there were seals
            return False
        except (OSError, ValueError):
            pass
        self.drop()
        return False

    def drop(self) -> None:
        """Remove the files; failing is harmless."""
        if self._index is None:
            return
        for path in (*self._files(), self._seal_path()):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def seal(self) -> None:
        """Write down what the files hold; failing is harmless."""
        if self._index is None or not self._index.exists():
            return
        with contextlib.suppress(OSError):
            digest = self._digest()
            with tempfile.NamedTemporaryFile(
                "w", dir=self._index.parent, delete=False, encoding="ascii"
            ) as file:
                file.write(digest)
            os.replace(file.name, self._seal_path())

    def _files(self) -> list[Path]:
        if self._index is None:
            return []
        found = self._index.parent.glob(f"{_escaped(self._index.stem)}.*.nbc")
        return [self._index, *sorted(found)]

    def _seal_path(self) -> Path:
        assert self._index is not None
        return self._index.with_suffix(".sha256")

    def _digest(self) -> str:
        total = hashlib.sha256()
        for path in self._files():
            total.update(hashlib.sha256(path.read_bytes()).digest())
        return total.hexdigest()


def _escaped(name: str) -> str:
    return name.replace("[", "[[]")
