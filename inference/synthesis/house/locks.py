"""Hair as locks: tapered ribbons with a lens-shaped section that lie on the head or hang from it.

Places on the head are (degrees around it: 0 = front, 90 = left; height in heads above the chin; lift in heads).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from inference.synthesis.house.body import Body
from inference.synthesis.house.kit import Array, profile, smoothstep, spline, tube, unit
from inference.synthesis.house.workshop import Skin, Workshop, rigid

LEAF = (0.12, 0.55, 0.9, 1.0, 0.82, 0.53, 0.24, 0.02)  # a lock's width from root to tip
BLUNT = (0.15, 0.8, 1.0, 1.0, 0.95, 0.55)
TAIL = (0.30, 0.80, 1.0, 0.92, 0.70, 0.40, 0.02)

Place = tuple[float, float, float]


@dataclass(frozen=True)
class Hair:
    """Makes locks on one head."""

    shop: Workshop
    body: Body

    def on_head(self, places: ArrayLike) -> Array:
        """(N, 3) points of (N, 3) places."""
        angle, height, lift = np.asarray(places, np.float64).T
        h = self.body.head
        points = self.body.hair.point(np.radians(angle), self.body.chin + height * h, lift * h)
        points[:, 1] = self.body.chin + height * h
        return points

    def outward(self, points: Array) -> Array:
        """(N, 3) which way is out of the hair."""
        away = points - self.middle
        return unit(away * np.stack([np.ones(len(away)), (away[:, 1] > 0) * 1.0, np.ones(len(away))], -1))

    @property
    def middle(self) -> Array:
        """(3,) the middle of the head, which its hair is rounded around."""
        return np.array([0, self.body.chin + 0.5 * self.body.head, -0.03])

    def lock(
        self,
        name: str,
        places: Sequence[Place],
        width: float,
        *,
        shape: Sequence[float] = LEAF,
        depth: float = 0.4,
        skin: Skin | None = None,
        entry: str = "hair",
        rows: int = 18,
    ) -> None:
        """A lock along places on the head; width in heads, depth as a share of it."""
        knots = self.on_head(places)
        self.strand(name, knots, width, self.outward(spline(knots, rows)), shape, depth, skin, entry)

    def strand(
        self,
        name: str,
        knots: Array,
        width: float,
        facing: ArrayLike,
        shape: Sequence[float] = TAIL,
        depth: float = 0.5,
        skin: Skin | None = None,
        entry: str = "hair",
    ) -> None:
        """A lock along points in space."""
        rows = len(np.asarray(facing)) if np.ndim(facing) == 2 else 18
        wide = profile(shape, rows) * width * self.body.head
        grid = tube(spline(knots, rows), wide, wide * depth, facing, 8, 1.7)
        self.shop.add(
            grid,
            self.shop.label(name, entry),
            skin or rigid("head"),
            closed=True,
            caps=(True, True),
            round_from=self.middle,
        )

    def cap(self, line: Sequence[tuple[float, float]], lift: float = 0.0) -> None:
        """The hair that covers the head from its hairline up; line = (degrees, height), front to back."""
        angles = np.radians(np.linspace(-180, 180, 48, endpoint=False))
        knots = np.array(line)
        start = np.interp(np.abs(np.degrees(angles)), knots[:, 0], knots[:, 1])
        rise = np.linspace(0, 1, 22)[:, None] ** 0.8
        height = start * (1 - rise) + 1.06 * rise
        y = self.body.chin + height * self.body.head
        full = self.body.hair.point(angles[None], y, (lift - 0.004) * self.body.head)
        close = self.body.skull.point(angles[None], y, (0.022 + lift) * self.body.head)
        share = smoothstep((height - 0.10) / 0.42)[..., None]
        grid = close * (1 - share) + full * share  # close to the skull at the nape
        under = self.body.skull.point(angles, y[0], 0.001)
        grid = np.concatenate([under[None], grid])
        self.shop.add(grid, self.shop.label("hair", "hair"), rigid("head"), closed=True, round_from=self.middle)


def rooted(skin: Skin, root: Skin, height: float, soft: float) -> Skin:
    """Above a height everything follows the root."""

    def mixed(points: Array) -> dict[str, Array]:
        share = np.clip((points[:, 1] - height) / soft + 0.5, 0, 1)
        weights = {joint: weight * (1 - share) for joint, weight in skin(points).items()}
        for joint, weight in root(points).items():
            weights[joint] = weights.get(joint, 0) + weight * share
        return weights

    return mixed
