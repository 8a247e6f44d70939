"""Ten motions of our own, with expressions: what people do in shots."""

import numpy as np

from inference.synthesis.figure import Figure, Motion
from inference.synthesis.house.acting import SIDES, Actor


def house_motions(figure: Figure, fps: float = 10.0) -> tuple[Motion, ...]:
    """idle, walk, run, turn, wave, sit, jump, look_around, point and bow, sampled at ``fps``.

    At 10 a second the steps between frames are those of a drawn shot; more make the same motion slower to the eye.
    """
    return tuple(act(figure, fps) for act in (_idle, _walk, _run, _turn, _wave, _sit, _jump, _look, _point, _bow))


def _standing(figure: Figure, name: str, seconds: float, fps: float) -> Actor:
    actor = Actor(figure, name, seconds, fps)
    actor.hang_arms()
    return actor


def _idle(figure: Figure, fps: float) -> Motion:
    actor = _standing(figure, "idle", 3.0, fps)
    actor.bend("chest", x=1.5 * actor.wave())
    actor.bend("spine", z=1.5 * actor.wave(1, 0.25))
    actor.bend("head", x=-1.5 * actor.wave(), y=5 * actor.wave(1, 0.1), z=3 * actor.wave(1, 0.3))
    actor.blink(0.3, 0.8)
    actor.feel(smile=actor.keys((0, 0), (0.4, 0.7), (0.9, 0.7), (1, 0)))
    return actor.motion()


def _walk(figure: Figure, fps: float) -> Motion:
    actor = _gait(figure, "walk", 2.0, fps, 2, stride=26, lift=42, arms=24, elbow=14)
    actor.bend("head", y=4 * actor.wave(1))
    actor.blink(0.6)
    return actor.motion()


def _run(figure: Figure, fps: float) -> Motion:
    actor = _gait(figure, "run", 1.6, fps, 2.5, stride=44, lift=88, arms=42, elbow=82)
    actor.bend("spine", x=10)
    actor.bend("neck", x=-8)
    actor.leap += 0.055 * figure.points[:, 1].max() * np.abs(actor.wave(2.5, 0.12))
    actor.feel(mouth_open=0.6, brows_down=0.4)
    return actor.motion()


def _gait(
    figure: Figure,
    name: str,
    seconds: float,
    fps: float,
    cycles: float,
    *,
    stride: float,
    lift: float,
    arms: float,
    elbow: float,
) -> Actor:
    """Legs and arms that swing against each other, in place."""
    actor = Actor(figure, name, seconds, fps)
    for side, sign in SIDES:
        phase = 0.0 if sign > 0 else 0.5
        swing, forward = actor.wave(cycles, phase), actor.wave(cycles, phase + 0.25)
        knee = 6 + lift * np.maximum(0, actor.wave(cycles, phase + 0.20)) ** 1.4
        actor.leg(side, stride * swing + 0.12 * stride, knee, 10 * swing + 0.12 * knee * (forward > 0))
        actor.arm(side, -arms * swing, 15, elbow + 10 * -swing, 0.25 * elbow)
    actor.bend("hips", y=-5 * actor.wave(cycles), z=2 * actor.wave(cycles, 0.25))
    actor.bend("chest", y=9 * actor.wave(cycles))
    return actor


def _turn(figure: Figure, fps: float) -> Motion:
    actor = _standing(figure, "turn", 2.4, fps)
    yaw = actor.keys((0, 0), (0.1, 0), (0.9, 360), (1.0, 360))
    busy = actor.keys((0, 0), (0.15, 1), (0.85, 1), (1, 0))
    actor.bend("hips", y=yaw)
    actor.bend("head", y=28 * actor.keys((0, 0), (0.12, 1), (0.75, 0.6), (0.92, -0.2), (1, 0)))
    for side, sign in SIDES:
        step = busy * np.maximum(0, sign * actor.wave(3))
        actor.leg(side, 16 * step, 30 * step, 6 * step, out=4 * busy)
        actor.arm(side, 8 * step, 18 + 10 * busy, 14, 4)
    actor.feel(smile=busy)
    return actor.motion()


def _wave(figure: Figure, fps: float) -> Motion:
    actor = _standing(figure, "wave", 2.4, fps)
    up = actor.keys((0, 0), (0.22, 1), (0.8, 1), (1, 0))
    shake = 0.34 * actor.wave(4) * (up > 0.7)
    hanging, raised = np.array([-0.26, -0.96, 0.05]), np.array([-0.86, -0.42, 0.28])
    falling = np.array([-0.16, -0.95, 0.25]) + np.array([-0.6, 0, 0.4]) * (4 * up * (1 - up))[:, None]
    waving = np.stack([-0.22 + shake, 0 * up + 0.94, 0 * up + 0.24], 1)
    way = up[:, None]
    actor.aim("right", hanging * (1 - way) + raised * way, falling * (1 - way) + waving * way)
    actor.bend("head", z=-8 * up, y=-6 * up)
    actor.bend("chest", z=3 * up)
    actor.feel(
        mouth_open=0.8 * up, glad=actor.keys((0, 0), (0.3, 0), (0.42, 1), (0.66, 1), (0.76, 0), (1, 0)), smile=0.6 * up
    )
    return actor.motion()


def _sit(figure: Figure, fps: float) -> Motion:
    actor = _standing(figure, "sit", 2.6, fps)
    down = actor.keys((0, 0), (0.08, 0), (0.5, 1), (1, 1))
    for side, _ in SIDES:
        actor.leg(side, 84 * down, 84 * down, 0.0, out=2 * down)
        actor.arm(side, 2 + 28 * down, 15 - 4 * down, 10 + 42 * down, 4 + 14 * down)
    lean = actor.keys((0, 0), (0.3, 1), (0.6, 0.1), (1, 0.05))
    actor.bend("spine", x=26 * lean)
    actor.bend("head", x=-10 * lean, z=6 * actor.keys((0, 0), (0.6, 0), (0.85, 1), (1, 1)))
    actor.shift[:, 2] = -0.22 * figure.points[:, 1].max() * down
    actor.blink(0.5)
    actor.feel(smile=actor.keys((0, 0), (0.6, 0), (0.8, 1), (1, 1)))
    return actor.motion()


def _jump(figure: Figure, fps: float) -> Motion:
    actor = Actor(figure, "jump", 1.8, fps)
    crouch = actor.keys((0, 0), (0.22, 1), (0.34, 0), (0.66, 0), (0.78, 0.8), (1, 0))
    air = np.clip((actor.time - 0.32) / 0.38, 0, 1)
    flight = 4 * air * (1 - air)
    for side, _ in SIDES:
        actor.leg(side, 46 * crouch + 14 * flight, 84 * crouch + 34 * flight, 36 * crouch - 26 * flight)
        actor.arm(side, -36 * crouch + 30 * flight, 18 + 100 * flight, 18 + 16 * flight, 4)
    actor.bend("spine", x=24 * crouch - 5 * flight)
    actor.bend("head", x=-14 * crouch)
    actor.leap += 0.24 * figure.points[:, 1].max() * flight
    actor.feel(mouth_open=flight, wide=0.8 * flight, brows_up=flight, blink=np.maximum(0, crouch - 0.55) * 2)
    return actor.motion()


def _look(figure: Figure, fps: float) -> Motion:
    actor = _standing(figure, "look_around", 3.2, fps)
    side = actor.keys((0, 0), (0.2, 1), (0.4, 1), (0.62, -1), (0.82, -1), (1, 0))
    actor.bend("chest", y=10 * side)
    actor.bend("neck", y=18 * side)
    actor.bend("head", y=30 * side, x=-8 * actor.keys((0, 0), (0.3, 1), (0.5, -0.5), (0.75, 1), (1, 0)))
    actor.blink(0.12, 0.5, 0.9)
    actor.feel(brows_up=0.8 * np.abs(side), mouth_o=actor.keys((0, 0), (0.64, 0), (0.74, 1), (0.84, 1), (1, 0)))
    return actor.motion()


def _point(figure: Figure, fps: float) -> Motion:
    actor = _standing(figure, "point", 2.2, fps)
    out = actor.keys((0, 0), (0.12, -0.15), (0.34, 1), (0.8, 1), (1, 0))
    actor.arm("right", 2 + 82 * out, 16 - 6 * out, 10 - 6 * out, 6 * (1 - out))
    actor.arm("left", 2 - 10 * out, 16 + 20 * out, 10 + 78 * out, 6 + 50 * out)
    actor.bend("chest", y=16 * out, x=4 * out)
    actor.bend("head", y=-14 * out)
    actor.leg("left", -6 * out, 4 * out)
    actor.leg("right", 10 * out, 4 * out)
    talk = np.maximum(0, actor.wave(5)) * (out > 0.8)
    actor.feel(mouth_open=talk, brows_down=np.maximum(0, out))
    return actor.motion()


def _bow(figure: Figure, fps: float) -> Motion:
    actor = _standing(figure, "bow", 2.8, fps)
    down = actor.keys((0, 0), (0.1, 0), (0.4, 1), (0.62, 1), (0.95, 0), (1, 0))
    actor.bend("hips", x=26 * down)
    actor.bend("spine", x=20 * down)
    actor.bend("neck", x=8 * down)
    actor.bend("head", x=8 * down)
    for side, _ in SIDES:
        actor.leg(side, 26 * down, 0.0)
        actor.arm(side, 2 + 34 * down, 15 - 6 * down, 10 + 12 * down, 6 + 6 * down)
    actor.shift[:, 2] = -0.05 * down
    actor.feel(blink=actor.keys((0, 0), (0.2, 0), (0.34, 1), (0.66, 1), (0.76, 0), (1, 0)), smile=0.5)
    return actor.motion()
