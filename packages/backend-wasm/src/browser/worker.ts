import { Control } from "../engine/control.js";
import { instantiateKernels } from "../engine/kernels.js";

addEventListener("message", ({ data: { module, memory } }) => {
  new Control(memory).serve(instantiateKernels(module, memory));
});
