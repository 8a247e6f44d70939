"""A body's measures, its skeleton, and the solids that every garment is cut from."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from inference.synthesis.house.kit import Array, Form, form, smoothstep, unit
from inference.synthesis.house.workshop import Skin, Workshop, chain

SIDES = (("left", 1.0), ("right", -1.0))


@dataclass(frozen=True)
class Body:
    """Measures in metres; half widths."""

    height: float
    heads: float  # how many heads tall
    shoulders: float  # to the shoulder's joint
    hips: float
    waist: float
    limbs: float = 1.0  # how thick
    bust: float = 0.0
    jaw: float = 1.0  # width of the jaw: 0.9 = narrow, 1.15 = a man's

    @property
    def head(self) -> float:
        """Chin to crown, without hair."""
        return self.height / self.heads

    @property
    def chin(self) -> float:
        return self.height - self.head

    @property
    def pit(self) -> float:
        """Height of the pit of the neck."""
        return self.chin - 0.155 * self.head

    @property
    def shoulder(self) -> float:
        """Height of the shoulders' joints."""
        return self.pit - 0.15 * self.head

    @property
    def hip(self) -> float:
        """Height of the legs' joints."""
        return self.height * (0.505 if self.heads > 5 else 0.465)

    @property
    def waistline(self) -> float:
        return self.hip + 0.42 * (self.shoulder - self.hip)

    @property
    def leg(self) -> float:
        """x of a leg's joint."""
        return self.hips * 0.54

    @property
    def knee(self) -> float:
        return self.hip * 0.545

    @property
    def ankle(self) -> float:
        return self.hip * 0.105

    @property
    def foot(self) -> float:
        """Ankle to the tip of the toes."""
        return 0.098 * self.height * 0.72

    @property
    def thick(self) -> float:
        """How thick limbs are, as a scale of a girl's of 1.6 m."""
        return self.limbs * self.height / 1.6

    @cached_property
    def arm(self) -> tuple[Array, Array, Array]:
        """Shoulder, elbow and wrist of the left arm, held 40 degrees below the horizon."""
        down = np.array([np.cos(0.75), -np.sin(0.75), 0.0])
        start = np.array([self.shoulders, self.shoulder, -0.005])
        upper, lower = 0.163 * self.height, 0.142 * self.height
        elbow = start + upper * down
        return start, elbow, elbow + lower * unit(down + np.array([0, 0, 0.09]))

    @cached_property
    def skull(self) -> Form:
        """The head from under the chin to the crown."""
        h, j = self.head, self.jaw
        rows = [  # height, half width, front z, back z, center: in heads above the chin
            (-0.010, 0.030 * j, 0.275, 0.220, 0.25),
            (0.012, 0.085 * j, 0.332, 0.140, 0.24),
            (0.050, 0.150 * j, 0.360, 0.030, 0.19),
            (0.110, 0.222 * j, 0.376, -0.060, 0.14),
            (0.190, 0.300 * j, 0.386, -0.170, 0.08),
            (0.280, 0.360 * (0.6 + 0.4 * j), 0.384, -0.300, 0.03),
            (0.380, 0.392, 0.372, -0.400, 0.0),
            (0.500, 0.410, 0.384, -0.455, 0.0),
            (0.620, 0.414, 0.394, -0.470, 0.0),
            (0.740, 0.392, 0.370, -0.450, 0.0),
            (0.850, 0.330, 0.305, -0.380, 0.0),
            (0.930, 0.240, 0.210, -0.280, -0.01),
            (0.980, 0.130, 0.100, -0.160, -0.02),
            (1.000, 0.010, -0.010, -0.040, -0.02),
        ]
        table = [(self.chin + t * h, w * h, (f - c) * h, (c - b) * h, c * h) for t, w, f, b, c in rows]
        nose = (0.0, self.chin + 0.205 * h, 0.034 * h, 0.038 * h, 0.036 * h)
        lips = (0.0, self.chin + 0.110 * h, 0.070 * h, 0.045 * h, 0.006 * h)
        return form(table, 2.15, bumps=(nose, lips))

    @property
    def face_middle(self) -> Array:
        """(3,) what a face is rounded around."""
        return np.array([0, self.chin + 0.42 * self.head, -0.12 * self.head])

    @cached_property
    def hair(self) -> Form:
        """What hair lies on: a head's volume more than the skull, straight down behind the neck."""
        h = self.head
        rows = [  # height, half width, front z, back z, center
            (-1.00, 0.420, -0.22, -0.46, -0.34),
            (-0.25, 0.440, -0.18, -0.48, -0.32),
            (0.00, 0.430, 0.22, -0.490, -0.10),
            (0.20, 0.432, 0.400, -0.500, 0.0),
            (0.40, 0.446, 0.420, -0.515, 0.0),
            (0.60, 0.456, 0.432, -0.520, 0.0),
            (0.75, 0.440, 0.412, -0.500, 0.0),
            (0.87, 0.380, 0.350, -0.430, 0.0),
            (0.96, 0.290, 0.260, -0.330, -0.01),
            (1.03, 0.165, 0.130, -0.190, -0.02),
            (1.06, 0.010, -0.010, -0.040, -0.02),
        ]
        return form([(self.chin + t * h, w * h, (f - c) * h, (c - b) * h, c * h) for t, w, f, b, c in rows], 2.1)

    @cached_property
    def torso(self) -> Form:
        """From the crotch to the root of the neck."""
        s, w, h, t = self.shoulders, self.waist, self.hips, self.thick
        span, rise = self.shoulder - self.hip, self.pit - self.shoulder
        chest = 0.075 * t + 0.1 * (s - 0.12)
        rows = [  # height, half width, front, back, center
            (self.hip - 0.052 * self.height, 0.10 * h, 0.020, 0.030, 0.0),
            (self.hip - 0.040 * self.height, 0.62 * h, 0.050 * t, 0.060 * t, 0.0),
            (self.hip - 0.008 * self.height, 0.97 * h, 0.072 * t, 0.088 * t, 0.0),
            (self.hip + 0.03 * self.height, 0.96 * h, 0.074 * t, 0.086 * t, 0.0),
            (self.waistline, w, 0.066 * t, 0.060 * t, 0.0),
            (self.hip + 0.68 * span, 0.5 * (w + s), chest * 0.98, 0.068 * t, 0.0),
            (self.hip + 0.84 * span, 0.88 * s + 0.01, chest, 0.074 * t, 0.0),
            (self.shoulder - 0.3 * rise, 0.96 * s, 0.82 * chest, 0.070 * t, -0.004),
            (self.shoulder + 0.5 * rise, 0.80 * s, 0.055 * t, 0.058 * t, -0.010),
            (self.pit - 0.05 * rise, 0.46 * s, 0.040 * t, 0.044 * t, -0.012),
            (self.pit + 0.02 * t, 0.034 * t, 0.030 * t, 0.034 * t, -0.014),
        ]
        y, b = self.hip + 0.74 * span, self.bust
        bumps = ((0.055 * t, y, 0.044 * t, 0.046 * t, b), (-0.055 * t, y, 0.044 * t, 0.046 * t, b))
        return form(rows, 2.35, bumps=bumps)

    @cached_property
    def cloth(self) -> Form:
        """What a skirt or a coat hangs over: the torso, straight down from the hips."""
        torso = self.torso
        keep = torso.y > self.hip
        wide = torso.sections(self.hip + 0.01) * (1.06, 1.04, 1.04, 1)
        y = np.concatenate([[self.hip - 0.5 * self.height, self.hip - 0.02], torso.y[keep]])
        width, front, back, center = np.vstack([wide, wide, torso.sections(torso.y[keep])]).T
        return Form(y, width, front, back, center, torso.power, torso.bumps)

    def build_skeleton(self, shop: Workshop) -> None:
        """Put every bone's joint into the shop."""
        span = self.shoulder - self.hip
        shop.joint("hips", None, (0, self.hip + 0.02, 0))
        shop.joint("spine", "hips", (0, self.waistline - 0.08 * span, 0))
        shop.joint("chest", "spine", (0, self.waistline + 0.18 * span, 0))
        shop.joint("neck", "chest", (0, self.pit - 0.01, -0.012))
        shop.joint("head", "neck", (0, self.chin + 0.08 * self.head, -0.02))
        for side, sign in SIDES:
            flip = np.array([sign, 1, 1])
            shop.joint(f"{side}_shoulder", "chest", flip * (0.3 * self.shoulders, self.shoulder - 0.005, -0.005))
            places = zip(
                ("upper_arm", "lower_arm", "hand"), ("shoulder", "upper_arm", "lower_arm"), self.arm, strict=True
            )
            for bone, parent, place in places:
                shop.joint(f"{side}_{bone}", f"{side}_{parent}", flip * place)
            leg = (
                (self.hip, 0.0),
                (self.knee, 0.004),
                (self.ankle, -0.008),
                (0.02 * self.height * 0.6, self.foot * 0.55),
            )
            parent = "hips"
            for bone, (y, z) in zip(("upper_leg", "lower_leg", "foot", "toes"), leg, strict=True):
                parent = shop.joint(f"{side}_{bone}", parent, flip * (self.leg, y, z))


def trunk_skin(body: Body, shop: Workshop) -> Skin:
    """Skin of what hangs on hips, spine, chest and shoulders."""
    bones = ("hips", "spine", "chest")
    upright = chain(bones, [shop.place(b) * (0, 1, 0) for b in bones], 0.10 * body.height / 1.6)

    def skin(points: Array) -> dict[str, Array]:
        weights = dict(upright(points))
        high = smoothstep((points[:, 1] - body.shoulder + 0.09) / 0.08)
        for side, sign in SIDES:
            reach = smoothstep((sign * points[:, 0] / body.shoulders - 0.45) / 0.7) * high
            weights[f"{side}_shoulder"] = 0.7 * reach * weights["chest"]
            weights[f"{side}_upper_arm"] = 0.3 * reach * weights["chest"]
        left = 1 - sum(weights[f"{side}_{bone}"] for side, _ in SIDES for bone in ("shoulder", "upper_arm"))
        weights["chest"] = np.minimum(weights["chest"], left)
        return weights

    return skin


def neck_skin(shop: Workshop) -> Skin:
    """Skin of the neck and of collars around it."""
    bones = ("chest", "neck", "head")
    return chain(bones, [shop.place(b) for b in bones], 0.05)


def arm_skin(shop: Workshop, side: str) -> Skin:
    """Skin of an arm and its sleeve."""
    bones = [f"{side}_{bone}" for bone in ("shoulder", "upper_arm", "lower_arm", "hand")]
    return chain(bones, [shop.place(b) for b in bones], 0.05)


def leg_skin(shop: Workshop, side: str) -> Skin:
    """Skin of a leg, a sock or a trouser leg."""
    bones = [f"{side}_{bone}" for bone in ("upper_leg", "lower_leg", "foot")]
    straight = chain(bones, [shop.place(b) for b in bones], 0.07)
    top = shop.place(bones[0])[1]

    def skin(points: Array) -> dict[str, Array]:
        weights = dict(straight(points))
        hips = smoothstep((points[:, 1] - top + 0.02) / 0.09)  # its root stays in the pelvis
        return {"hips": hips} | {bone: weight * (1 - hips) for bone, weight in weights.items()}

    return skin


def foot_skin(shop: Workshop, side: str) -> Skin:
    """Skin of a shoe: it bends at the ball of the foot."""
    bones = [f"{side}_{bone}" for bone in ("foot", "toes")]
    ball = shop.place(bones[1])[2]

    def skin(points: Array) -> dict[str, Array]:
        front = smoothstep((points[:, 2] - ball) / 0.03 + 0.5)
        return {bones[0]: 1 - front, bones[1]: front}

    return skin
