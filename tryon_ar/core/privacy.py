"""Keep the inference engines from phoning home.

ONNX Runtime looks up a telemetry host and writes a device identifier when its first
session starts; MediaPipe looks up a logging host when its first graph starts. Neither
has a reliable switch in its Python interface, so both are stopped by the environment
before either library is imported.
"""

import os

# Port 9 (discard) of this machine: libcurl inside MediaPipe is refused at once.
_DEAD_END = "http://127.0.0.1:9"

_original_https_proxy: str | None = None


def guard() -> None:
    """Silence telemetry for this process and its children; safe to call again.

    Notes
    -----
    ``http_proxy`` is left alone: network cameras on the local net speak plain HTTP.
    """
    global _original_https_proxy
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    os.environ.setdefault("GLOG_minloglevel", "2")
    current = os.environ.get("https_proxy")
    if current != _DEAD_END:
        _original_https_proxy = current
        os.environ["https_proxy"] = _DEAD_END


def environment_for_downloads() -> dict[str, str]:
    """Return the environment a deliberate, user-requested download runs in.

    Returns
    -------
    dict of str to str
        A copy of ``os.environ`` with the user's own HTTPS proxy (or none) restored.
    """
    environment = dict(os.environ)
    environment.pop("https_proxy", None)
    if _original_https_proxy is not None:
        environment["https_proxy"] = _original_https_proxy
    return environment
