export { loadModel, saveModel } from "./model-files.js";
export { type RunResult, runTraining, type TrainingRun } from "./run.js";
export type { Checkpoint } from "./run-state.js";
export { type StartTfjsOptions, startTfjs, type TfjsBackend } from "./start-backend.js";
export { writeActivations } from "./write-activations.js";
