import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from numba import types

from tryon_ar.kernels import _jit
from tryon_ar.kernels._jit import Kernel, kernel, read, write


def _double(values, out):
    for i in range(values.shape[0]):
        out[i] = values[i] * 2


def _declared():
    return kernel(read(types.float32, 1), write(types.float32, 1))(_double)


def test_frozen_and_writable_arrays_share_one_compilation():
    doubler, out = _declared(), np.zeros(3, np.float32)
    values = np.arange(3, dtype=np.float32)
    for frozen in (False, True):
        values.flags.writeable = not frozen
        doubler(values, out)
    np.testing.assert_array_equal(out, values * 2)
    assert len(doubler.compile().signatures) == 1


@pytest.mark.parametrize(
    "values", [np.zeros(3), np.zeros((3, 3), np.float32), np.zeros(6, np.float32)[::2]]
)
def test_other_arrays_are_refused_not_compiled_for(values):
    with pytest.raises(TypeError):
        _declared()(values, np.zeros(3, np.float32))


def test_frozen_outputs_are_refused():
    out = np.zeros(3, np.float32)
    out.flags.writeable = False
    with pytest.raises(TypeError):
        _declared()(np.zeros(3, np.float32), out)


def test_many_first_calls_compile_once(monkeypatch):
    built = []
    original = Kernel._build
    monkeypatch.setattr(Kernel, "_build", lambda self: built.append(1) or original(self))
    doubler = _declared()
    threads = [
        threading.Thread(target=doubler, args=(np.ones(3, "f4"), np.ones(3, "f4")))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert built == [1]


PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
import numpy as np
from mirror_kernels import doubler
out = np.zeros(3, np.float32)
doubler(np.ones(3, np.float32), out)
assert (out == 2).all()
stats = getattr(doubler.compile(), "stats", None)
print(stats.cache_path if stats else None, sum(stats.cache_hits.values()) if stats else 0)
"""
MODULE = """
from numba import types
from tryon_ar.kernels._jit import kernel, read, write

@kernel(read(types.float32, 1), write(types.float32, 1))
def doubler(values, out):
    for i in range(values.shape[0]):
        out[i] = values[i] * 2
"""


def _run(folder: Path, home: Path) -> list[str]:
    """Run in a process of its own; return where its cache is and how often it helped."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PYTHONPATH": str(Path(_jit.__file__).parents[2]),
    }
    done = subprocess.run(
        [sys.executable, "-B", "-c", PROGRAM, str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_cache_goes_to_the_user_when_the_package_is_read_only(tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "mirror_kernels.py").write_text(MODULE)
    # A file where the cache folder would be keeps even root from writing there.
    (package / "__pycache__").write_text("")
    home = tmp_path / "home"
    home.mkdir()
    path, hits = _run(package, home)
    assert path.startswith(str(home / "cache" / "tryon-ar" / "compiled"))
    assert hits == "0"
    assert _run(package, home) == [path, "1"]


def test_no_writable_cache_at_all_still_computes(tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "mirror_kernels.py").write_text(MODULE)
    (package / "__pycache__").write_text("")
    home = tmp_path / "home"
    home.mkdir()
    (home / "cache").write_text("")
    assert _run(package, home) == ["None", "0"]


def _flipped(content: bytes) -> bytes:
    return bytes(byte ^ 0x5A if at % 211 == 97 else byte for at, byte in enumerate(content))


@pytest.mark.parametrize(
    ("suffix", "damage"),
    [("nbi", lambda content: b""), ("nbc", lambda content: content[:999]), ("nbc", _flipped)],
)
def test_a_damaged_cache_is_made_anew(tmp_path, suffix, damage):
    module = tmp_path / "mirror_kernels.py"
    module.write_text(MODULE)
    _run(tmp_path, tmp_path)
    files = list((tmp_path / "__pycache__").glob(f"*.{suffix}"))
    assert len(files) == 1
    files[0].write_bytes(damage(files[0].read_bytes()))
    assert _run(tmp_path, tmp_path)[1] == "0"


def test_a_cache_from_before_there_were_seals_is_used_and_sealed(tmp_path):
    (tmp_path / "mirror_kernels.py").write_text(MODULE)
    _run(tmp_path, tmp_path)
    (seal,) = (tmp_path / "__pycache__").glob("*.sha256")
    before = seal.read_text()
    seal.unlink()
    assert _run(tmp_path, tmp_path)[1] == "1"
    assert seal.read_text() == before
