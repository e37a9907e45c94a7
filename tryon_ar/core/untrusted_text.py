"""Small text files that anybody may have written, read within bounds.

What the parsers of the standard library and of tomlkit let through when a file is made to harm
them (endless nesting, names of a hundred thousand parts that take gigabytes, numbers of a
million digits, pipes that never end) comes out of here as a :class:`ValueError`.
"""

import json
import os
import re
import reprlib
import stat
import tomllib
from pathlib import Path

MOST_BYTES = 1 << 20
# A dotted TOML name costs the square of its parts. Ours have two; these bounds hold them all
# together, on any line and in the whole file, to some megabytes.
_MOST_DOTS_IN_LINE = 64
_MOST_DOTTED_LINES = 4096
_LINE = re.compile(r"[^\r\n]+")


def read_bounded(path: Path, most_bytes: int = MOST_BYTES) -> bytes:
    """Return a whole small file.

    Raises
    ------
    FileNotFoundError
        When there is none.
    OSError
        When it cannot be read.
    ValueError
        When it is larger than allowed, or no ordinary file: a pipe or device is never waited
        for.
    """
    with open(path, "rb", opener=_open_at_once) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("it is no ordinary file")
        raw = file.read(most_bytes + 1)
    if len(raw) > most_bytes:
        raise ValueError(f"it is over {most_bytes >> 10} KB")
    return raw


def json_value(raw: bytes) -> object:
    """Return what JSON text holds.

    Raises
    ------
    ValueError
        Whatever is wrong with it.
    """
    try:
        value: object = json.loads(raw.decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    return value


def toml_text(raw: bytes) -> str:
    """Return TOML text that may be given to a parser; a byte order mark is left out.

    Raises
    ------
    ValueError
        When it is no text, or names in it have so many parts that parsing takes all memory.
    """
    text = raw.decode("utf-8-sig")
    dotted = 0
    for line in _LINE.finditer(text):
        words = line[0].lstrip()
        dots = 0 if words.startswith("#") else words.count(".")
        dotted += dots > 1
        if dots > _MOST_DOTS_IN_LINE or dotted > _MOST_DOTTED_LINES:
            raise ValueError("its names have too many parts")
    return text


def toml_table(raw: bytes) -> dict[str, object]:
    """Return what TOML text holds.

    Raises
    ------
    ValueError
        Whatever is wrong with it.
    """
    text = toml_text(raw)
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def told(value: object, most: int = 60) -> str:
    """Return a value from outside as it may stand in a sentence: quoted, and never long.

    Parameters
    ----------
    most : int
        Longer texts and numbers lose their middle; the whole is at most twice as long.
    """
    short = reprlib.Repr()
    short.maxstring = short.maxother = short.maxlong = most
    return short.repr(value)[: 2 * most]


def _open_at_once(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
