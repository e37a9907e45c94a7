"""What the rest of the program says, in the window's language.

Errors and statuses are English sentences made where Qt is unknown. Their patterns, with what
varies as ``{name}``, are listed in ``resources/i18n/messages.txt``, gathered from the code;
translations are looked up by pattern in the context ``messages``. What no pattern fits stays
as it is.
"""

import re
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from tryon_ar.core.paths import resource_folder

CONTEXT = "messages"
_PART = re.compile(r"{(\w+)}")
_BETWEEN = re.compile(r"(?<=[.!?…])\s+")
_FULL_WIDTH = "。！？…："


def said(text: str) -> str:
    """Return sentences of the program in the language that holds.

    Parameters
    ----------
    text : str
        One or several sentences, as an error or a status has them.

    Notes
    -----
    Each sentence is matched with the patterns, those of most own letters first; what varies
    in it is looked up in its turn, so that reasons within sentences are translated too.
    """
    pieces = _BETWEEN.split(text)
    told: list[str] = []
    while pieces:
        for count in range(1, len(pieces) + 1):  # a name may hold a full stop
            found = _translated(" ".join(pieces[:count]))
            if found is not None:
                told.append(found)
                del pieces[:count]
                break
        else:
            told.append(pieces.pop(0))
    return _joined(told)


def _joined(sentences: list[str]) -> str:
    """Join sentences, with a space but after full-width stops."""
    text = ""
    for sentence in sentences:
        text += sentence if not text or text[-1] in _FULL_WIDTH else f" {sentence}"
    return text


def _translated(sentence: str) -> str | None:
    """Return one sentence translated; None where no pattern fits it."""
    for pattern in _patterns():
        if _longest_words(pattern) not in sentence:
            continue
        match = _expression(pattern).fullmatch(sentence)
        if match is not None:
            parts = {name: said(value) for name, value in match.groupdict().items()}
            return QCoreApplication.translate(CONTEXT, pattern).format(**parts)
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[str, ...]:
    path = resource_folder() / "i18n" / "messages.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(sorted(lines, key=lambda line: -len(_PART.sub("", line))))


@lru_cache(maxsize=512)
def _longest_words(pattern: str) -> str:
    """Return the longest part of a pattern that never varies."""
    return max(_PART.split(pattern)[::2], key=len)


@lru_cache(maxsize=512)
def _expression(pattern: str) -> re.Pattern[str]:
    """Return a pattern as an expression; what comes twice in it must be the same."""
    expression, seen = "", set[str]()
    for number, piece in enumerate(_PART.split(pattern)):
        if number % 2 == 0:
            expression += re.escape(piece)
        elif piece in seen:
            expression += f"(?P={piece})"
        else:
            seen.add(piece)
            expression += f"(?P<{piece}>.+?)"
    return re.compile(expression, re.DOTALL)
