"""Write a trained head as ONNX.

``python -m tryon_ar.training.parsing_net.export RUN/checkpoint.pt
resources/models/parsing_head.onnx``

Weights are stored in 16 bits and widened by ONNX Runtime when it opens the file.
"""

import argparse
import sys
from pathlib import Path

import onnx
import torch
from torch import Tensor, nn

from tryon_ar.core.shipped_models import write_manifest
from tryon_ar.training.onnx_files import narrow_weights, without_traces
from tryon_ar.training.parsing_net.interface import INPUTS, OUTPUT, SHAPES
from tryon_ar.training.parsing_net.network import ParsingHead, Projection, shares_of

_OPSET = 18


class Shares(nn.Module):
    """The head with its logits turned into shares."""

    def __init__(self, head: ParsingHead) -> None:
        super().__init__()
        self.head = head

    def forward(self, *inputs: Tensor) -> Tensor:
        """Return the share of each label (B, 8, 128, 128)."""
        return shares_of(self.head(*inputs))


def load_average(checkpoint: Path) -> ParsingHead:
    """Return the averaged head of a checkpoint, ready to be evaluated."""
    head = ParsingHead()
    state = torch.load(checkpoint, weights_only=True, map_location="cpu")
    head.load_state_dict(state["average"])
    return head.eval()


def fold_projections(head: ParsingHead) -> None:
    """Replace every projection by one convolution that does the same in evaluation."""
    for name, child in list(head.named_children()):
        if isinstance(child, Projection):
            setattr(head, name, child.folded())


def export(head: ParsingHead, path: Path) -> None:
    """Write a head, which is folded in passing, for one picture at a time."""
    fold_projections(head)
    inputs = tuple(torch.zeros(1, channels, side, side) for channels, side in SHAPES)
    program = torch.onnx.export(
        Shares(head).eval(),
        inputs,
        input_names=list(INPUTS),
        output_names=[OUTPUT],
        opset_version=_OPSET,
        external_data=False,
        dynamo=True,
        verbose=False,
    )
    assert program is not None
    model = program.model_proto
    narrow_weights(model)
    without_traces(model)
    onnx.checker.check_model(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString())
    write_manifest(path.parent)


def main() -> None:
    """Export from the command line."""
    parser = argparse.ArgumentParser(description="Write a trained parsing head as ONNX.")
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    export(load_average(options.checkpoint), options.out)
    sys.stdout.write(f"{options.out.name}: {options.out.stat().st_size / 1e6:.2f} MB\n")


if __name__ == "__main__":
    main()
