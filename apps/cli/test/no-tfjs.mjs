// Has Node find no tfjs: --import this file.
import { register } from "node:module";

const hooks = `
  export async function resolve(specifier, context, next) {
    if (!specifier.startsWith("@tensorflow/")) return next(specifier, context);
    const error = new Error("Cannot find package '" + specifier + "' imported from " + context.parentURL);
    error.code = "ERR_MODULE_NOT_FOUND";
    throw error;
  }`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
