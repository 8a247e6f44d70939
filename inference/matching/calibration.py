"""Is a confidence of 0.8 right in 8 of 10 cases? A temperature makes it so (Guo et al., ICML 2017)."""

import numpy as np
from numpy.typing import NDArray

from inference.types import FloatArray

_TEMPERATURES = np.geomspace(0.25, 4, 97)
_LEAST = 1e-7


def tempered(probability: FloatArray, temperature: float) -> FloatArray:
    """(N, K) rows to the power of 1 / ``temperature``, scaled to sum 1 again: above 1 less sure, below 1 surer, the
    likeliest stays the likeliest. Rows of zeros stay."""
    power = np.maximum(probability, _LEAST) ** (1 / temperature) * (probability > 0)
    return np.asarray(power / np.maximum(power.sum(axis=1, keepdims=True), _LEAST), np.float32)


def best_temperature(probability: FloatArray, truth: NDArray[np.integer]) -> float:
    """The temperature under which the true columns (N,) are likeliest. ``probability`` (N, K), rows sum to 1."""
    rows = np.arange(len(truth))
    losses = [-np.log(np.maximum(tempered(probability, t)[rows, truth], _LEAST)).mean() for t in _TEMPERATURES]
    return float(_TEMPERATURES[int(np.argmin(losses))])


def calibration_error(confidence: FloatArray, right: NDArray[np.bool_], bins: int = 10) -> float:
    """The expected calibration error in [0, 1]: |share right - mean confidence| in bins of equal width, weighed by
    their counts; 0 when there is nothing to count."""
    at = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    gap = np.bincount(at, right, bins) - np.bincount(at, confidence, bins)
    return float(np.abs(gap).sum() / max(len(confidence), 1))
