"""Reads a large file as numpy and h5py do, in blocks of rows: read.py PATH. Prints seconds, sum, MB."""

import resource
import sys
import time
import zipfile

import h5py
import numpy as np

BLOCK = 1024
path = sys.argv[1]
begun = time.perf_counter()
total = 0.0
if path.endswith(".npy"):
    array = np.load(path, mmap_mode="r")
    for start in range(0, len(array), BLOCK):
        # The copy is what a computation would be given.
        total += float(np.array(array[start : start + BLOCK])[:, 0].sum(dtype="float64"))
elif path.endswith(".npz"):
    # np.load would hold all of it; this is its own reading of the entry, block by block.
    with zipfile.ZipFile(path) as archive, archive.open("a.npy") as f:
        np.lib.format.read_magic(f)
        shape, _, dtype = np.lib.format.read_array_header_1_0(f)
        for start in range(0, shape[0], BLOCK):
            count = min(BLOCK, shape[0] - start)
            block = np.frombuffer(f.read(count * shape[1] * 4), dtype)
            total += float(block.reshape(count, -1)[:, 0].sum(dtype="float64"))
else:
    with h5py.File(path) as f:
        array = f["a"]
        for start in range(0, len(array), BLOCK):
            total += float(array[start : start + BLOCK][:, 0].sum(dtype="float64"))
seconds = time.perf_counter() - begun
print(seconds, total, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
