export { collectAlong } from "./along.js";
export { directionsFromArrays, directionsToArrays } from "./arrays.js";
export {
  betterDirections,
  compareDirections,
  firstDirections,
  type LayerDirections,
  stagesOf,
  wantsMoments,
} from "./directions.js";
