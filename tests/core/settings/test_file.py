"""The settings file: nothing is lost, whatever happens to it."""

import os
import threading

import pytest

from tests.support.patience import until
from tryon_ar.core.errors import SettingsError
from tryon_ar.core.settings import file as settings_file
from tryon_ar.core.settings.declared import Settings
from tryon_ar.core.settings.file import SettingsFile


@pytest.fixture
def path(tmp_path):
    return tmp_path / "folder" / "settings.toml"


def test_without_a_file_all_is_usual_and_nothing_is_written(path):
    file = SettingsFile(path)
    assert file.current == Settings()
    assert file.notices == []
    assert not path.parent.exists()


def test_a_change_is_there_at_the_next_start(path):
    SettingsFile(path).change("look.theme", "light")
    again = SettingsFile(path)
    assert again.current == Settings().changed("look.theme", "light")
    assert again.notices == []


def test_comments_and_unknown_settings_stay(path):
    path.parent.mkdir()
    path.write_text('# mine\nversion = 1\n[look]\ntheme = "light"  # bright\nlater = 3\n')
    SettingsFile(path).change("look.text_percent", 150)
    text = path.read_text()
    assert "# mine" in text
    assert "# bright" in text
    assert "later = 3" in text
    assert "text_percent = 150" in text


def test_the_file_before_is_kept(path):
    file = SettingsFile(path)
    file.change("look.theme", "light")
    before = path.read_text()
    file.change("look.theme", "dark")
    assert path.with_name("settings.toml.bak").read_text() == before


def test_a_file_cut_anywhere_never_stops_the_start(path):
    SettingsFile(path).change("look.theme", "light")
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert SettingsFile(path).current.look.theme in {"light", "dark"}
    SettingsFile(path).change("mirror.mirrored", False)
    assert SettingsFile(path).current.mirror.mirrored is False


@pytest.mark.parametrize("damage", [b"\xff\xfe\x00", b"[look\n", b"a = = 1", b"x" * (2 << 20)])
def test_a_damaged_file_is_set_aside_and_the_one_before_used(path, damage):
    file = SettingsFile(path)
    file.change("look.theme", "light")
    file.change("look.text_percent", 120)
    path.write_bytes(damage)
    again = SettingsFile(path)
    assert again.current.look.theme == "light"
    assert len(again.notices) == 1
    assert path.with_name("settings.toml.unreadable").read_bytes() == damage


def test_what_a_person_mistyped_while_it_was_open_is_set_aside(path):
    file = SettingsFile(path)
    file.change("look.theme", "light")
    path.write_text("[look]\ntheme = light  # the marks were forgotten\n")
    file.change("look.text_percent", 120)
    aside = path.with_name("settings.toml.unreadable")
    assert "forgotten" in aside.read_text()
    assert SettingsFile(path).current.look.text_percent == 120


def test_a_name_that_is_no_text_is_refused_and_the_next_choice_kept(path):
    file = SettingsFile(path, {"mirror.source": "caf\udce9.mp4"})  # for one run it is good
    with pytest.raises(SettingsError, match="is no text"):
        file.change("mirror.source", "caf\udce9.mp4")
    file.change("look.theme", "light")
    assert SettingsFile(path).current.look.theme == "light"


def test_an_impossible_value_is_named_and_the_rest_used(path):
    path.parent.mkdir()
    path.write_text('[look]\ntheme = "plaid"\ntext_percent = 120\n[capture]\nburst_count = "x"\n')
    file = SettingsFile(path)
    assert file.current == Settings().changed("look.text_percent", 120)
    assert [notice.split()[2] for notice in file.notices] == ["look.theme", "capture.burst_count"]


@pytest.mark.parametrize("text", ["look = 3\n", "look = []\n", "[[look]]\n", "version = 'x'\n"])
def test_odd_shapes_are_survived_and_written_over(path, text):
    path.parent.mkdir()
    path.write_text(text)
    file = SettingsFile(path)
    assert file.current == Settings()
    file.change("look.theme", "light")
    assert SettingsFile(path).current.look.theme == "light"


def test_a_newer_version_is_said(path):
    path.parent.mkdir()
    path.write_text("version = 99\n")
    assert "newer" in SettingsFile(path).notices[0]


def test_overrides_hold_for_this_run_until_a_person_chooses(path):
    file = SettingsFile(path, {"look.theme": "light"})
    assert file.current.look.theme == "light"
    file.change("look.text_percent", 110)
    assert SettingsFile(path).current.look.theme == "dark"
    file.change("look.theme", "dark")
    assert file.current.look.theme == "dark"
    assert file.overridden == frozenset()


def test_listeners_hear_of_every_change(path):
    file = SettingsFile(path)
    heard = []
    stop = file.listen(heard.append)
    file.change("look.theme", "light")
    file.reset()
    stop()
    stop()
    file.change("look.theme", "light")
    assert [one.look.theme for one in heard] == ["light", "dark"]


def test_reset_of_one_leaves_the_others(path):
    file = SettingsFile(path)
    file.change("look.theme", "light")
    file.change("look.text_percent", 150)
    file.reset("look.theme")
    assert file.current == Settings().changed("look.text_percent", 150)
    with pytest.raises(SettingsError, match="no setting"):
        file.reset("look.none")


def test_what_cannot_be_changes_nothing(path):
    file = SettingsFile(path)
    with pytest.raises(SettingsError, match="cannot be plaid"):
        file.change("look.theme", "plaid")
    assert file.current == Settings()
    assert not path.exists()


def test_an_unwritable_folder_is_said_and_the_change_holds(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    file = SettingsFile(blocked / "settings.toml")
    file.notices.clear()
    with pytest.raises(SettingsError, match="cannot be kept") as caught:
        file.change("look.theme", "light")
    assert "TRYON_AR_CONFIG" in caught.value.hint
    assert file.current.look.theme == "light"


def test_many_threads_leave_a_whole_file(path):
    file = SettingsFile(path)
    threads = [
        threading.Thread(target=file.change, args=("look.text_percent", 80 + n)) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert SettingsFile(path).current == file.current
    kept = ["settings.toml", "settings.toml.bak"]
    assert sorted(os.listdir(path.parent)) == [".settings.toml.lock", *kept]


def damaged(path, raw):
    """Keep light, then dark; damage the file; return what the next start makes of it."""
    file = SettingsFile(path)
    file.change("look.theme", "light")
    file.change("mirror.mirrored", False)
    path.write_bytes(raw)
    return SettingsFile(path)


@pytest.mark.parametrize(
    "raw",
    [b"", b"[look", b"\0" * 99, b"a=" + b"[" * 9000, b"a" + b".a" * 9000 + b"=1", b"x=1\n" * 2],
)
def test_the_ones_before_hold_at_every_start_after_damage(path, raw):
    first = damaged(path, raw)
    assert first.current.look.theme == "light"
    assert first.notices
    second = SettingsFile(path)
    assert second.current == first.current
    assert second.notices == []


def test_damaged_files_are_all_kept(path):
    for number in range(3):
        damaged(path, b"[damaged %d" % number)
    kept = sorted(one.read_bytes() for one in path.parent.glob("*.unreadable*"))
    assert kept == [b"[damaged 0", b"[damaged 1", b"[damaged 2"]


def test_a_file_changed_anywhere_never_stops_the_start(path):
    SettingsFile(path).change("look.theme", "light")
    SettingsFile(path).change("kiosk.idle_minutes", 7.5)
    whole = path.read_bytes()
    for at in range(len(whole)):
        for byte in (0, 0xFF, whole[at] ^ 1, ord("["), ord('"')):
            path.write_bytes(whole[:at] + bytes([byte]) + whole[at + 1 :])
            file = SettingsFile(path)
            assert isinstance(file.current, Settings)
            there = [one.read_bytes() for one in path.parent.glob("settings.toml*")]
            assert whole[:at] + bytes([byte]) + whole[at + 1 :] in there
            for one in path.parent.glob("*.unreadable*"):
                one.unlink()


def test_what_a_windows_editor_writes_is_read(path):
    path.parent.mkdir()
    path.write_bytes(b'\xef\xbb\xbf[look]\r\ntheme = "light"\r\n')
    assert SettingsFile(path).current.look.theme == "light"


@pytest.mark.parametrize(
    "text",
    [
        'look = {theme = "light", later = 3}\n',
        "[look]\nlater = 3\n[mirror]\n[look.more]\nlater = 4\n",
        'look.theme = "light"\nlook.later = 3\n',
    ],
)
def test_what_is_not_known_stays_however_it_is_written(path, text):
    path.parent.mkdir()
    path.write_text(text)
    SettingsFile(path).change("look.text_percent", 150)
    assert "later = 3" in path.read_text()
    assert SettingsFile(path).current.look.text_percent == 150


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_pipe_in_its_place_is_not_waited_for(path):
    path.parent.mkdir()
    os.mkfifo(path)
    assert SettingsFile(path).current == Settings()


def test_two_windows_keep_what_each_chose(path):
    SettingsFile(path).change("capture.faces", "blur")
    one, other = SettingsFile(path), SettingsFile(path)
    one.change("look.theme", "light")
    other.change("look.text_percent", 150)
    one.change("mirror.mirrored", False)
    assert other.current.look.theme == "dark"  # what is open stays as it is
    again = SettingsFile(path).current
    assert (again.look.theme, again.look.text_percent) == ("light", 150)
    assert (again.mirror.mirrored, again.capture.faces) == (False, "blur")


def test_what_a_person_writes_meanwhile_stays(path):
    open_window = SettingsFile(path)
    open_window.change("look.theme", "light")
    path.write_text(path.read_text() + "# mine\n[kiosk]\nidle_minutes = 9.0\n")
    open_window.change("look.text_percent", 150)
    assert "# mine" in path.read_text()
    assert SettingsFile(path).current.kiosk.idle_minutes == 9.0
    assert SettingsFile(path).current.look == open_window.current.look


def test_a_reset_of_all_takes_what_another_window_chose_with_it(path):
    one, other = SettingsFile(path), SettingsFile(path)
    one.change("look.theme", "light")
    other.reset()
    assert SettingsFile(path).current == Settings()


def test_what_could_not_be_kept_goes_with_the_next_change(path):
    path.parent.mkdir()
    file = SettingsFile(path)
    (blocked := path.with_name(".settings.toml.part")).mkdir()
    with pytest.raises(SettingsError, match="cannot be kept"):
        file.change("look.theme", "light")
    blocked.rmdir()
    file.change("look.text_percent", 150)
    assert SettingsFile(path).current == file.current


def test_whoever_chooses_does_not_wait_for_the_disk(path, monkeypatch):
    file = SettingsFile(path)
    begun, goes_on = threading.Event(), threading.Event()

    def slowly(target, content):
        begun.set()
        goes_on.wait(30)
        write_whole(target, content)

    write_whole = settings_file._write_whole
    monkeypatch.setattr(settings_file, "_write_whole", slowly)
    file.choose("look.theme", "light")
    file.choose("look.text_percent", 120)
    keeping = threading.Thread(target=file.keep)
    keeping.start()
    begun.wait(30)
    choosing = threading.Thread(target=file.choose, args=("look.text_percent", 150))
    choosing.start()
    choosing.join(5)
    waited = choosing.is_alive()
    goes_on.set()
    keeping.join()
    choosing.join()
    assert not waited
    file.keep()
    assert SettingsFile(path).current == file.current
    assert file.current.look.text_percent == 150


def test_whoever_starts_meanwhile_never_finds_no_settings(path):
    SettingsFile(path).change("capture.faces", "blur")
    writer = SettingsFile(path)
    found, done = [], threading.Event()

    def start_again_and_again():
        while not done.is_set():
            found.append(SettingsFile(path).current.capture.faces)

    starting = threading.Thread(target=start_again_and_again)
    starting.start()
    until(lambda: found)
    for number in range(60):
        writer.change("look.text_percent", 80 + number)
    done.set()
    starting.join()
    assert set(found) == {"blur"}
