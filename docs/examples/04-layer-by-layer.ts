import { grid } from "@svcca/core";
import { heatMap } from "@svcca/viz";
import { layerOf } from "./networks.js";

// Every layer of one network against every layer of the other; each is decomposed once.
const names = ["conv1", "conv2", "conv3", "pool", "fc1", "logits"];
const [a, b] = await Promise.all(
  ["net-a-100", "net-b-100"].map((net) => Promise.all(names.map((name) => layerOf(net, name)))),
);
const { values } = await grid(a!, b!, { spatial: "average", layout: "NCHW" });

export default [
  `logits of both: ${values.at(-1)!.at(-1)!.toFixed(4)}`,
  heatMap({ values, rows: names, columns: names, rowTitle: "net a", columnTitle: "net b" }),
];
