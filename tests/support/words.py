"""Gather all words that people read, and keep their translations complete.

``python -m tests.support.words`` says what is missing; with ``--update`` it writes
``resources/i18n`` anew from the code: strings of the window by ``lupdate``, texts of settings,
meanings of keys, names of colours and shipped garments, what Qt leaves in English, and the
sentences of errors and statuses of all that knows no Qt. What is new is marked unfinished in the
``.ts`` file, to be translated there; run it again then.
"""

import argparse
import ast
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Iterator
from pathlib import Path

from tryon_ar.core.settings.declared import declared_settings
from tryon_ar.garments.builtin import builtin_summaries
from tryon_ar.gui import editing_words
from tryon_ar.gui.shortcuts import EDITOR_KEYS, SHORTCUTS
from tryon_ar.gui.variant_dialog import COLOURS
from tryon_ar.pipeline.quality import STEPS

ROOT = Path(__file__).resolve().parents[2]
I18N = ROOT / "resources" / "i18n"
LANGUAGES = ("zh_CN",)
PATTERNS = I18N / "messages.txt"
GUI = ROOT / "tryon_ar" / "gui"

# What Qt's own dialogs say that its translation leaves in English, by context.
QT_WORDS = {
    "QFileDialog": ["&Look in:", "Files of &type:"],
    "QAbstractFileIconProvider": [
        "Drive",
        "%1 File",
        "File",
        "File Folder",
        "Folder",
        "Alias",
        "Shortcut",
        "Unknown",
    ],
}

# Names that sentences and figures hold, where they are no sources or garments of people's own.
_NAMES = ("Demo", "Test pattern", *(one.name for one in STEPS if one.name))

# Whose sentences reach the window; those of the other packages are for terminals and logs.
SPEAKING = (
    "runtime/*.py",
    "capture/*.py",
    "recording/*.py",
    "garments/**/*.py",
    "core/**/*.py",
    "inference/*.py",
    "pipeline/face_hiding.py",
    "pipeline/observer.py",
    "rendering/poisson_twinned.py",
    "commands/privacy.py",
    "commands/providers.py",
    "tracking/*.py",
    "gui/application.py",
    "gui/incoming.py",
    "gui/job_queue.py",
    "gui/photo_imports.py",
)
_SILENT = (
    "core/settings/declared.py",
    "tracking/replay.py",
    "tracking/mediapipe_import.py",
    "core/stored_data.py",
    "core/crash.py",
)
_MISUSE = {"ValueError", "KeyError", "RuntimeError", "TypeError", "NotImplementedError"}
_REASONS = re.compile(r"_reason$|_PHRASES$|^which$")
_SENTENCE = re.compile(r"^([A-Z][a-z]|[A-Z] |{)[^<>]*[a-z}] .*[.…!?]$", re.DOTALL)
_BETWEEN = re.compile(r"(?<=[.!?…])\s+(?=[A-Z])|(?<=})\s+(?=[A-Z][a-z]+ )")


def patterns() -> list[str]:
    """Return the patterns of all sentences that the packages without Qt say, sorted."""
    found = set(_NAMES)
    for glob in SPEAKING:
        for path in sorted((ROOT / "tryon_ar").glob(glob)):
            if path.relative_to(ROOT / "tryon_ar").as_posix() in _SILENT:
                continue
            found.update(_said_in(ast.parse(path.read_text(encoding="utf-8"))))
    return sorted(one for one in found if re.search(r"[A-Za-z]{2}", re.sub(r"{\w+}", "", one)))


def _said_in(tree: ast.AST) -> Iterator[str]:
    for text in _texts(tree):
        if _SENTENCE.match(text):
            yield from (one for one in _BETWEEN.split(text) if one)
    yield from _fragments(tree)


def _texts(node: ast.AST) -> Iterator[str]:
    """Iterate over the texts of a module but docstrings, what is logged, and misuse."""
    if _is_elsewhere(node) or _is_misuse(node) or _is_docstring(node):
        return
    text = _pattern(node)
    if text is not None:
        yield text
        return
    for child in ast.iter_child_nodes(node):
        yield from _texts(child)


def _fragments(tree: ast.AST) -> Iterator[str]:
    """Iterate over what is no sentence but said: reasons, steps of work, who is in the picture."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and _REASONS.search(node.name):
            for one in ast.walk(node):
                if isinstance(one, ast.Return) and isinstance(one.value, ast.Constant | ast.IfExp):
                    yield from _strings(one.value)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            yield from _assigned(node)
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {
            "progress",
            "self._progress",
            "tell",
        }:
            yield from _strings(node.args[0])


def _assigned(node: ast.Assign | ast.AnnAssign) -> Iterator[str]:
    target = ast.unparse(node.targets[0] if isinstance(node, ast.Assign) else node.target)
    value = node.value
    if _REASONS.search(target) and isinstance(value, ast.Dict):
        for one in value.values:
            yield from _strings(one)
    elif _REASONS.search(target) and isinstance(value, ast.IfExp):
        yield from (*_strings(value.body), *_strings(value.orelse))
    elif (
        re.match(r"[A-Z]+(_[A-Z]+)*$", target)
        and isinstance(value, ast.Constant)
        and isinstance(value.value, str)
    ) and re.fullmatch(r"[A-Z][a-z]+( [a-z]+)*:?( [a-z]+){3,}", value.value):
        yield value.value  # as "Nobody in the picture"


def _strings(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value:
            yield one.value


def _pattern(node: ast.AST) -> str | None:
    """Return a text with what varies in it as ``{name}``; None for what is no text."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    text, names = "", []
    for piece in node.values:
        if isinstance(piece, ast.Constant):
            text += str(piece.value)
        elif isinstance(piece, ast.FormattedValue):
            name = _name_of(piece.value)
            while name in names:
                name += "_2"
            names.append(name)
            text += f"{{{name}}}"
    return text


def _name_of(node: ast.AST) -> str:
    """Return a short name for what varies: the last name in its expression."""
    source = re.sub(r"\[.*?\]|'.*?'", "", ast.unparse(node).partition(" or ")[0])
    names = [one for one in re.findall(r"[A-Za-z_]\w*", source) if one not in {"join", "self"}]
    return (names[-1] if names else "part").strip("_").lower()


def _is_elsewhere(node: ast.AST) -> bool:
    """Return whether a call logs, or translates by itself."""
    if not isinstance(node, ast.Call):
        return False
    called = ast.unparse(node.func)
    return called.split(".")[0] in {"_log", "logger", "logging"} or called.endswith(".tr")


def _is_misuse(node: ast.AST) -> bool:
    call = node.exc if isinstance(node, ast.Raise) else None
    return isinstance(call, ast.Call) and ast.unparse(call.func) in _MISUSE


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def declared_words() -> dict[str, list[str]]:
    """Return the words that no call of ``tr`` names, by context."""
    settings = [text for one in declared_settings() for text in (one.title, one.text)]
    return {
        "settings": list(dict.fromkeys(settings)),
        "keys": [one.meaning for one in SHORTCUTS]
        + [meaning for _, meaning in EDITOR_KEYS]
        + [keys for keys, _ in EDITOR_KEYS if re.search("Wheel|Arrows|drag", keys)],
        "messages": patterns(),
        "VariantDialog": list(COLOURS),
        "editing": list(editing_words.ENGLISH),
        "garments": sorted({one.name for one in builtin_summaries()}),
        **QT_WORDS,
    }


def gather(ts: Path) -> None:
    """Bring a ``.ts`` file up to date with the code; what is translated there stays."""
    with tempfile.TemporaryDirectory() as folder:
        declared = Path(folder) / "declared.py"
        lines = [
            f"QCoreApplication.translate({_quoted(context)}, {_quoted(text)})"
            for context, texts in declared_words().items()
            for text in texts
        ]
        declared.write_text("\n".join(lines) + "\n", encoding="utf-8")
        sources = sorted(GUI.rglob("*.py"))
        command = ["-source-language", "en", "-target-language", ts.stem[-5:]]
        command += ["-no-obsolete", "-locations", "none", "-silent"]
        command += [*map(str, sources), str(declared), "-ts", str(ts)]
        _run("pyside6-lupdate", command)


def compile_words(ts: Path, qm: Path) -> None:
    """Compile a ``.ts`` file."""
    _run("pyside6-lrelease", ["-silent", str(ts), "-qm", str(qm)])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _run(tool: str, arguments: list[str]) -> None:
    program = Path(sys.executable).parent / tool
    subprocess.run([str(program), *arguments], check=True, stdout=subprocess.DEVNULL)


def entries(ts: Path) -> list[tuple[str, str, str, bool]]:
    """Return context, source, translation, and whether it is finished, of every message."""
    root = ElementTree.parse(ts).getroot()
    listed = []
    for context in root.iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            listed.append(
                (
                    context.findtext("name", ""),
                    message.findtext("source", ""),
                    translation.text or "",
                    translation.get("type") is None and bool(translation.text),
                )
            )
    return listed


def faults(ts: Path) -> list[str]:
    """Return what is wrong with translations: unfinished, or other ``{parts}`` than the source."""
    found = []
    for context, source, translation, finished in entries(ts):
        if not finished:
            found.append(f"{context}: unfinished: {source}")
        elif _parts(source) != _parts(translation):
            found.append(f"{context}: other parts: {source} / {translation}")
    return found


def _parts(text: str) -> list[str]:
    return sorted(set(re.findall(r"{\w*}", text)))


def update() -> None:
    """Write patterns, ``.ts`` and ``.qm`` files anew."""
    I18N.mkdir(parents=True, exist_ok=True)
    PATTERNS.write_text("\n".join(patterns()) + "\n", encoding="utf-8")
    for language in LANGUAGES:
        ts = I18N / f"tryon_ar_{language}.ts"
        gather(ts)
        compile_words(ts, ts.with_suffix(".qm"))


def main(arguments: Iterable[str]) -> int:
    """Update where asked to, then say what is missing; 1 when something is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="write resources/i18n anew")
    if parser.parse_args(list(arguments)).update:
        update()
    found = [fault for language in LANGUAGES for fault in faults(I18N / f"tryon_ar_{language}.ts")]
    for fault in found:
        sys.stdout.write(f"{fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
