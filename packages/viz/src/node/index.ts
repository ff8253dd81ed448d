export { type PngOptions, renderPng } from "./render-png.js";
