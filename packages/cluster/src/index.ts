export type { BlobStore } from "./store/blob-store.js";
export { type HttpStoreOptions, httpStore } from "./store/http.js";
