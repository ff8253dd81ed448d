"""SVCCA as the notebooks of google/svcca compute it, in our own words.

Both layers are decomposed by an SVD of the data, reduced to the directions that hold 99 % of the
variance, and compared by CCA of the joint covariance: small variances are cut off at epsilon,
the blocks are inverted by pinv and their roots taken, and the product is decomposed by an SVD.
A grid of layers does that for every pair. Orientation is theirs: neurons x datapoints.

Convolutional layers go through a 2-D Fourier transform first, and are compared by CCA, without the
reduction, at each of the height x width frequencies on its own.
"""

import numpy as np
from protocol import serve

EPSILON = 1e-10


def reduced(layer):
    centred = layer.T - layer.T.mean(axis=1, keepdims=True)
    _, s, v = np.linalg.svd(centred, full_matrices=False)
    share = np.cumsum(s**2) / np.sum(s**2)
    k = int(np.searchsorted(share, 0.99)) + 1
    return s[:k, None] * v[:k]


def root(matrix):
    values, vectors = np.linalg.eigh(matrix)
    return vectors @ np.diag(np.sqrt(np.maximum(values, 0))) @ vectors.conj().T


def correlations(x, y):
    covariance = np.cov(x, y)
    split = x.shape[0]
    xx, xy = covariance[:split, :split], covariance[:split, split:]
    yy = covariance[split:, split:]
    scale_x, scale_y = np.max(np.abs(xx)), np.max(np.abs(yy))
    xx, yy, xy = xx / scale_x, yy / scale_y, xy / np.sqrt(scale_x * scale_y)
    kept_x = np.abs(np.diagonal(xx)) >= EPSILON
    kept_y = np.abs(np.diagonal(yy)) >= EPSILON
    xx, yy = xx[np.ix_(kept_x, kept_x)], yy[np.ix_(kept_y, kept_y)]
    xy = xy[np.ix_(kept_x, kept_y)]
    xx = xx + EPSILON * np.eye(len(xx))
    yy = yy + EPSILON * np.eye(len(yy))
    whiten_x, whiten_y = root(np.linalg.pinv(xx)), root(np.linalg.pinv(yy))
    _, s, _ = np.linalg.svd(whiten_x @ xy @ whiten_y)
    return s


def by_frequency(x, y):
    x, y = (np.fft.fft2(layer, axes=(1, 2)) for layer in (x, y))
    _, height, width, _ = x.shape
    values = [
        np.mean(correlations(x[:, i, j, :].T, y[:, i, j, :].T))
        for i in range(height)
        for j in range(width)
    ]
    return float(np.mean(values))


def compare(xs, ys):
    if xs[0].ndim == 4:
        return [by_frequency(xs[0], ys[0])]
    return [float(np.mean(correlations(reduced(x), reduced(y)))) for x in xs for y in ys]


if __name__ == "__main__":
    serve(compare)
