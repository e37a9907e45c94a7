import pytest

from tryon_ar.commands.checks import PROVIDERS, check_provider, check_seconds
from tryon_ar.core.errors import UsageError


@pytest.mark.parametrize("provider", PROVIDERS)
def test_known_providers(provider):
    check_provider(provider)


@pytest.mark.parametrize("provider", ["", "CPU", "tpu"])
def test_unknown_providers(provider):
    with pytest.raises(UsageError, match="Choose one of auto, cpu, cuda"):
        check_provider(provider)


@pytest.mark.parametrize("seconds", [None, 0.001, 1, 1e6])
def test_durations(seconds):
    check_seconds(seconds)


@pytest.mark.parametrize("seconds", [0, -0.0, -1, float("nan"), float("inf"), float("-inf")])
def test_no_durations(seconds):
    with pytest.raises(UsageError, match="above 0"):
        check_seconds(seconds)
