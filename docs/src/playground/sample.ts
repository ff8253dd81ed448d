import type { Dropped } from "./protocol.js";
import type { Settings } from "./settings.js";

const files = [
  ...["a", "b"].flatMap((net) => ["000", "035", "075", "100"].map((at) => `net-${net}-${at}.npz`)),
  "labels.npy",
];

/** What the example networks are asked first. */
export const sampleSettings: Partial<Settings> = {
  examples: true,
  a: "net-a-100.npz",
  b: "net-b-100.npz",
  x: "fc1",
  y: "fc1",
  checkpoints: files.slice(0, 4),
  // In the order of the network, which is not that of the alphabet.
  layers: ["conv1", "bn1", "conv2", "bn2", "conv3", "bn3", "pool", "fc1", "logits"],
  labels: "labels.npy",
  layout: "NCHW",
};

/**
 * Fetches the example networks from the site itself (8 MB).
 *
 * @param folder the address of the folder that holds them.
 * @throws Error with one line when a file is not there.
 */
export async function sampleFiles(
  folder: string,
  onProgress: (done: number, total: number) => void,
): Promise<Dropped[]> {
  let done = 0;
  const fetched = files.map(async (name) => {
    const response = await fetch(`${folder}${name}`);
    if (!response.ok) throw new Error(`${name}: the site answers ${response.status}; reload`);
    const file = new File([await response.blob()], name);
    onProgress(++done, files.length);
    return { path: name, file };
  });
  return Promise.all(fetched);
}
