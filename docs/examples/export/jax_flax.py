"""Activations of a Flax model in JAX, by captured intermediates, for `svcca`.

    from jax_flax import export_activations
    export_activations(model, variables, batches, "run.h5")
"""

import jax
import numpy as np

from svcca_export import ActivationFile


def export_activations(model, variables, batches, path, layers=None):
    """Runs `batches` of (inputs, labels) through a `flax.linen` model and writes what its modules
    return. `layers` are names such as `Conv_0` or `Block_1/Dense_0`; all by default. The layout of
    convolutions in Flax is NHWC.
    """

    @jax.jit
    def run(inputs):
        return model.apply(variables, inputs, capture_intermediates=True, mutable=["intermediates"])

    with ActivationFile(path, layout="NHWC") as file:
        seen = 0
        for inputs, labels in batches:
            _, state = run(inputs)
            found = dict(_flatten(state["intermediates"]))
            chosen = found if layers is None else {name: found[name] for name in layers}
            ids = np.arange(seen, seen + len(labels))
            seen += len(labels)
            file.append(chosen, labels=np.asarray(labels), ids=ids)


def _flatten(tree, prefix=""):
    """Names and arrays of the nested dict that Flax gives: the first call of each module."""
    for name, value in tree.items():
        if name == "__call__":
            array = np.asarray(value[0])
            # bfloat16 has no place in HDF5; float32 holds each of its values.
            yield prefix.rstrip("/") or "output", array.astype("float32") if array.dtype.name == "bfloat16" else array
        elif hasattr(value, "items"):
            yield from _flatten(value, f"{prefix}{name}/")
