"""Transforms by NumPy and SciPy, timed one at a time as the other side asks for them.

Arguments: a file of raw float64, then its shape (images, height, width, channels). Reads names from
standard input, one a line, and answers with the seconds that one run took. "save NAME FILE" writes
a result as raw float64, real and imaginary parts in turn.
"""
import sys
import time

import numpy as np

try:
    import scipy
    import scipy.fft as scipy_fft
except ImportError:
    scipy = None

path, shape = sys.argv[1], tuple(int(size) for size in sys.argv[2:6])
x64 = np.fromfile(path).reshape(shape)
x32 = x64.astype(np.float32)
space = (1, 2)
runs = {
    "numpy.fft.fft2": lambda: np.fft.fft2(x64, axes=space),
    "numpy.fft.rfft2": lambda: np.fft.rfft2(x64, axes=space),
}
if scipy:
    runs["scipy.fft.fft2"] = lambda: scipy_fft.fft2(x64, axes=space)
    runs["scipy.fft.rfft2"] = lambda: scipy_fft.rfft2(x64, axes=space)
    runs["scipy.fft.fft2, float32"] = lambda: scipy_fft.fft2(x32, axes=space)
    runs["scipy.fft.fft2, 2 threads"] = lambda: scipy_fft.fft2(x64, axes=space, workers=2)

versions = f"Python {sys.version.split()[0]}, NumPy {np.__version__}"
print(versions + (f", SciPy {scipy.__version__}" if scipy else ", no SciPy"), "|".join(runs), sep="\t", flush=True)
for line in sys.stdin:
    command = line.rstrip("\n").split("\t")
    if command[0] == "save":
        result = np.ascontiguousarray(runs[command[1]]())
        result.view(np.float64).tofile(command[2])
        print("saved", flush=True)
    else:
        start = time.perf_counter()
        result = runs[command[0]]()
        print(time.perf_counter() - start, flush=True)
        del result
