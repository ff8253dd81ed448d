"""random-holes.py FOLDER: chunked HDF5 files of which random chunks are written, and truth.json.

The values that were written are 1. Prints nothing; needs h5py.
"""
import json
import sys

import h5py
import numpy as np

folder = sys.argv[1]
random = np.random.default_rng(5)
N = None
kinds = {
    "fixed": ((40, 30), (7, 10), (40, 30)),
    "fixed_larger": ((40, 30), (7, 10), (80, 90)),
    "growing": ((40, 30), (7, 10), (N, 30)),
    "sideways": ((40, 30), (7, 10), (60, N)),
    "both": ((40, 30), (7, 10), (N, N)),
    "middle": ((12, 9, 8), (3, 2, 5), (12, N, 8)),
    "cube": ((12, 9, 8), (3, 2, 5), (N, N, 8)),
    "one": ((20,), (20,), (20,)),
    "paged": ((50, 60), (1, 1), (60, 90)),
    "long": ((3000,), (1,), (N,)),
    "deep": ((150, 40), (1, 1), (N, N)),
}
truth = {}
for version in ("earliest", "latest"):
    for kind, (shape, chunk, most) in kinds.items():
        for part in (0, 0.5, 0.97, 1):
            counts = [-(-n // c) for n, c in zip(shape, chunk)]
            written = random.random(counts) < part
            name = f"{kind}-{version}-{part}.h5"
            compression = "gzip" if len(truth) % 3 == 0 else None
            with h5py.File(f"{folder}/{name}", "w", libver=version) as f:
                data = f.create_dataset("d", shape, "u1", chunks=chunk, maxshape=most, compression=compression)
                for place in random.permutation(np.argwhere(written)):
                    data[tuple(slice(i * c, (i + 1) * c) for i, c in zip(place, chunk))] = 1
            truth[name] = {"chunk": chunk[0], "rows": written.reshape(counts[0], -1).all(axis=1).tolist()}

# Data blocks in pages need more than 131,072 chunks; some of their pages are never made.
with h5py.File(f"{folder}/huge.h5", "w", libver="latest") as f:
    data = f.create_dataset("d", (200_000,), "u1", chunks=(1,), maxshape=(N,))
    # Else the file would be too small for it, which is seen first.
    f["other"] = np.ones(200_000, "u1")
    written = np.zeros(200_000, bool)
    for start in (0, 150, 131_060, 131_080, 140_000, 199_990):
        data[start : start + 10] = 1
        written[start : start + 10] = True
truth["huge.h5"] = {"chunk": 1, "rows": written.tolist()}
json.dump(truth, open(f"{folder}/truth.json", "w"))
