"""Nothing that runs what a file says to run: no pickle, and nothing that unpickles.

PyTorch's own files are pickles; training reads those it wrote itself with ``weights_only``.
"""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
UNSAFE_MODULES = frozenset(
    {
        "pickle",
        "cPickle",
        "_pickle",
        "cloudpickle",
        "dill",
        "joblib",
        "jsonpickle",
        "marshal",
        "shelve",
        "pandas",
        "yaml",
    }
)
# What runs a text, or takes objects over a connection.
UNSAFE_NAMES = frozenset({"eval", "exec", "compile", "__import__", "send_pyobj", "recv_pyobj"})
# What changes this project's own text for a while, and no file of anybody else's.
OF_OUR_OWN = {"benchmarks/mutation_code.py": {"compile", "eval"}}
# numpy's and PyTorch's readers, and what makes them safe.
LOADERS = {("np", "load"): None, ("numpy", "load"): None, ("torch", "load"): "weights_only"}
SOURCES = sorted(
    path for folder in ("tryon_ar", "benchmarks") for path in (ROOT / folder).rglob("*.py")
)


def unsafe_in(source: str) -> list[str]:
    """Return what a program text has that could run a file's own instructions."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [one.name for one in node.names if one.name.split(".")[0] in UNSAFE_MODULES]
        elif isinstance(node, ast.ImportFrom) and node.module:
            only_errors = all(one.name.endswith("Error") for one in node.names)
            unsafe = node.module.split(".")[0] in UNSAFE_MODULES and not only_errors
            found += [node.module] if unsafe else []
        elif isinstance(node, ast.Call):
            found += _unsafe_call(node)
    return found


def _unsafe_call(node: ast.Call) -> list[str]:
    options = {word.arg: word.value for word in node.keywords if word.arg}
    if isinstance(node.func, ast.Name):
        return [node.func.id] if node.func.id in UNSAFE_NAMES else []
    if not isinstance(node.func, ast.Attribute):
        return []
    allowed = options.get("allow_pickle")
    if allowed is not None and not (isinstance(allowed, ast.Constant) and allowed.value is False):
        return ["allow_pickle"]
    if node.func.attr == "import_module" and node.args and isinstance(node.args[0], ast.Constant):
        return [str(node.args[0].value)] if node.args[0].value in UNSAFE_MODULES else []
    if not isinstance(node.func.value, ast.Name):
        return []
    needed = LOADERS.get((node.func.value.id, node.func.attr))
    if needed is not None:
        value = options.get(needed)
        if not (isinstance(value, ast.Constant) and value.value is True):
            return [f"{node.func.value.id}.load without {needed}"]
    return []


@pytest.mark.parametrize("folder", ["tryon_ar", "benchmarks"])
def test_nothing_unpickles(folder):
    found = {
        path.relative_to(ROOT).as_posix(): set(unsafe)
        for path in SOURCES
        if path.is_relative_to(ROOT / folder) and (unsafe := unsafe_in(path.read_text("utf-8")))
    }
    assert found == {name: use for name, use in OF_OUR_OWN.items() if name.startswith(folder)}


def test_pytorch_is_for_training_only():
    users = {
        path.relative_to(ROOT).parts[1]
        for path in SOURCES
        if path.is_relative_to(ROOT / "tryon_ar") and "import torch" in path.read_text("utf-8")
    }
    assert users <= {"training"}


def test_no_model_that_ships_is_a_pickle():
    kinds = {path.suffix for path in (ROOT / "resources").rglob("*") if path.is_file()}
    assert not kinds & {".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".npy", ".joblib", ".bin"}


@pytest.mark.parametrize(
    "text",
    [
        "import pickle",
        "from pickle import loads",
        "from pickle import PickleError, loads",
        "import marshal as m",
        "import shelve",
        "np.load(path, allow_pickle=True)",
        "np.load(path, allow_pickle=choice)",
        "torch.load(path)",
        "torch.load(path, weights_only=False)",
        "importlib.import_module('pickle')",
        "eval(text)",
        "exec(text)",
    ],
)
def test_what_is_unsafe_is_seen(text):
    assert unsafe_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "from pickle import PickleError",
        "np.load(path)",
        "np.load(path, allow_pickle=False)",
        "torch.load(path, weights_only=True)",
        "json.load(file)",
        "re.compile('a')",
        "model.eval()",
    ],
)
def test_what_is_safe_is_not(text):
    assert not unsafe_in(text)
