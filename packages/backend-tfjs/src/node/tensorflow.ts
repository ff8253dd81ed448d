import { SvccaError } from "@svcca/linalg";

/**
 * TensorFlow itself, with a GPU of NVIDIA first. The compiler does not look for these names: they are
 * nobody's dependency, since they download their binary from elsewhere when they are installed.
 */
const PACKAGES: readonly string[] = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node"];

/**
 * Loads tfjs-node-gpu or tfjs-node, whichever the user has installed beside this package. Loading one
 * makes `"tensorflow"` the current backend of tfjs: that is what these packages do.
 *
 * @returns the name of the package.
 * @throws SvccaError `not-found` when neither is installed, `unsupported` when one is and does not
 *   load, and the other does not either; both say what to do.
 */
export async function loadTensorFlow(): Promise<string> {
  let broken: SvccaError | undefined;
  for (const name of PACKAGES) {
    try {
      await import(name);
      return name;
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      // One that is there and lacks a package of its own says so in another code: it is CommonJS.
      if (code === "ERR_MODULE_NOT_FOUND") continue;
      const [first] = message.split("\n");
      // The other may do where this one lacks its driver.
      broken ??= new SvccaError(
        "unsupported",
        `${name} is installed and does not load (${first}); run npm rebuild ${name}`,
        { package: name },
        { cause },
      );
    }
  }
  if (broken) throw broken;
  throw new SvccaError(
    "not-found",
    `neither ${PACKAGES.join(" nor ")} is installed; run npm install ${PACKAGES.at(-1)}@4.22.0`,
    { packages: PACKAGES },
  );
}
