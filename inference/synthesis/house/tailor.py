"""What all clothes are cut with: shells around the trunk, tubes around limbs, patches and bows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from inference.synthesis.figure import INK
from inference.synthesis.house.body import SIDES, Body, arm_skin, leg_skin, trunk_skin
from inference.synthesis.house.kit import Array, banded, column_angles, disc, profile, spline, strip, tube
from inference.synthesis.house.workshop import Skin, Workshop

Band = tuple[float, str, str]  # where it ends, region, entry


@dataclass(frozen=True)
class Tailor:
    """Cuts for one body."""

    shop: Workshop
    body: Body

    @cached_property
    def trunk(self) -> Skin:
        """The skin of everything on the trunk."""
        return trunk_skin(self.body, self.shop)

    def shell(
        self,
        low: float,
        high: float,
        bands: Sequence[Band],
        lift: tuple[float, float] = (0.006, 0.006),
        neckline: Callable[[Array], Array] | None = None,
        lining: str = "",
    ) -> None:
        """Cloth around the trunk from low to high; bands from low up; neckline(angles) = how much lower it ends."""
        rows, band = banded([low, *(end for end, _, _ in bands)], 0.02)
        angles = column_angles(48)
        drop = neckline(angles) if neckline else np.zeros(48)
        share = np.clip((rows - low) / (high - low), 0, 1)[:, None]
        y = rows[:, None] - drop * share**1.5
        out = np.interp(rows, [low, self.body.waistline, high], [lift[0], lift[1], lift[1]])[:, None]
        labels = np.array([self.shop.label(region, entry) for _, region, entry in bands])[band][:, None]
        grid = self.body.cloth.point(angles, y, out)
        inside = (self.shop.label(lining, lining), 0.002) if lining else None
        self.shop.add(grid, labels, self.trunk, closed=True, lining=inside)

    def limb(
        self,
        path: Array,
        radius: ArrayLike,
        bands: Sequence[Band],
        skin: Skin,
        facing: ArrayLike = (0, 0, 1),
        *,
        step: float = 0.045,
        stripe: tuple[str, str] | None = None,
    ) -> None:
        """A tube along a limb; bands in shares of its length; radius evenly along it, in metres.

        stripe: the region, which names its side, and the entry of a stripe down its outer side.
        """
        rows, band = banded([0.0, *(end for end, _, _ in bands)], step)
        fine = spline(path, 200)
        along = np.stack([np.interp(rows, np.linspace(0, 1, 200), fine[:, k]) for k in range(3)], 1)
        wide = np.interp(rows, np.linspace(0, 1, 100), profile(radius, 100))
        labels = np.array([self.shop.label(region, entry) for _, region, entry in bands])[band][:, None]
        labels = np.repeat(labels, 16, axis=1)
        if stripe:
            labels[:, [7, 8] if stripe[0].startswith("left") else [15, 0]] = self.shop.label(*stripe)
        self.shop.add(tube(along, wide, wide, facing, 16), labels, skin, closed=True)

    def patch(
        self, flat: Array, region: str, entry: str, lift: float = 0.009, *, behind: bool = False, closed: bool = False
    ) -> None:
        """A flat shape (R, C, 2) laid on the chest or on the back; without an entry it is ink."""
        grid = self.body.cloth.facing(flat[..., 0], flat[..., 1], lift, behind=behind)
        label = self.shop.label(region, entry) if entry else INK
        self.shop.add(grid, label, self.trunk, closed=closed, away=(0, float(flat[..., 1].mean()), 0))

    def button(self, x: float, y: float, region: str, entry: str, size: float = 0.0075, lift: float = 0.014) -> None:
        """A round button on the chest."""
        self.patch(disc((x, y), size, size, 2, 12), region, entry, lift, closed=True)

    def stroke(self, ends: ArrayLike, lift: float = 0.011, width: float = 0.0024, *, behind: bool = False) -> None:
        """A seam or a fold: an ink line along (K, 2) points on the chest."""
        line = spline(ends, 12)
        across = np.stack([-np.gradient(line[:, 1]), np.gradient(line[:, 0])], 1)
        across *= (width / 2 * profile([0.3, 1, 0.3], 12) / np.maximum(np.linalg.norm(across, axis=1), 1e-9))[:, None]
        self.patch(strip(line - across, line + across, 2), "", "", lift, behind=behind)

    def bow(
        self,
        name: str,
        entry: str,
        center: Array,
        size: float,
        skin: Skin,
        tails: float = 1.2,
        forward: ArrayLike = (0, 0, 1),
    ) -> None:
        """A ribbon tied to a bow: two loops, a knot and two tails; size = half its width."""
        out = np.asarray(forward, np.float64) / np.linalg.norm(forward)
        side = np.cross((0, 1, 0), out)
        up = np.cross(out, side)
        frame = np.stack([side, up, out]) * size
        for word, sign in SIDES:
            loop = spline(
                np.array([(0.05, 0, 0.1), (0.35, 0.10, 0.22), (0.75, 0.16, 0.16), (1.0, 0.10, 0.05)]) * (sign, 1, 1), 10
            )
            high = profile([0.12, 0.30, 0.44, 0.26], 10) * size
            self.shop.add(
                tube(center + loop @ frame, high, 0.35 * high, out, 8),
                self.shop.label(f"{name} {word} loop", entry),
                skin,
                closed=True,
                caps=(True, True),
            )
            if tails:
                fall = spline(
                    np.array([(0.05, -0.05, 0.12), (0.22, -0.5 * tails, 0.16), (0.42, -tails, 0.06)]) * (sign, 1, 1), 8
                )
                wide = profile([0.10, 0.17, 0.22], 8) * size
                grid = tube(center + fall @ frame, wide, 0.12 * wide, out, 6)
                self.shop.add(grid, self.shop.label(f"{name} {word} tail", entry), skin, closed=True, caps=(True, True))
        knot = center + np.array([(0, -0.15, 0.24), (0, -0.06, 0.26), (0, 0.06, 0.26), (0, 0.15, 0.24)]) @ frame
        self.shop.add(
            tube(knot, np.array([0.11, 0.15, 0.15, 0.11]) * size, 0.13 * size, out, 10, 0.7),
            self.shop.label(f"{name} knot", entry),
            skin,
            closed=True,
            caps=(True, True),
        )

    def arm_path(self, side: str, start: float = 0.0, end: float = 1.0) -> Array:
        """(7, 3) along an arm from inside its shoulder; shares of its length."""
        sign = 1.0 if side == "left" else -1.0
        shoulder, elbow, wrist = self.body.arm
        inside = shoulder * (0.70, 1, 1) - (0, 0.012 * self.body.thick, 0)
        knots = np.array([inside, 0.5 * (shoulder + elbow), elbow, 0.5 * (elbow + wrist), wrist])
        share = np.linspace(start, end, 7) * 4
        return np.stack([np.interp(share, range(5), knots[:, k]) for k in range(3)], 1) * (sign, 1, 1)

    def leg_path(self, side: str, start: float = 0.0, end: float = 1.0) -> Array:
        """(9, 3) along a leg from its joint to its ankle."""
        sign = 1.0 if side == "left" else -1.0
        b = self.body
        knots = spline(
            [
                (b.leg, b.hip + 0.02, 0.0),
                (b.leg * 0.98, 0.5 * (b.hip + b.knee), 0.008),
                (b.leg * 0.97, b.knee, 0.006),
                (b.leg * 0.98, 0.62 * b.knee, -0.010),
                (b.leg, 0.42 * b.ankle, -0.008),
            ],
            60,
        )
        share = np.linspace(start, end, 9)
        return np.stack([np.interp(share, np.linspace(0, 1, 60), knots[:, k]) for k in range(3)], 1) * (sign, 1, 1)

    def arm(self, side: str) -> Skin:
        return arm_skin(self.shop, side)

    def leg(self, side: str) -> Skin:
        return leg_skin(self.shop, side)
