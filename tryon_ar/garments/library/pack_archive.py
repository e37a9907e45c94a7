"""What the archive of a pack may be: checked record by record before anything is written.

A pack is a plain .zip that :func:`tryon_ar.garments.library.pack.export_pack` could have
written: ``pack.json`` and, for each garment, ``<id>/garment.json`` and its pictures. Of all
that the format can say besides, nothing is needed and nothing is let through; what the
central directory claims must be what the local headers say.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from tryon_ar.core.errors import PackError
from tryon_ar.core.images import MAX_FILE_BYTES
from tryon_ar.core.untrusted_text import json_value, read_bounded, told
from tryon_ar.garments.folder import DESCRIPTION_NAME, is_identifier

PACK_VERSION = 1
MANIFEST_NAME = "pack.json"
MAX_ENTRIES = 2000
MAX_EXPANDED_BYTES = 500 * 1024 * 1024
MAX_RATIO = 100
MAX_TEXT_BYTES = 1024 * 1024
PICTURE_STEMS = ("photo", "alpha", "parts", "back", "original")
# No system lets a folder have these names, or a device answers under them.
DEVICE_NAMES = frozenset(
    ["con", "prn", "aux", "nul"] + [f"{port}{n}" for port in ("com", "lpt") for n in range(10)]
)

_PICTURE_NAME = re.compile(rf"(?:{'|'.join(PICTURE_STEMS)})\.(?:png|jpg|jpeg|webp)")
_END_SIZE = 22
_LOCAL = struct.Struct("<4s5HLLL2H")
# Encrypted, patched, strongly encrypted, masked: all but "sizes follow" and "name is UTF-8".
_UNKNOWN_FLAGS = 0xFFFF & ~(0x0008 | 0x0800 | 0x0006)
_SIZES_FOLLOW = 0x0008
_CHUNK_BYTES = 1 << 16


def checked_entries(file: IO[bytes], pack: str) -> tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]:
    """Open an archive and check all that can be told before it is unpacked.

    Parameters
    ----------
    file : binary file
        The pack, seekable; it must stay open.
    pack : str
        How messages call it.

    Returns
    -------
    archive : zipfile.ZipFile
    entries : list of zipfile.ZipInfo
        In the order of the archive.

    Raises
    ------
    PackError
        When it is no zip, has more than 2,000 entries, would expand to more than 500 MB or
        100 times its size, or anything in it is not as a pack has it.
    """
    directory_at, count = _check_end(file, pack)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise refused(pack, "its directory is damaged") from error
    entries = archive.infolist()
    if len(entries) != count:
        raise refused(pack, f"its directory has {len(entries)} entries but tells of {count}")
    _check_names(entries, pack)
    for entry in entries:
        _check_kind(entry, pack)
    _check_places(file, entries, directory_at, pack)
    if sum(entry.file_size for entry in entries) > MAX_EXPANDED_BYTES:
        raise refused(pack, f"it would expand to more than {MAX_EXPANDED_BYTES >> 20} MB")
    return archive, entries


def extract(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], folder: Path, pack: str
) -> list[str]:
    """Write checked entries into an empty folder, counting what really comes out.

    Returns
    -------
    list of str
        The ids ``pack.json`` lists: exactly the folders written.

    Raises
    ------
    PackError
        When an entry is damaged or larger than it says, or ``pack.json`` is not sound.
    OSError
        When a file cannot be written.
    """
    written = 0
    for entry in entries:
        target = folder.joinpath(*PurePosixPath(entry.filename).parts)
        target.parent.mkdir(exist_ok=True)
        with target.open("xb") as file:
            for chunk in _contents(archive, entry, pack):
                written += len(chunk)
                if written > MAX_EXPANDED_BYTES:
                    raise refused(pack, f"it expands to more than {MAX_EXPANDED_BYTES >> 20} MB")
                file.write(chunk)
    return _listed(folder, pack)


def refused(pack: str, why: str) -> PackError:
    """Return the refusal of a pack."""
    return PackError(
        f"The pack {pack} was not imported: {why}.",
        "Ask for it again, exported by tryon-ar; nothing of it was kept.",
    )


def _check_end(file: IO[bytes], pack: str) -> tuple[int, int]:
    """Check the record at the very end; return where the directory starts and its entries.

    ``zipfile`` reads the whole directory before it can be asked how long it is.
    """
    size = file.seek(0, 2)
    if size < _END_SIZE:
        raise refused(pack, "it is not a zip archive")
    file.seek(size - _END_SIZE)
    end = file.read(_END_SIZE)
    if end[:4] != b"PK\x05\x06":
        raise refused(pack, "it is not a zip archive, is cut off or has something behind its end")
    disk, start_disk, here, total, length, start, comment = struct.unpack("<4H2LH", end[4:])
    if total > MAX_ENTRIES:
        raise refused(pack, f"it has {total} entries (the limit is {MAX_ENTRIES})")
    if disk or start_disk or here != total or comment:
        raise refused(pack, "its end record is not that of a whole archive of one file")
    if start + length != size - _END_SIZE:
        raise refused(pack, "its directory is not where it says")
    if length > MAX_ENTRIES * 512:
        raise refused(pack, "its directory is too long")
    return start, total


def _check_names(entries: list[zipfile.ZipInfo], pack: str) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        if name != entry.filename or not _is_allowed(name):
            raise refused(pack, f"a garment folder holds no file named {name[:80]!a}")
        if name.casefold() in seen:
            raise refused(pack, f"it holds {name!a} twice")
        seen.add(name.casefold())
    if MANIFEST_NAME not in seen:
        raise refused(pack, f"it is no pack of garments: it has no {MANIFEST_NAME}")


def _is_allowed(name: str) -> bool:
    if name == MANIFEST_NAME:
        return True
    folder, _, file = name.partition("/")
    known = file == DESCRIPTION_NAME or _PICTURE_NAME.fullmatch(file) is not None
    return known and is_identifier(folder) and folder not in DEVICE_NAMES


def _check_kind(entry: zipfile.ZipInfo, pack: str) -> None:
    name = entry.filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise refused(pack, f"{name} is a link or another special file")
    if entry.flag_bits & _UNKNOWN_FLAGS:
        raise refused(pack, f"{name} is encrypted")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused(pack, f"{name} is compressed in a way that packs do not use")
    most = MAX_TEXT_BYTES if name.endswith(".json") else MAX_FILE_BYTES
    if entry.file_size > most:
        raise refused(pack, f"{name} is larger than {most >> 20} MB")
    if entry.file_size > MAX_RATIO * entry.compress_size:
        raise refused(pack, f"{name} would expand to more than {MAX_RATIO} times its size")


def _check_places(
    file: IO[bytes], entries: list[zipfile.ZipInfo], directory_at: int, pack: str
) -> None:
    """Check that entries lie one after the other, each as its local header says."""
    free_from = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if entry.header_offset < free_from:
            raise refused(pack, f"{entry.filename} lies over another file")
        if entry.header_offset >= directory_at:
            raise refused(pack, f"{entry.filename} is not in the archive")
        file.seek(entry.header_offset)
        header = file.read(_LOCAL.size)
        if len(header) < _LOCAL.size:
            raise refused(pack, f"{entry.filename} is cut off")
        signature, _, flags, method, _, _, crc, packed, size, name_size, extra_size = _LOCAL.unpack(
            header
        )
        same = (flags, method) == (entry.flag_bits, entry.compress_type)
        told = (crc, packed, size) == (entry.CRC, entry.compress_size, entry.file_size)
        told = told or (bool(flags & _SIZES_FOLLOW) and (crc, packed, size) == (0, 0, 0))
        name = file.read(name_size)
        if signature != b"PK\x03\x04" or not same or not told or name != entry.filename.encode():
            raise refused(pack, f"{entry.filename} is not what the directory says")
        free_from = file.seek(extra_size, 1) + entry.compress_size
        if free_from > directory_at:
            raise refused(pack, f"{entry.filename} lies over the directory")


def _contents(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, pack: str) -> Iterator[bytes]:
    try:
        with archive.open(entry) as source:
            while chunk := source.read(_CHUNK_BYTES):
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise refused(pack, f"{entry.filename} is damaged") from error


def _listed(folder: Path, pack: str) -> list[str]:
    try:
        fields = json_value(read_bounded(folder / MANIFEST_NAME, MAX_TEXT_BYTES))
    except ValueError as error:
        raise refused(pack, f"its {MANIFEST_NAME} cannot be read") from error
    if not isinstance(fields, dict) or not {"version", "garments"} <= fields.keys():
        raise refused(pack, f"its {MANIFEST_NAME} cannot be read")
    version, listed = fields["version"], fields["garments"]
    if version != PACK_VERSION:
        raise refused(pack, f"its format version is {told(version)}, not {PACK_VERSION}")
    there = sorted(path.name for path in folder.iterdir() if path.is_dir())
    if not isinstance(listed, list) or listed != there:
        raise refused(pack, f"its {MANIFEST_NAME} lists other garments than it holds")
    if not listed:
        raise refused(pack, "it holds no garment")
    return there
