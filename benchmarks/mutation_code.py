"""Changing functions where they are, and noticing which of their lines are run."""

import ast
import functools
import gc
import sys
import types
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from mutation_kinds import Change

_KERNELS = "tryon_ar.kernels._jit"
_Code = types.CodeType
Lines = dict[str, set[int]]


class Changer:
    """Changes functions where they are, whoever holds them already.

    Parameters
    ----------
    modules : dict of str to module
        By file.
    """

    def __init__(self, modules: dict[str, types.ModuleType]) -> None:
        self._modules = modules
        self._functions: dict[tuple[str, str, int], list[types.FunctionType]] = defaultdict(list)
        self._kernels: list[Any] = []
        self._remembered: list[functools._lru_cache_wrapper[Any]] = []
        kernel_type = getattr(sys.modules.get(_KERNELS), "Kernel", ())
        for one in gc.get_objects():
            if isinstance(one, types.FunctionType) and one.__code__.co_filename in modules:
                self._functions[_place(one.__code__)].append(one)
            elif isinstance(one, kernel_type):
                self._kernels.append(one)
            elif isinstance(one, functools._lru_cache_wrapper):
                self._remembered.append(one)

    def apply(self, file: str, tree: ast.Module, change: Change) -> bool:
        """Make a change; return False where it cannot be made."""
        change.make()
        ast.fix_missing_locations(tree)
        if change.constant:
            self._set_constant(file, tree, change.constant)
            changed = [k for k in self._kernels if k.python.__code__.co_filename == file]
        else:
            code = compile(tree, file, "exec", dont_inherit=True)
            functions = self._replace_code(code, change.function)
            if not functions:
                return False
            changed = [k for k in self._kernels if k.python in functions]
            if not changed and any(_compiled_with_others(f, file) for f in functions):
                changed = [k for k in self._kernels if k.python.__code__.co_filename == file]
        for kernel in changed:
            _compile_anew(kernel)
        for answers in self._remembered:
            if str(getattr(answers, "__module__", "")).startswith("tryon_ar"):
                answers.cache_clear()
        return True

    def _replace_code(self, module: _Code, name: str) -> list[types.FunctionType]:
        replaced = []
        for code in _codes_within(module):
            if code.co_qualname != name:
                continue
            for function in self._functions.get(_place(code), ()):
                if function.__code__.co_freevars == code.co_freevars:
                    function.__code__ = code
                    replaced.append(function)
        return replaced

    def _set_constant(self, file: str, tree: ast.Module, name: str) -> None:
        module = self._modules[file]
        before = getattr(module, name)
        for statement in tree.body:
            target = getattr(statement, "target", None) or getattr(statement, "targets", [None])[0]
            if isinstance(target, ast.Name) and target.id == name:
                value = ast.Expression(statement.value)  # type: ignore[attr-defined]
                after = eval(compile(value, file, "eval"), vars(module))
        for other in list(sys.modules.values()):
            if getattr(other, "__dict__", {}).get(name) is before and _is_ours(other):
                setattr(other, name, after)


def _is_ours(module: types.ModuleType) -> bool:
    return module.__name__.partition(".")[0] in ("tryon_ar", "tests")


def _place(code: _Code) -> tuple[str, str, int]:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _codes_within(code: _Code) -> Iterator[_Code]:
    for one in code.co_consts:
        if isinstance(one, _Code):
            yield one
            yield from _codes_within(one)


def _compiled_with_others(function: types.FunctionType, file: str) -> bool:
    module = next((m for m in sys.modules.values() if getattr(m, "__file__", "") == file), None)
    held = getattr(module, function.__name__, None)
    return hasattr(held, "py_func")


def _compile_anew(kernel: Any) -> None:  # noqa: ANN401
    def nothing_kept(options: dict[str, object]) -> None:
        raise RuntimeError("changed code is neither kept nor loaded")

    kernel._compiled = None
    kernel._kept = nothing_kept


class Tracer:
    """Notes which lines of some files are run, kernels as a whole."""

    def __init__(self, files: set[str]) -> None:
        self._files = files
        self.lines: Lines = {}

    def __call__(self, frame: types.FrameType, event: str, argument: object) -> object:
        code = frame.f_code
        if code.co_filename in self._files:
            self._add(code.co_filename, frame.f_lineno)
            return self._line
        if code.co_qualname == "Kernel.__call__":
            self._kernel(frame.f_locals["self"].python)
        return None

    def _line(self, frame: types.FrameType, event: str, argument: object) -> object:
        self._add(frame.f_code.co_filename, frame.f_lineno)
        return self._line

    def _kernel(self, function: types.FunctionType) -> None:
        code = function.__code__
        if code.co_filename in self._files:
            last = max(line for _, _, line in code.co_lines() if line)
            for line in range(code.co_firstlineno, last + 1):
                self._add(code.co_filename, line)
            for name in code.co_names:  # functions compiled into it
                inner = getattr(function.__globals__.get(name), "py_func", None)
                if inner is not None:
                    self._kernel(inner)

    def _add(self, file: str, line: int) -> None:
        self.lines.setdefault(file, set()).add(line)
