"""Activations of a Keras model, by a model of its inner outputs, for `svcca`.

    from keras_outputs import export_activations
    export_activations(model, dataset, "run.h5", ["conv2d", "batch_normalization", "dense"])
"""

import keras
import numpy as np

from svcca_export import ActivationFile


def export_activations(model, dataset, path, layers):
    """Runs `dataset` of (inputs, labels) batches through `model` and writes the outputs of layers.

    The layout is that of the layers themselves: NHWC unless Keras was told channels_first.
    """
    outputs = [model.get_layer(name).output for name in layers]
    inner = keras.Model(model.inputs, outputs)
    channels_last = keras.config.image_data_format() == "channels_last"
    with ActivationFile(path, layout="NHWC" if channels_last else "NCHW") as file:
        seen = 0
        for inputs, labels in dataset:
            found = inner(inputs, training=False)
            found = found if isinstance(found, (list, tuple)) else [found]
            arrays = {name: keras.ops.convert_to_numpy(one) for name, one in zip(layers, found)}
            ids = np.arange(seen, seen + len(labels))
            seen += len(labels)
            file.append(arrays, labels=np.asarray(labels), ids=ids)
