"""People of our own making: seeded, skinned, dressed, and under no licence but ours."""

from inference.synthesis.house.people import house_figure

__all__ = ["house_figure"]
