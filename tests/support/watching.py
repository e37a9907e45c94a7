"""Hands and labels that are known, or absent, for tests of what comes after them."""

import numpy as np

from tryon_ar.core.labels import Label, Labels
from tryon_ar.core.types import Body, Frame, Hand, Pose


class NoHands:
    """Finds no hand."""

    least_apart = 1
    watch_raised = False

    def __init__(self) -> None:
        self.resets = 0
        self.closed = False

    def track(self, frame: Frame, pose: Pose) -> tuple[Hand, ...]:
        return ()

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        self.closed = True


class NoParser:
    """Says nothing about any pixel."""

    least_apart = 1

    def __init__(self, labels: Labels | None = None) -> None:
        self.labels = labels
        self.parsed: list[tuple[int, int]] = []
        self.resets = 0
        self.closed = False

    def parse(self, frame: Frame, body: Body | None, track_id: int = 0) -> Labels | None:
        self.parsed.append((frame.index, track_id))
        return self.labels

    def reset(self) -> None:
        self.resets += 1

    def close(self) -> None:
        self.closed = True


def plain_labels(label: Label, side: int = 4, side_px: float = 8.0) -> Labels:
    """Return labels that say the same everywhere."""
    shares = np.zeros((len(Label), side, side), np.float32)
    shares[label] = 1.0
    return Labels(shares, 0.0, 0.0, side_px)
