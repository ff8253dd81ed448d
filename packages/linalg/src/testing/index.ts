export { ConformanceError } from "./check.js";
export { conformanceCases } from "./conformance.js";
export { gaussian, gaussianMatrix } from "./random.js";
