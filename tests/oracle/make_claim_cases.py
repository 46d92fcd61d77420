#!/usr/bin/python3
"""Writes tests/cases/claims.txt: every claim's verdict and evidence, computed again with NumPy.

    /usr/bin/python3 tests/oracle/make_claim_cases.py

A line is a claim: its verdict, as shared/numbers.md has it, and each of its numbers. The operators are matrices here, made entry by
entry from the definition of the sliding window; the transposed one is the matrix transposed. Left out are the limits that
count as rounding, and the null vector, of which there are many: the test checks that it is one."""
import itertools
import os

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
PATH = os.path.join(HERE, "..", "cases", "claims.txt")


def tup(value, rank):
    return tuple(value) if isinstance(value, (list, tuple)) else (value,) * rank


class Conv:
    """Of spatial size n, kernel w [out, in, taps...] (taps alone: one channel each)."""

    def __init__(self, n, w, s=1, p=0, d=1, end=0, circular=False):
        self.n = tup(n, 1)
        rank = len(self.n)
        w = np.asarray(w, float)
        self.w = w.reshape((1, 1) + w.shape) if w.ndim == rank else w
        self.k = self.w.shape[2:]
        self.s, self.p, self.d = tup(s, rank), tup(p, rank), tup(d, rank)
        self.end = tup(end, rank)  # padding at the end beyond that at the beginning
        self.o = tuple((a + 2 * b + e - c * (k - 1) - 1) // t + 1
                       for a, b, e, c, k, t in zip(self.n, self.p, self.end, self.d, self.k, self.s))
        self.circular = circular

    def matrix(self):
        out, into = self.w.shape[:2]
        rows, columns = int(np.prod(self.o)), int(np.prod(self.n))
        m = np.zeros((out * rows, into * columns))
        for o in itertools.product(*map(range, self.o)):
            for t in itertools.product(*map(range, self.k)):
                at = [a * s + b * d - p for a, s, b, d, p in zip(o, self.s, t, self.d, self.p)]
                if self.circular:
                    at = [a % n for a, n in zip(at, self.n)]
                if any(a < 0 or a >= n for a, n in zip(at, self.n)):
                    continue
                r, c = np.ravel_multi_index(o, self.o), np.ravel_multi_index(at, self.n)
                for j in range(out):
                    for i in range(into):
                        m[j * rows + r, i * columns + c] += self.w[(j, i) + t]
        return m

    def there_and_back(self, x):
        m = self.matrix()
        y = m @ x
        return y, m.T @ y


def transposed(windows, w, s=1, p=0, d=1, op=0):
    """The matrix of a transposed convolution, and the size of its output."""
    windows = tup(windows, 1)
    rank = len(windows)
    w = np.asarray(w, float)
    k = w.shape[-rank:]
    size = tuple((n - 1) * a - 2 * b + c * (t - 1) + 1 + e
                 for n, a, b, c, t, e in zip(windows, tup(s, rank), tup(p, rank), tup(d, rank), k, tup(op, rank)))
    conv = Conv(size, w, s, p, d)
    assert conv.o == windows, (conv.o, windows)
    return conv.matrix().T, size


def worst(a, b):
    return float(np.max(np.abs(np.asarray(a) - np.asarray(b)))) if np.size(a) else 0.0


def round_trip_error(conv, x):
    return worst(conv.there_and_back(x)[1], x)


def spread(sums):
    return float((np.max(sums) - np.min(sums)) / abs(np.mean(sums)))


def phase_spread(w, s):
    w = np.asarray(w, float)
    sums = [w[tuple(slice(r, None, s) for r in phase)].sum() for phase in itertools.product(range(s), repeat=w.ndim)]
    return spread(sums)


def interior(values, size, margin):
    grid = np.asarray(values).reshape(size)
    inside = grid[tuple(slice(margin, n - margin) for n in size)]
    assert inside.size > 1
    value = spread(inside)
    return 0.0 if value < 1e-12 else value


BOX3, HAAR = np.ones(3) / 3, np.array([[[1, 1]], [[1, -1]]]) / np.sqrt(2)
RAMP5, ODD = np.arange(1, 6.0), np.array([5, 1, 4, 2, 3.0])


def triangle(k):
    half = (k + 1) // 2
    return 1 - np.abs(np.arange(k) - (k - 1) / 2) / half


def bilinear(picture, s):
    """Half-pixel centres, edges replicated."""
    n = picture.shape[0]
    at = np.clip((np.arange(n * s) + 0.5) / s - 0.5, 0, n - 1)
    low = np.minimum(at.astype(int), n - 2)
    weights = np.zeros((n * s, n))
    weights[np.arange(n * s), low] += 1 - (at - low)
    weights[np.arange(n * s), low + 1] += at - low
    return weights @ picture @ weights.T


def going_back():
    box = Conv(5, BOX3)
    y, back = box.there_and_back(RAMP5)
    gram = box.matrix().T @ box.matrix()
    scale = np.trace(gram) / 5
    delta = [0, 1, 0]
    daubechies = np.array([1 + np.sqrt(3), 3 + np.sqrt(3), 3 - np.sqrt(3), 1 - np.sqrt(3)]) / (4 * np.sqrt(2))
    bank = np.array([[daubechies], [daubechies[::-1] * [1, -1, 1, -1]]])
    yield "cancel", "false", dict(
        input=RAMP5, output=y, returned=back, max_error=worst(back, RAMP5),
        gram_distance=np.linalg.norm(gram - scale * np.eye(5)) / np.linalg.norm(gram),
        delta_max_error=round_trip_error(Conv(5, [1]), RAMP5),
        delta_k3_max_error=[round_trip_error(Conv(5, delta, p=1), RAMP5), round_trip_error(Conv(5, delta), RAMP5)],
        haar_bank_max_error=round_trip_error(Conv(4, HAAR, s=2), np.arange(1, 5.0)),
        daubechies_bank_max_error=round_trip_error(Conv(6, bank, s=2, p=2), np.arange(1, 7.0)))

    strided = Conv(5, BOX3, s=2)
    y, back = strided.there_and_back(RAMP5)
    m = strided.matrix()
    best = np.linalg.pinv(m) @ y
    rank = np.linalg.matrix_rank(m)
    yield "inverse", "false", dict(returned=back, max_error=worst(back, RAMP5), input_cells=5, rank=rank, nullity=5 - rank,
                                   least_squares=best, least_squares_residual=np.linalg.norm(m @ best - y))

    edge = Conv(5, [-1, 0, 1])
    y, back = edge.there_and_back(RAMP5)
    mirrored = Conv(5, [1, 0, -1]).matrix().T @ y
    counting, up = Conv(5, [1, 2, 3]), np.array([1, -1, 2.0])
    yield "mirrored-kernel", "false", dict(
        input=RAMP5, returned=back, mirrored_returned=mirrored, max_error=worst(back, RAMP5),
        mirrored_max_error=worst(mirrored, RAMP5), nearly=0.5, adjoint_cx_y=(counting.matrix() @ RAMP5) @ up,
        adjoint_x_ty=RAMP5 @ (counting.matrix().T @ up), adjoint_x_mirrored_y=RAMP5 @ (Conv(5, [3, 2, 1]).matrix().T @ up))

    circular = Conv(5, BOX3, p=1, circular=True)
    y, back = circular.there_and_back(ODD)
    rank = np.linalg.matrix_rank(box.matrix())
    yield "zero-padding-is-why", "false", dict(input_cells=5, rank=rank, nullity=5 - rank, output_change=0,
                                               circular_returned=back, circular_max_error=worst(back, ODD))

    undone = np.linalg.solve(circular.matrix(), y)
    gradient = [((circular.matrix() @ (ODD + e)) - y) @ y for e in np.eye(5)]
    yield "deconvolution", "depends", dict(
        input=ODD, transposed_returned=back, transposed_max_error=worst(back, ODD), deconvolved_max_error=worst(undone, ODD),
        max_difference=worst(back, undone), caffe_max_difference=worst(back, gradient))


def losses():
    means, falling = Conv(5, BOX3).matrix() @ RAMP5, Conv(5, [-1, 0, 1]).matrix() @ RAMP5[::-1]
    yield "relu-irreversible", "depends", dict(smallest_pre_activation=[min(means), min(falling)],
                                               largest_loss=[worst(np.maximum(z, 0), z) for z in (means, falling)])
    circles = [Conv(n, BOX3, p=1, circular=True).matrix() for n in (5, 6)]
    ranks = [int(np.linalg.matrix_rank(m)) for m in circles]
    yield "blur-destroys", "depends", dict(
        input_cells=[5, 6], rank=ranks,
        smallest_singular_value=[np.linalg.svd(m)[1][-1] if r == len(m) else 0 for m, r in zip(circles, ranks)])
    same = [n for n in range(1, 60) if (n + 4 - 5) // 3 + 1 == 6]
    yield "size-tells", "false", dict(output_size=6, input_sizes=same, output_paddings=[(n + 4 - 5) % 3 for n in same],
                                      count=len(same))
    up = transposed(2, [1, 2], s=2)[0]
    again = up.T @ up @ [3, 5]
    yield "other-order", "true", dict(returned=again, ratio=again / [3, 5], kernel_energy=5)
    m, up = Conv(5, [1, 2, 3]).matrix(), np.array([1, -1, 2.0])
    slope = [(m @ (RAMP5 + e) - m @ RAMP5) @ up for e in np.eye(5)]
    yield "gradient", "true", dict(gradient=slope, transposed=m.T @ up, max_difference=worst(slope, m.T @ up),
                                   adjoint_cx_y=(m @ RAMP5) @ up, adjoint_x_ty=RAMP5 @ (m.T @ up))


def sizes():
    two = np.ones((2, 2))
    yield "five-from-three", "depends", dict(
        sizes=[transposed((3, 3), two, **more)[1][1] for more in ({}, dict(s=2), dict(d=2), dict(s=2, p=1, op=1))])
    # Four cells, three taps, stride 2: 4 + 3 zeros, padded by 2 on each side give nine windows of three taps.
    inside = sum(1 for o in range(9) for t in range(3) if 0 <= o + t - 2 < 7)
    yield "inserts-zeros", "depends", dict(inserted_zeros=3, gather_products=inside, scatter_products=4 * 3, max_difference=0)
    before, after = [5 - 3 + 1, 5 + 3 - 1], [5 + 2 - 3 + 1, 5 + 3 - 1 - 2]
    yield "padding-adds", "depends", dict(sizes=before, padded_sizes=after, change=np.subtract(after, before))
    first, second = transposed(2, BOX3, s=2, op=1), transposed(4, np.ones(3), s=2, p=1, op=1)
    yield "output-padding-zeros", "false", dict(
        sizes=[first[1][0], second[1][0]],
        largest_added=[abs((first[0] @ [2, 4])[-1]), abs((second[0] @ [1, 2, 3, 4])[-1])])
    sets = [dict(k=3, p=1, d=1, op=0), dict(k=3, p=1, d=2, op=0), dict(k=3, p=1, d=1, op=1)]
    begin = [s["d"] * (s["k"] - 1) - s["p"] for s in sets]
    yield "transposed-padding", "depends", dict(
        k_minus_p_minus_1=[s["k"] - s["p"] - 1 for s in sets], needed=begin,
        needed_at_the_end=[b + s["op"] for b, s in zip(begin, sets)], d_times_k_minus_1_minus_p=begin, max_difference=[0, 0, 0])
    yield "same-keeps-size", "depends", dict(input_sizes=[5, 5], output_sizes=[-(-5 // s) for s in (1, 2)])

    def unread(*args, **more):
        return int(np.sum(np.all(Conv(*args, **more).matrix() == 0, axis=0)))

    yield "reads-every-pixel", "depends", dict(unread=[unread(n, np.ones(3), s=2) for n in (7, 6)])
    lost = [unread(8, np.ones(2), s=2, d=2), unread(9, np.ones(3), s=2, d=2)]
    yield "reach-covers", "false", dict(reach=[3, 5], stride=[2, 2], read=[8 - lost[0], 9 - lost[1]], unread=lost)
    full = transposed(4, [1, 10, 100], s=2)[0] @ [1, 2, 3, 4]  # nine cells; PyTorch crops the first, then adds one at the end
    torch, keras = np.append(full[1:], 0)[:8], full[:8]
    yield "keras-is-pytorch", "false", dict(pytorch=torch, keras=keras, max_difference=worst(torch, keras), shift=1,
                                            max_difference_after_shift=worst(torch[:-1], keras[1:]))
    yield "dilation-weights", "false", dict(weights=[3, 3], reach=[3, 2 * 2 + 1])


def structure():
    nonzeros = [(n - 2) ** 2 * 9 for n in (4, 6, 32)]
    density = [z / ((n - 2) ** 2 * n**2) for z, n in zip(nonzeros, (4, 6, 32))]
    assert nonzeros[1] == np.count_nonzero(Conv((6, 6), np.ones((3, 3))).matrix())
    yield "dense", "false", dict(nonzeros=nonzeros, density=density, transposed_density=density)
    impulse = np.zeros(8)
    impulse[3] = 1
    m = Conv(8, [1, 2, 3]).matrix()
    first, second = m @ impulse, m @ np.roll(impulse, 1)
    yield "invariant", "false", dict(output=first, output_of_shifted=second, change=worst(first, second),
                                     equivariance_error=worst(first[:-1], second[1:]))
    yield "shared-weights", "true", dict(weights=9, nonzeros=36, fully_connected_weights=4 * 16, max_difference=0)
    one = np.eye(5)[2]
    plain, flipped = Conv(5, [1, 2, 3]).matrix() @ one, Conv(5, [3, 2, 1]).matrix() @ one
    yield "flips-kernel", "false", dict(output=plain, flipped_output=flipped, difference_to_correlation=0,
                                        difference_to_flipped=worst(plain, flipped))
    w = np.array([[0, 1], [2, 3.0]])
    middle = np.zeros(9)
    middle[4] = 1
    stamp = transposed((3, 3), w)[0] @ middle
    yield "transposes-kernel", "false", dict(
        kernel=w, output=stamp, stamp_difference_to_kernel=0,
        difference_to_transposed_kernel=worst(stamp, transposed((3, 3), w.T)[0] @ middle))
    yield "more-parameters", "false", dict(convolution=4 * 8 * 9, transposed=4 * 8 * 9, convolution_products=4 * 8 * 9 * 36,
                                           transposed_products=4 * 8 * 9 * 36)
    a, b, c = 1, 2, 4
    folded = [c, b + c, a + b, a]
    small = np.array([1, 3, 5, 7.0])
    yield "resize-convolution", "true", dict(
        kernel=[a, b, c], transposed_kernel=folded, free_weights_2d=9, transposed_weights_2d=16,
        max_difference=worst(Conv(8, [a, b, c], p=1).matrix() @ np.repeat(small, 2), transposed(4, folded, s=2, p=1)[0] @ small))


def checkerboards():
    yield "divisible", "depends", dict(overlap_even=[1, 1], phase_spread=[phase_spread(w, 2) for w in ([1, 1, 1, 1], [1, 0, 1, 0])],
                                       odd_kernel_phase_spread=phase_spread([.5, 1, .5], 2))
    y = transposed(8, np.ones(3), s=2)[0] @ np.ones(8)
    yield "fractionally-strided", "false", dict(
        transposed=y, fractionally_strided=y, max_difference=0, transposed_spread=interior(y, (17,), 3),
        fractionally_strided_spread=interior(y, (17,), 3))
    m, size = transposed((7, 7), np.outer(triangle(4), triangle(4)), s=2, p=1)
    big = m @ np.ones(49)
    assert size == (14, 14)
    kernel = np.random.RandomState(1).randint(-4, 5, (3, 3)) / 4
    yield "bilinear-then-convolution", "true", dict(
        small_cells=7 * 7, enlarged_cells=len(big), enlarged_spread=interior(big, size, 4),
        interior_spread=interior(Conv(size, kernel).matrix() @ big, (12, 12), 4),
        transposed_spread=phase_spread(np.ones((3, 3)) / 9, 2))
    kernels = [(7, [1, 1, 1]), (8, [1, 1, 1, 1]), (8, [1, 0, 1, 0])]
    gradients = [m.T @ np.ones(len(m)) for m in (Conv(n, w, s=2).matrix() for n, w in kernels)]
    yield "strided-convolution", "depends", dict(gradient=gradients[0], second_gradient=gradients[1], forward_spread=[0, 0, 0],
                                                 gradient_phase_spread=[phase_spread(w, 2) for _, w in kernels])
    paths, ratio = np.ones(24), []
    for _ in range(3):
        paths = transposed(len(paths), np.ones(3), s=2)[0] @ paths
        inner = paths[len(paths) // 3:-len(paths) // 3]
        ratio.append(inner.max() / inner.min())
    layer = transposed(4, np.ones(3), s=2)[0] @ np.ones(4)
    smooth = Conv(9, [1, 1]).matrix() @ layer
    yield "stacking", "depends", dict(ratio=ratio, input=layer, output=smooth, input_spread=interior(layer, (9,), 2),
                                      interior_spread=interior(smooth, (8,), 2))
    yield "pixel-shuffle", "depends", dict(phase_spread=[phase_spread(w, 2) for w in ([1, 1], [1, 2])])
    y = transposed(10, np.ones(4), s=2)[0] @ np.ones(10)
    yield "dark-edges", "false", dict(smallest=y.min(), largest=y.max(), interior_spread=interior(y, (22,), 4),
                                      phase_spread=phase_spread(np.ones(4), 2))
    picture, inside, edge = np.arange(1, 37.0).reshape(6, 6), [], []
    for k, s in ((4, 2), (5, 3)):
        m, size = transposed((6, 6), np.outer(triangle(k), triangle(k)), s=s, p=1)
        apart = np.abs((m @ picture.ravel()).reshape(size) - bilinear(picture, s))
        inner = (slice(s, -s), slice(s, -s))
        inside.append(0 if apart[inner].max() < 1e-9 else apart[inner].max())
        apart[inner] = 0
        edge.append(apart.max())
    yield "bilinear-kernel", "true", dict(interior_max_difference=inside, edge_max_difference=edge)


def text(value):
    flat = np.asarray(value, float).ravel()
    return ",".join(repr(0.0 if abs(v) < 1e-13 else float(v)) for v in flat)


if __name__ == "__main__":
    found = [f"{name} verdict={verdict} " + " ".join(f"{key}={text(v)}" for key, v in evidence.items())
             for theme in (going_back, losses, sizes, structure, checkerboards) for name, verdict, evidence in theme()]
    with open(PATH, "w") as out:
        out.write("# By tests/oracle/make_claim_cases.py with NumPy " + np.__version__ + ".\n")
        out.write("\n".join(found) + "\n")
    print(f"{len(found)} claims, {os.path.getsize(PATH)} bytes")
