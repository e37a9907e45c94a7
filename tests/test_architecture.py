"""The shape of the code: who imports whom, how long things are, what has tests."""

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "tryon_ar"
MODULES = sorted(PACKAGE.rglob("*.py"))

MOST_LINES = 350
# The garment drawings are long lists of shapes and the folder format is one subject.
LONGER = {"garments/folder.py": 400}
TYPICAL_FUNCTION_LINES = 30  # the 90th percentile
LONGEST_FUNCTION_LINES = 80
LEAST_MIRRORED = 0.6  # of the modules; to be raised

# Whole, these words must not stand in any file of the project, this one included.
REGISTRY_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("deb", "debian", "org"),
        ("registry", "npmjs", "org"),
        ("conda", "anaconda", "org"),
        ("proxy", "golang", "org"),
        ("huggingface", "co"),
    )
)
MACHINE_FOLDERS = tuple(f"/{name}/" for name in ("work/main", "work/shared", "home/user"))


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count a function's lines without its docstring."""
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    if ast.get_docstring(node, clean=False) is not None:
        text = node.body[0]
        length -= (text.end_lineno or text.lineno) - text.lineno + 1
    return length


@pytest.fixture(scope="module")
def functions() -> dict[str, int]:
    """Lengths of all functions, by file and name."""
    return {
        f"{name_of(path)}:{node.lineno} {node.name}": code_lines(node)
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """Every text file of the project that would be published."""
    done = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("this is no checkout")
    paths = [ROOT / name for name in done.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and b"\0" not in path.read_bytes()]


def test_imports_go_one_way():
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_one_distribution_alone_provides_opencv():
    assert len(set(packages_distributions()["cv2"])) == 1


def test_no_file_is_too_long():
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in MODULES}
    long = {name: lines for name, lines in lengths.items() if lines > LONGER.get(name, MOST_LINES)}
    assert not long


def test_functions_are_short(functions):
    assert len(functions) > 300
    assert np.percentile(list(functions.values()), 90) <= TYPICAL_FUNCTION_LINES
    long = {name: lines for name, lines in functions.items() if lines > LONGEST_FUNCTION_LINES}
    assert not long


def test_every_module_says_what_it_is():
    silent = [
        name_of(path)
        for path in MODULES
        if ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]
    assert not silent


def is_broad(handler: ast.ExceptHandler) -> bool:
    """Return whether a handler swallows everything, whatever it is."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False
    kind = handler.type
    return kind is None or ast.unparse(kind) in ("Exception", "BaseException")


def test_errors_are_caught_by_name():
    """Broad handlers stand at the tops of the program and of its threads, and say why."""
    unexplained = []
    for path in MODULES:
        source = path.read_text(encoding="utf-8")
        handlers = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.ExceptHandler)]
        lines = [source.splitlines()[one.lineno - 1] for one in handlers if is_broad(one)]
        unexplained += [
            f"{name_of(path)}: {line}"
            for line in lines
            if not re.search(r"# noqa: BLE001.* top", line)
        ]
    assert not unexplained, unexplained


def place_of_tests(module: Path) -> Path:
    """Return where a module's tests belong."""
    mirrored = ROOT / "tests" / module.relative_to(PACKAGE)
    if module == PACKAGE / "__init__.py":
        return mirrored.with_name("test_public_api.py")
    return mirrored.with_name(f"test_{module.name.lstrip('_')}")


def test_the_tests_mirror_the_code():
    modules = [path for path in MODULES if len(path.read_text().splitlines()) > 20]
    missing = [name_of(path) for path in modules if not place_of_tests(path).exists()]
    share = 1 - len(missing) / len(modules)
    assert share >= LEAST_MIRRORED, f"{share:.0%}; without a test file: {', '.join(missing)}"


def test_no_file_names_a_package_registry(tracked):
    naming = {
        str(path.relative_to(ROOT)): host
        for path in tracked
        for host in REGISTRY_HOSTS
        if host in path.read_text(encoding="utf-8", errors="replace")
    }
    assert not naming


def test_no_file_names_a_folder_of_one_machine(tracked):
    naming = {
        str(path.relative_to(ROOT)): folder
        for path in tracked
        for folder in MACHINE_FOLDERS
        if folder in path.read_text(encoding="utf-8", errors="replace")
    }
    assert not naming


def test_the_lock_has_hashes_and_no_addresses():
    text = (ROOT / "requirements.lock").read_text()
    assert text.count("--hash=sha256:") > 100
    assert "://" not in text.replace("# ", "")
