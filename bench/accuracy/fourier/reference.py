"""Canonical correlations of each spatial frequency to 50 digits: reference.json, for run.mjs.

The rows that ../reference.py makes are taken as the positions of 40 images of 4 x 3, with 8 and 4
channels. Beside the digits of mpmath there is what NumPy gets in complex128: bases of the centred
coefficients by SVD, and the singular values of their product.

    python3 bench/accuracy/fourier/reference.py
"""

import json
import os
import sys

import mpmath
import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.dirname(HERE))

from reference import DTYPES, EXPONENTS, make  # noqa: E402

IMAGES, HEIGHT, WIDTH = 40, 4, 3
# One of each pair of opposites.
FREQUENCIES = [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (2, 1), (3, 1)]


def coefficients_at(rows, y, x):
    """Images x channels: the transform at one frequency, centred."""
    waves = [
        mpmath.expjpi(-2 * mpmath.mpf(y * i * WIDTH + x * j * HEIGHT) / (HEIGHT * WIDTH))
        for i in range(HEIGHT)
        for j in range(WIDTH)
    ]
    size = HEIGHT * WIDTH
    channels = len(rows[0])
    out = mpmath.matrix(IMAGES, channels)
    for image in range(IMAGES):
        for c in range(channels):
            out[image, c] = mpmath.fsum(
                wave * mpmath.mpf(rows[image * size + p][c]) for p, wave in enumerate(waves)
            )
    for c in range(channels):
        mean = mpmath.fsum(out[image, c] for image in range(IMAGES)) / IMAGES
        for image in range(IMAGES):
            out[image, c] -= mean
    return out


def exactly(x, y):
    qx, qy = (mpmath.qr(layer, mode="skinny")[0] for layer in (x, y))
    return mpmath.svd_c(qx.H * qy, compute_uv=False)


def by_numpy(x, y, frequency):
    bases, condition = [], 1.0
    for rows in (x, y):
        images = numpy.array(rows).reshape(IMAGES, HEIGHT, WIDTH, -1)
        at = numpy.fft.fft2(images, axes=(1, 2))[:, frequency[0], frequency[1]]
        u, s, _ = numpy.linalg.svd(at - at.mean(axis=0), full_matrices=False)
        bases.append(u[:, s > IMAGES * numpy.finfo(float).eps * s[0]])
        condition = max(condition, s[0] / s[-1])
    return numpy.linalg.svd(bases[0].conj().T @ bases[1], compute_uv=False), condition


def main():
    mpmath.mp.dps = 70
    problems = []
    for dtype in DTYPES[:2]:
        for exponent in EXPONENTS:
            x, y = make(exponent, IMAGES * HEIGHT * WIDTH, dtype)
            for frequency in FREQUENCIES:
                exact = exactly(*(coefficients_at(rows, *frequency) for rows in (x, y)))
                theirs, condition = by_numpy(x, y, frequency)
                problems.append(
                    {
                        "dtype": dtype,
                        "exponent": exponent,
                        "frequency": frequency,
                        "condition": float(condition),
                        "coefficients": [mpmath.nstr(value, 30) for value in exact],
                        "numpy": theirs.tolist(),
                    }
                )
    out = {"mpmath": mpmath.__version__, "numpy": numpy.__version__, "problems": problems}
    with open(os.path.join(HERE, "reference.json"), "w", encoding="utf-8") as file:
        json.dump(out, file, indent=1)
        file.write("\n")


main()
