"""What the paper reports in its tables 2-5, to be printed beside what we measure. Shares of 1, as printed there."""

from typing import NamedTuple

RENDERED = "PaintBucket-Character, 3D rendered test set"
DRAWN = "PaintBucket-Character, hand-drawn test set"
KEYFRAMES = "PaintBucket-Character, keyframe test set"


class Row(NamedTuple):
    """One line of a table; ``acc`` is None where the paper leaves it out."""

    method: str
    data: str
    acc: float | None
    acc_thres: float
    pix_acc: float
    pix_f_acc: float
    pix_b_miou: float


def _keyframe(method: str, *values: float) -> Row:
    return Row(method, KEYFRAMES, None, *values)


TABLE_2 = (
    _keyframe("IP-Adapter (1-shot)", 0.1590, 0.3772, 0.1761, 0.4370),
    _keyframe("AnimeRun (1-shot)", 0.2893, 0.7495, 0.2543, 0.8230),
    _keyframe("BasicPBC (1-shot)", 0.5430, 0.9012, 0.6677, 0.9728),
    _keyframe("the paper (1-shot)", 0.6346, 0.9531, 0.8269, 0.9845),
    _keyframe("LoRA (few-shot)", 0.2530, 0.6233, 0.3667, 0.7054),
    _keyframe("the paper (few-shot)", 0.6459, 0.9612, 0.8317, 0.9867),
)

TABLE_3 = (
    Row("IP-Adapter", RENDERED, 0.1709, 0.1856, 0.4274, 0.2653, 0.4600),
    Row("AnT (AnimeRun)", RENDERED, 0.5584, 0.5930, 0.8734, 0.6537, 0.8954),
    Row("AnT (Cadmium)", RENDERED, 0.6634, 0.7713, 0.9765, 0.9471, 0.9801),
    Row("RAFT", RENDERED, 0.6589, 0.7456, 0.9724, 0.9099, 0.9763),
    Row("RAFT (F)", RENDERED, 0.7133, 0.8054, 0.9818, 0.9449, 0.9852),
    Row("RAFT (C)", RENDERED, 0.7028, 0.7944, 0.9723, 0.9411, 0.9690),
    Row("the paper", RENDERED, 0.8266, 0.8726, 0.9905, 0.9724, 0.9948),
    Row("IP-Adapter", DRAWN, 0.1715, 0.1812, 0.2449, 0.2298, 0.2260),
    Row("AnT (AnimeRun)", DRAWN, 0.6779, 0.7043, 0.9193, 0.7377, 0.9429),
    Row("AnT (Cadmium)", DRAWN, 0.7224, 0.7879, 0.9792, 0.9303, 0.9899),
    Row("RAFT", DRAWN, 0.7528, 0.8093, 0.9819, 0.9190, 0.9898),
    Row("RAFT (F)", DRAWN, 0.7758, 0.8424, 0.9860, 0.9425, 0.9922),
    Row("RAFT (C)", DRAWN, 0.7718, 0.8356, 0.9833, 0.9375, 0.9916),
    Row("the paper", DRAWN, 0.8593, 0.8929, 0.9900, 0.9638, 0.9984),
)

TABLE_4 = (
    _keyframe("the paper", 0.6346, 0.9531, 0.8269, 0.9845),
    _keyframe("AnT", 0.5097, 0.9013, 0.6533, 0.9534),
    _keyframe("BasicPBC", 0.5169, 0.8916, 0.6447, 0.9461),
    _keyframe("without shading annotations", 0.5740, 0.9383, 0.7523, 0.9678),
    _keyframe("without parsing loss", 0.5995, 0.9433, 0.7695, 0.9747),
    _keyframe("without input pyramid", 0.6047, 0.9472, 0.7840, 0.9781),
    _keyframe("without inclusion matching", 0.5974, 0.9408, 0.7581, 0.9751),
)

TABLE_5 = (
    Row("the paper", RENDERED, 0.8266, 0.8726, 0.9905, 0.9724, 0.9948),
    Row("trained on AnimeRun", RENDERED, 0.7359, 0.7958, 0.9693, 0.9201, 0.9765),
    Row("without CLIP", RENDERED, 0.8180, 0.8653, 0.9873, 0.9685, 0.9910),
    Row("without RAFT", RENDERED, 0.8001, 0.8447, 0.9824, 0.9481, 0.9878),
    Row("without deformable convolution", RENDERED, 0.8247, 0.8685, 0.9894, 0.9709, 0.9928),
    Row("without inclusion matching", RENDERED, 0.7637, 0.8352, 0.9721, 0.9573, 0.9688),
    Row("AnT", RENDERED, 0.7450, 0.7930, 0.9708, 0.9361, 0.9758),
    Row("AnT with inclusion matching", RENDERED, 0.8063, 0.8447, 0.9837, 0.9551, 0.9887),
    Row("AnT with inclusion matching, RAFT", RENDERED, 0.8177, 0.8587, 0.9879, 0.9681, 0.9932),
    Row("the paper", DRAWN, 0.8593, 0.8929, 0.9900, 0.9638, 0.9984),
    Row("trained on AnimeRun", DRAWN, 0.8278, 0.8634, 0.9818, 0.9399, 0.9906),
    Row("without CLIP", DRAWN, 0.8489, 0.8843, 0.9878, 0.9570, 0.9925),
    Row("without RAFT", DRAWN, 0.8446, 0.8750, 0.9804, 0.9404, 0.9851),
    Row("without deformable convolution", DRAWN, 0.8525, 0.8833, 0.9875, 0.9549, 0.9937),
    Row("without inclusion matching", DRAWN, 0.8348, 0.8763, 0.9777, 0.9495, 0.9822),
    Row("AnT", DRAWN, 0.8162, 0.8497, 0.9817, 0.9374, 0.9905),
    Row("AnT with inclusion matching", DRAWN, 0.8388, 0.8698, 0.9839, 0.9388, 0.9943),
    Row("AnT with inclusion matching, RAFT", DRAWN, 0.8483, 0.8828, 0.9886, 0.9598, 0.9946),
)
