"""What nobody raised on purpose ends in one sentence and an exit code."""

import errno
import logging

import pytest

from tryon_ar.commands.unexpected import report_unexpected
from tryon_ar.core.standard_streams import NOBODY_READS


@pytest.fixture(autouse=True)
def _own_log(tmp_path, monkeypatch):
    monkeypatch.setenv("TRYON_AR_DATA", str(tmp_path))
    logger = logging.getLogger("tryon_ar")
    level, propagate, before = logger.level, logger.propagate, list(logger.handlers)
    yield
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
        handler.close()
    for handler in before:
        logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = propagate


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (OSError(errno.ENOSPC, "full"), 6, "the disk is full"),
        (BrokenPipeError(errno.EPIPE, "gone"), NOBODY_READS, ""),
        (ImportError("libodd.so: no such file"), 1, "cannot be loaded"),
        (MemoryError(), 1, "cannot be loaded"),
        (ZeroDivisionError("odd"), 1, "should not have"),
    ],
)
def test_one_sentence_and_an_exit_code(error, code, says, capsys):
    assert report_unexpected(error) == code
    told = capsys.readouterr().err
    assert says in told
    assert told.count("\n") == (1 if says else 0)
    assert "Traceback" not in told
