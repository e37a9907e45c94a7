"""The garment network: a small U-Net with four heads.

Plain 3x3 convolutions, because on CPUs (and in ONNX Runtime) they are faster for what they
learn than the depthwise ones of mobile networks: 2.9 million weights, about 0.6 billion
multiplications for 256x256 pixels.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from tryon_ar.garments.cutting.reading import LANDMARK_ORDER, PART_COUNT
from tryon_ar.garments.garment import CATEGORIES
from tryon_ar.training.blocks import Residual, convolution, double

WIDTHS = (16, 32, 64, 128, 256)
HEATMAP_STRIDE = 4
LANDMARK_COUNT = len(LANDMARK_ORDER)


class Outputs(NamedTuple):
    """What the network gives for a batch.

    Attributes
    ----------
    matte : Tensor of shape (B, 1, S, S)
        Logits of the alpha matte.
    parts : Tensor of shape (B, 10, S / 2, S / 2)
        Logits of the parts.
    heatmaps : Tensor of shape (B, 25, S / 4, S / 4)
        Logits of a landmark's place; a softmax over all pixels makes a distribution.
    exists : Tensor of shape (B, 25)
        Logits that a landmark is in the picture.
    categories : Tensor of shape (B, 12)
        Logits of the category.
    garment : Tensor of shape (B,)
        Logit that there is a garment.
    """

    matte: Tensor
    parts: Tensor
    heatmaps: Tensor
    exists: Tensor
    categories: Tensor
    garment: Tensor


class Joined(nn.Module):
    """A decoder step: the coarser features, doubled in size, with the finer ones."""

    def __init__(self, coarse: int, fine: int, outputs: int) -> None:
        super().__init__()
        self.mix = convolution(coarse + fine, outputs)

    def forward(self, coarse: Tensor, fine: Tensor) -> Tensor:
        """Return features at the size of ``fine``."""
        return self.mix(torch.cat([double(coarse), fine], 1))


class GarmentNet(nn.Module):
    """Read a product photo of a side S divisible by 32.

    The categories are read from features averaged *over the garment* (the network's own
    matte), so that carpet and wall do not vote.
    """

    def __init__(self) -> None:
        super().__init__()
        w2, w4, w8, w16, w32 = WIDTHS
        self.stem = convolution(3, w2, 2)
        self.at4 = nn.Sequential(convolution(w2, w4, 2), Residual(w4))
        self.at8 = nn.Sequential(convolution(w4, w8, 2), Residual(w8))
        self.at16 = nn.Sequential(convolution(w8, w16, 2), Residual(w16), Residual(w16))
        self.at32 = nn.Sequential(convolution(w16, w32, 2), Residual(w32))
        self.context = nn.Sequential(nn.Linear(w32, w32), nn.ReLU(inplace=True))
        self.up16 = Joined(w32, w16, w16)
        self.up8 = Joined(w16, w8, w8)
        self.up4 = Joined(w8, w4, 48)
        self.up2 = Joined(48, w2, 32)
        self.parts = nn.Conv2d(32, PART_COUNT, 1)
        self.matte = nn.Sequential(convolution(32, 16), nn.Conv2d(16, 4, 1), nn.PixelShuffle(2))
        self.heatmaps = nn.Sequential(convolution(48, 48), nn.Conv2d(48, LANDMARK_COUNT, 1))
        pooled = 2 * w32 + w16
        self.exists = nn.Linear(pooled, LANDMARK_COUNT)
        self.garment = nn.Linear(pooled, 1)
        self.drop = nn.Dropout(0.3)
        self.categories = nn.Linear(pooled, len(CATEGORIES))

    def forward(self, photo: Tensor) -> Outputs:
        """Read a batch.

        Parameters
        ----------
        photo : Tensor of shape (B, 3, S, S)
            BGR, 0 to 1.
        """
        f2 = self.stem(photo * 2 - 1)
        f4 = self.at4(f2)
        f8 = self.at8(f4)
        f16 = self.at16(f8)
        f32 = self.at32(f16)
        whole = f32.mean((2, 3))
        d16 = self.up16(f32 + self.context(whole)[:, :, None, None], f16)
        d4 = self.up4(self.up8(d16, f8), f4)
        d2 = self.up2(d4, f2)
        matte = self.matte(d2)
        # The size is fixed at export; as an integer it keeps the graph free of shape arithmetic.
        weight = functional.avg_pool2d(torch.sigmoid(matte.detach()), 32) + 0.02
        weight16 = functional.avg_pool2d(torch.sigmoid(matte.detach()), 16) + 0.02
        over = torch.cat(
            [
                (f32 * weight).sum((2, 3)) / weight.sum((2, 3)),
                f32.amax((2, 3)),
                (d16 * weight16).sum((2, 3)) / weight16.sum((2, 3)),
            ],
            1,
        )
        return Outputs(
            matte,
            self.parts(d2),
            self.heatmaps(d4),
            self.exists(over),
            self.categories(self.drop(over)),
            self.garment(over)[:, 0],
        )
