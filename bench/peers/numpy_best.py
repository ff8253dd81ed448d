"""The best SVCCA that a NumPy user could write, in float64.

Covariances by one symmetric product (syrk), an eigendecomposition of each, whitening, and singular
values without vectors. In a grid each layer is decomposed and projected once.
"""

import numpy as np
from protocol import serve


def centred(layer):
    wide = layer.astype(np.float64)
    wide -= wide.mean(axis=0)
    return wide


def whitening(gram):
    values, vectors = np.linalg.eigh(gram)
    values, vectors = values[::-1], vectors[:, ::-1]
    positive = np.maximum(values, 0)
    share = np.cumsum(positive) / np.sum(positive)
    k = int(np.searchsorted(share, 0.99)) + 1
    return vectors[:, :k] / np.sqrt(values[:k])


def singular_values(matrix):
    return np.minimum(np.linalg.svd(matrix, compute_uv=False), 1)


def pair(x, y):
    x, y = centred(x), centred(y)
    whiten_x, whiten_y = whitening(x.T @ x), whitening(y.T @ y)
    return singular_values(whiten_x.T @ (x.T @ y) @ whiten_y)


def projected(layer):
    layer = centred(layer)
    return layer @ whitening(layer.T @ layer)


def compare(xs, ys):
    if len(xs) == 1 and len(ys) == 1:
        return [float(np.mean(pair(xs[0], ys[0])))]
    xs, ys = [projected(x) for x in xs], [projected(y) for y in ys]
    return [float(np.mean(singular_values(x.T @ y))) for x in xs for y in ys]


if __name__ == "__main__":
    serve(compare)
