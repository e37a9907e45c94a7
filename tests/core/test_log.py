import logging
import os
from logging.handlers import RotatingFileHandler

import pytest

from tests.support.small_disk import small_disk
from tryon_ar.core.log import configure

logger = logging.getLogger("tryon_ar.test")


@pytest.fixture(autouse=True)
def _quiet_afterwards():
    root = logging.getLogger("tryon_ar")
    level, propagate, handlers = root.level, root.propagate, list(root.handlers)
    yield
    for handler in list(root.handlers):
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    root.propagate = propagate
    for handler in handlers:
        root.addHandler(handler)


def test_messages_go_to_a_file_with_time_level_and_thread(tmp_path):
    configure(tmp_path / "a" / "logs")
    logger.info("hello %s", "Jürgen")
    logger.debug("not this")
    text = (tmp_path / "a" / "logs" / "tryon-ar.log").read_text(encoding="utf-8")
    assert "INFO MainThread tryon_ar.test: hello Jürgen" in text
    assert "not this" not in text


def test_a_log_that_another_mirror_has_rotated_is_followed(tmp_path):
    configure(tmp_path)
    logger.info("before")
    log = tmp_path / "tryon-ar.log"
    log.rename(tmp_path / "tryon-ar.log.1")
    logger.info("after")
    logger.info("and on")
    assert [line.split()[-1] for line in log.read_text().splitlines()] == ["after", "on"]
    assert f" {os.getpid()} INFO" in log.read_text()


def test_debugging_prints_everything(tmp_path, capsys):
    configure(tmp_path, debug=True)
    logger.debug("details")
    assert "details" in capsys.readouterr().err
    assert "details" in (tmp_path / "tryon-ar.log").read_text()


def test_nothing_is_printed_otherwise(capsys):
    configure(None)
    logger.error("bad")
    assert capsys.readouterr() == ("", "")


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    configure(tmp_path / "file" / "logs")
    logger.error("bad")
    assert capsys.readouterr() == ("", "")


def test_a_disk_that_fills_up_silences_the_log(tmp_path, capsys):
    with small_disk(tmp_path / "disk", 16) as disk:
        configure(disk)
        for _ in range(300):
            logger.info("a line of the log %s", "." * 100)
        assert (disk / "tryon-ar.log").stat().st_size > 4000
        configure(None)
    assert capsys.readouterr() == ("", "")


def test_configuring_again_replaces(tmp_path):
    configure(tmp_path / "one")
    configure(tmp_path / "two")
    logger.info("once")
    assert (tmp_path / "one" / "tryon-ar.log").read_text() == ""
    assert (tmp_path / "two" / "tryon-ar.log").read_text().count("once") == 1


def test_the_file_is_bounded(tmp_path):
    configure(tmp_path)
    (handler,) = logging.getLogger("tryon_ar").handlers
    assert isinstance(handler, RotatingFileHandler)
    assert 0 < handler.maxBytes * (handler.backupCount + 1) <= 8 << 20
