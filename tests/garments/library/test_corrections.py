import threading

import pytest

from tests.support.bodies import flat_tee
from tests.support.patience import PATIENCE_S
from tryon_ar.core.adjustment import UNADJUSTED, Adjustment
from tryon_ar.core.errors import DiskFull, OutputUnwritable
from tryon_ar.core.paths import garment_library_folder
from tryon_ar.core.untrusted_text import read_bounded
from tryon_ar.garments.library import corrections as module
from tryon_ar.garments.library.corrections import CORRECTIONS_NAME, Corrections
from tryon_ar.garments.library.library import Library

TEE = Adjustment(dx=0.05, dy=-0.1, scale=1.1, rotation_deg=-3.0, width=0.95)


def test_a_correction_is_there_after_a_restart(tmp_path):
    Corrections(tmp_path / "new").keep("tee", TEE)
    Corrections(tmp_path / "new").keep("jeans", Adjustment(width=1.2))
    assert Corrections(tmp_path / "new").read() == {"tee": TEE, "jeans": Adjustment(width=1.2)}


def test_it_lies_in_the_library_unless_told_otherwise():
    assert Corrections().path == garment_library_folder() / CORRECTIONS_NAME


def test_what_is_reset_is_forgotten_and_the_others_stay(tmp_path):
    corrections = Corrections(tmp_path)
    corrections.keep("tee", TEE)
    corrections.keep("jeans", Adjustment(dy=0.2))
    corrections.keep("tee", UNADJUSTED)
    assert corrections.read() == {"jeans": Adjustment(dy=0.2)}
    assert "tee" not in corrections.path.read_text("utf-8")


def test_only_what_changes_something_is_written(tmp_path):
    corrections = Corrections(tmp_path)
    corrections.keep("tee", Adjustment(dy=0.123456))
    assert corrections.path.read_text("utf-8") == "version = 1\n\n[tee]\ndy = 0.1235\n"


def test_what_cannot_be_used_is_passed_over(tmp_path):
    (tmp_path / CORRECTIONS_NAME).write_text(
        'version = 9\n[tee]\nscale = 1.2\nnew = "thing"\n[jeans]\nscale = 70.0\n'
        '[coat]\ndx = true\n["../x"]\ndx = 0.1\n[shirt]\ndx = nan\n',
        "utf-8",
    )
    assert Corrections(tmp_path).read() == {"tee": Adjustment(scale=1.2)}


@pytest.mark.parametrize("damage", [b"[tee\ndx = 1", b"\xff\xfe\x00", b"# " + b"x" * (1 << 20)])
def test_a_damaged_file_is_set_aside_and_the_next_correction_is_kept(tmp_path, damage):
    corrections = Corrections(tmp_path)
    corrections.path.write_bytes(damage)
    assert corrections.read() == {}
    corrections.keep("tee", TEE)
    assert corrections.read() == {"tee": TEE}
    assert (tmp_path / (CORRECTIONS_NAME + ".unreadable")).read_bytes() == damage


def test_a_file_cut_short_at_any_byte_does_no_harm(tmp_path):
    corrections = Corrections(tmp_path)
    corrections.keep("tee", TEE)
    whole = corrections.path.read_bytes()
    for length in range(len(whole)):
        corrections.path.write_bytes(whole[:length])
        assert set(corrections.read()) <= {"tee"}


def test_what_is_no_garments_id_is_not_kept(tmp_path):
    Corrections(tmp_path).keep("/photos/coat.jpg", TEE)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputUnwritable):
        Corrections(tmp_path / "file").keep("tee", TEE)


def test_a_file_that_cannot_be_read_just_now_is_not_written_over(tmp_path, monkeypatch):
    corrections = Corrections(tmp_path)
    corrections.keep("tee", TEE)
    before = corrections.path.read_bytes()
    refused = []

    def refuse_once(path):
        if path == corrections.path and not refused:
            refused.append(path)
            raise OSError(24, "Too many open files")
        return read_bounded(path)

    monkeypatch.setattr("tryon_ar.garments.library.corrections.read_bounded", refuse_once)
    with pytest.raises(OutputUnwritable, match="Too many open files"):
        corrections.keep("jeans", TEE)
    assert corrections.path.read_bytes() == before
    refused.clear()
    assert corrections.read() == {}
    assert corrections.read() == {"tee": TEE}


def test_a_failed_write_leaves_what_was_there(tmp_path, monkeypatch):
    corrections = Corrections(tmp_path)
    corrections.keep("tee", TEE)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(DiskFull):
        corrections.keep("tee", UNADJUSTED)
    assert corrections.read() == {"tee": TEE}
    assert sorted(one.name for one in tmp_path.iterdir()) == [".corrections.lock", CORRECTIONS_NAME]


def test_two_programs_do_not_forget_each_others(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_LOCK_TIMEOUT_S", PATIENCE_S)

    def keep(name):
        for number in range(10):
            Corrections(tmp_path).keep(f"{name}-{number}", TEE)

    threads = [threading.Thread(target=keep, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Corrections(tmp_path).read()) == 20


def test_a_removed_garments_correction_goes_with_it(tmp_path):
    with Library(tmp_path) as library:
        kept = library.add(flat_tee())
        Corrections(tmp_path).keep(kept.id, TEE)
        Corrections(tmp_path).keep("jeans", TEE)
        library.remove(kept.id)
    assert set(Corrections(tmp_path).read()) == {"jeans"}


def test_nothing_is_written_where_nothing_was_set_right(tmp_path):
    Corrections(tmp_path).keep("tee", UNADJUSTED)
    assert list(tmp_path.iterdir()) == []
