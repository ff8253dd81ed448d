import { membersOf, type Node, type Sum } from "./nodes.js";
import type { StudyPlan } from "./plan.js";

/** A block of rows of a layer, as read and as projected. */
const BLOCK_BYTES = 64 * 2 ** 20;

/**
 * Bytes that computing a node takes at most, from the widths of the layers. Directions are counted
 * as if all were kept, which is more than it mostly is.
 */
export function memoryOf(plan: StudyPlan, node: Node): number {
  if (node.kind === "hash") return BLOCK_BYTES;
  if (node.kind === "directions") {
    const width = widthOf(plan, node.network, node.layer);
    // The matrix, its eigenvectors, the workspace, weights and loadings.
    return BLOCK_BYTES + 8 * 8 * width * width;
  }
  const moments = momentsBytes(plan, node.sum);
  if (node.kind === "pairs") return BLOCK_BYTES + 2 * moments + directionsBytes(plan, node.sum);
  // The sum, what is added, and both once more as bytes of a file.
  if (node.level > 0) return BLOCK_BYTES + 4 * moments;
  return 2 * BLOCK_BYTES + 3 * moments + directionsBytes(plan, node.sum);
}

function momentsBytes(plan: StudyPlan, sum: Sum): number {
  const { members, pairs } = membersOf(plan, sum);
  const widths = members.map(({ network, layer }) => widthOf(plan, network, layer));
  const own = widths.reduce((total, width) => total + width * width, 0);
  const cross = pairs.reduce((total, [x, y]) => total + widths[x]! * widths[y]!, 0);
  return 8 * (own + cross);
}

function directionsBytes(plan: StudyPlan, sum: Sum): number {
  const { members } = membersOf(plan, sum);
  return members.reduce((total, { network, layer, passes }) => {
    const width = passes === undefined ? 0 : widthOf(plan, network, layer);
    return total + 2 * 8 * width * width;
  }, 0);
}

/** Neurons of a layer, with the treatment of space and time that was chosen. */
export function widthOf({ networks, choice }: StudyPlan, network: number, layer: number): number {
  const { shape, layout } = networks[network]!.layers[layer]!;
  const rest = shape.slice(1);
  if (rest.length === 3 && choice.spatial !== "flatten") {
    return (choice.layout ?? layout)?.toUpperCase() === "NHWC" ? rest[2]! : rest[0]!;
  }
  if (rest.length === 2) return rest[1]!;
  return rest.reduce((product, size) => product * size, 1);
}
