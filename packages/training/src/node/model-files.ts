import { access, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SvccaError } from "@svcca/linalg";
import { io } from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { fillWhole } from "./write-whole.js";

const TOPOLOGY = "model.json";
const WEIGHTS = "weights.bin";

/**
 * Writes a model to a folder as `model.json` and `weights.bin`, the format of tfjs: its own loaders
 * read it too, in browsers as well. Whole or not at all: into a folder beside it, which is renamed.
 *
 * @throws SvccaError `exists` when the folder is there and `force` is not set, `not-found` when nothing
 *   can be written there.
 */
export async function saveModel(
  folder: string,
  model: layers.LayersModel,
  { force = false }: { force?: boolean } = {},
): Promise<void> {
  let artifacts: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler(async (made) => {
      artifacts = made;
      return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: "JSON" } };
    }),
  );
  const { modelTopology, format, generatedBy, convertedBy, weightSpecs, weightData } = artifacts!;
  const manifest = [{ paths: [WEIGHTS], weights: weightSpecs }];
  const topology = { format, generatedBy, convertedBy, modelTopology, weightsManifest: manifest };
  const there = await access(folder).then(
    () => true,
    () => false,
  );
  if (there && !force) {
    throw new SvccaError(
      "exists",
      `${folder}: the folder is there; give another, or write over it with --force`,
      { folder },
    );
  }
  await fillWhole(folder, async (temporary) => {
    await writeFile(join(temporary, TOPOLOGY), `${JSON.stringify(topology)}\n`);
    const bytes = io.CompositeArrayBuffer.join(weightData as ArrayBuffer);
    await writeFile(join(temporary, WEIGHTS), new Uint8Array(bytes));
  });
}

/**
 * Loads a model that {@link saveModel} or tfjs wrote.
 *
 * @param path the folder, or its `model.json`.
 * @throws SvccaError `not-found` when a file is missing, `format` when it holds no layers model.
 */
export async function loadModel(path: string): Promise<layers.LayersModel> {
  const file = path.endsWith(".json") ? path : join(path, TOPOLOGY);
  const folder = join(file, "..");
  const text = (await read(file)).toString("utf8");
  const topology = parse(text, file);
  const manifest = topology.weightsManifest;
  const parts = await Promise.all(
    manifest.flatMap(({ paths }) => paths.map((part) => read(join(folder, part)))),
  );
  const bytes = Buffer.concat(parts);
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  const weightSpecs = manifest.flatMap(({ weights }) => weights);
  try {
    return await layers.loadLayersModel(
      io.fromMemory({
        modelTopology: topology.modelTopology as object,
        weightSpecs,
        weightData: weightData as ArrayBuffer,
      }),
    );
  } catch (cause) {
    throw broken(file, (cause as Error).message.split("\n")[0]!, cause);
  }
}

interface Topology {
  readonly modelTopology: unknown;
  readonly weightsManifest: io.WeightsManifestConfig;
}

function parse(text: string, file: string): Topology {
  let topology: Partial<Topology> = {};
  try {
    topology = JSON.parse(text);
  } catch (cause) {
    throw broken(file, "it is no JSON", cause);
  }
  if (typeof topology?.modelTopology === "object" && Array.isArray(topology.weightsManifest)) {
    return topology as Topology;
  }
  throw broken(file, "it has no modelTopology and weightsManifest");
}

function broken(file: string, why: string, cause?: unknown): SvccaError {
  return new SvccaError(
    "format",
    `${file}: no layers model that tfjs can load (${why}); give a folder that model.save wrote`,
    { file },
    { cause },
  );
}

async function read(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new SvccaError(
      "not-found",
      `${file}: cannot be read (${cause.code}); give the folder of a saved model, with model.json and its weights`,
      { file },
      { cause },
    );
  });
}
