"""Activations of a PyTorch model, by forward hooks, for `svcca`.

    from pytorch_hooks import export_activations
    export_activations(model, loader, "run.h5", ["conv1", "layer2.0.bn1", "fc"])

Compare the same images in the same order: a loader with shuffle=False, the model in eval mode.
"""

import torch

from svcca_export import ActivationFile


@torch.no_grad()
def export_activations(model, loader, path, layers, device="cpu"):
    """Runs `loader` of (inputs, labels) through `model` and writes the outputs of named modules.

    `layers` are names as `model.named_modules()` gives them. PyTorch's layout is NCHW.
    """
    modules = dict(model.named_modules())
    missing = [name for name in layers if name not in modules]
    if missing:
        raise ValueError(f"no modules {missing}; there are {[name for name in modules if name]}")
    caught = {}

    def catch(name):
        def hook(_module, _inputs, output):
            # bfloat16 has no place in HDF5; float32 holds each of its values.
            caught[name] = (output.float() if output.dtype == torch.bfloat16 else output).cpu().numpy()

        return hook

    handles = [modules[name].register_forward_hook(catch(name)) for name in layers]
    was_training = model.training
    model.eval()
    try:
        with ActivationFile(path, layout="NCHW") as file:
            seen = 0
            for inputs, labels in loader:
                caught.clear()
                model(inputs.to(device))
                ids = range(seen, seen + len(labels))
                seen += len(labels)
                file.append({name: caught[name] for name in layers}, labels=labels, ids=ids)
    finally:
        model.train(was_training)
        for handle in handles:
            handle.remove()
