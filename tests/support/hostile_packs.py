"""Packs meant to harm, built by script, and what comes of importing them.

``python -m tests.support.hostile_packs FOLDER`` builds them; with ``--import NAME...`` it
imports them into ``FOLDER/library`` and prints what came of each and the memory it took.
"""

import argparse
import json
import struct
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from tests.support import crafted_pictures as craft
from tests.support.bodies import flat_tee
from tests.support.hostile_pictures import children_peak, own_peak
from tryon_ar.core.errors import TryOnError
from tryon_ar.garments.folder import save_garment
from tryon_ar.garments.library.pack import import_pack

SYMLINK, PIPE, DEVICE = 0o120777, 0o010644, 0o020644
MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Entry:
    """One file of an archive; what is told of it may differ from what it is."""

    name: bytes
    data: bytes = b""
    method: int = 8
    flags: int = 0
    mode: int = 0o100644
    size: int | None = None
    checksum: int | None = None
    local: "dict[str, object] | None" = None
    at: int | None = None
    raw: bool = False

    @property
    def packed(self) -> bytes:
        """The bytes as they lie in the archive."""
        if self.method != 8 or self.raw:
            return self.data
        squeeze = zlib.compressobj(9, wbits=-15)
        return squeeze.compress(self.data) + squeeze.flush()

    def told(self, packed: bytes) -> bytes:
        """Version to lengths, as both headers tell them."""
        crc = zlib.crc32(self.data) if self.checksum is None else self.checksum
        size = len(self.data) if self.size is None else self.size
        numbers = (20, self.flags, self.method, 0, 33, crc, len(packed), size)
        return struct.pack("<5HLLL2H", *numbers, len(self.name), 0)


def archive(
    entries: list[Entry],
    *,
    prefix: bytes = b"",
    comment: bytes = b"",
    tail: bytes = b"",
    count: int | None = None,
    disk: int = 0,
    shift: int = 0,
) -> bytes:
    """Return a zip archive that says what it is told to say."""
    body, directory = prefix, b""
    for entry in entries:
        packed = entry.packed
        at = len(body) if entry.at is None else entry.at
        if entry.at is None:
            local = replace(entry, local=None, **(entry.local or {}))
            body += b"PK\x03\x04" + local.told(packed) + local.name + packed
        directory += b"PK\x01\x02\x14\x03" + entry.told(packed)
        directory += struct.pack("<3H2L", 0, 0, 0, entry.mode << 16, at) + entry.name
    many = len(entries) if count is None else count
    end = struct.pack(
        "<4H2LH", disk, disk, many, many, len(directory), len(body) + shift, len(comment)
    )
    return body + directory + b"PK\x05\x06" + end + comment + tail


def good_entries(**changed: bytes | None) -> list[Entry]:
    """Return the files of a sound pack of one garment ``tee``, some replaced or left out."""
    with tempfile.TemporaryDirectory() as folder:
        garment = replace(flat_tee(), id="tee", name="Tee")
        save_garment(garment, Path(folder) / "tee")
        files = {path.name: path.read_bytes() for path in (Path(folder) / "tee").iterdir()}
    contents: dict[str, bytes | None] = {"pack.json": manifest("tee")}
    contents |= {f"tee/{name}": files[name] for name in sorted(files)}
    contents |= {
        name if name == "pack.json" else f"tee/{name}": data for name, data in changed.items()
    }
    return [
        Entry(name.encode(), data, 8 if name.endswith(".json") else 0)
        for name, data in contents.items()
        if data is not None
    ]


def manifest(*ids: str, version: object = 1) -> bytes:
    """Return a ``pack.json``."""
    return json.dumps({"version": version, "garments": list(ids)}).encode()


def attacks() -> dict[str, Callable[[], bytes]]:
    """Return, by name, what builds each pack; every one of them must be refused."""
    good = good_entries()
    made: dict[str, Callable[[], bytes]] = {}
    for family in (_names, _kinds, _sizes, _places, _ends, _garments, _pictures):
        made.update(family(good))
    return made


Attacks = Iterator[tuple[str, Callable[[], bytes]]]


def _names(good: list[Entry]) -> Attacks:
    for label, name in (
        ("parent", b"../photo.png"),
        ("far_parent", b"../../../../../../tmp/photo.png"),
        ("hidden_parent", b"tee/../../photo.png"),
        ("absolute", b"/photo.png"),
        ("drive", b"C:/photo.png"),
        ("drive_backslash", b"C:\\photo.png"),
        ("unc", b"\\\\server\\share\\photo.png"),
        ("backslash_parent", b"tee\\..\\..\\photo.png"),
        ("device_folder", b"con/photo.png"),
        ("device_file", b"tee/nul.png"),
        ("device_port", b"com1/garment.json"),
        ("nul_byte", b"tee/back.png\0.exe"),
        ("stream", b"tee/back.png:hidden"),
        ("trailing_dot", b"tee./back.png"),
        ("trailing_space", b"tee/back.png "),
        ("case_collision", b"tee/PHOTO.PNG"),
        ("case_collision_of_folders", b"TEE/photo.png"),
        ("composed", "t\u00e9e/photo.png".encode()),
        ("decomposed", "te\u0301e/photo.png".encode()),
        ("turned_writing", "tee/\u202egnp.exe".encode()),
        ("long", b"t" * 5000 + b"/photo.png"),
        ("empty_name", b""),
        ("dot", b"."),
        ("folder_entry", b"tee/"),
        ("hidden", b".tee/photo.png"),
        ("program", b"tee/run.py"),
        ("deeper", b"tee/more/photo.png"),
        ("new_line", b"tee/back\n.png"),
        ("nested_zip", b"tee/back.zip"),
        ("duplicate", b"tee/photo.png"),
        ("home", b"~/photo.png"),
    ):
        yield label, lambda name=name: archive([*good, Entry(name, b"x", 0)])


def _kinds(good: list[Entry]) -> Attacks:
    back = Entry(b"tee/back.png", b"/etc/passwd", 0)
    for label, change in (
        ("symlink", {"mode": SYMLINK}),
        ("pipe", {"mode": PIPE}),
        ("device", {"mode": DEVICE}),
        ("encrypted", {"flags": 1}),
        ("strongly_encrypted", {"flags": 0x41}),
        ("masked", {"flags": 0x2000}),
        ("patched", {"flags": 0x20}),
        ("bzip2", {"method": 12}),
        ("lzma", {"method": 14}),
        ("deflate64", {"method": 9}),
        ("unknown_method", {"method": 99}),
    ):
        yield label, lambda change=change: archive([*good, replace(back, **change)])


def _sizes(good: list[Entry]) -> Attacks:
    yield (
        "too_many",
        lambda: archive(
            [*good, *(Entry(b"t%d/photo.png" % index, b"x", 0) for index in range(2000))]
        ),
    )
    zeros = bytes(60 * MEGABYTE)
    yield "ratio", lambda: archive([*good, Entry(b"tee/back.png", zeros)])
    noise = Image.effect_noise((1024, 1024), 90).tobytes()
    told = [
        Entry(b"t%d/photo.png" % index, noise, 0, size=60 * MEGABYTE, checksum=0)
        for index in range(9)
    ]
    yield "too_much", lambda: archive([*good, *told])
    yield (
        "larger_than_a_picture",
        lambda: archive([*good, Entry(b"tee/back.png", noise, 0, size=65 * MEGABYTE)]),
    )
    # says a little, holds a lot
    lie = Entry(b"tee/back.png", zeros, size=1000)
    yield "small_lie", lambda: archive([*good, lie])
    checked = replace(lie, checksum=zlib.crc32(zeros[:1000]))
    yield "small_lie_with_right_checksum", lambda: archive([*good, checked])
    yield (
        "large_text",
        lambda: archive([*good[1:], Entry(b"pack.json", b" " * 2 * MEGABYTE + manifest("tee"), 0)]),
    )


def _places(good: list[Entry]) -> Attacks:
    yield "overlapping", lambda: archive([*good, Entry(b"tee/back.png", good[-1].data, 0, at=0)])
    twins = [Entry(b"t%d/photo.png" % index, b"x" * 99, 0, at=9) for index in range(50)]
    yield "all_in_one_place", lambda: archive([*good, *twins])
    yield (
        "in_the_directory",
        lambda: archive(
            [*good, Entry(b"tee/back.png", bytes(4000), 0, at=len(archive(good)) - 300)]
        ),
    )
    yield "far_away", lambda: archive([*good, Entry(b"tee/back.png", b"x", 0, at=2**32 - 2)])
    for label, local in (
        ("other_name", {"name": b"tee/evil.png"}),
        ("other_method", {"method": 8}),
        ("other_size", {"size": 7}),
        ("other_checksum", {"checksum": 7}),
        ("other_flags", {"flags": 1}),
    ):
        entry = Entry(b"tee/back.png", good[-1].data, 0, local=local)
        yield f"local_{label}", lambda entry=entry: archive([*good, entry])
    wrong = Entry(b"tee/back.png", good[-1].data, 0, checksum=7)
    yield "wrong_checksum", lambda: archive([*good, wrong])
    garbage = Entry(b"tee/back.png", b"\xff" * 500, raw=True)
    yield "garbage_stream", lambda: archive([*good, garbage])


def _ends(good: list[Entry]) -> Attacks:
    whole = archive(good)
    yield "empty", lambda: b""
    yield "text", lambda: b"This is no pack." * 9
    yield "tar", lambda: b"tee/photo.png".ljust(257, b"\0") + b"ustar\x0000" + bytes(900)
    yield "no_files", lambda: archive([])
    yield "cut_in_half", lambda: whole[: len(whole) // 2]
    yield "cut_at_the_end", lambda: whole[:-1]
    yield "directory_alone", lambda: whole[whole.index(b"PK\x01\x02") :]
    yield "program_before", lambda: b"MZ" + bytes(500) + whole
    yield "something_behind", lambda: whole + b"<script>"
    yield "comment", lambda: archive(good, comment=b"c" * 65_535)
    yield "end_in_the_comment", lambda: archive(good, comment=archive(good_entries())[-22:])
    yield "many_disks", lambda: archive(good, disk=3)
    yield "count_too_small", lambda: archive(good, count=1)
    yield "count_too_large", lambda: archive(good, count=1999)
    yield "count_of_zip64", lambda: archive(good, count=0xFFFF)
    yield "directory_elsewhere", lambda: archive(good, shift=-40)
    yield "directory_beyond", lambda: archive(good, shift=2**31)


def _garments(good: list[Entry]) -> Attacks:
    fields = json.loads(next(entry.data for entry in good if entry.name.endswith(b"garment.json")))

    def with_fields(**changes: object) -> Callable[[], bytes]:
        text = json.dumps(fields | changes).encode()
        return lambda: archive(good_entries(**{"garment.json": text}))

    yield "no_manifest", lambda: archive(good[1:])
    for label, data in (
        ("not_json", b"{"),
        ("not_text", b"\xff\xfe\xff"),
        ("deep", b"[" * 100_000),
        ("list", b"[1]"),
        ("of_another_version", manifest("tee", version=2)),
        ("of_no_garment", manifest()),
        ("of_another_garment", manifest("tee", "hat")),
        ("of_a_path", manifest("../tee")),
    ):
        entries = [Entry(b"pack.json", data, 0), *good[1:]]
        yield f"manifest_{label}", lambda entries=entries: archive(entries)
    yield "no_garment_json", lambda: archive(good_entries(**{"garment.json": None}))
    yield "no_alpha", lambda: archive(good_entries(**{"alpha.png": None}))
    yield "picture_not_named", lambda: archive([*good, replace(good[-1], name=b"tee/back.png")])
    deep = "".join(f'{{"{index}":[' for index in range(20_000)).encode()
    yield "garment_json_deep", lambda: archive(good_entries(**{"garment.json": deep}))
    yield "id_of_another", with_fields(id="hat")
    yield "id_of_a_path", with_fields(id="../../hat")
    yield "photo_elsewhere", with_fields(photo="../../../../etc/passwd")
    yield "photo_absolute", with_fields(photo="/etc/passwd")
    yield "photo_of_the_library", with_fields(photo="../../mine/photo.png")
    yield "half_a_character", with_fields(name="\ud800")
    yield "unknown_category", with_fields(category="shoe")
    yield "endless_landmark", with_fields(landmarks={"neck_left": [1e999, 0]})


def _pictures(good: list[Entry]) -> Attacks:
    def with_picture(name: str, data: bytes) -> Callable[[], bytes]:
        return lambda: archive(good_entries(**{name: data}))

    bomb = craft.png(craft.header(30_000, 30_000), craft.zeros(90_000, 64))
    yield "picture_bomb", with_picture("photo.png", bomb)
    large = craft.png(craft.header(5000, 5000), craft.zeros(15_000, 5000))
    yield "picture_large", with_picture("photo.png", large)
    yield "picture_of_scans", with_picture("alpha.png", craft.many_scans(2000))
    yield "picture_cut", with_picture("parts.png", good[-1].data[:-30])
    yield "picture_of_text", with_picture("photo.png", b"#!/bin/sh\n")
    yield "picture_gif", with_picture("alpha.png", craft.encoded(craft.colourful(), "GIF"))
    yield "picture_zip", with_picture("photo.png", archive(good))
    yield (
        "picture_of_another_size",
        with_picture("alpha.png", craft.encoded(craft.colourful(), "PNG")),
    )


def build(folder: Path) -> list[str]:
    """Write all of them into a folder and return their names."""
    folder.mkdir(parents=True, exist_ok=True)
    made = attacks()
    for name, data in made.items():
        (folder / f"{name}.zip").write_bytes(data())
    return list(made)


def import_all(folder: Path, names: list[str]) -> dict[str, object]:
    """Import every one; return what came of each and the most memory held (bytes)."""
    results = {}
    for name in names:
        try:
            import_pack(folder / f"{name}.zip", folder / "library")
        except TryOnError as error:
            kind = type(error).__name__
            results[name] = {"kind": kind, "refused": error.user_text, "hint": error.hint}
        else:
            results[name] = {"kind": "imported"}
    return {"results": results, "memory": own_peak(), "decoder_memory": children_peak()}


def main() -> None:
    """Build or import from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--import", nargs="+", dest="names")
    options = parser.parse_args()
    if options.names:
        json.dump(import_all(options.folder, options.names), sys.stdout)
    else:
        build(options.folder)


if __name__ == "__main__":
    main()
