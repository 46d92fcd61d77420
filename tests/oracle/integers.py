"""The test data that both sides make for themselves: small whole numbers from a counter.

Element i of the array with a given seed is splitmix64(2^32 * seed + i) mod 9 - 4; tests/core/support/dice.hpp
has the same lines in C++. Sums of some thousand products of such numbers are exact in double precision."""
import numpy as np


def splitmix64(counter):
    with np.errstate(over="ignore"):
        z = counter * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def small_integers(shape, seed):
    counters = np.uint64(seed << 32) + np.arange(np.prod(shape, dtype=int), dtype=np.uint64)
    return ((splitmix64(counters) % np.uint64(9)).astype(np.int64) - 4).astype(np.float64).reshape(shape)


def numbers(array):
    """Comma-separated whole numbers, row-major; refuses anything that is not whole."""
    flat = np.asarray(array, dtype=np.float64).ravel()
    assert np.all(flat == np.round(flat)) and np.all(np.abs(flat) < 2**53)
    return ",".join(str(int(v)) for v in flat)


def by_axis(values):
    """3x4, 1:2x0:1 (begin:end) or the value itself."""
    if not isinstance(values, (list, tuple)):
        return str(values)
    texts = []
    for v in values:
        pair = isinstance(v, tuple) and v[0] != v[1]
        texts.append(f"{v[0]}:{v[1]}" if pair else str(v[0] if isinstance(v, tuple) else v))
    return "x".join(texts)
