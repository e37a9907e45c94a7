"""What the program parses, by name: each takes any bytes and may raise a TryOnError alone.

``benchmarks/fuzz_parsers.py`` lets atheris choose the bytes, ``tests/test_parsers.py`` lets
Hypothesis; files are written into the folder given.
"""

import json
from collections.abc import Callable
from pathlib import Path

from tests.support.hostile_readers import KINDS, Reader
from tryon_ar.core.errors import TryOnError, UsageError


def _value(data: bytes) -> object:
    """Return JSON's value of some bytes, or nothing."""
    from tryon_ar.core.untrusted_text import json_value

    try:
        return json_value(data)
    except ValueError:
        return None


def sizes(_: Path) -> Reader:
    """The size chart of a garment."""
    from tryon_ar.garments.sizes import checked_sizes, size_names

    def read(data: bytes) -> None:
        try:
            size_names(checked_sizes(_value(data)))
        except ValueError as error:
            _check_short(str(error), 400)

    return read


def looks(_: Path) -> Reader:
    """What was kept of looks and of garments worn last."""
    from tryon_ar.gui.looks import NamedLook, _understood

    def read(data: bytes) -> None:
        found = _value(data)
        for entry in found if isinstance(found, list) else [found]:
            look = _understood(entry)
            assert look is None or isinstance(look, NamedLook)

    return read


def words(_: Path) -> Reader:
    """Settings of one run, as --set and the environment have them."""
    from tryon_ar.core.settings.declared import declared_settings
    from tryon_ar.core.settings.values import overrides_of_environment, overrides_of_words

    names = [declared.environment for declared in declared_settings()]

    def read(data: bytes) -> None:
        text = data.decode("utf-8", "surrogateescape")
        try:
            overrides_of_words([text])
        finally:
            overrides_of_environment({names[len(data) % len(names)]: text})

    return read


def source(_: Path) -> Reader:
    """What people call a camera, file or stream."""
    from tryon_ar.capture.opening import describe, is_stream, open_source, without_password

    def read(data: bytes) -> None:
        text = data.decode("utf-8", "surrogateescape")
        describe(text)
        without_password(text)
        is_stream(text)
        open_source(text)

    return read


def model_manifest(folder: Path) -> Reader:
    """The list of the fetched networks, and that of the shipped ones."""
    from tryon_ar.core import shipped_models
    from tryon_ar.tracking import models

    def read(data: bytes) -> None:
        (folder / "manifest.json").write_bytes(data)
        assert isinstance(models._read_manifest(folder), dict)
        shipped_models._hashes(folder)

    return read


def pack_manifest(folder: Path) -> Reader:
    """The list of a pack's garments, in a pack that is sound otherwise."""
    from tests.support.hostile_packs import Entry, archive
    from tryon_ar.garments.library.pack_archive import checked_entries, extract

    path, number = folder / "it.zip", iter(range(1 << 60))

    def read(data: bytes) -> None:
        inside = folder / str(next(number))
        inside.mkdir()
        entries = [Entry(b"pack.json", data, 0), Entry(b"tee/garment.json", b"{}", 0)]
        path.write_bytes(archive(entries))
        with path.open("rb") as file:
            opened, found = checked_entries(file, "it.zip")
            with opened:
                assert extract(opened, found, inside, "it.zip") == ["tee"]

    return read


def tflite(_: Path) -> Reader:
    """A TensorFlow Lite network."""
    from tryon_ar.inference.tflite.convert import to_onnx

    return lambda data: void(to_onnx(data))


def void(_: object) -> None:
    """Take a value and do nothing with it."""


PARSERS: dict[str, Callable[[Path], Reader]] = {
    name: KINDS[name].reader
    for name in ("settings", "garment", "corrections", "keeping", "list", "network", "picture")
} | {
    "sizes": sizes,
    "looks": looks,
    "words": words,
    "source": source,
    "model_manifest": model_manifest,
    "pack_manifest": pack_manifest,
    "tflite": tflite,
}


def parse(reader: Reader, data: bytes) -> bool:
    """Give bytes to a reader; return whether they were of use.

    Raises
    ------
    AssertionError
        When it refuses them without a sentence, without a hint, or at length.
    Exception
        Anything else that it lets through.
    """
    try:
        reader(data)
    except TryOnError as error:
        _check_refusal(error)
        return False
    return True


def _check_refusal(error: TryOnError) -> None:
    assert error.user_text.strip(), error
    assert error.hint.strip() or isinstance(error, UsageError), error
    _check_short(str(error), 1200)


def _check_short(text: str, most: int) -> None:
    assert len(text) < most, text


def json_of(value: object) -> bytes:
    """Return JSON of a value, with what JSON itself does not have."""
    return json.dumps(value, ensure_ascii=True).encode()
