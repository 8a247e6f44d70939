"""Deformable alignment of warped colours with the lines of the target (section 5.3, equations 10 and 11, figure 11).

Legend: B pictures, h x w px, K = 9 sampling positions of a 3x3 kernel.
"""

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from torch.nn.functional import conv2d, grid_sample

from inference.matching.inclusion.unet import UNet

_KERNEL = [(x, y) for y in (-1, 0, 1) for x in (-1, 0, 1)]  # p_k, in the order of a convolution's weights


class Alignment(nn.Module):
    """F_a(p0) = sum over k of w_k F(p0 + p_k + dp_k), equation 10, with offsets dp = phi([L, C]), equation 11."""

    positions: Tensor

    def __init__(self, channels: int, widths: Sequence[int]) -> None:
        """``widths`` of the offset U-Net; () = an ordinary convolution (table 5, "w/o DConv")."""
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(channels, channels, 3, 3))
        self.bias = nn.Parameter(torch.zeros(channels))
        nn.init.dirac_(self.weight)  # colours begin as they came
        self.offsets = UNet(2 * channels, widths) if widths else None
        self.offset = nn.Conv2d(widths[0], 2 * len(_KERNEL), 1) if widths else None
        if self.offset is not None:  # offsets begin at zero
            nn.init.zeros_(self.offset.weight)
            nn.init.zeros_(self.offset.bias)  # type: ignore[arg-type]
        self.register_buffer("positions", torch.tensor(_KERNEL, dtype=torch.float32), persistent=False)

    def forward(self, line: Tensor, color: Tensor, *, moving: bool) -> Tensor:
        """(B, 3, h, w) aligned colours. Not ``moving``, as for a reference: all offsets are zero."""
        if not moving or self.offsets is None or self.offset is None:
            return conv2d(color, self.weight, self.bias, padding=1)
        told = self.offset(self.offsets(torch.cat([line, color], 1)))
        offsets = told.view(len(told), len(_KERNEL), 2, *told.shape[2:])
        return deformed(color, offsets, self.positions, self.weight, self.bias)


def deformed(color: Tensor, offsets: Tensor, positions: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Equation 10 for pictures (B, C, h, w), offsets (B, K, 2, h, w) x, y in px and positions (K, 2).

    Offsets are clamped to a quarter of the longer side; beyond the picture all is 0, as in a padded convolution.
    """
    height, width = color.shape[-2:]
    most = max(height, width) / 4
    place = torch.stack(
        torch.meshgrid(
            torch.arange(width, device=color.device), torch.arange(height, device=color.device), indexing="xy"
        )
    )
    at = place + positions[:, :, None, None] + offsets.float().clamp(-most, most)
    scale = at.new_tensor([max(width - 1, 1), max(height - 1, 1)])
    grid = at.permute(0, 1, 3, 4, 2).flatten(1, 2) / scale * 2 - 1  # (B, K * h, w, 2)
    seen = grid_sample(color.float(), grid, align_corners=True)
    by_position = seen.view(*seen.shape[:2], len(positions), height, width)
    return torch.einsum("bckhw,dck->bdhw", by_position, weight.flatten(2)) + bias[:, None, None]
