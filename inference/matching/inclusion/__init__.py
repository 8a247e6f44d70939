"""Inclusion matching as the paper has it (sections 5.2 and 5.3): which segment or colour of a painted drawing includes
each segment of another.

``keyframe`` and ``consecutive`` are the two networks, put together from ``unet``, ``align``, ``pooling``,
``transformer``, ``text``, ``clip`` and ``views``; ``config`` names and switches their parts; ``matchers`` puts them
behind ``types.Matcher``.
"""

from inference.matching.inclusion.config import (
    CONSECUTIVE,
    KEYFRAME,
    ConsecutiveConfig,
    KeyframeConfig,
    without,
)

__all__ = ["CONSECUTIVE", "KEYFRAME", "ConsecutiveConfig", "KeyframeConfig", "without"]
