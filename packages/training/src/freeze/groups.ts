import type * as layers from "@tensorflow/tfjs-layers";

/** Layers that are frozen together. */
export interface LayerGroup {
  readonly name: string;
  /** From the input on. */
  readonly layers: readonly string[];
}

/**
 * The layers of a model in groups, from the input on: each layer with a kernel begins a group, and
 * what follows it without one (batch norm, activation, pooling) belongs to it.
 *
 * Source: Raghu et al. 2017 (arXiv 1706.05806), section 4.2: its convolutional network is frozen
 * layer by layer.
 */
export function layerGroups(model: layers.LayersModel): LayerGroup[] {
  return groupsOf(model, (layer) => (hasKernel(layer) ? layer.name : undefined));
}

/**
 * The same with one group for each block: layers whose names are the same up to the first underscore
 * (`block4_conv`, `block4_bn`, `block4_add`), as `resnet` names them.
 *
 * Source: as {@link layerGroups}: its residual network is frozen block by block.
 */
export function blockGroups(model: layers.LayersModel): LayerGroup[] {
  return groupsOf(model, (layer) => {
    const [block, ...rest] = layer.name.split("_");
    return rest.length > 0 ? block : hasKernel(layer) ? layer.name : undefined;
  });
}

/** Groups by the name that a layer is given; one without a name belongs to the group before it. */
function groupsOf(
  model: layers.LayersModel,
  nameOf: (layer: layers.layers.Layer) => string | undefined,
): LayerGroup[] {
  const groups = new Map<string, string[]>();
  const leading: string[] = [];
  let last = leading;
  for (const layer of model.layers) {
    const name = nameOf(layer);
    if (name !== undefined) {
      last = groups.get(name) ?? [];
      groups.set(name, last);
    }
    last.push(layer.name);
  }
  return [...groups].map(([name, members], i) => ({
    name,
    layers: i === 0 ? [...leading, ...members] : members,
  }));
}

function hasKernel(layer: layers.layers.Layer): boolean {
  return layer.weights.length > 0 && layer.getClassName() !== "BatchNormalization";
}
