"""Motions of one rig on another."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from inference.synthesis.figure import Motion, Skeleton
from inference.synthesis.posing import worlds
from inference.synthesis.retarget import retarget

T_POSE = {
    "hips": ("", (0, 1, 0)), "chest": ("hips", (0, 0.3, 0)), "head": ("chest", (0, 0.3, 0)),
    "left_upper_arm": ("chest", (0.2, 0.2, 0)), "left_lower_arm": ("left_upper_arm", (0.3, 0, 0)),
    "left_hand": ("left_lower_arm", (0.3, 0, 0)),
    "right_upper_arm": ("chest", (-0.2, 0.2, 0)), "right_lower_arm": ("right_upper_arm", (-0.3, 0, 0)),
    "right_hand": ("right_lower_arm", (-0.3, 0, 0)),
    "left_upper_leg": ("hips", (0.1, -0.1, 0)), "left_lower_leg": ("left_upper_leg", (0, -0.4, 0)),
    "left_foot": ("left_lower_leg", (0, -0.4, 0)),
    "right_upper_leg": ("hips", (-0.1, -0.1, 0)), "right_lower_leg": ("right_upper_leg", (0, -0.4, 0)),
    "right_foot": ("right_lower_leg", (0, -0.4, 0)),
}  # fmt: skip


def person(size: float = 1.0, arms_down: float = 0.0, spun: bool = False) -> Skeleton:
    """Arms hang ``arms_down`` degrees below the T pose; ``spun``: every joint's own axes lie otherwise."""
    names = tuple(T_POSE)
    parents = np.array([names.index(above) if above else -1 for above, _ in T_POSE.values()], np.int32)
    rest = np.tile(np.eye(4), (len(names), 1, 1))
    for joint, (_, offset) in enumerate(T_POSE.values()):
        rest[joint, :3, 3] = np.array(offset) * size
    for side, sign in (("left", -1), ("right", 1)):
        turn = Rotation.from_euler("z", sign * arms_down, degrees=True).as_matrix()
        rest[names.index(f"{side}_upper_arm"), :3, :3] = turn
    if spun:
        world = worlds(Skeleton(names, parents, rest.astype(np.float32), rest, {}), rest)
        world[:, :3, :3] = world[:, :3, :3] @ Rotation.random(len(names), random_state=4).as_matrix()
        above = np.where((parents >= 0)[:, None, None], world[parents], np.eye(4))
        rest = np.linalg.inv(above) @ world
    rest = rest.astype(np.float32)
    bones = {name: joint for joint, name in enumerate(names)}
    inverse = np.linalg.inv(worlds(Skeleton(names, parents, rest, rest, bones), rest))
    return Skeleton(names, parents, rest, inverse, bones)


def moved(skeleton: Skeleton, bone: str, axis: str, degrees: float, up: float = 0.0) -> Motion:
    """Two frames: at rest, then a bone turned about a world axis and the whole lifted."""
    local = np.tile(skeleton.rest, (2, 1, 1, 1)).astype(np.float64)
    world = worlds(skeleton, local)
    joint = skeleton.bones[bone]
    world[1, joint, :3, :3] = Rotation.from_euler(axis, degrees, degrees=True).as_matrix() @ world[1, joint, :3, :3]
    parent = int(skeleton.parents[joint])
    local[1, joint] = np.linalg.inv(world[1, parent]) @ world[1, joint] if parent >= 0 else world[1, joint]
    local[1, skeleton.bones["hips"], 1, 3] += up
    return Motion("move", 12, local.astype(np.float32))


def direction(skeleton: Skeleton, motion: Motion, bone: str, end: str) -> NDArray[np.float64]:
    world = worlds(skeleton, motion.local[1])
    way = world[skeleton.bones[end], :3, 3] - world[skeleton.bones[bone], :3, 3]
    return np.asarray(way / np.linalg.norm(way), np.float64)


def test_a_motion_on_its_own_rig_stays_as_it_is() -> None:
    rig = person(spun=True)
    motion = moved(rig, "left_upper_arm", "y", -40, up=0.2)
    again = retarget(motion, rig, rig)
    assert (again.name, again.fps) == (motion.name, motion.fps)
    np.testing.assert_allclose(again.local, motion.local, atol=1e-5)


@pytest.mark.parametrize("target", [person(spun=True), person(size=0.4), person(arms_down=50), person(1.7, 45, True)])
def test_an_arm_points_where_it_points_in_the_source(target: Skeleton) -> None:
    source = person()
    motion = moved(source, "left_upper_arm", "z", -70)  # hangs down
    theirs = direction(source, motion, "left_upper_arm", "left_lower_arm")
    ours = direction(target, retarget(motion, source, target), "left_upper_arm", "left_lower_arm")
    np.testing.assert_allclose(ours, theirs, atol=1e-5)


def test_arms_that_rest_hanging_do_not_hang_twice_as_much() -> None:
    source, target = person(arms_down=50), person()
    still = moved(source, "head", "y", 0)
    hand = direction(target, retarget(still, source, target), "left_lower_arm", "left_hand")
    np.testing.assert_allclose(hand, [np.cos(np.radians(50)), -np.sin(np.radians(50)), 0], atol=1e-5)


def test_a_child_walks_a_childs_way() -> None:
    source, target = person(), person(size=0.5)
    motion = moved(source, "head", "y", 30)
    motion.local[1, source.bones["hips"], :3, 3] += (0, 0, 0.6)
    hips = worlds(target, retarget(motion, source, target).local)[:, target.bones["hips"], :3, 3]
    np.testing.assert_allclose(hips[1] - hips[0], [0, 0, 0.3], atol=1e-5)


def test_feet_stay_on_the_ground_when_knees_bend() -> None:
    source, target = person(), person(size=0.6, spun=True)
    motion = moved(source, "left_upper_leg", "x", -60)  # one leg up: the other stands
    world = worlds(target, retarget(motion, source, target).local)
    rest = worlds(target, target.rest)
    foot = target.bones["right_foot"]
    np.testing.assert_allclose(world[:, foot, 1, 3], rest[foot, 1, 3], atol=1e-5)


def test_a_jump_leaves_the_ground() -> None:
    source, target = person(), person(size=2)
    motion = moved(source, "head", "y", 0, up=0.3)
    feet = worlds(target, retarget(motion, source, target).local)[:, target.bones["left_foot"], 1, 3]
    assert feet[1] - feet[0] == pytest.approx(0.6, abs=1e-4)


def test_who_lies_down_does_not_sink_into_the_ground() -> None:
    source, target = person(), person(size=1.4)
    motion = moved(source, "hips", "x", -90)  # on the back
    motion.local[1, source.bones["hips"], 1, 3] = 0.02
    world = worlds(target, retarget(motion, source, target).local)
    assert world[1, target.bones["head"], 1, 3] > 0.1  # half as thick as a body


def test_a_bone_that_the_source_lacks_goes_along_with_its_parent() -> None:
    whole, target = person(), person()
    bones = {bone: joint for bone, joint in whole.bones.items() if bone != "left_lower_arm"}
    source = Skeleton(whole.names, whole.parents, whole.rest, whole.inverse_bind, bones)
    result = retarget(moved(source, "left_upper_arm", "z", -70), source, target)
    lower = target.bones["left_lower_arm"]
    np.testing.assert_allclose(result.local[1, lower], target.rest[lower], atol=1e-5)


def test_a_rig_without_hips_is_refused() -> None:
    rig = person()
    headless = Skeleton(rig.names, rig.parents, rig.rest, rig.inverse_bind, {"head": 2})
    with pytest.raises(ValueError, match="hips"):
        retarget(moved(rig, "head", "y", 10), rig, headless)
