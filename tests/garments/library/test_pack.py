import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image, JpegImagePlugin

from tests.support.bodies import flat_tee, flat_trousers
from tests.support.crafted_pictures import encoded
from tests.support.hostile_packs import archive, good_entries
from tests.support.hostile_picture_cases import gps_exif
from tryon_ar.core.errors import DiskFull, GarmentError, OutputUnwritable, PackError
from tryon_ar.garments.folder import load_garment, rewrite_description, save_garment
from tryon_ar.garments.library import pack as packing
from tryon_ar.garments.library.pack import export_pack, import_pack


@pytest.fixture
def folders(tmp_path) -> list[Path]:
    """Two garment folders, ``tee`` and ``trousers``."""
    made = []
    for name, garment in (("tee", flat_tee()), ("trousers", flat_trousers())):
        save_garment(replace(garment, id=name, warnings=("été",)), tmp_path / "mine" / name)
        made.append(tmp_path / "mine" / name)
    return made


@pytest.fixture
def pack(folders, tmp_path) -> Path:
    export_pack(folders, tmp_path / "clothes.zip")
    return tmp_path / "clothes.zip"


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_what_is_exported_comes_back(pack, folders, tmp_path):
    assert import_pack(pack, tmp_path / "yours") == [
        tmp_path / "yours" / "tee",
        tmp_path / "yours" / "trousers",
    ]
    pictures = {name for name in tree(tmp_path / "mine") if name.endswith(".png")}
    mine, yours = tree(tmp_path / "mine"), tree(tmp_path / "yours")
    assert mine.keys() == yours.keys()
    assert all(mine[name] == yours[name] for name in pictures)
    tee = load_garment(tmp_path / "yours" / "tee")
    assert tee.warnings == ("été",)
    assert tee.landmarks == load_garment(folders[0]).landmarks


def test_the_same_garments_give_the_same_bytes(pack, folders, tmp_path):
    export_pack(folders[::-1], tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == pack.read_bytes()


def test_a_pack_tells_its_version_and_ids(pack):
    with zipfile.ZipFile(pack) as opened:
        assert opened.testzip() is None
        assert opened.namelist()[0] == "pack.json"
        told = json.loads(opened.read("pack.json"))
    assert told == {"version": 1, "garments": ["tee", "trousers"]}


def test_only_what_is_named_is_packed_under_plain_names(folders, tmp_path):
    (folders[0] / "secret.txt").write_text("diary")
    (folders[0] / "photo.png").rename(folders[0] / "My Photo.PNG")
    rewrite_description(folders[0], photo="My Photo.PNG", shelf="summer")
    export_pack(folders[:1], tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        names = opened.namelist()
        fields = json.loads(opened.read("tee/garment.json"))
    assert sorted(names) == [
        "pack.json",
        "tee/alpha.png",
        "tee/garment.json",
        "tee/parts.png",
        "tee/photo.png",
    ]
    assert fields["photo"] == "photo.png"
    assert fields["shelf"] == "summer"
    import_pack(tmp_path / "a.zip", tmp_path / "yours")


def test_back_and_original_travel_along(folders, tmp_path):
    for name in ("back", "original"):
        shutil.copy(folders[0] / "photo.png", folders[0] / f"{name}.png")
    rewrite_description(folders[0], back_photo="back.png", original="original.png")
    export_pack(folders[:1], tmp_path / "a.zip")
    [folder] = import_pack(tmp_path / "a.zip", tmp_path / "yours")
    assert {"back.png", "original.png"} <= {path.name for path in folder.iterdir()}
    assert load_garment(folder).back_bgr is not None


def test_a_taken_id_gives_way(pack, tmp_path):
    yours = tmp_path / "yours"
    first = import_pack(pack, yours)
    kept = tree(yours)
    again = import_pack(pack, yours, taken={"trousers-2"})
    assert [path.name for path in again] == ["tee-2", "trousers-3"]
    assert [load_garment(path).id for path in again] == ["tee-2", "trousers-3"]
    assert {name: data for name, data in tree(yours).items() if name in kept} == kept
    assert [path.name for path in first] == ["tee", "trousers"]


def test_a_long_id_stays_an_id(tmp_path):
    save_garment(replace(flat_tee(), id="t" * 80), tmp_path / "mine")
    export_pack([tmp_path / "mine"], tmp_path / "a.zip")
    import_pack(tmp_path / "a.zip", tmp_path / "yours")
    [second] = import_pack(tmp_path / "a.zip", tmp_path / "yours")
    assert second.name == "t" * 78 + "-2"


def test_variants_follow_their_garment(folders, tmp_path):
    rewrite_description(folders[1], variant_of="tee")
    export_pack(folders, tmp_path / "a.zip")
    import_pack(tmp_path / "a.zip", tmp_path / "yours")
    _, variant = import_pack(tmp_path / "a.zip", tmp_path / "yours")
    assert load_garment(variant).variant_of == "tee-2"


def test_a_variant_of_what_is_not_there_is_a_garment_of_its_own(folders, tmp_path):
    rewrite_description(folders[1], variant_of="tee")
    export_pack(folders[1:], tmp_path / "a.zip")
    [variant] = import_pack(tmp_path / "a.zip", tmp_path / "yours")
    assert load_garment(variant).variant_of is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_nothing_but_pixels_is_kept_of_a_picture(tmp_path, kind):
    name = {"PNG": "photo.png", "JPEG": "photo.jpg"}[kind]
    photo = Image.fromarray(flat_tee().photo_bgr[:, :, ::-1])
    told = encoded(photo, kind, exif=gps_exif())
    entries = good_entries()
    fields = json.loads(next(e.data for e in entries if e.name.endswith(b"garment.json")))
    description = json.dumps(fields | {"photo": name}).encode()
    changed = {"photo.png": None, name: told, "garment.json": description}
    (tmp_path / "a.zip").write_bytes(archive(good_entries(**changed)))
    [folder] = import_pack(tmp_path / "a.zip", tmp_path / "yours")
    assert b"SECRET" in told
    assert b"SECRET" not in (folder / name).read_bytes()
    off = load_garment(folder).photo_bgr.astype(int) - flat_tee().photo_bgr
    assert np.abs(off).mean() < 1.5


def test_a_mask_is_written_anew_without_a_change(tmp_path):
    parts = Image.fromarray(flat_tee().parts)
    exif = gps_exif()
    (tmp_path / "a.zip").write_bytes(
        archive(good_entries(**{"parts.png": encoded(parts, "PNG", exif=exif)}))
    )
    [folder] = import_pack(tmp_path / "a.zip", tmp_path / "yours")
    assert b"SECRET" not in (folder / "parts.png").read_bytes()
    np.testing.assert_array_equal(load_garment(folder).parts, flat_tee().parts)


def test_a_pack_written_by_another_program_is_taken(pack, tmp_path):
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(pack) as source, zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as made:
        for name in reversed(source.namelist()):
            with made.open(name, "w") as file:  # sizes follow the data
                file.write(source.read(name))
    assert len(import_pack(other, tmp_path / "yours")) == 2


def test_what_cannot_be_packed_says_why(folders, tmp_path, monkeypatch):
    target = tmp_path / "a.zip"
    with pytest.raises(PackError, match="no garment was named"):
        export_pack([], target)
    shutil.copytree(folders[0], tmp_path / "copy")
    with pytest.raises(PackError, match="two of the garments have the id 'tee'"):
        export_pack([folders[0], tmp_path / "copy"], target)
    with pytest.raises(GarmentError, match=r"has no garment\.json"):
        export_pack([tmp_path], target)
    monkeypatch.setattr(packing, "MAX_EXPANDED_BYTES", 5000)
    with pytest.raises(PackError, match="they take"):
        export_pack(folders, target)
    monkeypatch.setattr(packing, "MAX_ENTRIES", 5)
    with pytest.raises(PackError, match="they are 9 files"):
        export_pack(folders, target)
    assert not target.exists()


def test_a_pack_that_cannot_be_written_leaves_the_old_one(pack, folders, tmp_path, monkeypatch):
    before = pack.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(packing, "_write_archive", full)
    with pytest.raises(DiskFull, match="No space"):
        export_pack(folders, pack)
    assert pack.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clothes.zip", "mine"]


def test_why_a_pack_cannot_be_written_is_told_on_a_disk_that_failed(folders, tmp_path, monkeypatch):
    def read_only(*_: object, **_others: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(packing, "_write_archive", read_only)
    monkeypatch.setattr(Path, "unlink", read_only)
    with pytest.raises(OutputUnwritable, match="Read-only"):
        export_pack(folders, tmp_path / "new.zip")


def test_garments_are_moved_all_or_none(pack, tmp_path, monkeypatch):
    rename = Path.rename

    def fails_for_trousers(self: Path, target: Path) -> Path:
        if self.name == "trousers":
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails_for_trousers)
    with pytest.raises(OutputUnwritable, match="Input/output"):
        import_pack(pack, tmp_path / "yours")
    assert not (tmp_path / "yours").exists()


def test_a_missing_pack_says_so(tmp_path):
    with pytest.raises(PackError, match="there is no such file"):
        import_pack(tmp_path / "none.zip", tmp_path / "yours")
    with pytest.raises(PackError, match="there is no such file"):
        import_pack(tmp_path, tmp_path / "yours")
    assert list(tmp_path.iterdir()) == []


def test_files_of_a_pack_tell_nothing_of_when_and_where_it_was_made(pack):
    with zipfile.ZipFile(pack) as opened:
        for entry in opened.infolist():
            assert entry.date_time == (1980, 1, 1, 0, 0, 0)
            assert (entry.create_system, entry.external_attr) == (3, 0o100644 << 16)
            squeezed = zipfile.ZIP_DEFLATED if entry.filename.endswith("json") else 0
            assert entry.compress_type == squeezed
    assert pack.stat().st_mode & 0o777 == 0o644


def test_a_pack_is_written_into_folders_that_are_not_there_yet(folders, tmp_path):
    export_pack(folders, tmp_path / "a" / "b" / "c.zip")
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["c.zip"]


def test_a_pack_may_hold_just_so_much(folders, tmp_path, monkeypatch):
    export_pack(folders, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as opened:
        size = sum(entry.file_size for entry in opened.infolist())
        monkeypatch.setattr(packing, "MAX_ENTRIES", len(opened.infolist()))
    monkeypatch.setattr(packing, "MAX_EXPANDED_BYTES", size)
    export_pack(folders, tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == (tmp_path / "a.zip").read_bytes()


@pytest.mark.parametrize("lost", [True, False])
def test_pictures_of_other_kinds_or_that_are_gone_are_not_packed(folders, tmp_path, lost):
    photo = folders[0] / "photo.png"
    if lost:
        photo.unlink()
    else:
        Image.open(photo).save(folders[0] / "photo.gif")
        rewrite_description(folders[0], photo="photo.gif")
    with pytest.raises(PackError, match="of 'tee' is no PNG, JPEG or WebP file"):
        export_pack(folders, tmp_path / "a.zip")


def test_a_garment_with_the_name_of_a_device_is_not_packed(tmp_path):
    save_garment(replace(flat_tee(), id="aux"), tmp_path / "mine")
    with pytest.raises(PackError, match="'aux' cannot be the name of a folder everywhere"):
        export_pack([tmp_path / "mine"], tmp_path / "a.zip")


def photographed(tmp_path, orientation: int | None) -> Path:
    """A pack whose photo is a JPEG with coarse colours, by a camera held so."""
    photo = Image.fromarray(flat_tee().photo_bgr[:, :, ::-1])
    about = Image.Exif()
    if orientation is not None:
        about[274] = orientation
    if orientation == 6:
        photo = photo.transpose(Image.Transpose.ROTATE_90)
    options = {"exif": about.tobytes()} if orientation else {}
    told = encoded(photo, "JPEG", quality=95, subsampling=2, **options)
    fields = json.loads(next(e.data for e in good_entries() if e.name.endswith(b"garment.json")))
    description = json.dumps(fields | {"photo": "photo.jpg"}).encode()
    changed = {"photo.png": None, "photo.jpg": told, "garment.json": description}
    (tmp_path / "a.zip").write_bytes(archive(good_entries(**changed)))
    return tmp_path / "a.zip"


def test_a_photo_on_its_side_is_put_upright_with_fine_colours(tmp_path):
    pack = photographed(tmp_path, 6)
    [folder] = import_pack(pack, tmp_path / "yours")
    with Image.open(folder / "photo.jpg") as kept, Image.new("RGB", (8, 8)) as other:
        assert not kept.getexif()
        assert JpegImagePlugin.get_sampling(kept) == 0  # 4:4:4
        other.save(tmp_path / "other.jpg", quality=95)
        with Image.open(tmp_path / "other.jpg") as as_good:
            assert kept.quantization == as_good.quantization
    off = load_garment(folder).photo_bgr.astype(int) - flat_tee().photo_bgr
    assert np.abs(off).mean() < 3


def test_a_bare_upright_picture_is_kept_byte_for_byte(tmp_path):
    pack = photographed(tmp_path, None)
    with zipfile.ZipFile(pack) as opened:
        before = opened.read("tee/photo.jpg")
    [folder] = import_pack(pack, tmp_path / "yours")
    assert (folder / "photo.jpg").read_bytes() == before


@pytest.mark.parametrize("spare", [0, -1])
def test_pictures_may_have_so_many_pixels(pack, tmp_path, monkeypatch, spare):
    assert packing.MAX_GARMENT_PIXELS == 4096 * 4096
    pixels = max(one.alpha.size for one in (flat_tee(), flat_trousers()))
    monkeypatch.setattr(packing, "MAX_GARMENT_PIXELS", pixels + spare)
    if spare:
        with pytest.raises(PackError, match="is too large"):
            import_pack(pack, tmp_path / "yours")
    else:
        assert len(import_pack(pack, tmp_path / "yours")) == 2


def test_a_refused_pack_leaves_a_folder_that_was_there(tmp_path):
    (tmp_path / "a.zip").write_bytes(archive(good_entries(**{"alpha.png": None})))
    (tmp_path / "yours").mkdir()
    with pytest.raises(PackError, match=r"holds other pictures than its garment\.json names"):
        import_pack(tmp_path / "a.zip", tmp_path / "yours")
    assert list((tmp_path / "yours").iterdir()) == []
    with pytest.raises(PackError):
        import_pack(tmp_path / "a.zip", tmp_path / "others")
    assert not (tmp_path / "others").exists()


def test_ids_differ_whatever_their_case(pack, tmp_path):
    (tmp_path / "yours" / "TEE").mkdir(parents=True)
    names = [path.name for path in import_pack(pack, tmp_path / "yours", taken=["tee-2"])]
    assert names == ["tee-3", "trousers"]


def test_a_number_that_another_garment_of_the_pack_has_is_passed_over(tmp_path):
    for name in ("tee", "tee-2"):
        save_garment(replace(flat_tee(), id=name), tmp_path / name)
    export_pack([tmp_path / "tee", tmp_path / "tee-2"], tmp_path / "a.zip")
    (tmp_path / "yours" / "tee").mkdir(parents=True)
    names = [path.name for path in import_pack(tmp_path / "a.zip", tmp_path / "yours")]
    assert names == ["tee-3", "tee-2"]


def test_a_pack_that_may_not_be_read_says_so(pack, tmp_path, monkeypatch):
    def denied(self: Path, *_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(PackError, match=r"it cannot be read \(Permission denied\)"):
        import_pack(pack, tmp_path / "yours")


def test_a_pack_is_on_the_disk_before_it_gets_its_name(folders, tmp_path, monkeypatch):
    done: list[str] = []
    fsync, named = packing.os.fsync, Path.replace
    monkeypatch.setattr(packing.os, "fsync", lambda n: (done.append("synced"), fsync(n))[1])
    monkeypatch.setattr(Path, "replace", lambda a, b: (done.append("named"), named(a, b))[1])
    export_pack(folders, tmp_path / "a.zip")
    assert done == ["synced", "named"]


def test_checking_a_pack_has_a_limit_in_all_that_goes_by_its_pictures(pack, tmp_path, monkeypatch):
    now_s = [0.0]

    def slow(*_args):
        now_s[0] += 12.0

    monkeypatch.setattr(packing, "time", SimpleNamespace(monotonic=lambda: now_s[0]))
    monkeypatch.setattr(packing, "_check_picture", slow)
    assert len(import_pack(pack, tmp_path / "yours")) == 2  # 60 s before the last of six
    monkeypatch.setattr(packing, "_CHECK_S", 40.0)
    with pytest.raises(PackError, match=r"its 6 pictures take longer than 52 seconds\."):
        import_pack(pack, tmp_path / "theirs")
    assert now_s[0] == 6 * 12 + 5 * 12
    assert not (tmp_path / "theirs").exists()


def test_an_import_tells_how_far_it_is_and_ends_by_what_is_raised_there(pack, tmp_path):
    told = []
    import_pack(pack, tmp_path / "yours", progress=lambda *one: told.append(one))
    assert [name for _, name in told] == ["tee"] * 3 + ["trousers"] * 3
    assert [share for share, _ in told] == pytest.approx([0, 1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6])

    def cancel(share: float, _name: str) -> None:
        if share > 0.4:
            raise LookupError

    with pytest.raises(LookupError):
        import_pack(pack, tmp_path / "theirs", progress=cancel)
    assert not (tmp_path / "theirs").exists()
