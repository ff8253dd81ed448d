import { choices, defaults, type Settings } from "./settings.js";

const lists = ["layers", "checkpoints"] as const;
const names = ["a", "b", "x", "y", "labels", "rows"] as const;

/** Settings as the part of an address after `#`; what is as by default is left out. */
export function toLink(settings: Settings): string {
  const query = new URLSearchParams();
  for (const key of Object.keys(defaults) as (keyof Settings)[]) {
    const value = settings[key];
    if (Array.isArray(value)) for (const one of value) query.append(key, one);
    else if (value !== defaults[key]) query.set(key, String(value));
  }
  return query.toString();
}

/** Settings from a link. What a link does not say, or says wrongly, is as by default. */
export function fromLink(hash: string): Settings {
  const query = new URLSearchParams(hash.replace(/^#/, ""));
  const found: Record<string, unknown> = { ...defaults };
  for (const [key, allowed] of Object.entries(choices)) {
    const value = query.get(key);
    if ((allowed as readonly string[]).includes(value ?? "?")) found[key] = value;
  }
  for (const key of names) found[key] = query.get(key) ?? defaults[key];
  for (const key of lists) found[key] = query.getAll(key);
  const amount = Number(query.get("amount") ?? Number.NaN);
  if (amount > 0) found.amount = amount;
  found.examples = query.get("examples") === "true";
  return found as unknown as Settings;
}
