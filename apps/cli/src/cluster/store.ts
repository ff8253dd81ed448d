import { resolve } from "node:path";
import type { BlobStore } from "@svcca/cluster";
import { SvccaError } from "@svcca/linalg";

/**
 * The store that the flags name. For an http(s) address, the usual variables of AWS give the key,
 * where there is one; any S3 that is not Amazon's takes the same.
 *
 * @throws SvccaError `invalid-argument` when none is named.
 */
export async function openStore(place: string | undefined): Promise<BlobStore> {
  if (place === undefined) {
    throw new SvccaError(
      "invalid-argument",
      "--cluster needs --store: a folder that all machines see under the same path, or the address of an S3 bucket",
      {},
    );
  }
  if (!/^https?:\/\//.test(place)) {
    const { fileStore } = await import("@svcca/cluster/node");
    return fileStore(resolve(place));
  }
  const { httpStore } = await import("@svcca/cluster");
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) return httpStore(place);
  return httpStore(place, {
    s3: {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
      ...(AWS_REGION ? { region: AWS_REGION } : {}),
    },
  });
}
