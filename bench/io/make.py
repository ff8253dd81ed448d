"""Writes one of the large files of the benchmark: make.py KIND PATH (numpy, h5py)."""

import sys
import zipfile

import h5py
import numpy as np

WIDTH = 1024
BLOCK = 8192
kind, path = sys.argv[1:3]


def blocks(gigabytes):
    """Rows of float32 that do not repeat from block to block, made quickly."""
    rows = int(gigabytes * 1e9) // (4 * WIDTH)
    base = np.random.default_rng(1).standard_normal((BLOCK, WIDTH), dtype="float32")
    for start in range(0, rows, BLOCK):
        yield start, (base + np.float32(start % 97))[: min(BLOCK, rows - start)]


def rows(gigabytes):
    return int(gigabytes * 1e9) // (4 * WIDTH)


def npy(f, gigabytes):
    header = {"descr": "<f4", "fortran_order": False, "shape": (rows(gigabytes), WIDTH)}
    np.lib.format.write_array_header_1_0(f, header)
    for _, block in blocks(gigabytes):
        f.write(block.tobytes())


if kind == "npy":
    with open(path, "wb") as f:
        npy(f, 4)
elif kind == "npz":
    with zipfile.ZipFile(path, "w") as archive:
        with archive.open("a.npy", "w", force_zip64=True) as f:
            npy(f, 5)
else:
    # Zeros as after a ReLU, so that gzip has something to do.
    gigabytes, how = (3, {}) if kind == "h5" else (0.5, {"compression": "gzip", "compression_opts": 4})
    with h5py.File(path, "w") as f:
        shape = (rows(gigabytes), WIDTH)
        data = f.create_dataset("a", shape=shape, dtype="f4", chunks=(256, WIDTH), **how)
        for start, block in blocks(gigabytes):
            data[start : start + len(block)] = np.maximum(block, 0) if how else block
