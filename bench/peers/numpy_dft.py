"""SVCCA by spatial frequency with NumPy, in float64 and complex128: images (n, height, width, channels).

The 2-D Fourier transform of every channel, then for each frequency the complex covariances, an
eigendecomposition of each, whitening, and singular values. Of two opposite frequencies of real images
one is computed.
"""

import numpy as np
from protocol import serve


def spectra(layer):
    wide = layer.astype(np.float64)
    return np.fft.fft2(wide - wide.mean(axis=0), axes=(1, 2))


def whitened(columns):
    values, vectors = np.linalg.eigh(columns.conj().T @ columns)
    values, vectors = values[::-1], vectors[:, ::-1]
    positive = np.maximum(values, 0)
    share = np.cumsum(positive) / np.sum(positive)
    k = int(np.searchsorted(share, 0.99)) + 1
    return columns @ (vectors[:, :k] / np.sqrt(values[:k]))


def compare(xs, ys):
    x, y = spectra(xs[0]), spectra(ys[0])
    _, height, width, _ = x.shape
    total = 0.0
    for row in range(height):
        for column in range(width):
            opposite = (-row % height, -column % width)
            if (row, column) > opposite:
                continue
            a, b = whitened(x[:, row, column]), whitened(y[:, row, column])
            s = np.linalg.svd(a.conj().T @ b, compute_uv=False)
            total += (1 if (row, column) == opposite else 2) * np.mean(np.minimum(s, 1))
    return [float(total / (height * width))]


if __name__ == "__main__":
    serve(compare)
