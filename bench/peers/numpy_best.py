"""The best SVCCA that a NumPy user could write, in float64.

Covariances by one symmetric product (syrk), an eigendecomposition of each, whitening, and singular
values without vectors. In a grid each layer is decomposed and projected once.

Convolutional layers are compared by CCA at one of each pair of opposite frequencies, in stacks.
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
    # One layer along its kept directions first: fewer products than between all neurons.
    return singular_values((x @ whiten_x).T @ y @ whiten_y)


def projected(layer):
    layer = centred(layer)
    return layer @ whitening(layer.T @ layer)


def spectra(layer):
    """Frequencies x channels x images, centred over the images."""
    transformed = np.fft.rfft2(layer.astype(np.float64), axes=(1, 2))
    n, height, half, channels = transformed.shape
    stack = np.ascontiguousarray(transformed.reshape(n, height * half, channels).transpose(1, 2, 0))
    stack -= stack.mean(axis=2, keepdims=True)
    return stack


def whitenings(stack):
    values, vectors = np.linalg.eigh(stack @ stack.conj().transpose(0, 2, 1))
    return vectors / np.sqrt(values)[:, None, :]


def by_frequency(x, y):
    height, width = x.shape[1:3]
    # Columns 0 and width / 2 hold both of a pair of opposite frequencies, the others one of it.
    half = width // 2 + 1
    columns = np.arange(height * half) % half
    twice = np.where((columns == 0) | (2 * columns == width), 1, 2)
    x, y = spectra(x), spectra(y)
    whiten_x, whiten_y = whitenings(x), whitenings(y)
    cross = whiten_x.conj().transpose(0, 2, 1) @ (x @ y.conj().transpose(0, 2, 1)) @ whiten_y
    means = np.minimum(np.linalg.svd(cross, compute_uv=False), 1).mean(axis=1)
    return float(np.sum(twice * means) / (height * width))


def compare(xs, ys):
    if xs[0].ndim == 4:
        return [by_frequency(xs[0], ys[0])]
    if len(xs) == 1 and len(ys) == 1:
        return [float(np.mean(pair(xs[0], ys[0])))]
    xs, ys = [projected(x) for x in xs], [projected(y) for y in ys]
    return [float(np.mean(singular_values(x.T @ y))) for x in xs for y in ys]


if __name__ == "__main__":
    serve(compare)
