"""What the twelve semantic categories are called, as tokens (section 5.2): t of T x C."""

from pathlib import Path

import torch
from torch import Tensor, nn

from inference.matching.inclusion.clip import open_model
from inference.types import CATEGORIES

_PROMPT = "the {} of an anime character"


class Categories(nn.Module):
    """(T, C) a token for each of CATEGORIES: learned ones, or a frozen text encoder's embeddings, brought to C."""

    embedding: Tensor

    def __init__(self, channels: int, text: str) -> None:
        """``text``: an open_clip model's name, "" for a learned table."""
        super().__init__()
        self.table = None if text else nn.Parameter(torch.randn(len(CATEGORIES), channels) / channels**0.5)
        if text:  # what it says of twelve words never changes: it lies beside the weights, the encoder need not
            width = text_width(text)
            self.register_buffer("embedding", torch.zeros(len(CATEGORIES), width))
            self.bring = nn.Linear(width, channels)

    def forward(self) -> Tensor:
        """(T, C)."""
        brought: Tensor = self.table if self.table is not None else self.bring(self.embedding)
        return brought


def text_width(model: str) -> int:
    """How wide an open_clip model's embeddings are. Raises BadFile for a name that open_clip does not know."""
    from inference.matching.inclusion.clip import model_config

    return int(model_config(model)["embed_dim"])


@torch.inference_mode()
def category_embeddings(model: str, weights: Path | str) -> Tensor:
    """(T, D) unit vectors of the frozen text encoder of CLIP. Raises BadFile."""
    import open_clip

    clip = open_model(model, weights)
    said = clip.encode_text(open_clip.get_tokenizer(model)([_PROMPT.format(name) for name in CATEGORIES]))
    return torch.nn.functional.normalize(said, dim=1).clone()
