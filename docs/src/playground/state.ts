import { computed, onBeforeUnmount, ref, shallowRef } from "vue";
import { Cancelled, Client } from "./client.js";
import { missingGpu } from "./find-gpu.js";
import { fitTo } from "./fit.js";
import { fromLink, toLink } from "./link.js";
import type { Aligned, Compared, Dropped, Opened, Progress } from "./protocol.js";
import { sampleFiles, sampleSettings } from "./sample.js";
import { defaults, type Settings } from "./settings.js";

/** A result, with the settings that it is of. */
export interface Found extends Compared {
  readonly settings: Settings;
  /** The time of the same on the other device, where it was computed there before. */
  readonly elsewhere?: number | undefined;
}

const nothing: Opened = { networks: [], labels: [], problems: [] };

/**
 * The state of the playground, and what can be done to it.
 *
 * @param networksFolder the address of the example networks.
 */
export function usePlayground(networksFolder: string) {
  const client = new Client();
  const opened = shallowRef(nothing);
  const settings = shallowRef(defaults);
  const found = shallowRef<Found>();
  const aligned = shallowRef<Aligned>();
  const problem = ref("");
  const busy = ref<"" | "opening" | "comparing" | "aligning">("");
  const progress = shallowRef<Progress>();
  /** Seconds of what was computed with the files that are open, by the link of its settings. */
  const times = new Map<string, number>();
  let control: AbortController | undefined;

  const show = (now: Progress) => {
    progress.value = now;
  };

  /** Does one thing at a time, and says in one line what went wrong with it. */
  async function doing(what: typeof busy.value, work: (signal: AbortSignal) => Promise<void>) {
    control?.abort();
    const own = new AbortController();
    control = own;
    busy.value = what;
    progress.value = undefined;
    problem.value = "";
    try {
      await work(own.signal);
    } catch (error) {
      if (!(error instanceof Cancelled)) problem.value = (error as Error).message;
    } finally {
      if (control === own) {
        busy.value = "";
        progress.value = undefined;
      }
    }
  }

  const change = (some: Partial<Settings>) => {
    settings.value = { ...settings.value, ...some };
  };

  async function take(files: readonly Dropped[], signal: AbortSignal) {
    const { networks } = opened.value;
    opened.value = await client.ask("open", { files }, show, signal);
    // Names may stand for other files now.
    times.clear();
    // With one network open, Y could be nothing else; now it can.
    if (networks.length === 1) change({ b: "" });
    settings.value = fitTo(settings.value, opened.value);
    problem.value = opened.value.problems.join("\n");
  }

  const open = (files: readonly Dropped[]) => doing("opening", (signal) => take(files, signal));

  const openSample = () =>
    doing("opening", async (signal) => {
      const count = (done: number, total: number) => show({ done, total, unit: "files" });
      const files = await sampleFiles(networksFolder, count);
      if (!settings.value.examples) change(sampleSettings);
      await take(files, signal);
    }).then(compare);

  function compare() {
    if (opened.value.networks.length === 0) return;
    const of = settings.value;
    return doing("comparing", async (signal) => {
      const compared = await client.ask("compare", { settings: of }, show, signal);
      aligned.value = undefined;
      times.set(toLink(of), compared.seconds);
      const device = of.device === "cpu" ? "gpu" : "cpu";
      found.value = {
        ...compared,
        settings: of,
        elsewhere: times.get(toLink({ ...of, device })),
      };
      history.replaceState(history.state, "", `#${toLink(of)}`);
    });
  }

  const align = () =>
    doing("aligning", async (signal) => {
      const of = found.value!.settings;
      aligned.value = await client.ask("align", { settings: of }, show, signal);
    });

  /** Lets go of all files, and of the result. */
  function clear() {
    control?.abort();
    client.close();
    opened.value = nothing;
    found.value = undefined;
    aligned.value = undefined;
    problem.value = "";
    // What is opened next names itself.
    change({
      examples: false,
      a: "",
      b: "",
      x: "",
      y: "",
      layers: [],
      checkpoints: [],
      labels: "",
    });
  }

  /** Takes the settings of the address; a link to the example networks is followed at once. */
  async function followLink() {
    if (location.hash.length > 1) settings.value = fromLink(location.hash);
    // A link from a machine with a graphics card is followed on the processor of one without.
    if (settings.value.device === "gpu" && (await missingGpu())) change({ device: "cpu" });
    if (settings.value.examples) return openSample();
  }

  onBeforeUnmount(() => client.close());

  return {
    opened,
    settings,
    found,
    aligned,
    problem,
    busy,
    progress,
    /** Whether the settings are no longer those of the result. */
    stale: computed(() => found.value !== undefined && found.value.settings !== settings.value),
    change,
    open,
    openSample,
    compare,
    align,
    clear,
    cancel: () => control?.abort(),
    followLink,
  };
}
