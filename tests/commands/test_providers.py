"""A window goes on by the CPU where CUDA is missing, and says so."""

import pytest

from tryon_ar.commands.providers import usable_provider
from tryon_ar.core import incidents
from tryon_ar.inference import session


@pytest.fixture(autouse=True)
def _afresh():
    usable_provider.cache_clear()
    incidents.forget()
    yield
    usable_provider.cache_clear()
    incidents.forget()


@pytest.mark.parametrize(
    ("asked", "there", "used"),
    [
        ("auto", None, "auto"),
        ("cpu", "CUDA", "cpu"),
        ("cuda", "CUDA", "cuda"),
        ("cuda", None, "cpu"),
        ("cuda", "DirectML", "cpu"),
    ],
)
def test_only_a_missing_cuda_is_replaced_and_told(asked, there, used, monkeypatch):
    monkeypatch.setattr(session, "gpu_provider", lambda: there)
    heard = []
    stop = incidents.listen(heard.append)
    assert [usable_provider(asked) for _ in range(3)] == [used] * 3
    stop()
    assert len(heard) == (used != asked)
