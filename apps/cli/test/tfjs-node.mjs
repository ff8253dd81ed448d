// Has Node find a stand-in for @tensorflow/tfjs-node: --import this file.
import { register } from "node:module";

const standIn = new URL("../../../packages/backend-tfjs/test/tfjs-node.mjs", import.meta.url).href;
const hooks = `
  export async function resolve(specifier, context, next) {
    if (specifier !== "@tensorflow/tfjs-node") return next(specifier, context);
    return { url: ${JSON.stringify(standIn)}, shortCircuit: true };
  }`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
