import { stagesOf } from "@svcca/core/stages";
import { type Node, nodeId, rootOf } from "../plan/nodes.js";
import type { StudyPlan } from "../plan/plan.js";
import { crossSums, pairNodes } from "./groups.js";
import type { StepResults, StudyState } from "./state.js";

/** What a study does next, and the nodes that have to be there before it goes on. */
export interface Advance {
  readonly state: StudyState;
  readonly nodes: readonly Node[];
}

/** The first step: the hashes of all files. */
export function begin({ networks }: StudyPlan): Advance {
  return {
    state: { step: "hash", passes: [], kept: [], wants: [] },
    nodes: networks.flatMap(({ parts }, network) =>
      parts.map((_, part): Node => ({ kind: "hash", network, part })),
    ),
  };
}

/** The step after `state`. The same input gives the same step, on whatever machine. */
export function advance(plan: StudyPlan, state: StudyState, results: StepResults): Advance {
  const networks = plan.networks.flatMap((_, n) => (results.brokenNetworks.has(n) ? [] : [n]));
  switch (state.step) {
    case "hash":
      if (stagesOf(plan.choice) === "moments") return cross(plan, state, results);
      return {
        state: { ...state, step: "layers" },
        nodes: networks.map((network) => rootOf(plan, { kind: "layers", network })),
      };
    case "layers":
      return {
        state: { ...state, step: "directions", passes: plan.networks.map(noPasses) },
        nodes: networks.flatMap((network) =>
          plan.networks[network]!.layers.map(
            (_, layer): Node => ({ kind: "directions", network, layer, passes: 0 }),
          ),
        ),
      };
    case "again":
      return {
        state: { ...state, step: "better", passes: onePassMore(state) },
        nodes: networks.flatMap((network) => {
          const among = state.wants[network]!;
          return among.map((layer): Node => {
            const passes = Number(state.passes[network]![layer]) + 1;
            return { kind: "directions", network, layer, passes, among };
          });
        }),
      };
    case "directions":
    case "better":
      return readAgain(plan, learn(plan, state, results), results, networks);
    case "cross":
      return {
        state: { ...state, step: "pairs" },
        nodes: couplesLeft(plan, results).flatMap((couple) => pairNodes(plan, couple, state)),
      };
    default:
      return { state: { ...state, step: "done" }, nodes: [] };
  }
}

/** Couples of which nothing failed so far. */
function couplesLeft(plan: StudyPlan, { brokenNetworks, brokenCouples }: StepResults) {
  return plan.couples.flatMap((networks, couple) =>
    brokenCouples.has(couple) || networks.some((n) => brokenNetworks.has(n)) ? [] : [couple],
  );
}

function readAgain(
  plan: StudyPlan,
  state: StudyState,
  results: StepResults,
  networks: readonly number[],
): Advance {
  const wanting = networks.filter((n) => state.wants[n]!.length > 0);
  if (wanting.length === 0) return cross(plan, state, results);
  const nodes = wanting.map((network) => {
    const layers = state.wants[network]!;
    const passes = Number(state.passes[network]![layers[0]!]);
    return rootOf(plan, { kind: "again", network, layers, passes });
  });
  return { state: { ...state, step: "again" }, nodes };
}

function cross(plan: StudyPlan, state: StudyState, results: StepResults): Advance {
  const sums = couplesLeft(plan, results).flatMap((couple) => crossSums(plan, couple, state));
  return { state: { ...state, step: "cross" }, nodes: sums.map((sum) => rootOf(plan, sum)) };
}

/** What the directions that were computed last say: how many, and whether to read again. */
function learn(plan: StudyPlan, state: StudyState, { directions }: StepResults): StudyState {
  const factsOf = (network: number, layer: number) => {
    const passes = Number(state.passes[network]![layer]);
    return directions.get(nodeId({ kind: "directions", network, layer, passes }));
  };
  return {
    ...state,
    kept: plan.networks.map(({ layers }, n) => layers.map((_, l) => factsOf(n, l)?.kept ?? 0)),
    wants: plan.networks.map(({ layers }, n) =>
      layers.flatMap((_, l) => (factsOf(n, l)?.again ? [l] : [])),
    ),
  };
}

function onePassMore({ passes, wants }: StudyState): string[] {
  return passes.map((digits, network) =>
    [...digits]
      .map((digit, layer) => (wants[network]!.includes(layer) ? Number(digit) + 1 : digit))
      .join(""),
  );
}

const noPasses = ({ layers }: StudyPlan["networks"][number]) => "0".repeat(layers.length);
