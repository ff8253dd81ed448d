import type { Command } from "commander";

/** All commands by name, in the order of the help: each is loaded when it is called for. */
export const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import("./demo/command.js")).demoCommand(),
  inspect: async () => (await import("./inspect.js")).inspectCommand(),
  compare: async () => (await import("./compare/command.js")).compareCommand(),
  align: async () => (await import("./align/command.js")).alignCommand(),
  grid: async () => (await import("./grid/command.js")).gridCommand(),
  dynamics: async () => (await import("./dynamics/command.js")).dynamicsCommand(),
  classes: async () => (await import("./classes/command.js")).classesCommand(),
  groups: async () => (await import("./groups/command.js")).groupsCommand(),
  train: async () => (await import("./train/command.js")).trainCommand(),
  compress: async () => (await import("./compress/command.js")).compressCommand(),
  moments: async () => (await import("./moments/moments.js")).momentsCommand(),
  merge: async () => (await import("./moments/merge.js")).mergeCommand(),
  convert: async () => (await import("./convert.js")).convertCommand(),
  report: async () => (await import("./report.js")).reportCommand(),
  backends: async () => (await import("./backends/command.js")).backendsCommand(),
  worker: async () => (await import("./worker.js")).workerCommand(),
  status: async () => (await import("./status.js")).statusCommand(),
};
