"""Eyes, brows, nose and mouth: flat shapes laid on the skull, that open and close.

Shapes are drawn in heads: x from the middle of the face, y from the chin. Around an eye u runs from -1 at its inner
corner to 1 at its outer one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np

from inference.synthesis.figure import INK
from inference.synthesis.house.body import SIDES, Body
from inference.synthesis.house.kit import Array, disc, profile, strip
from inference.synthesis.house.workshop import Workshop, rigid

State = TypeVar("State")
_LAYER = 0.0005  # m between shapes that lie on one another
_U = np.linspace(-1, 1, 29)
_UPPER = [0.40, 0.72, 0.91, 0.99, 1.0, 0.97, 0.90, 0.73, 0.38]
_LOWER = [0.40, 0.13, 0.04, 0.01, 0.0, 0.01, 0.05, 0.16, 0.38]
_SHUT = [0.26, 0.16, 0.10, 0.07, 0.06, 0.07, 0.10, 0.17, 0.30]
_GLAD = [0.20, 0.28, 0.34, 0.38, 0.40, 0.38, 0.34, 0.27, 0.17]


@dataclass(frozen=True)
class Features:
    """What one face is like; lengths in heads."""

    eye: tuple[float, float] = (0.112, 0.205)  # half width, height
    eye_at: tuple[float, float] = (0.200, 0.262)  # its middle, its lower lid
    slant: float = 0.02  # outer corner above inner
    iris: tuple[float, float] = (0.66, 0.56)  # of half width, of height
    lash: float = 0.026
    brow: float = 0.016  # thickness
    brow_ink: bool = False
    mouth: float = 0.062  # half width
    mouth_open: float = 0.0  # at rest
    blush: str = "none"  # none, patch, strokes
    lips: bool = False


@dataclass(frozen=True, eq=False)
class Lids:
    """How far an eye is open: heights in heads at _U."""

    lower: Array
    upper: Array

    def clip(self, uv: Array) -> Array:
        """Pull (..., 2) shapes into the opening."""
        u = np.clip(uv[..., 0], -1, 1)
        v = np.clip(uv[..., 1], np.interp(u, _U, self.lower), np.interp(u, _U, self.upper))
        return np.stack([u, v], -1)


@dataclass(frozen=True, eq=False)
class Lips:
    """A mouth's opening: its half width, and the heights of both lips at _U."""

    half: float
    lower: Array
    upper: Array


def build_face(shop: Workshop, body: Body, look: Features) -> None:
    """Lay a face on the skull, with its morphs."""
    for side, sign in SIDES:
        _Decals(shop, body, sign).lay_all(_eye_shapes(look, sign), _eye_states(look), partial(_eye, look, sign), side)
        _Decals(shop, body, sign).lay_all(_brow_shapes(look), _brow_states(look), lambda s: s, side)
        if look.blush == "patch":
            shape = {"blush": disc((0.215, 0.205), 0.055, 0.026)}
            _Decals(shop, body, sign).lay_all({"blush": ("blush", 1)}, {"": shape}, lambda s: s, side)
        elif look.blush == "strokes":
            edge = np.array([0.005, 0])
            for k in range(3):
                bar = np.array([(0.18 + 0.033 * k, 0.19), (0.20 + 0.033 * k, 0.222)])
                stroke = {"stroke": strip(bar - edge, bar + edge, 2)}
                _Decals(shop, body, sign).lay_all({"stroke": ("", 2)}, {"": stroke}, lambda s: s, side)
    front = _Decals(shop, body, 1.0)
    front.lay_all(_MOUTH_SHAPES, _mouth_states(look), lambda s: _mouth(look, s), "")
    nose = np.array([(0.004, 0.232), (0.013, 0.212), (0.016, 0.196)])
    width = np.array([[0.002], [0.005], [0.007]]) * (1, 0)
    front.lay_all({"nose": ("", 3)}, {"": {"nose": strip(nose - width, nose + width, 2)}}, lambda s: s, "")


@dataclass(frozen=True)
class _Decals:
    """Lays flat shapes on one side of the face."""

    shop: Workshop
    body: Body
    sign: float

    def lay_all(
        self,
        shapes: Mapping[str, tuple[str, int]],  # shape -> entry ("" = ink), layer
        states: Mapping[str, State],  # "" = at rest, else a morph
        draw: Callable[[State], Mapping[str, Array]],
        side: str,
    ) -> None:
        """Draw every state, and add each shape with the others as its morphs."""
        drawn = {name: draw(state) for name, state in states.items()}
        for shape, (entry, layer) in shapes.items():
            label = self.shop.label(f"{side} {shape}".strip(), entry) if entry else INK
            grids = {name: self._on_skull(flat[shape], layer * _LAYER) for name, flat in drawn.items()}
            rest = grids.pop("")
            closed = shape in _CLOSED
            self.shop.add(
                rest,
                label,
                rigid("head"),
                closed=closed,
                away=(0, self.body.chin, -1),
                morphs=grids,
                round_from=self.body.face_middle,
            )

    def _on_skull(self, flat: Array, lift: float) -> Array:
        h = self.body.head
        return self.body.skull.facing(self.sign * flat[..., 0] * h, self.body.chin + flat[..., 1] * h, lift)


_CLOSED = {"blush", "iris", "dark iris", "pupil", "glint", "small glint", "tongue"}


def _at_u(values: list[float]) -> Array:
    return profile(values, len(_U))


def _eye_states(look: Features) -> dict[str, Lids]:
    height, base = look.eye[1], look.eye_at[1]
    slant = look.slant * _U * 0.5

    def lids(lower: Array, upper: Array) -> Lids:
        return Lids(base + height * lower + slant, base + height * upper + slant)

    low, high, shut = _at_u(_LOWER), _at_u(_UPPER), _at_u(_SHUT)
    return {
        "": lids(low, high),
        "blink": lids(shut - 0.01, shut),
        "wide": lids(low - 0.03, high * 1.10),
        "smile": lids(low + 0.20 * (1 - _U**2), high * 0.94),
        "glad": lids(_at_u(_GLAD) - 0.01, _at_u(_GLAD)),
    }


def _eye_shapes(look: Features, sign: float) -> dict[str, tuple[str, int]]:
    return {
        "eye white": ("eye white", 2), "iris": ("iris", 3), "dark iris": ("iris", 4), "pupil": ("pupil", 5),
        "glint": ("glint", 6), "small glint": ("glint", 6), "lash": ("", 7), "lower lash": ("", 7), "lid": ("", 2),
    } | {"dark iris": ("dark iris", 4)}  # fmt: skip


def _eye(look: Features, sign: float, lids: Lids) -> dict[str, Array]:
    """Every shape of an eye, in heads."""
    half, height = look.eye
    middle = look.eye_at[1] + 0.50 * height
    rx, ry = look.iris[0], look.iris[1] * height
    iris = disc((-0.04, middle), rx, ry, 5, 28)
    split = middle + 0.10 * height - 0.25 * height * (1 - np.minimum(1, (iris[..., 0] / rx) ** 2)) * 0.5
    dark = np.stack([iris[..., 0], np.maximum(iris[..., 1], split)], -1)
    high = np.interp(0, _U, lids.upper) - 0.93 * height
    shade = np.stack([_U, lids.lower], -1), np.stack([_U, lids.upper], -1)
    wing = np.linspace(-1.03, 1.16, 29)
    edge = np.interp(wing, _U, lids.upper) + np.where(wing > 1, (wing - 1) * 0.16, 0)
    thick = profile([0.2, 0.55, 0.85, 1, 1.05, 1.15, 1.3, 1.2, 0.1], 29) * look.lash
    floor = _U[12:]
    under = np.interp(floor, _U, lids.lower)
    fold = np.linspace(-0.55, 0.85, 15)
    crease = np.interp(fold, _U, lids.upper) + look.lash + 0.022
    flats = {
        "eye white": strip(*shade, 7),
        "iris": lids.clip(iris),
        "dark iris": lids.clip(dark),
        "pupil": lids.clip(disc((-0.04, middle), rx * 0.46, ry * 0.50, 3, 18)),
        "glint": lids.clip(disc((-0.04 + sign * rx * 0.42, middle + 0.22 * height + 0.3 * min(0, high)), 0.21, 0.024)),
        "small glint": lids.clip(disc((-0.04 - sign * rx * 0.46, middle - 0.24 * height), 0.115, 0.013, 3, 14)),
        "lash": _ribbon(wing, edge - 0.25 * thick, edge + 0.75 * thick),
        "lower lash": _ribbon(floor, under - profile([0.001, 0.007, 0.009, 0.004], len(floor)), under + 0.001),
        "lid": _ribbon(fold, crease - 0.004, crease - 0.004 + profile([0.001, 0.009, 0.009, 0.001], 15)),
    }
    return {name: np.stack([look.eye_at[0] + flat[..., 0] * half, flat[..., 1]], -1) for name, flat in flats.items()}


def _ribbon(u: Array, low: Array, high: Array) -> Array:
    return strip(np.stack([u, low], -1), np.stack([u, high], -1), 3)


def _brow_shapes(look: Features) -> dict[str, tuple[str, int]]:
    return {"brow": ("" if look.brow_ink else "brow", 3)}


def _brow_states(look: Features) -> dict[str, Mapping[str, Array]]:
    t = np.linspace(-1, 1, 15)
    x = look.eye_at[0] + t * look.eye[0] * 1.0
    thick = profile([0.7, 1.0, 0.9, 0.6, 0.1], 15) * look.brow
    base = look.eye_at[1] + look.eye[1] + look.lash + 0.062 + 0.022 * (1 - t**2) + 0.3 * look.slant * t

    def brow(move: Array) -> dict[str, Array]:
        return {"brow": _ribbon(x, base + move - thick, base + move + thick)}

    flat = np.zeros_like(t)
    return {"": brow(flat), "brows_up": brow(flat + 0.045), "brows_down": brow(-0.03 + 0.035 * t)}


_MOUTH_SHAPES = {
    "mouth": ("mouth", 2),
    "tongue": ("tongue", 3),
    "teeth": ("teeth", 4),
    "lip line": ("", 5),
    "lip dash": ("", 2),
}


def _mouth_states(look: Features) -> dict[str, Lips]:
    arc = 0.016 * _U**2
    bowl = (1 - _U**2) ** 0.62

    def open_by(amount: float, half: float, curve: float = 1.0) -> Lips:
        upper = 0.118 + curve * arc
        return Lips(half, upper - amount * bowl - 0.001, upper)

    rest = open_by(look.mouth_open, look.mouth * (1 + 2 * look.mouth_open))
    ring = np.sqrt(np.maximum(0, 1 - _U**2))
    return {
        "": rest,
        "smile": open_by(look.mouth_open * 1.2, look.mouth * 1.35, 1.7),
        "mouth_open": open_by(look.mouth_open + 0.085, look.mouth * 1.15),
        "mouth_o": Lips(0.030, 0.105 - 0.035 * ring, 0.105 + 0.032 * ring),
        "mouth_shut": open_by(0.0, look.mouth, 0.7),
    }


def _mouth(look: Features, lips: Lips) -> dict[str, Array]:
    teeth = np.maximum(lips.lower, lips.upper - 0.020)
    gap = lips.upper.mean() - lips.lower.mean()
    tongue = disc((0.0, lips.lower.min() + 0.12 * gap), 0.62, 0.48 * gap, 4, 20)
    u = np.clip(tongue[..., 0], -1, 1)
    inside = np.clip(tongue[..., 1], np.interp(u, _U, lips.lower), np.interp(u, _U, np.maximum(lips.lower, teeth)))
    line = np.linspace(-1.12, 1.12, 29)
    edge = np.interp(line, _U, lips.upper) + np.where(np.abs(line) > 1, 0.06 * (np.abs(line) - 1), 0)
    thick = profile([0.001, 0.009, 0.007, 0.006, 0.007, 0.009, 0.001], 29)
    dash = np.linspace(-0.3, 0.3, 7)
    under = np.full(7, lips.lower.min() - 0.030)
    flats = {
        "mouth": strip(np.stack([_U, lips.lower], -1), np.stack([_U, lips.upper], -1), 4),
        "tongue": np.stack([u, inside], -1),
        "teeth": strip(np.stack([_U, teeth], -1), np.stack([_U, lips.upper], -1), 2)[:, 3:-3],
        "lip line": _ribbon(line, edge - thick / 2, edge + thick / 2),
        "lip dash": _ribbon(dash, under, under + profile([0.001, 0.006, 0.001], 7) * (gap < 0.02)),
    }
    return {name: flat * (lips.half, 1) for name, flat in flats.items()}
