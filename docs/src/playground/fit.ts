import type { NetworkInfo, Opened } from "./protocol.js";
import type { Settings } from "./settings.js";
import { networkOf } from "./targets.js";

/** Settings that name things that are open: what they name stays, what is gone is chosen anew. */
export function fitTo(settings: Settings, opened: Opened): Settings {
  const { networks, labels } = opened;
  const [first, second = first] = networks;
  if (!first || !second) return settings;
  const a = networkOf(opened, settings.a) ?? first;
  const b = networkOf(opened, settings.b) ?? (a === first ? second : first);
  const names = networks.map(({ name }) => name);
  const known = new Set(networks.flatMap(({ layers }) => layers.map(({ name }) => name)));
  const x = layerIn(a, settings.x, lastOf(a));
  return {
    ...settings,
    a: a.name,
    b: b.name,
    x,
    y: layerIn(b, settings.y, layerIn(b, x, lastOf(b))),
    layers: settings.layers.filter((name) => known.has(name)),
    checkpoints: settings.checkpoints.filter((name) => names.includes(name)),
    ...labelsFor(
      { ...settings, labels: labels.includes(settings.labels) ? settings.labels : "" },
      opened,
    ),
  };
}

/** Classes need labels: the first there are, unless others were chosen. */
export function labelsFor(
  { question, labels }: Pick<Settings, "question" | "labels">,
  opened: Opened,
): Pick<Settings, "question" | "labels"> {
  if (question !== "classes" || labels !== "") return { question, labels };
  const [first] = opened.labels;
  return first === undefined ? { question: "layers", labels } : { question, labels: first };
}

const lastOf = ({ layers }: NetworkInfo) => layers.at(-1)!.name;

const layerIn = ({ layers }: NetworkInfo, wanted: string, other: string): string =>
  layers.some(({ name }) => name === wanted) ? wanted : other;

/** Which treatments the layers in question need: of positions, of steps. */
export function needsOf(settings: Settings, opened: Opened): { images: boolean; steps: boolean } {
  const { question, a, b, x, y, layers } = settings;
  const axes = opened.networks
    .filter(
      ({ name }) => question === "training" || name === a || (name === b && question !== "classes"),
    )
    .flatMap((network) =>
      network.layers.filter(({ name }) =>
        question === "layers"
          ? (network.name === a && name === x) || (network.name === b && name === y)
          : layers.length === 0 || layers.includes(name),
      ),
    )
    .map(({ shape }) => shape.length);
  return { images: axes.includes(4), steps: axes.includes(3) };
}
