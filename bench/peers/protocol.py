"""What a peer and the benchmark say to each other: a line in, a line out.

Load: {"arrays": {"x": [path, ...], "y": [path, ...]}}, answered with the versions and the memory
taken so far, of which the peak counts from then on. Run: {"run": true}, answered with the seconds of one run (by the clock, and of
all processors), its similarities, and the highest memory so far.
"""

import json
import sys
import time

import numpy


def memory(field):
    with open("/proc/self/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    return int(fields[field].split()[0]) * 1024


def forget_peak():
    with open("/proc/self/clear_refs", "w") as refs:
        refs.write("5")


def blas():
    import ctypes

    try:
        library = ctypes.CDLL("libopenblas.so.0")
        library.openblas_get_corename.restype = ctypes.c_char_p
        library.openblas_get_config.restype = ctypes.c_char_p
        version = library.openblas_get_config().decode().split()[1]
        return f"OpenBLAS {version}, kernel {library.openblas_get_corename().decode()}"
    except (OSError, AttributeError):
        return "another BLAS than Debian's OpenBLAS"


def serve(compare):
    """Runs compare(x, y) for lists of layers, datapoints x neurons, as it is told to."""
    layers = {}
    for line in sys.stdin:
        message = json.loads(line)
        if "arrays" in message:
            layers = {
                side: [numpy.load(path) for path in paths]
                for side, paths in message["arrays"].items()
            }
            answer = {
                "versions": f"Python {sys.version.split()[0]}, NumPy {numpy.__version__}, {blas()}",
                "resident": memory("VmRSS"),
            }
            forget_peak()
        else:
            busy = time.process_time()
            start = time.perf_counter()
            values = compare(layers["x"], layers["y"])
            answer = {
                "seconds": time.perf_counter() - start,
                "busy": time.process_time() - busy,
                "values": values,
                "peak": memory("VmHWM"),
            }
        print(json.dumps(answer), flush=True)
