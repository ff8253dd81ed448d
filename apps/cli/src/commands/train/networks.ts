import type { DataSet, LayerGroup } from "@svcca/training";
import type { Training } from "../../input/training.js";

/** The architectures that `svcca train` knows. */
export const NETWORKS = ["convnet", "resnet", "mlp", "lstm"] as const;

/** Which network to train, as the command line gives it. */
export interface NetworkFlags {
  network: (typeof NETWORKS)[number];
  channels: number[];
  units?: number[];
  blocks: number;
}

type Model = ReturnType<Training["mlp"]>;

/** The network of the flags, and what is frozen together in it. */
export function buildNetwork(
  training: Training,
  { network, channels, units, blocks }: NetworkFlags,
  set: DataSet,
  seed: number,
): { model: Model; groups: LayerGroup[] } {
  const wanted = { inputShape: set.shape, outputs: training.outputsOf(set), seed };
  const chosen = units ? { units } : {};
  switch (network) {
    case "resnet": {
      const model = training.resnet({ ...wanted, channels, blocks, units: units?.[0] ?? 32 });
      return { model, groups: training.blockGroups(model) };
    }
    case "mlp": {
      const model = training.mlp({ ...wanted, ...chosen });
      return { model, groups: training.layerGroups(model) };
    }
    case "lstm": {
      const model = training.lstm({ ...wanted, ...chosen });
      return { model, groups: training.layerGroups(model) };
    }
    case "convnet": {
      const model = training.convnet({
        ...wanted,
        channels: [channels[0]!, channels[1] ?? channels[0]!],
        units: [units?.[0] ?? 64, units?.[1] ?? units?.[0] ?? 32],
      });
      return { model, groups: training.layerGroups(model) };
    }
  }
}
