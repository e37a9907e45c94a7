"""Small changes to a module that its tests should notice.

A change is made in the syntax tree: another comparison or operator, a constant one more or less,
a negated condition, a statement left out, nothing returned. What nobody could or should notice is
left alone: docstrings, annotations, log lines, assertions for the type checker, the words of an
error (whether it is raised is not) and words altogether. Class bodies outside their methods,
decorators and default arguments are not changed either.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
_OTHER_NAME = {
    "min": "max",
    "max": "min",
    "minimum": "maximum",
    "maximum": "minimum",
    "any": "all",
    "all": "any",
    "floor": "ceil",
    "ceil": "floor",
}
_LOGS = {"logger", "_logger", "log", "_log", "logging", "warnings"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Change:
    """One change that can be made to a module.

    Attributes
    ----------
    parent, field, index : node, str, int or None
        Where in the tree; the index where the field is a list.
    replacement : object
        What to put there.
    kind, before, after : str
        In words and source code.
    function : str
        Qualified name of the outermost function or method it is in; "" for a module's constant.
    constant : str
        The constant's name; "" in functions.
    lines : (int, int)
        First and last line of its statement's own code.
    """

    parent: ast.AST
    field: str
    index: int | None
    replacement: object
    kind: str
    before: str
    after: str
    function: str
    constant: str
    lines: tuple[int, int]

    def make(self) -> None:
        """Change the tree."""
        if self.index is None:
            setattr(self.parent, self.field, self.replacement)
        else:
            getattr(self.parent, self.field)[self.index] = self.replacement


def changes_of(tree: ast.Module) -> list[Change]:
    """Return every change that can be made to a module, in the order of its source."""
    return list(_of_body(tree, ""))


def _of_body(scope: ast.Module | ast.ClassDef, prefix: str) -> Iterator[Change]:
    for statement in scope.body:
        if isinstance(statement, _FUNCTIONS):
            yield from _Walk(prefix + statement.name).function(statement)
        elif isinstance(statement, ast.ClassDef):
            yield from _of_body(statement, f"{prefix}{statement.name}.")
        elif isinstance(scope, ast.Module):
            name = _constant_name(statement)
            if name:
                yield from _Walk("", name).value_of(statement)


def _constant_name(statement: ast.stmt) -> str:
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target = statement.target
    else:
        return ""
    return target.id if isinstance(target, ast.Name) else ""


class _Walk:
    """Goes through a function or a constant's value."""

    def __init__(self, function: str, constant: str = "") -> None:
        self._function = function
        self._constant = constant
        self._lines = (0, 0)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Change]:
        """Yield what can be changed in a function's body."""
        yield from self._fields(node, ("body",))

    def value_of(self, node: ast.stmt) -> Iterator[Change]:
        """Yield what can be changed in the value of an assignment."""
        self._lines = _own_lines(node)
        yield from self._fields(node, ("value",))

    def _fields(self, node: ast.AST, names: tuple[str, ...]) -> Iterator[Change]:
        for name in names:
            held = getattr(node, name, None)
            if isinstance(held, list):
                for index, one in enumerate(held):
                    if isinstance(one, ast.AST):
                        yield from self._visit(node, name, index, one)
            elif isinstance(held, ast.AST):
                yield from self._visit(node, name, None, held)

    def _visit(
        self, parent: ast.AST, field: str, index: int | None, node: ast.AST
    ) -> Iterator[Change]:
        if _left_alone(node):
            return
        outside = self._lines
        if isinstance(node, ast.stmt):
            self._lines = _own_lines(node)
        for kind, replacement in _replacements(node):
            yield Change(
                parent, field, index, replacement, kind, _source(node), _source(replacement),
                self._function, self._constant, self._lines,
            )  # fmt: skip
        yield from self._fields(node, _walked(node))
        self._lines = outside


def _source(node: object) -> str:
    text = ast.unparse(node) if isinstance(node, ast.AST) else str(node)
    return text.split("\n", 1)[0]


def _own_lines(node: ast.stmt) -> tuple[int, int]:
    body = getattr(node, "body", None)
    last = body[0].lineno - 1 if body else node.end_lineno or node.lineno
    return node.lineno, max(node.lineno, last)


def _walked(node: ast.AST) -> tuple[str, ...]:
    """Return the fields to look into: no annotations, decorators, default arguments."""
    if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
        return ("body",)
    if isinstance(node, ast.Lambda):
        return ("body",)
    if isinstance(node, ast.Raise):
        return ()
    return tuple(name for name in node._fields if name not in ("annotation", "ctx", "format_spec"))


def _left_alone(node: ast.AST) -> bool:
    if isinstance(node, (ast.Assert, ast.JoinedStr, ast.Import, ast.ImportFrom)):
        return True
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
        return True
    if isinstance(node, ast.Expr):
        if isinstance(node.value, ast.Constant):
            return True
        called = node.value.func if isinstance(node.value, ast.Call) else None
        owner = called.value if isinstance(called, ast.Attribute) else None
        return isinstance(owner, ast.Name) and owner.id in _LOGS
    return False


def _replacements(node: ast.AST) -> Iterator[tuple[str, object]]:
    if isinstance(node, ast.Raise):
        yield "statement left out", ast.copy_location(ast.Pass(), node)
    elif isinstance(node, ast.stmt):
        yield from _other_statement(node)
    elif isinstance(node, ast.expr):
        for kind, replacement in _other_expression(node):
            yield kind, ast.copy_location(replacement, node)


def _other_statement(node: ast.stmt) -> Iterator[tuple[str, ast.stmt]]:
    dropped = isinstance(node, (ast.AugAssign, ast.Continue, ast.Break, ast.Delete))
    dropped |= isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    dropped |= isinstance(node, ast.Assign) and not isinstance(
        node.targets[0], (ast.Name, ast.Tuple)
    )
    if dropped:
        yield "statement left out", ast.copy_location(ast.Pass(), node)
    if isinstance(node, ast.AugAssign) and type(node.op) in _COUNTED:
        other = ast.AugAssign(node.target, _COUNTED[type(node.op)](), node.value)
        yield "arithmetic", ast.copy_location(other, node)
    if isinstance(node, ast.Return) and not isinstance(node.value, (ast.Constant, type(None))):
        nothing = ast.copy_location(ast.Constant(None), node)
        yield "nothing returned", ast.copy_location(ast.Return(nothing), node)
    if isinstance(node, (ast.If, ast.While)) and not _negated_anyway(node.test):
        other = type(node)(_negated(node.test), node.body, node.orelse)
        yield "condition negated", ast.copy_location(other, node)


def _negated_anyway(test: ast.expr) -> bool:
    """Return whether changing the expression itself negates it."""
    if isinstance(test, ast.Compare):
        return len(test.ops) == 1
    return isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)


def _negated(test: ast.expr) -> ast.expr:
    return ast.copy_location(ast.UnaryOp(ast.Not(), test), test)


def _other_expression(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Compare):
        yield from _other_comparison(node)
    elif isinstance(node, ast.BinOp) and type(node.op) in _COUNTED:
        if not any(_is_words(side) for side in (node.left, node.right)):
            yield "arithmetic", ast.BinOp(node.left, _COUNTED[type(node.op)](), node.right)
    elif isinstance(node, ast.BoolOp):
        other = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "and, or", ast.BoolOp(other, node.values)
    elif isinstance(node, ast.UnaryOp):
        if isinstance(node.op, (ast.USub, ast.Not)):
            yield "sign or not left out", node.operand
    elif isinstance(node, ast.IfExp) and not _negated_anyway(node.test):
        yield "condition negated", ast.IfExp(_negated(node.test), node.body, node.orelse)
    elif isinstance(node, ast.Constant):
        yield from _other_constant(node.value)
    elif isinstance(node, ast.Call):
        yield from _other_call(node)


def _is_words(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes))
    )


def _other_comparison(node: ast.Compare) -> Iterator[tuple[str, ast.expr]]:
    for place, operator in enumerate(node.ops):
        for other in _COMPARED[type(operator)]:
            ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
            yield "comparison", ast.Compare(node.left, ops, node.comparators)


def _other_constant(value: object) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(value, bool):
        yield "constant", ast.Constant(not value)
    elif isinstance(value, (int, float)):
        yield "constant", ast.Constant(value + 1)
        yield "constant", ast.Constant(value - 1)


def _other_call(node: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    called = node.func
    if isinstance(called, ast.Name) and called.id in _OTHER_NAME:
        other: ast.expr = ast.Name(_OTHER_NAME[called.id], ast.Load())
    elif isinstance(called, ast.Attribute) and called.attr in _OTHER_NAME:
        other = ast.Attribute(called.value, _OTHER_NAME[called.attr], ast.Load())
    else:
        return
    ast.copy_location(other, called)
    yield "min, max, any, all", ast.Call(other, node.args, node.keywords)
