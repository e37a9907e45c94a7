"""What a program did, read from an strace log: whom it addressed, what it wrote."""

import ipaddress
import os.path
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

_CALL = re.compile(r"\b(connect|sendto|sendmsg|sendmmsg)\(")
_PORT = re.compile(r"sin6?_port=htons\((\d+)\)")
_ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
_RESOLVER = re.compile(r'sun_path="[^"]*systemd/resolve')

#: The calls by which files come, go and change their names.
FILE_CALLS = (
    *("open", "openat", "openat2", "creat", "truncate", "mknod", "mknodat"),
    *("mkdir", "mkdirat", "rename", "renameat", "renameat2"),
    *("link", "linkat", "symlink", "symlinkat", "unlink", "unlinkat", "rmdir"),
)
_OPENING = frozenset({"open", "openat", "openat2"})
_WRITING = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND|O_TMPFILE")
_LINE = re.compile(r"^(?:\[pid +)?(\d+)\]? +(.*)$")
_UNFINISHED, _RESUMED = " <unfinished ...>", re.compile(r"^<\.\.\. (\w+) resumed>(.*)$")
_WHOLE = re.compile(r"^(\w+)\((.*)\) += (-?\d+|\?)")
_NAME = re.compile(r'(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"')
# No files: what the kernel makes out of nothing, and sockets' and devices' nodes.
_NO_FILES = ("/dev/", "/proc/", "/sys/", "/memfd:")


def violations(log: str) -> list[str]:
    """The lines of an strace log that look up a name or address another machine."""
    return [line for line in log.splitlines() if _CALL.search(line) and _reaches_out(line)]


def writes(log: str, allowed: Iterable[Path], cwd: Path) -> list[str]:
    """The calls that made, changed or removed a file outside folders, as ``call path``.

    Parameters
    ----------
    log : str
        Of ``strace -f -y``, with :data:`FILE_CALLS` traced.
    allowed : iterable of Path
        Folders; they themselves and their parents may be made too.
    cwd : Path
        Where the program began.
    """
    roots = [os.path.realpath(one) for one in allowed]
    found = []
    for call, arguments in _finished(log):
        if call in _OPENING and not _WRITING.search(arguments.rpartition('"')[2]):
            continue
        for folder, name in _NAME.findall(arguments):
            path = os.path.normpath(os.path.join(folder or str(cwd), name))
            if not _may(call, path, roots):
                found.append(f"{call} {path}")
    return found


def _may(call: str, path: str, roots: list[str]) -> bool:
    if path.startswith(_NO_FILES):
        return True
    if any(path == root or path.startswith(root + os.sep) for root in roots):
        return True
    return call.startswith("mkdir") and any(root.startswith(path + os.sep) for root in roots)


def _finished(log: str) -> Iterator[tuple[str, str]]:
    """Iterate over the file calls that succeeded: their names and arguments."""
    begun: dict[str, str] = {}
    for line in log.splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        process, text = match.groups()
        if text.endswith(_UNFINISHED):
            begun[process] = text.removesuffix(_UNFINISHED)
            continue
        resumed = _RESUMED.match(text)
        if resumed is not None:
            text = begun.pop(process, f"{resumed[1]}(") + resumed[2]
        whole = _WHOLE.match(text)
        if whole is not None and whole[1] in FILE_CALLS and not whole[3].startswith("-"):
            yield whole[1], whole[2]


def _reaches_out(line: str) -> bool:
    ports = {int(port) for port in _PORT.findall(line)}
    if 53 in ports or _RESOLVER.search(line):
        return True  # even of a resolver on this machine
    addresses = [ipaddress.ip_address(v4 or v6) for v4, v6 in _ADDRESS.findall(line)]
    return any(not _is_loopback(address) for address in addresses)


def _is_loopback(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
