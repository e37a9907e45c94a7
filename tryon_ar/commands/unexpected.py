"""What is said when a command ends by an error that nobody raised on purpose."""

import errno
import logging

from tryon_ar.core.errors import RecordingError, UsageError
from tryon_ar.core.log import configure
from tryon_ar.core.paths import user_data_folder
from tryon_ar.core.standard_streams import NOBODY_READS, complain


def report_unexpected(error: Exception) -> int:
    """Print a command-line mistake or a defect as one sentence and return the exit code."""
    message = getattr(error, "format_message", None)
    if callable(message):  # the parser's own errors
        context = getattr(error, "ctx", None)
        command = context.command_path if context else "tryon-ar"
        sentence = str(message()).rstrip(".")
        complain(f"{sentence}. Try `{command} --help`.")
        return UsageError.exit_code
    if isinstance(error, BrokenPipeError):
        return NOBODY_READS
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        complain("the disk is full. Free some space.")
        return RecordingError.exit_code
    if not logging.getLogger("tryon_ar").handlers:
        configure(user_data_folder() / "logs")
    logging.getLogger(__name__).error("unexpected", exc_info=error)
    if isinstance(error, ImportError | MemoryError):
        complain(
            f"a part of the program cannot be loaded ({type(error).__name__}: {error})."
            " Install tryon-ar again, or allow it more memory."
        )
        return 1
    complain(
        f"something went wrong that should not have ({type(error).__name__}: {error})."
        f" The log is in {user_data_folder() / 'logs'}."
    )
    return 1
