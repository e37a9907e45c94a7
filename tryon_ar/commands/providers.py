"""Where the window computes when what was asked for cannot be had."""

import functools

from tryon_ar.core import incidents


@functools.cache
def usable_provider(requested: str) -> str:
    """Return the provider to use for one asked for, saying so once where it is another.

    Parameters
    ----------
    requested : {"auto", "cpu", "cuda"}

    Notes
    -----
    A window goes on by the CPU where CUDA is missing, as a mirror in a shop must after an update
    of its driver; other commands end with an error (``ProviderUnavailable``).
    """
    if requested != "cuda":
        return requested
    from tryon_ar.inference.session import gpu_provider

    if gpu_provider() == "CUDA":
        return requested
    incidents.tell(
        "inference",
        "This computer cannot use CUDA, so the CPU does its work.",
        "Install a current graphics driver and tryon-ar[cuda].",
    )
    return "cpu"
