import errno

import pytest

from tryon_ar.inference.kept_models import kept_model


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TRYON_AR_DATA", str(tmp_path))
    return tmp_path / "cache" / "tests"


def make_from(made):
    def make():
        made.append(1)
        return b"model"

    return make


def test_a_model_is_made_once():
    made = []
    assert [kept_model("tests", (b"part",), make_from(made)) for _ in range(3)] == [b"model"] * 3
    assert len(made) == 1


def test_other_parts_make_another_and_drop_the_old(cache):
    made = []
    kept_model("tests", (b"part",), make_from(made))
    kept_model("tests", (b"other",), make_from(made))
    assert len(made) == 2
    assert len(list(cache.glob("*.tests"))) == 1


def test_a_damaged_one_is_made_again(cache):
    made = []
    kept_model("tests", (b"part",), make_from(made))
    (file,) = cache.iterdir()
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    assert kept_model("tests", (b"part",), make_from(made)) == b"model"
    assert len(made) == 2


def test_where_nothing_can_be_kept_it_is_made_all_the_same(cache):
    cache.parent.mkdir(parents=True)
    cache.write_bytes(b"a file where the folder should be")
    assert kept_model("tests", (b"part",), lambda: b"model") == b"model"


def test_a_full_disk_is_not_filled_further(cache, monkeypatch):
    def no_room(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.replace", no_room)
    assert kept_model("tests", (b"part",), lambda: b"model") == b"model"
    assert list(cache.iterdir()) == []
