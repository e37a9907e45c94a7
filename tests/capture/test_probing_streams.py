"""Looking for a stream or camera that failed while something else plays."""

import threading

from tests.support.mjpeg_server import MjpegServer
from tryon_ar.capture import reading
from tryon_ar.capture.opening import open_source
from tryon_ar.capture.probing import Probe


def test_a_stream_counts_once_it_delivers_and_is_handed_on(monkeypatch):
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
                thread.join(5)
        assert not any(server.address in thread.name for thread in threading.enumerate())
        assert threading.active_count() <= before + 1  # the server's own, until it writes


def test_a_look_is_called_off(monkeypatch):
    monkeypatch.setattr(reading, "OPEN_LIMIT_S", 20.0)
    with MjpegServer("silent") as server:
        probe = Probe(server.address, open_source)
        found: list[str | None] = []
        look = threading.Thread(target=lambda: found.append(probe.run()))
        look.start()
        threading.Event().wait(0.3)
        probe.call_off()
        look.join(5)
        server.fault = ""
    assert found == [None]
