"""Every claim of an archive is checked, each limit to the byte, before anything is unpacked."""

import io
import json
import struct
import zipfile
from dataclasses import replace

import pytest

from tests.support.hostile_packs import Entry, archive, attacks, good_entries, manifest
from tryon_ar.core.errors import PackError
from tryon_ar.core.images import MAX_FILE_BYTES
from tryon_ar.garments.library import pack_archive
from tryon_ar.garments.library.pack_archive import (
    MAX_ENTRIES,
    MAX_EXPANDED_BYTES,
    MAX_RATIO,
    MAX_TEXT_BYTES,
    checked_entries,
    extract,
)

NO_FILE = "holds no file named"
SPECIAL, ENCRYPTED, PACKED = "another special file", "is encrypted", "compressed in a way"
OTHER = "is not what the directory says"
REASONS = {
    **dict.fromkeys(
        (
            *("parent", "far_parent", "hidden_parent", "absolute", "drive", "unc", "home"),
            *("backslash_parent", "device_folder", "device_file", "device_port", "nul_byte"),
            *("stream", "trailing_dot", "trailing_space", "case_collision", "composed", "long"),
            *("case_collision_of_folders", "empty_name", "dot", "folder_entry", "hidden"),
            *("program", "deeper", "new_line", "nested_zip"),
        ),
        NO_FILE,
    ),
    "duplicate": "twice",
    **dict.fromkeys(("symlink", "pipe", "device"), SPECIAL),
    **dict.fromkeys(("encrypted", "strongly_encrypted", "masked", "patched"), ENCRYPTED),
    **dict.fromkeys(("bzip2", "lzma", "deflate64", "unknown_method"), PACKED),
    "overlapping": "over another file",
    "all_in_one_place": "over another file",
    **dict.fromkeys(("in_the_directory", "far_away"), "is not in the archive"),
    **dict.fromkeys(
        [f"local_other_{what}" for what in ("name", "method", "size", "checksum", "flags")], OTHER
    ),
    "wrong_checksum": "is damaged",
    "garbage_stream": "is damaged",
    **dict.fromkeys(
        ("empty", "text", "tar", "cut_in_half", "cut_at_the_end", "something_behind"),
        "not a zip archive",
    ),
    "directory_alone": "its directory is not where it says",
    "no_files": "it is no pack of garments",
    "many_disks": "not that of a whole archive of one file",
    "count_of_zip64": "it has 65535 entries",
    "comment": "not a zip archive",
    "count_too_large": "tells of 1999",
    "count_too_small": "tells of 1",
    **dict.fromkeys(("directory_elsewhere", "directory_beyond"), "not where it says"),
    "program_before": "not where it says",
    "no_manifest": "it is no pack of garments",
    "manifest_not_json": "cannot be read",
    "manifest_list": "cannot be read",
    "manifest_of_another_version": "its format version is 2, not 1",
    "manifest_of_another_garment": "lists other garments than it holds",
    "manifest_of_no_garment": "lists other garments than it holds",
}


def opened(data: bytes):
    return checked_entries(io.BytesIO(data), "a.zip")


def unpacked(data: bytes, folder) -> list[str]:
    held, entries = opened(data)
    with held:
        return extract(held, entries, folder, "a.zip")


@pytest.fixture(scope="module")
def good() -> list[Entry]:
    return good_entries()


@pytest.fixture(scope="module")
def hostile():
    return attacks()


@pytest.mark.parametrize(("name", "why"), REASONS.items())
def test_each_attack_is_refused_for_its_own_reason(hostile, tmp_path, name, why):
    with pytest.raises(PackError) as caught:
        unpacked(hostile[name](), tmp_path)
    assert "The pack a.zip was not imported: " in str(caught.value)
    assert why in str(caught.value)
    assert "nothing of it was kept" in caught.value.hint


def test_a_sound_one_is_unpacked(good, tmp_path):
    assert unpacked(archive(good), tmp_path) == ["tee"]
    for entry in good:
        assert (tmp_path / entry.name.decode()).read_bytes() == entry.data


def padded(good, **about) -> bytes:
    """A sound archive with one more file, of which things may be told."""
    return archive([*good, Entry(b"tee/back.png", b"x" * 50, 0, **about)])


@pytest.mark.parametrize("bit", range(16))
def test_only_flags_that_are_known_pass(good, bit):
    data = padded(good, flags=1 << bit)
    if bit in (1, 2, 3, 11):  # how hard it was squeezed, sizes follow, the name is UTF-8
        opened(data)
    else:
        with pytest.raises(PackError, match="encrypted"):
            opened(data)


@pytest.mark.parametrize("mode", [0, 0o100644, 0o100755, 0o644])
def test_plain_files_of_any_permission_pass(good, mode):
    opened(padded(good, mode=mode))


def test_a_file_may_expand_to_a_hundred_times_its_size(good):
    opened(padded(good, size=50 * MAX_RATIO))
    assert MAX_RATIO == 100
    with pytest.raises(PackError, match="more than 100 times"):
        opened(padded(good, size=50 * MAX_RATIO + 1))


@pytest.mark.parametrize(
    ("name", "most"), [(b"tee/back.png", MAX_FILE_BYTES), (b"hat/garment.json", MAX_TEXT_BYTES)]
)
def test_a_file_may_be_so_large(good, name, most):
    assert MAX_TEXT_BYTES == 1 << 20
    held = bytes(most // 100 + 1)
    opened(archive([*good, Entry(name, held, 0, size=most)]))
    with pytest.raises(PackError, match=f"larger than {most >> 20} MB"):
        opened(archive([*good, Entry(name, held, 0, size=most + 1)]))


@pytest.mark.parametrize("more", [0, 1])
def test_all_together_may_be_five_hundred_megabytes(good, more):
    assert MAX_EXPANDED_BYTES == 500 << 20
    held = bytes(640_000)
    left = MAX_EXPANDED_BYTES - sum(len(entry.data) for entry in good) + more
    sizes = [60 << 20] * 8
    sizes.append(left - sum(sizes))
    told = [Entry(b"t%d/photo.png" % n, held, 0, size=size) for n, size in enumerate(sizes)]
    if more:
        with pytest.raises(PackError, match="expand to more than 500 MB"):
            opened(archive([*good, *told]))
    else:
        opened(archive([*good, *told]))


def test_there_may_be_two_thousand_files():
    entries = [Entry(b"pack.json", manifest(), 0)]
    entries += [Entry(b"t%d/photo.png" % n, b"x", 0) for n in range(MAX_ENTRIES - 1)]
    assert MAX_ENTRIES == 2000
    assert len(opened(archive(entries))[1]) == 2000
    with pytest.raises(PackError, match="2001 entries"):
        opened(archive([*entries, Entry(b"hat/photo.png", b"x", 0)]))


def test_what_comes_out_is_counted_as_well(good, tmp_path, monkeypatch):
    total = sum(len(entry.data) for entry in good)
    data = archive(good)
    held, entries = opened(data)
    for name, most in (("enough", total), ("too_little", total - 1)):
        (tmp_path / name).mkdir()
        monkeypatch.setattr(pack_archive, "MAX_EXPANDED_BYTES", most)
        if name == "enough":
            assert extract(held, entries, tmp_path / name, "a.zip") == ["tee"]
        else:
            with pytest.raises(PackError, match="it expands to more"):
                extract(held, entries, tmp_path / name, "a.zip")
    held.close()


def test_a_file_within_another_is_refused(good):
    hidden = Entry(b"tee/original.png", b"inner", 0)
    held = b"PK\x03\x04" + hidden.told(hidden.packed) + hidden.name + hidden.packed
    outer = Entry(b"tee/back.png", held, 0)
    begin = len(archive(good)[: archive(good).index(b"PK\x01\x02")])
    inside = replace(hidden, at=begin + 30 + len(outer.name))
    with pytest.raises(PackError, match=r"original\.png lies over another file"):
        opened(archive([*good, outer, inside]))


def test_a_file_that_reaches_into_the_directory_is_refused(good):
    longer = Entry(b"tee/back.png", b"x" * 50, 0)
    data = bytearray(archive([*good, longer]))
    size = struct.pack("<LL", 60, 60)
    for signature, offset in ((b"PK\x03\x04", 18), (b"PK\x01\x02", 20)):
        at = data.rindex(signature) + offset
        data[at : at + 8] = size
    with pytest.raises(PackError, match=r"back\.png lies over the directory"):
        opened(bytes(data))


def test_fields_that_other_programs_add_are_passed_over(tmp_path, good):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as written:
        for entry in good:
            about = zipfile.ZipInfo(entry.name.decode())
            about.extra = struct.pack("<HH4s", 0x7075, 4, b"more")
            written.writestr(about, entry.data)
    assert unpacked(made.getvalue(), tmp_path) == ["tee"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"version": 1}, "cannot be read"),
        ({"garments": ["tee"]}, "cannot be read"),
        ({"version": 1, "garments": "tee"}, "lists other garments"),
        ({"version": 1, "garments": ["tee", "tee"]}, "lists other garments"),
        ({"version": "1", "garments": ["tee"]}, "its format version"),
    ],
)
def test_a_manifest_tells_exactly_what_there_is(good, tmp_path, fields, why):
    data = json.dumps(fields).encode()
    with pytest.raises(PackError, match=why):
        unpacked(archive([replace(good[0], data=data), *good[1:]]), tmp_path)


def test_a_manifest_alone_holds_no_garment(tmp_path):
    with pytest.raises(PackError, match="it holds no garment"):
        unpacked(archive([Entry(b"pack.json", manifest(), 0)]), tmp_path)


def test_a_directory_longer_than_its_files_need_is_not_read():
    entry = Entry(b"pack.json", manifest(), 0)
    data = archive([entry])
    directory = data.index(b"PK\x01\x02")
    filler = bytes(MAX_ENTRIES * 512 + 1 - (len(data) - 22 - directory))
    end = struct.pack("<4H2LH", 0, 0, 1, 1, MAX_ENTRIES * 512 + 1, directory, 0)
    long = data[:-22] + filler + b"PK\x05\x06" + end
    with pytest.raises(PackError, match="its directory is too long"):
        opened(long)
