"""The head that labels people: a small decoder on the features of a frozen trunk.

What it reads and says is told in :mod:`tryon_ar.training.parsing_net.interface`.

Widths are multiples of 16, which is how ONNX Runtime packs channels on CPUs, and features are
added, not joined, so that they stay packed. Plain 3x3 convolutions at 64 x 64 cost less than
depthwise ones that learn as much.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from tryon_ar.training.blocks import Residual, convolution, double
from tryon_ar.training.parsing_net.interface import LABEL_COUNT, SHAPES, Inputs


class Projection(nn.Module):
    """A 1x1 convolution of standardised channels, normalised again.

    Channels of the trunk differ a hundredfold in their spread, so each is brought to mean 0 and
    spread 1 first. Both normalisations disappear in :meth:`folded`.
    """

    def __init__(self, inputs: int, outputs: int) -> None:
        super().__init__()
        self.standard = nn.BatchNorm2d(inputs, affine=False)
        self.mix = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.norm = nn.BatchNorm2d(outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Return ``norm(mix(standard(x)))``."""
        return self.norm(self.mix(self.standard(x)))

    def folded(self) -> nn.Conv2d:
        """Return one convolution that does the same as this in evaluation."""
        with torch.no_grad():
            before = (self.standard.running_var + self.standard.eps).rsqrt()
            after = self.norm.weight * (self.norm.running_var + self.norm.eps).rsqrt()
            weight = self.mix.weight[:, :, 0, 0]
            one = nn.Conv2d(weight.shape[1], weight.shape[0], 1)
            one.weight.copy_((after[:, None] * weight * before)[:, :, None, None])
            mean = weight @ (-self.standard.running_mean * before) - self.norm.running_mean
            one.bias.copy_(self.norm.bias + after * mean)
        return one


class ParsingHead(nn.Module):
    """Label a person from the trunk's features.

    Parameters
    ----------
    deep, wide, fine : int
        Channels at sides 8 to 32, at 64 and at 128.
    """

    def __init__(self, deep: int = 64, wide: int = 32, fine: int = 16) -> None:
        super().__init__()
        self.from_tap_e = Projection(SHAPES.tap_e[0], deep)
        self.at8 = convolution(deep, deep)
        self.from_tap_d = Projection(SHAPES.tap_d[0], deep)
        self.mask16 = Projection(1, deep)
        self.at16 = Residual(deep)
        self.from_tap_b = Projection(SHAPES.tap_b[0], wide)
        self.from_tap_c = Projection(SHAPES.tap_c[0], wide)
        self.mask64 = Projection(1, wide)
        self.down32 = nn.Sequential(
            nn.Conv2d(wide, deep, 3, 2, 1, bias=False), nn.BatchNorm2d(deep)
        )
        self.at32 = Residual(deep)
        self.up64 = nn.Conv2d(deep, wide, 1)
        self.at64 = Residual(wide)
        self.up128 = nn.Conv2d(wide, fine, 1)
        self.from_tap_a = Projection(SHAPES.tap_a[0], fine)
        self.from_picture = nn.Sequential(
            nn.Conv2d(3, fine, 3, 2, 1, bias=False), nn.BatchNorm2d(fine)
        )
        self.mask128 = Projection(1, fine)
        self.at128 = nn.Sequential(convolution(fine, fine), convolution(fine, fine))
        self.labels = nn.Conv2d(fine, LABEL_COUNT, 1)
        # The outline of the person, straight into the answer.
        self.outline = nn.Conv2d(1, LABEL_COUNT, 1, bias=False)
        nn.init.zeros_(self.outline.weight)

    def forward(self, *inputs: Tensor) -> Tensor:
        """Return logits.

        Parameters
        ----------
        *inputs : Tensor
            As in :class:`~tryon_ar.training.parsing_net.interface.Inputs`, of a batch.

        Returns
        -------
        Tensor of shape (B, 8, 128, 128)
        """
        said = Inputs(*inputs)
        mask128 = functional.avg_pool2d(said.person, 2)
        mask64 = functional.avg_pool2d(mask128, 2)
        mask16 = functional.avg_pool2d(mask64, 4)
        x8 = self.at8(functional.relu(self.from_tap_e(said.tap_e)))
        x16 = double(x8) + self.from_tap_d(said.tap_d) + self.mask16(mask16)
        x16 = self.at16(functional.relu(x16))
        seen64 = self.from_tap_c(said.tap_c) + self.from_tap_b(said.tap_b)
        seen64 = functional.relu(seen64 + self.mask64(mask64))
        x32 = self.at32(functional.relu(double(x16) + self.down32(seen64)))
        x64 = self.at64(functional.relu(double(self.up64(x32)) + seen64))
        seen128 = self.from_tap_a(said.tap_a) + self.from_picture(said.picture * 2 - 1)
        x128 = double(self.up128(x64)) + seen128 + self.mask128(mask128)
        x128 = self.at128(functional.relu(x128))
        return self.labels(x128) + self.outline(mask128 * 2 - 1)


def shares_of(logits: Tensor) -> Tensor:
    """Return the softmax over labels, written out: ONNX Runtime's own transposes twice."""
    raised = (logits - logits.amax(1, keepdim=True)).exp()
    return raised / raised.sum(1, keepdim=True)
