const titles: Readonly<Record<string, string>> = {
  svcca: "SVCCA",
  cca: "CCA",
  pwcca: "PWCCA",
  cka: "CKA",
  "cka-rbf": "RBF CKA",
  pls: "PLS",
  procrustes: "Procrustes",
  rsa: "RSA",
  knn: "Mutual neighbours",
};

/**
 * What texts and figures call a measure of `@svcca/core`, for instance `"RBF CKA"` for `"cka-rbf"`.
 * A name that is not known here is its own title, so that results of later versions can be shown.
 */
export function measureTitle(measure: string): string {
  return titles[measure] ?? measure;
}
