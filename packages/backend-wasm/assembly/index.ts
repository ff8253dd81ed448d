export { multiply } from "./multiply";
export { pack } from "./pack";
