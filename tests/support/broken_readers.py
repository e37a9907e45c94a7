"""Readers that do what none may, to see that it is noticed; and one that does not."""

import os

from tests.support.hostile_readers import Kind
from tryon_ar.core.errors import UnsafeImage


def _sound(data: bytes) -> None:
    if len(data) % 2:
        raise UnsafeImage("The picture is odd.", "Use another.")


def _dies(data: bytes) -> None:
    if len(data) % 7 == 0:
        os.abort()


def _raises(data: bytes) -> None:
    if len(data) % 7 == 0:
        raise KeyError("nobody thought of this")


def _mute(data: bytes) -> None:
    if len(data) % 7 == 0:
        raise UnsafeImage("The picture is odd.")


def _grows(data: bytes) -> None:
    held = bytearray(600 << 20)
    held[:: 1 << 12] = b"x" * len(held[:: 1 << 12])


def _spins(_: bytes) -> None:
    while True:
        pass


def _seeds() -> list[bytes]:
    return [bytes(range(40)), bytes(33)]


KINDS = {
    name: Kind(_seeds, lambda _, reader=reader: reader)
    for name, reader in {
        "sound": _sound,
        "dies": _dies,
        "raises": _raises,
        "mute": _mute,
        "grows": _grows,
        "spins": _spins,
    }.items()
}
