import { SvccaError } from "@svcca/linalg";
import { type Command, InvalidArgumentError, Option } from "commander";
import { count } from "./numbers.js";

/** The options of studies that can be handed to other machines. */
export interface ClusterFlags {
  cluster?: string;
  store?: string;
  shardRows?: number;
}

/** The address of the cluster; with a password it is better in the environment than in a list of processes. */
export const clusterOption = () =>
  new Option(
    "--cluster <url>",
    "the server of a cluster: redis://HOST:6379, rediss:// for TLS, or postgres://HOST/DATABASE",
  ).env("SVCCA_CLUSTER");

/** Where the machines of a cluster keep what they compute. */
export const storeOption = () =>
  new Option(
    "--store <place>",
    "with --cluster: what all its machines share, a folder or an http(s) address such as that of an S3 bucket",
  ).env("SVCCA_STORE");

/** Adds the options of {@link ClusterFlags} to a command. */
export function addClusterOptions(command: Command): Command {
  return command
    .addOption(clusterOption())
    .addOption(storeOption())
    .addOption(
      new Option(
        "--shard-rows <n>",
        "with --cluster: at most so many datapoints in a shard (default: as many as make 256 MiB, or more for wide layers)",
      ).argParser(count),
    );
}

/** @throws SvccaError `invalid-argument` without an address. */
export function assertCluster(address: string | undefined): string {
  if (address !== undefined) return address;
  throw new SvccaError(
    "invalid-argument",
    "which cluster? give --cluster redis://HOST:6379 or postgres://HOST/DATABASE, or set SVCCA_CLUSTER",
    {},
  );
}

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 };

/** Bytes, with a unit: `900M`, `4GiB`, `4g`. */
export function bytes(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*([KMG]?)(?:i?B)?$/i.exec(text) ?? [];
  const value = Number(number) * (UNITS[unit?.toUpperCase() ?? ""] ?? Number.NaN);
  if (value >= 1) return Math.floor(value);
  throw new InvalidArgumentError("Give bytes, such as 900M or 4G.");
}
