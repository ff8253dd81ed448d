"""NumPy's products and decompositions, for bench/cpu/kernels.mjs: {"kernel": name, "size": d}."""

import json
import sys
import time

import numpy as np
from protocol import blas

KERNELS = {
    "product": lambda a, s: a @ a,
    "gram": lambda a, s: a.T @ a,
    "eigh": lambda a, s: np.linalg.eigh(s),
    "eigh, 40 % kept": lambda a, s: np.linalg.eigh(s),
    "svd": lambda a, s: np.linalg.svd(a),
    "singular values": lambda a, s: np.linalg.svd(a, compute_uv=False),
}

inputs = {}
for line in sys.stdin:
    message = json.loads(line)
    answer = {"versions": f"NumPy {np.__version__}, {blas()}"}
    if "kernel" in message:
        size = message["size"]
        if size not in inputs:
            a = np.random.default_rng(1).standard_normal((size, size))
            inputs[size] = a, a.T @ a
        busy = time.process_time()
        start = time.perf_counter()
        KERNELS[message["kernel"]](*inputs[size])
        answer = {"seconds": time.perf_counter() - start, "busy": time.process_time() - busy}
    print(json.dumps(answer), flush=True)
