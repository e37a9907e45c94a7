"""What the program reads from outside, kind by kind: sound files to begin with, and its reader.

Each reader is what the program itself calls. Pictures go through the function that the
decoding process answers requests with; packs use it without a process of their own, since
all of this runs in one that may be lost already.
"""

import io
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PIL import Image

from tests.support import crafted_pictures as craft
from tests.support.bodies import flat_tee
from tests.support.hostile_picture_cases import cases
from tryon_ar.core.errors import TryOnError, UnsafeImage
from tryon_ar.garments.garment import Garment

Reader = Callable[[bytes], None]
_MOST_SEED_BYTES = 1500


@dataclass(frozen=True)
class Kind:
    """One kind of file: how sound ones are made, and how its reader is, given a folder."""

    seeds: Callable[[], list[bytes]]
    reader: Callable[[Path], Reader]


def small_tee() -> Garment:
    """A garment of 50 x 63 pixels."""
    tee = flat_tee()
    landmarks = {name: (x / 8, y / 8) for name, (x, y) in tee.landmarks.items()}
    return replace(
        tee,
        id="tee",
        name="Tee",
        photo_bgr=tee.photo_bgr[::8, ::8].copy(),
        alpha=tee.alpha[::8, ::8].copy(),
        parts=tee.parts[::8, ::8].copy(),
        landmarks=landmarks,
        sizes={"unit": "cm", "M": {"chest": 52, "length": 70}},
        licence="CC0",
    )


def _picture_seeds() -> list[bytes]:
    picture, exif = craft.colourful(24, 16), Image.Exif()
    exif[0x0112] = 6
    alpha = picture.convert("RGBA")
    alpha.putalpha(picture.getchannel("R"))
    odd = [
        case.make
        for case in cases()
        if isinstance(case.make, bytes) and 0 < len(case.make) < _MOST_SEED_BYTES
    ]
    plain = [
        craft.encoded(picture, "JPEG"),
        craft.encoded(picture, "JPEG", progressive=True, exif=exif),
        craft.encoded(picture.convert("CMYK"), "JPEG"),
        craft.encoded(picture, "PNG"),
        craft.encoded(alpha, "PNG"),
        craft.encoded(picture.quantize(16), "PNG", transparency=3),
        craft.png(craft.header(4, 4, depth=16), craft.rows(24, 4)),
        craft.png(craft.header(4, 4, interlace=1), craft.rows(12, 8)),
        craft.animated_png(3),
        craft.encoded(picture, "WEBP"),
        craft.encoded(alpha, "WEBP", lossless=True, exif=exif),
        craft.animated_webp(2),
        craft.encoded(picture.convert("L"), "PNG", icc_profile=bytes(200)),
    ]
    return [*plain * 20, *odd]  # odd ones take long: each is one in hundreds


class _FirstLine(io.BytesIO):
    """Keeps the answer's line alone: its rows go to another process, not into this one's memory."""

    line = b""

    def write(self, data: Any, /) -> int:
        if not self.line:
            self.line = bytes(data)
        return len(memoryview(data))


def _picture_reader(_: Path) -> Reader:
    from tryon_ar.core.decoding_child import answer_request

    modes = ("OWN", "RGB", "L", "RGBA")

    def read(data: bytes) -> None:
        mode = modes[len(data) % len(modes)]
        longest = 8 if mode == "OWN" else None
        answer = _FirstLine()
        answer_request({"name": "it", "mode": mode, "longest_px": longest}, data, answer)
        told = json.loads(answer.line)
        if "error" in told:
            raise UnsafeImage(told["error"], told["hint"])

    return read


def _folder_of_tee(folder: Path) -> Path:
    from tryon_ar.garments.folder import save_garment

    save_garment(small_tee(), folder / "tee")
    return folder / "tee"


def _garment_seeds() -> list[bytes]:
    with tempfile.TemporaryDirectory() as name:
        text = (_folder_of_tee(Path(name)) / "garment.json").read_bytes()
    fields = json.loads(text)
    fields["landmarks"] = dict(list(fields["landmarks"].items()))
    other = fields | {"back_photo": "photo.png", "original": "photo.png", "variant_of": "mother"}
    return [text, json.dumps(other).encode()]


def _garment_reader(folder: Path) -> Reader:
    from tryon_ar.garments.folder import load_garment

    tee = _folder_of_tee(folder)

    def read(data: bytes) -> None:
        (tee / "garment.json").write_bytes(data)
        load_garment(tee)

    return read


def _settings_seeds() -> list[bytes]:
    return [
        b'version = 1\n[look]\ntheme = "light"\ntext_percent = 120\n',
        b'# mine\nversion = 1\n\n[mirror]\nsource = "demo"\nmirrored = false\n[kiosk]\n'
        b'idle_minutes = 2.5\nexit_pin = "1234"\nlater = 2021-01-05\n',
        b'look = {theme = "dark", more = [1, 2]}\ncapture.burst_count = 3\n',
    ]


def _settings_reader(folder: Path) -> Reader:
    from tryon_ar.core.settings.file import SettingsFile

    path = folder / "settings.toml"

    def read(data: bytes) -> None:
        path.write_bytes(data)
        SettingsFile(path)
        for one in folder.glob("settings.toml.unreadable*"):
            one.unlink()

    return read


def _pack_seeds() -> list[bytes]:
    from tests.support.hostile_packs import Entry, archive, manifest

    with tempfile.TemporaryDirectory() as name:
        tee = _folder_of_tee(Path(name))
        files = {path.name: path.read_bytes() for path in sorted(tee.iterdir())}
    entries = [Entry(b"pack.json", manifest("tee"), 8)]
    entries += [Entry(f"tee/{one}".encode(), files[one], 8 * one.endswith("n")) for one in files]
    text = [replace(one, method=0) for one in entries]
    return [archive(entries), archive(text), archive([entries[0], *reversed(entries[1:])])]


class _Decoder:
    """Decodes in this process what the program decodes in another."""

    def __enter__(self) -> "_Decoder":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    @contextmanager
    def decoded(self, data: bytes, name: str, mode: str, longest_px: int | None = None) -> Iterator:
        from tryon_ar.core.decoding import decode

        yield decode(data, name, mode, longest_px)  # type: ignore[arg-type]


def _pack_reader(folder: Path) -> Reader:
    from tryon_ar.garments.library import pack as packs

    packs.IsolatedDecoder = _Decoder  # type: ignore[assignment, misc]
    library = folder / "inside" / "library"
    library.mkdir(parents=True)
    path = folder / "it.zip"

    def read(data: bytes) -> None:
        path.write_bytes(data)
        try:
            packs.import_pack(path, library)
        finally:
            left = os.listdir(library)
            for name in left:
                shutil.rmtree(library / name)
            _check_only(folder, {"inside", "it.zip"})
            _check_only(folder / "inside", {"library"})
            assert all(not name.startswith(".") for name in left), left

    return read


def _check_only(folder: Path, wanted: set[str]) -> None:
    """Raise where something was written beside the library."""
    assert set(os.listdir(folder)) == wanted, os.listdir(folder)


def _list_seeds() -> list[bytes]:
    look = {"key": "a1", "name": "Sunday", "garments": ["tee", "jeans"]}
    return [json.dumps([look, look]).encode(), b'["tee", "jeans", "coat"]']


def _list_reader(folder: Path) -> Reader:
    from tryon_ar.gui.shelf_files import KeptList

    kept = KeptList(folder / "looks.json")

    def read(data: bytes) -> None:
        kept.path.write_bytes(data)
        kept.read()

    return read


def _correction_seeds() -> list[bytes]:
    return [b"version = 1\n\n[tee]\ndx = 0.05\nscale = 1.1\n\n[jeans]\nwidth = 1.2\n"]


def _correction_reader(folder: Path) -> Reader:
    from tryon_ar.garments.library.corrections import Corrections

    corrections = Corrections(folder)

    def read(data: bytes) -> None:
        corrections.path.write_bytes(data)
        corrections.read()

    return read


def _keeping_seeds() -> list[bytes]:
    return [b'{"version": 1, "added": "2026-11-01T10:00:00.000000+00:00", "favourite": true}']


def _keeping_reader(folder: Path) -> Reader:
    from tryon_ar.garments.library.keeping import KEEPING_NAME, read_keeping

    def read(data: bytes) -> None:
        (folder / KEEPING_NAME).write_bytes(data)
        read_keeping(folder)

    return read


def _network_seeds() -> list[bytes]:
    from tests.support.parser_heads import colour_parser

    return [colour_parser(said={"mean": "1,0,0"}), colour_parser(20, last=True, softmax=True)]


def _network_reader(folder: Path) -> Reader:
    from tryon_ar.parsing.named_parser import named_parser

    path = folder / "mine.onnx"

    def read(data: bytes) -> None:
        path.write_bytes(data)
        named_parser(path)

    return read


def _index_seeds() -> list[bytes]:
    from tryon_ar.garments.library.index import Index

    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "garments.sqlite3"
        index = Index(path)
        index.put([(f"tee-{one}", "tee", False, {"name": "Tee"}) for one in range(30)])
        index.close()
        return [path.read_bytes()]


def _index_reader(folder: Path) -> Reader:
    from tryon_ar.garments.library.index import Index

    path = folder / "garments.sqlite3"

    def read(data: bytes) -> None:
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        path.write_bytes(data)
        index = Index(path)
        try:
            index.documents()
            index.search(["tee"], favourites=False)
        finally:
            index.close()

    return read


def _clip_seeds() -> list[bytes]:
    from tests.support.clips import write_clip

    seeds = []
    with tempfile.TemporaryDirectory() as name:
        for ending in ("mp4", "mkv", "avi"):
            path = write_clip(Path(name) / f"clip.{ending}", (0, 40, 80), (64, 48))
            seeds.append(path.read_bytes())
    return seeds


def _clip_reader(folder: Path) -> Reader:
    from tryon_ar.capture.video_file import VideoFileSource

    path = folder / "clip.mp4"

    def read(data: bytes) -> None:
        path.write_bytes(data)
        source = VideoFileSource(path)
        try:
            source.open()
            for _ in range(4):
                if source.read() is None:
                    break
        finally:
            with suppress(TryOnError):
                source.close()

    return read


KINDS = {
    "picture": Kind(_picture_seeds, _picture_reader),
    "garment": Kind(_garment_seeds, _garment_reader),
    "settings": Kind(_settings_seeds, _settings_reader),
    "pack": Kind(_pack_seeds, _pack_reader),
    "list": Kind(_list_seeds, _list_reader),
    "corrections": Kind(_correction_seeds, _correction_reader),
    "keeping": Kind(_keeping_seeds, _keeping_reader),
    "network": Kind(_network_seeds, _network_reader),
    "index": Kind(_index_seeds, _index_reader),
    "clip": Kind(_clip_seeds, _clip_reader),
}
