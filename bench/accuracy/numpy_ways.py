"""The same problems by NumPy, in float64, two ways: numpy.json, for run.mjs to set beside ours.

    python3 bench/accuracy/numpy_ways.py
"""

import json
import os
import warnings

import numpy

from reference import HERE, make, problems


def by_svd(x, y):
    """Orthonormal bases of the centred layers, and the cosines between them (Bjorck and Golub)."""
    bases = []
    for layer in (x, y):
        u, s, _ = numpy.linalg.svd(layer - layer.mean(axis=0), full_matrices=False)
        bases.append(u[:, s > max(layer.shape) * numpy.finfo(float).eps * s[0]])
    return numpy.linalg.svd(bases[0].T @ bases[1], compute_uv=False)


def by_inverse_root(x, y, epsilon):
    """What google/svcca computes: a ridge, a pseudoinverse, and its symmetric square root."""
    covariance = numpy.cov(x.T, y.T)
    d = x.shape[1]
    blocks = covariance[:d, :d], covariance[d:, d:]
    scales = [numpy.abs(block).max() for block in blocks]
    roots = []
    for block, scale in zip(blocks, scales):
        inverse = numpy.linalg.pinv(block / scale + epsilon * numpy.eye(len(block)))
        values, vectors = numpy.linalg.eigh(inverse)
        roots.append(vectors @ numpy.diag(numpy.sqrt(values)) @ vectors.T)
    cross = covariance[:d, d:] / numpy.sqrt(scales[0] * scales[1])
    return numpy.linalg.svd(roots[0] @ cross @ roots[1], compute_uv=False)


def tried(compute, *args):
    """The coefficients, or None where NumPy gives up."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            values = compute(*args)
    except numpy.linalg.LinAlgError:
        return None
    return values.tolist() if numpy.isfinite(values).all() else None


def main():
    out = []
    for problem in problems():
        made = make(problem["exponent"], problem["datapoints"], problem["dtype"])
        x, y = (numpy.array(rows) for rows in made)
        out.append(
            {
                "svd": tried(by_svd, x, y),
                "inverseRoot": tried(by_inverse_root, x, y, 0.0),
                "inverseRootRidge": tried(by_inverse_root, x, y, 1e-10),
            }
        )
    with open(os.path.join(HERE, "numpy.json"), "w") as file:
        json.dump({"numpy": numpy.__version__, "problems": out}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
