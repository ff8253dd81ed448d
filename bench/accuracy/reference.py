"""Canonical correlations to 50 digits, of made data: reference.json, for run.mjs to measure against.

The data are made by operations that every IEEE machine rounds alike (mulberry32, sums and products
in a fixed order, powers of two), so that nothing but their sum has to be kept. python3-mpmath and
NumPy (for the rounding to float16 and float32 only) are needed:

    python3 bench/accuracy/reference.py
"""

import json
import os

import mpmath
import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
DX, DY = 8, 4
# 1, 128, 8192, 2 ** 20, 2 ** 27: about 1, 1e2, 1e4, 1e6, 1e8.
EXPONENTS = [0, 7, 13, 20, 27]
DATAPOINTS = [DX + 1, 20, 10 * DX, 100 * DX]
DTYPES = ["float64", "float32", "float16"]


def uniform(seed):
    """mulberry32, as in @svcca/linalg, from -1 to 1."""
    state = seed & 0xFFFFFFFF

    def imul(a, b):
        return (a * b) & 0xFFFFFFFF

    while True:
        state = (state + 0x6D2B79F5) & 0xFFFFFFFF
        t = imul(state ^ (state >> 15), 1 | state)
        t = ((t + imul(t ^ (t >> 7), 61 | t)) & 0xFFFFFFFF) ^ t
        yield (t ^ (t >> 14)) / 2.0**31 - 1.0


def graded(rows, exponent):
    """Columns at 1 to 2 ** -exponent, then reflected, so that no scaling of columns undoes it."""
    d = len(rows[0])
    sizes = [2.0 ** -(exponent * j // (d - 1)) for j in range(d)]
    out = []
    for row in rows:
        scaled = [value * size for value, size in zip(row, sizes)]
        total = 0.0
        for value in scaled:
            total += value
        # I - 2 v v' / v'v for v of ones; 2 / d is a power of two. The shift is a mean to remove.
        out.append([value - total * (2.0 / d) + 0.5 for value in scaled])
    return out


def make(exponent, n, dtype):
    """x and y (rows of floats), as the type holds them: y has noise, and half of x's directions."""
    draw = uniform(1000 * exponent + n)
    signals = [[next(draw) for _ in range(DX)] for _ in range(n)]
    noise = [[next(draw) for _ in range(DY)] for _ in range(n)]
    mixed = [
        [s[j] + s[j + DY] * 0.5 + e[j] * (0.25 * (j + 1)) for j in range(DY)]
        for s, e in zip(signals, noise)
    ]
    kind = getattr(numpy, dtype)
    held = lambda rows: [[float(kind(value)) for value in row] for row in rows]
    return held(graded(signals, exponent)), held(graded(mixed, exponent))


def problems():
    for dtype in DTYPES:
        for exponent in EXPONENTS:
            for n in DATAPOINTS:
                yield {"dtype": dtype, "exponent": exponent, "datapoints": n}


def centred_gram(rows_a, rows_b):
    """Ac'Bc: exact products of the stored values, in 60 digits."""
    n = len(rows_a)
    a = [[mpmath.mpf(v) for v in row] for row in rows_a]
    b = [[mpmath.mpf(v) for v in row] for row in rows_b]
    mean_a = [mpmath.fsum(row[i] for row in a) / n for i in range(len(a[0]))]
    mean_b = [mpmath.fsum(row[i] for row in b) / n for i in range(len(b[0]))]
    a = [[v - m for v, m in zip(row, mean_a)] for row in a]
    b = [[v - m for v, m in zip(row, mean_b)] for row in b]
    return mpmath.matrix(
        [
            [mpmath.fsum(ra[i] * rb[j] for ra, rb in zip(a, b)) for j in range(len(mean_b))]
            for i in range(len(mean_a))
        ]
    )


def whitening(gram):
    """W with W' gram W = I over the independent directions, and the condition of the layer."""
    squares, vectors = mpmath.eigsy(gram)
    largest = max(squares)
    # Neurons that float16 made equal are dependent in every digit: nothing lies between.
    kept = [i for i in range(len(squares)) if squares[i] > largest * mpmath.mpf("1e-40")]
    weights = mpmath.matrix(
        [
            [vectors[j, i] / mpmath.sqrt(squares[i]) for i in kept]
            for j in range(len(squares))
        ]
    )
    return weights, mpmath.sqrt(largest / min(squares[i] for i in kept))


def correlations(x, y):
    """The singular values of Wx' Cxy Wy, and the condition of the worse layer."""
    left, condition_x = whitening(centred_gram(x, x))
    right, condition_y = whitening(centred_gram(y, y))
    cross = left.T * centred_gram(x, y) * right
    wide = cross if cross.rows >= cross.cols else cross.T
    values = mpmath.svd_r(wide, compute_uv=False)
    return sorted(values, reverse=True), max(condition_x, condition_y)


def main():
    # Squaring the condition 1e8 costs 16 digits of these, and 50 are wanted.
    mpmath.mp.dps = 80
    out = []
    for problem in problems():
        x, y = make(problem["exponent"], problem["datapoints"], problem["dtype"])
        total = 0.0
        for row in x + y:
            for value in row:
                total += value
        values, condition = correlations(x, y)
        out.append(
            {
                **problem,
                "sum": total,
                "condition": float(condition),
                "coefficients": [mpmath.nstr(value, 50) for value in values],
            }
        )
    with open(os.path.join(HERE, "reference.json"), "w") as file:
        json.dump({"mpmath": mpmath.__version__, "problems": out}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
