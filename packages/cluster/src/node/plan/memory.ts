import { membersOf, type Node, type Sum } from "./nodes.js";
import type { StudyPlan } from "./plan.js";

/** A block of rows of a layer, as read and as projected. */
const BLOCK_BYTES = 64 * 2 ** 20;

/**
 * Bytes that computing a node takes at most, from the widths of the layers and, where these are
 * known, the directions that are kept of them.
 */
export function memoryOf(plan: StudyPlan, node: Node): number {
  if (node.kind === "hash") return BLOCK_BYTES;
  if (node.kind === "directions") {
    const width = widthOf(plan, node.network, node.layer);
    // The matrix, its eigenvectors, the workspace, weights and loadings; and the file they are in.
    const file = 2 * momentsBytes(plan, { kind: "layers", network: node.network });
    return BLOCK_BYTES + 8 * 8 * width * width + file;
  }
  const moments = momentsBytes(plan, node.sum);
  const directions = directionsBytes(plan, node.sum);
  if (node.kind === "pairs") return BLOCK_BYTES + 2 * moments + directions;
  // The sum, what is added, and both once more as bytes of a file.
  if (node.level > 0) return BLOCK_BYTES + 4 * moments;
  return 2 * BLOCK_BYTES + 3 * moments + directions;
}

/** Bytes of the moments of a sum. */
export function momentsBytes(plan: StudyPlan, sum: Sum): number {
  if (sum.kind === "cross") return sum.bytes.moments;
  const { members } = membersOf(plan, sum);
  return members.reduce(
    (total, { network, layer }) => total + 8 * widthOf(plan, network, layer) ** 2,
    0,
  );
}

function directionsBytes(plan: StudyPlan, sum: Sum): number {
  if (sum.kind === "cross") return sum.bytes.directions;
  // Along directions, of which there are at most as many as neurons.
  return sum.kind === "again" ? 2 * momentsBytes(plan, sum) : 0;
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
