"""Building blocks of the networks that are trained here."""

import copy

import torch
from torch import Tensor, nn
from torch.nn import functional


def convolution(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    """Return a 3x3 convolution with batch normalisation and ReLU."""
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class Residual(nn.Module):
    """Two 3x3 convolutions beside a short cut (He et al., Deep residual learning, 2016)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = convolution(width, width)
        self.second = nn.Sequential(
            nn.Conv2d(width, width, 3, 1, 1, bias=False), nn.BatchNorm2d(width)
        )

    def forward(self, x: Tensor) -> Tensor:
        """Return ``relu(x + f(x))``."""
        return functional.relu(x + self.second(self.first(x)))


def double(x: Tensor) -> Tensor:
    """Return features at twice the size."""
    return functional.interpolate(x, scale_factor=2, mode="bilinear", align_corners=False)


class RunningAverage:
    """The running average of a network's weights.

    Attributes
    ----------
    network : nn.Module
        The average, ready to be evaluated.
    steps : int
        How often it followed.
    """

    def __init__(self, learner: nn.Module, decay: float = 0.998) -> None:
        self.network = copy.deepcopy(learner).eval()
        self.decay = decay
        self.steps = 0

    def follow(self, learner: nn.Module) -> None:
        """Move towards the learner; quickly at first."""
        self.steps += 1
        keep = min(self.decay, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            mine = self.network.state_dict()
            for name, value in learner.state_dict().items():
                if value.dtype.is_floating_point:
                    mine[name].mul_(keep).add_(value, alpha=1 - keep)
                else:
                    mine[name].copy_(value)
