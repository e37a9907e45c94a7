"""What was worked around is told once, to whoever listens, and logged."""

import logging

import pytest

from tryon_ar.core import incidents
from tryon_ar.core.incidents import Incident


@pytest.fixture(autouse=True)
def _afresh():
    incidents.forget()
    yield
    incidents.forget()


def test_it_is_told_and_logged_once(caplog):
    heard = []
    stop = incidents.listen(heard.append)
    with caplog.at_level(logging.WARNING, logger="tryon_ar"):
        for _ in range(3):
            incidents.tell("hands", "Hands are lost.", "Go on.", detail="graph 7")
    stop()
    stop()
    assert heard == [Incident("hands", "Hands are lost.", "Go on.")]
    incidents.tell("hands", "Nobody listens any more.")
    assert len(heard) == 1
    assert [record.getMessage() for record in caplog.records][:1] == [
        "hands: Hands are lost. (graph 7)"
    ]


def test_forgotten_it_is_told_anew():
    heard = []
    stop = incidents.listen(heard.append)
    incidents.tell("hands", "Hands are lost.")
    incidents.forget()
    incidents.tell("hands", "Hands are lost.")
    stop()
    assert len(heard) == 2
