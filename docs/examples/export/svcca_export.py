"""Writes activations batch by batch to an HDF5 file that `svcca` reads.

    run.h5
      activations/NAME   one dataset per layer: datapoints first, grown batch by batch
      labels             one whole number for each datapoint, if given
      ids                one text or whole number for each datapoint, if given

A layer of four axes carries the attribute `layout`, NCHW or NHWC, so that `svcca` need not be told:

    svcca compare a.h5:activations/conv1 b.h5:activations/conv1 --spatial average
    svcca compare a.h5:activations/fc1 b.h5:activations/fc1 --ids a.h5:ids --ids-y b.h5:ids
    svcca classes a.h5:activations --labels a.h5:labels

Needs numpy and h5py. Any array that `numpy.asarray` takes can be written.
"""

import h5py
import numpy as np


class ActivationFile:
    """An HDF5 file to which the activations of one data set are appended."""

    def __init__(self, path, layout="NCHW", compression=None):
        """`layout` is of the layers of four axes; `compression="gzip"` makes small, slow files."""
        if layout not in ("NCHW", "NHWC"):
            raise ValueError(f"layout {layout!r}: give NCHW or NHWC")
        self._file = h5py.File(path, "x")
        self._layout = layout
        self._compression = compression
        self._counts = {}

    def append(self, layers, labels=None, ids=None):
        """Appends a batch: a dict of arrays by layer, all with the datapoints first."""
        batch = {f"activations/{name}": np.asarray(array) for name, array in layers.items()}
        if labels is not None:
            batch["labels"] = np.asarray(labels)
        if ids is not None:
            batch["ids"] = np.asarray(ids)
        rows = {array.shape[0] for array in batch.values()}
        if len(rows) != 1:
            raise ValueError(f"layers of {sorted(rows)} datapoints in one batch")
        if self._counts and set(batch) != set(self._counts):
            raise ValueError(f"a batch of {sorted(batch)} after one of {sorted(self._counts)}")
        for name, array in batch.items():
            self._append(name, array)

    def _append(self, name, array):
        text = array.dtype.kind in "US"
        if name not in self._counts:
            dtype = h5py.string_dtype() if text else array.dtype
            shape = (0, *array.shape[1:])
            rows = max(1, 2**20 // max(1, int(np.prod(shape[1:])) * array.dtype.itemsize))
            dataset = self._file.create_dataset(
                name,
                shape=shape,
                maxshape=(None, *shape[1:]),
                chunks=(rows, *shape[1:]),
                dtype=dtype,
                compression=None if text else self._compression,
            )
            if array.ndim == 4:
                dataset.attrs["layout"] = self._layout
            self._counts[name] = 0
        dataset = self._file[name]
        start = self._counts[name]
        self._counts[name] = start + array.shape[0]
        dataset.resize(self._counts[name], axis=0)
        dataset[start:] = array.astype(object) if text else array

    def close(self):
        self._file.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
