"""People of our own making: seeded, skinned, dressed, and under no licence but ours."""

from inference.synthesis.house.motions import house_motions
from inference.synthesis.house.people import house_figure
from inference.synthesis.house.sway import swing

__all__ = ["house_figure", "house_motions", "swing"]
