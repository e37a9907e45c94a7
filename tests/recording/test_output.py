import errno
import os
import sys

import pytest

from tryon_ar.core.errors import DiskFull, OutputUnwritable
from tryon_ar.recording import output
from tryon_ar.recording.held import hold
from tryon_ar.recording.output import OutputFile, check_writable, hidden_sibling, recording_error
from tryon_ar.recording.video import VideoSink


@pytest.mark.parametrize(
    ("number", "kind", "words"),
    [
        (errno.ENOSPC, DiskFull, "no room left"),
        (errno.EDQUOT, DiskFull, "no room left"),
        (errno.EFBIG, DiskFull, "largest size"),
        (errno.EROFS, OutputUnwritable, "read-only file system"),
        (errno.EACCES, OutputUnwritable, "permission denied"),
        (errno.ENOENT, OutputUnwritable, "folder does not exist"),
        (errno.EISDIR, OutputUnwritable, "it is a folder"),
        (errno.EBUSY, OutputUnwritable, "another program is writing it"),
        (errno.EIO, OutputUnwritable, "input/output error"),
    ],
)
def test_errors_of_the_system_become_sentences(tmp_path, number, kind, words):
    error = recording_error(OSError(number, os.strerror(number)), tmp_path / "out.mp4")
    assert type(error) is kind
    assert words in error.user_text
    assert "out.mp4" in error.user_text
    assert error.hint
    assert error.exit_code == 6


def test_an_error_without_a_number_still_says_something(tmp_path):
    assert "oserror" in recording_error(OSError("?"), tmp_path / "a.mp4").user_text


def test_checking_changes_nothing(tmp_path):
    path = tmp_path / "out.mp4"
    check_writable(path)
    assert not path.exists()
    path.write_bytes(b"dear")
    check_writable(path)
    assert path.read_bytes() == b"dear"
    with pytest.raises(OutputUnwritable):
        check_writable(tmp_path / "absent" / "out.mp4")


def test_a_name_that_is_too_long_is_told(tmp_path):
    with pytest.raises(OutputUnwritable, match="too long"):
        check_writable(tmp_path / f"{'a' * 300}.mp4")


def test_a_link_to_what_is_not_there_yet_stays(tmp_path):
    link = tmp_path / "out.mp4"
    link.symlink_to(tmp_path / "disk.mp4")
    check_writable(link)
    assert link.is_symlink()
    assert list(tmp_path.iterdir()) == [link]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_that_nobody_reads_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "out.mp4")
    with pytest.raises(OutputUnwritable):
        check_writable(tmp_path / "out.mp4")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write all")
def test_a_read_only_folder_is_told(tmp_path):
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(OutputUnwritable, match="permission"):
        check_writable(tmp_path / "locked" / "out.mp4")


def test_hidden_siblings_are_hidden_unique_and_keep_the_suffix(tmp_path):
    names = {hidden_sibling(tmp_path / ("long " * 50 + ".mp4")) for _ in range(20)}
    assert len(names) == 20
    assert all(n.name.startswith(".") and n.suffix == ".mp4" for n in names)
    assert all(len(n.name) < 200 and n.parent == tmp_path for n in names)


@pytest.mark.parametrize("name", ["衣" * 83 + ".mp4", "\N{DRESS}" * 62 + ".webp"])
def test_a_name_as_long_as_the_system_takes_can_be_written_whole(tmp_path, name):
    with OutputFile(tmp_path / name, atomic=True) as file:
        file.write(b"abc")
    assert (tmp_path / name).read_bytes() == b"abc"


@pytest.mark.skipif(sys.platform == "win32", reason="told in another way there")
@pytest.mark.parametrize("atomic", [False, True])
def test_what_is_being_recorded_is_not_written_over(tmp_path, atomic):
    path = tmp_path / "film.mp4"
    with OutputFile(path, atomic=False) as file:
        file.write(b"dear")
        with pytest.raises(OSError, match="busy"):
            OutputFile(path, atomic=atomic)
        file.write(b"est")
    assert path.read_bytes() == b"dearest"
    with OutputFile(path, atomic=atomic) as file:
        file.write(b"next")
    assert path.read_bytes() == b"next"


@pytest.mark.skipif(sys.platform == "win32", reason="told in another way there")
def test_what_killed_programs_left_of_a_video_goes_with_the_next_of_its_name(tmp_path):
    path = tmp_path / "my.part of it (1).mp4"
    left, lately, held = (hidden_sibling(path) for _ in range(3))
    others = [hidden_sibling(tmp_path / "my.mp4"), tmp_path / f"{left.name}x", tmp_path / "a.mp4"]
    others += [left.with_suffix(".mkv"), left.with_name(left.name.replace(".part.", "."))]
    for one in (left, lately, held, *others):
        one.write_bytes(b"x")
        os.utime(one, None if one is lately else (1000, 1000))
    with held.open("rb", buffering=0) as file:
        hold(file)
        VideoSink(path, (64, 48), atomic=True).close()
    assert set(tmp_path.iterdir()) == {lately, held, *others}


def test_salvage_cuts_at_the_last_mark(tmp_path):
    file = OutputFile(tmp_path / "a", atomic=False)
    file.write(b"whole")
    file.mark()
    file.write(b"half")
    file.salvage()
    file.commit()
    assert (tmp_path / "a").read_bytes() == b"whole"


@pytest.mark.parametrize("atomic", [False, True])
def test_salvage_without_a_mark_removes(tmp_path, atomic):
    file = OutputFile(tmp_path / "a", atomic=atomic)
    file.write(b"half")
    file.salvage()
    assert not [part for part in tmp_path.iterdir() if part.is_file()]


def test_the_size_is_the_files_not_the_position(tmp_path):
    file = OutputFile(tmp_path / "a", atomic=True)
    file.write(b"0123456789")
    file.seek(2)
    file.write(b"xx")
    assert (file.size, file.tell()) == (10, 4)
    file.commit()
    assert (tmp_path / "a").read_bytes() == b"01xx456789"


def test_after_one_failure_every_write_fails(tmp_path, monkeypatch):
    file = OutputFile(tmp_path / "a", atomic=False)

    class Broken:
        closed = False

        def write(self, data: bytes) -> int:
            raise OSError(errno.EIO, "broken")

        def close(self) -> None:
            real.close()

    real, file._file = file._file, Broken()
    with pytest.raises(OSError, match="broken"):
        file.write(b"x")
    file._file = real
    with pytest.raises(OSError, match="broken"):
        file.write(b"x")
    file.discard()


def test_a_system_that_takes_nothing_and_says_so_has_no_room(tmp_path):
    class Full:
        def write(self, _data: memoryview) -> int:
            return 0

    file = OutputFile(tmp_path / "out.mp4", atomic=False)
    real, file._file = file._file, Full()
    with pytest.raises(OSError, match="No space"):
        file.write(b"abc")
    assert file.failure is not None
    file._file = real
    with pytest.raises(OSError, match="No space"):  # and not again
        file.write(b"abc")
    file.discard()


@pytest.mark.parametrize("atomic", [False, True])
def test_a_finished_file_is_on_the_disk(tmp_path, monkeypatch, atomic):
    synced: list[int] = []
    monkeypatch.setattr(output.os, "fsync", synced.append)
    with OutputFile(tmp_path / "out.mp4", atomic=atomic) as file:
        file.write(b"abc")
        assert synced == []
    assert len(synced) == 1


def test_what_cannot_be_synced_is_told_and_stays_unless_atomic(tmp_path, monkeypatch):
    def fail(_number: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(output.os, "fsync", fail)
    for atomic in (False, True):
        path = tmp_path / f"{atomic}.mp4"
        file = OutputFile(path, atomic=atomic)
        file.write(b"abc")
        with pytest.raises(OSError, match="Input/output"):
            file.commit()
        assert path.exists() is not atomic
