"""Looking for a stream or camera that failed while something else plays."""

import threading

from tests.support.mjpeg_server import MjpegServer
from tests.support.patience import PATIENCE_S, until
from tryon_ar.capture import reading, stream
from tryon_ar.capture.opening import open_source
from tryon_ar.capture.probing import Probe


def test_a_stream_counts_once_it_delivers_and_is_handed_on(monkeypatch):
    monkeypatch.setattr(reading, "HANDED_ON_S", PATIENCE_S)
    with MjpegServer("gone", fault_at=0) as server:
        assert Probe(server.address, open_source).run() is None
        server.fault = ""
        assert Probe(server.address, open_source).run() == server.address
        answered = server.connections
        with open_source(server.address) as source:
            assert source.read().index == 0
        assert server.connections == answered


def test_what_nobody_takes_is_let_go_of(monkeypatch):
    monkeypatch.setattr(reading, "HANDED_ON_S", 0.05)
    with MjpegServer() as server:
        before = threading.active_count()
        assert Probe(server.address, open_source).run() == server.address
        for thread in threading.enumerate():
            if isinstance(thread, threading.Timer) or server.address in thread.name:
                thread.join(PATIENCE_S)
        assert not any(server.address in thread.name for thread in threading.enumerate())
        assert threading.active_count() <= before + 1  # the server's own, until it writes


def test_a_look_is_called_off(monkeypatch):
    monkeypatch.setattr(reading, "OPEN_LIMIT_S", PATIENCE_S)
    monkeypatch.setattr(stream, "_CONNECT_LIMIT_S", 2 * PATIENCE_S)
    with MjpegServer("silent") as server:
        probe = Probe(server.address, open_source)
        found: list[str | None] = []
        look = threading.Thread(target=lambda: found.append(probe.run()))
        look.start()
        until(lambda: server.connections)
        probe.call_off()
        look.join(PATIENCE_S / 2)
        assert found == [None]
        server.fault = ""
