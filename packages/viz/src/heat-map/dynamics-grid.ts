import { checkGrid, checkList, checkNames, checkObject, checkText, type Values } from "../check.js";
import { drawSheet, layoutHead, padding } from "../figure.js";
import { blockHeight, blockWidth, drawBlock } from "../text/draw.js";
import { wrap } from "../text/fit.js";
import { paletteOf } from "../theme.js";
import { survey } from "./cells.js";
import { colorBar } from "./color-bar.js";
import { layoutMapLine } from "./map-line.js";
import { checkMap, type MapOptions } from "./options.js";

/** One network over training. Keys are those of `svcca dynamics` results. */
export interface NetworkDynamics {
  /** Stands beside the maps of the network, for instance `"convnet"`; `""` for none. */
  readonly title: string;
  /** Names of the rows of every map: layers at the checkpoint, from the input on. */
  readonly layers: readonly string[];
  /** Names of the columns of every map: layers of the final network, from the input on. */
  readonly columns: readonly string[];
  /** In the order of training; `values` has one list per layer and one entry per column. */
  readonly checkpoints: readonly { readonly name: string; readonly values: readonly Values[] }[];
}

/** What `dynamicsGrid` draws. */
export interface DynamicsGridOptions extends MapOptions {
  /** One line of maps each. Networks may have different layers and numbers of checkpoints. */
  readonly networks: readonly NetworkDynamics[];
  /** What the rows are; `"layers at the checkpoint"` by default. */
  readonly rowTitle?: string | undefined;
  /** What the columns are; `"layers after training"` by default. */
  readonly columnTitle?: string | undefined;
}

const where = "dynamicsGrid";
const leastBar = 120;
const mostBar = 320;
const axisSize = 12;
const titleSize = 12.5;
const lineGap = 20;

function check(networks: readonly NetworkDynamics[]): void {
  checkList(where, "networks", networks);
  networks.forEach((network, index) => {
    const name = `networks[${index}]`;
    checkObject(where, name, network, "title, layers, columns and checkpoints");
    checkText(where, `${name}.title`, network.title);
    checkNames(where, `${name}.layers`, network.layers);
    checkNames(where, `${name}.columns`, network.columns);
    checkList(where, `${name}.checkpoints`, network.checkpoints);
    network.checkpoints.forEach((checkpoint, place) => {
      const at = `${name}.checkpoints[${place}]`;
      checkObject(where, at, checkpoint, "name and values");
      checkText(where, `${at}.name`, checkpoint.name);
      const { layers, columns } = network;
      checkGrid(where, `${at}.values`, checkpoint.values, layers.length, columns.length);
    });
  });
}

/**
 * Draws learning dynamics as small multiples: each network is a line, each checkpoint a map of its
 * layers against the layers of the trained network, all with one colour bar (Raghu et al. 2017,
 * Fig. 4). The input layer stands at the bottom left, so bottom-up convergence shows as a bright
 * corner that grows from there.
 *
 * Unlike the maps of `heatMapGrid`, those of different networks may have different layers; each
 * network is named at the left of its line.
 *
 * @returns an SVG document. Its size follows from the numbers of networks, checkpoints and layers.
 * @throws TypeError for a value of the wrong type
 * @throws RangeError for an empty or ragged input, a value that is not finite, an unknown choice
 */
export function dynamicsGrid(options: DynamicsGridOptions): string {
  const settings = checkMap(where, options);
  const { networks, rowTitle = "layers at the checkpoint" } = options;
  const { columnTitle = "layers after training" } = options;
  check(networks);
  checkText(where, "rowTitle", rowTitle);
  checkText(where, "columnTitle", columnTitle);
  const { valueLabel, domain, colorMap, theme } = settings;
  const palette = paletteOf(theme);

  const most = Math.max(...networks.map(({ checkpoints }) => checkpoints.length));
  const lines = networks.map((network) => layoutMapLine(network, most, settings, palette));
  const titles = networks.map(({ title }, index) =>
    wrap(title, Math.max(lines[index]!.mapHeight, leastBar), titleSize, true),
  );
  const titleWidth = Math.max(...titles.map((title) => blockHeight(title, titleSize)));
  const mapsWidth = Math.max(...lines.map((line) => line.width));
  const lengths = titles.map((title) => blockWidth(title, titleSize, true));
  const heights = lines.map(({ top, mapHeight, below }, index) =>
    Math.max(top + mapHeight + below, lengths[index]!),
  );
  const lineTops = heights.map((_, index) =>
    heights.slice(0, index).reduce((sum, height) => sum + height + lineGap, 0),
  );
  const mapsHeight = lineTops.at(-1)! + heights.at(-1)!;

  // Stands beside the maps of each network, and must not run into that of the next.
  const rowRoom = lines.length > 1 ? Math.min(...heights) : Math.max(mapsHeight, leastBar);
  const rowHead = wrap(rowTitle, rowRoom, axisSize);
  const columnHead = wrap(columnTitle, Math.max(mapsWidth, leastBar), axisSize);
  const rowHeadWidth = blockHeight(rowHead, axisSize);
  const overhang = (blockWidth(columnHead, axisSize) - mapsWidth) / 2;
  const titleLeft = padding + (titleWidth > 0 ? titleWidth + 8 : 0);
  const left = Math.max(
    titleLeft + rowHeadWidth + 8 + Math.max(...lines.map((line) => line.before)),
    padding + overhang,
  );
  const barLeft = left + mapsWidth + Math.max(16, overhang + 8);
  const bar = colorBar({
    label: valueLabel,
    domain,
    map: colorMap,
    ...survey(
      networks.flatMap(({ checkpoints }) => checkpoints.map(({ values }) => values)),
      domain,
    ),
    height: Math.max(leastBar, Math.min(mapsHeight - lines[0]!.top, mostBar)),
    palette,
  });
  const total = Math.max(300, barLeft + bar.width + padding);
  const head = layoutHead(options, total - 2 * padding, palette);
  const top = padding + head.height;
  const columnHeadTop = top + mapsHeight + 6;
  const bottom = Math.max(
    columnHeadTop + blockHeight(columnHead, axisSize),
    top + lines[0]!.top + bar.height + 8,
    top + blockWidth(rowHead, axisSize),
  );

  const style = { size: axisSize, fill: palette.text, anchor: "middle" } as const;
  const turned = { ...style, rotate: -90 };
  const body = lines.map((line, index) => {
    const y = top + lineTops[index]!;
    // Beside the middle of the maps, as far as a title then stays beside its own line.
    const middle = (length: number) =>
      Math.min(
        Math.max(y + line.top + line.mapHeight / 2, y + length / 2),
        y + Math.max(heights[index]!, length) - length / 2,
      );
    const title = { x: padding, y: middle(lengths[index]!), size: titleSize, bold: true };
    const rows = { x: titleLeft, y: middle(blockWidth(rowHead, axisSize)) };
    return (
      drawBlock(titles[index]!, { ...turned, ...title }) +
      drawBlock(rowHead, { ...turned, ...rows }) +
      line.draw(left, y)
    );
  });
  return drawSheet({
    width: total,
    height: bottom + padding,
    palette,
    title: options.title ?? `${valueLabel}: ${rowTitle} by ${columnTitle}`,
    description:
      `${valueLabel} over training, one line of heat maps for each network. ${networks
        .map(
          ({ title, checkpoints }) => `${title}: ${checkpoints.map(({ name }) => name).join(", ")}`,
        )
        .join(". ")}. ` +
      `Rows, ${settings.origin === "bottom-left" ? "from the bottom up" : "from the top down"}: ${rowTitle}. ` +
      `Columns, from left to right: ${columnTitle}.`,
    body:
      head.draw(padding, padding) +
      body.join("") +
      drawBlock(columnHead, { ...style, x: left + mapsWidth / 2, y: columnHeadTop }) +
      bar.draw(barLeft, top + lines[0]!.top),
  });
}
