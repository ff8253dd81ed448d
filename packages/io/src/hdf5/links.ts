import { SvccaError } from "@svcca/linalg";
import { printable } from "../printable.js";
import type { H5 } from "./library.js";
import type { Listed } from "./protocol.js";

/** More soft links than this behind one another are a circle. */
const MOST_HOPS = 32;
/** More links in one file than a person can mean. */
const MOST_LINKS = 1_000_000;

/** Groups in groups: HDF5 checks a path with the square of its length, and nobody nests deeper. */
const MOST_DEPTH = 32;

/** An object of a file at its own path. */
export interface Resolved {
  readonly path: string;
  readonly kind: "dataset" | "group" | "type";
}

/**
 * Walks a path link by link, so that nothing outside the file is ever touched.
 *
 * @throws SvccaError `not-found`, or `unsupported` for a link that leads out of the file.
 */
export function resolve(h5: H5, file: bigint, wanted: string, name: string): Resolved {
  const where = `${name}:${printable(wanted)}`;
  const rest = steps(wanted);
  checkDepth(rest.length, name);
  let at = "";
  let kind: Resolved["kind"] = "group";
  let hops = 0;
  for (let step = rest.shift(); step !== undefined; step = rest.shift()) {
    const next: string = `${at}/${step}`;
    if (kind !== "group" || !h5.get_names(file, at || "/", false).includes(step)) {
      throw new SvccaError("not-found", `${where}: there is no "${printable(next.slice(1))}"`, {
        path: wanted,
      });
    }
    const link = linkAt(h5, file, next);
    if (link?.type === "external") {
      throw new SvccaError(
        "unsupported",
        `${where}: a link to ${printable(link.target)}, another file; links out of a file are never followed, so name that file itself`,
        { path: wanted, target: link.target },
      );
    }
    if (link) {
      if (++hops > MOST_HOPS) {
        throw new SvccaError("format", `${where}: soft links that lead in a circle`, {
          path: wanted,
        });
      }
      if (link.target.startsWith("/")) at = "";
      rest.unshift(...steps(link.target));
      checkDepth(rest.length, name);
      kind = "group";
    } else {
      kind = kindAt(h5, file, next, where);
      at = next;
    }
  }
  return { path: at || "/", kind };
}

const steps = (path: string) => path.split("/").filter((step) => step !== "" && step !== ".");

function checkDepth(depth: number, name: string): void {
  if (depth <= MOST_DEPTH) return;
  throw new SvccaError(
    "unsupported",
    `${name}: groups ${depth} levels deep; at most ${MOST_DEPTH} are read, so write it flatter`,
    { depth },
  );
}

function linkAt(h5: H5, file: bigint, path: string) {
  const external: { filename?: string } = h5.get_external_link(file, path);
  if (external.filename !== undefined) {
    return { type: "external", target: external.filename } as const;
  }
  const soft: string | null = h5.get_symbolic_link(file, path);
  return soft === null ? undefined : ({ type: "soft", target: soft } as const);
}

function kindAt(h5: H5, file: bigint, path: string, where: string): Resolved["kind"] {
  const type = h5.get_type(file, path);
  if (type === h5.H5G_GROUP) return "group";
  if (type === h5.H5G_DATASET) return "dataset";
  if (type === h5.H5G_TYPE) return "type";
  throw new SvccaError("unsupported", `${where}: neither a dataset nor a group`, { type });
}

/**
 * The paths of all datasets, without the leading slash: hard links (each group is entered once, so
 * circles end), and soft links that name a dataset of this file. Links that lead nowhere or out of
 * the file are passed over; `external` counts the latter.
 */
export function listDatasets(h5: H5, file: bigint, name: string): Listed {
  const links = h5.get_names(file, "/", true);
  if (links.length > MOST_LINKS) {
    throw new SvccaError("unsupported", `${name}: ${links.length} links; split the file`, {});
  }
  for (const path of links) checkDepth(steps(path).length, name);
  let external = 0;
  const paths = links.filter((path) => {
    const link = linkAt(h5, file, `/${path}`);
    if (link?.type === "external") external++;
    if (!link) return h5.get_type(file, `/${path}`) === h5.H5G_DATASET;
    if (link.type === "external") return false;
    try {
      return resolve(h5, file, path, name).kind === "dataset";
    } catch (error) {
      if (error instanceof SvccaError) return false;
      throw error;
    }
  });
  return { paths, external };
}

/** The datasets below a group, which the path may reach through soft links. */
export function listGroup(h5: H5, file: bigint, name: string, group: string): Listed {
  const { path, kind } = resolve(h5, file, group, name);
  if (kind !== "group") return { paths: [], external: 0 };
  const { paths, external } = listDatasets(h5, file, name);
  const prefix = path === "/" ? "" : `${path.slice(1)}/`;
  const inside = paths.filter((one) => one.startsWith(prefix));
  return { paths: inside.map((one) => one.slice(prefix.length)), external };
}
