export { type RenderPngOptions, renderPng } from "./render-png.js";
