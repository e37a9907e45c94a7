"""The index of a garment library: a cache made from the folders, never the truth.

SQLite in write-ahead mode, so that several programs can use it at once. Every row carries a
digest of itself, because a database whose pages were damaged may still answer, wrongly.
Whatever is wrong with the file (missing, damaged, of another version), it is begun again;
where none can be written, the index lives in memory.
"""

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

SCHEMA_VERSION = 1
# Others hold it for milliseconds. One that hangs is not waited for: the index is a cache.
BUSY_TIMEOUT_S = 2.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS garment (
    id TEXT PRIMARY KEY,
    haystack TEXT NOT NULL,
    favourite INTEGER NOT NULL,
    document TEXT NOT NULL,
    digest TEXT NOT NULL
) WITHOUT ROWID
"""
_OUT_OF_REACH = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_AUTH,
    }
)
_COLUMNS = 4  # besides the digest
_ATTEMPTS = 40
_PAUSE_S = 0.05
_Answer = TypeVar("_Answer")


class DamagedIndex(Exception):
    """A row is not what was written."""


# sqlite3 cannot say in UTF-8 what is wrong with some damaged files.
_TROUBLE = (sqlite3.DatabaseError, DamagedIndex, UnicodeDecodeError)


class Index:
    """Rows by id: a document, words to search in, and whether it is a favourite.

    Parameters
    ----------
    path : Path
        The database; its folder is created where that is possible.

    Notes
    -----
    *Thread safety*: any thread may call any method. *Lifecycle*: :meth:`close` when done.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._guard = threading.RLock()
        self._connection = _opened(path)

    def close(self) -> None:
        """Let go of the file."""
        with self._guard:
            self._connection.close()

    def documents(self) -> dict[str, dict[str, object]]:
        """Return all documents by id."""
        return self._safely(_read_documents)

    def put(self, rows: Iterable[tuple[str, str, bool, dict[str, object]]]) -> None:
        """Write rows of (id, haystack, favourite, document), replacing those of their ids."""
        prepared = [_row(*row) for row in rows]

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany("INSERT OR REPLACE INTO garment VALUES (?,?,?,?,?)", prepared)

        if prepared:
            self._safely(write)

    def drop(self, ids: Iterable[str]) -> None:
        """Forget the rows of these ids."""
        prepared = [(one,) for one in ids]

        def write(connection: sqlite3.Connection) -> None:
            connection.executemany("DELETE FROM garment WHERE id = ?", prepared)

        if prepared:
            self._safely(write)

    def search(self, tokens: Iterable[str], *, favourites: bool) -> set[str]:
        """Return the ids whose haystack holds every token."""
        wanted = list(tokens)
        conditions = ["instr(haystack, ?) > 0"] * len(wanted)
        if favourites:
            conditions.append("favourite = 1")
        clause = f" WHERE {' AND '.join(conditions)}" if conditions else ""

        def read(connection: sqlite3.Connection) -> set[str]:
            rows = connection.execute(f"SELECT id FROM garment{clause}", wanted)
            return {str(row[0]) for row in rows}

        return self._safely(read)

    def clear(self) -> None:
        """Begin again with an empty index."""
        with self._guard:
            self._begin_again()

    def _safely(self, work: Callable[[sqlite3.Connection], _Answer]) -> _Answer:
        """Do the work in one transaction; on any trouble with the file do it on a new one."""
        with self._guard:
            try:
                return self._in_transaction(work)
            except _TROUBLE as error:
                if not _is_out_of_reach(error):
                    self._begin_again()
            try:
                return self._in_transaction(work)
            except _TROUBLE:
                self._connection.close()
                self._connection = _in_memory()
                return self._in_transaction(work)

    def _in_transaction(self, work: Callable[[sqlite3.Connection], _Answer]) -> _Answer:
        with self._connection:
            return work(self._connection)

    def _begin_again(self) -> None:
        self._connection.close()
        _delete(self._path)
        self._connection = _opened(self._path)


def _row(
    identifier: str, haystack: str, favourite: bool, document: dict[str, object]
) -> tuple[str, str, int, str, str]:
    text = json.dumps(document, ensure_ascii=True, sort_keys=True)
    return (
        identifier,
        haystack,
        int(favourite),
        text,
        _digest(identifier, haystack, favourite, text),
    )


def _digest(identifier: str, haystack: str, favourite: object, text: str) -> str:
    whole = json.dumps([identifier, haystack, bool(favourite), text])
    return hashlib.blake2b(whole.encode(), digest_size=12).hexdigest()


def _read_documents(connection: sqlite3.Connection) -> dict[str, dict[str, object]]:
    documents: dict[str, dict[str, object]] = {}
    for *columns, digest in connection.execute("SELECT * FROM garment"):
        if len(columns) != _COLUMNS or not all(isinstance(columns[i], str) for i in (0, 1, 3)):
            raise DamagedIndex
        if _digest(*columns) != digest:
            raise DamagedIndex
        documents[columns[0]] = json.loads(columns[3])
    return documents


def _opened(path: Path) -> sqlite3.Connection:
    """Open the database, begun again when it is unusable; in memory when it cannot be written."""
    until_s = time.monotonic() + BUSY_TIMEOUT_S
    for _ in range(_ATTEMPTS):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return _connected(path, max(_PAUSE_S, until_s - time.monotonic()))
        except OSError:
            break
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            if not _is_out_of_reach(error):
                _delete(path)
            elif _code_of(error) != sqlite3.SQLITE_BUSY or time.monotonic() > until_s:
                break
            else:  # two programs turning on write-ahead mode do not wait for each other
                time.sleep(_PAUSE_S)
    return _in_memory()


def _is_out_of_reach(error: Exception) -> bool:
    """Return True when the file may be sound but cannot be used, False when it is damaged."""
    return _code_of(error) in _OUT_OF_REACH


def _code_of(error: Exception) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _connected(path: Path, timeout_s: float) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=timeout_s, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        _check_version(version)
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(_SCHEMA)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute(f"PRAGMA busy_timeout = {int(BUSY_TIMEOUT_S * 1000)}")
    except BaseException:
        connection.close()
        raise
    return connection


def _check_version(version: int) -> None:
    if version not in (0, SCHEMA_VERSION):
        raise sqlite3.DatabaseError("of another version")


def _in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.execute(_SCHEMA)
    return connection


def _delete(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        try:
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        except OSError:
            return  # the folder cannot be written; the index will live in memory
