/** Collects the colours that differ between the themes, as custom properties of CSS. */
export interface Colors {
  /** The figure with such colours by name, from its light and its dark drawing. */
  merge(light: string, dark: string): string;
  /** Name, light and dark colour of each. */
  readonly pairs: readonly {
    readonly name: string;
    readonly light: string;
    readonly dark: string;
  }[];
}

const color = /#[0-9a-f]{6}/g;

/**
 * One drawing for both themes: the two differ in nothing but colours, so that each colour that
 * differs can be a variable, which the page sets by what the reader prefers.
 */
export function collectColors(): Colors {
  const names = new Map<string, string>();
  const pairs: { name: string; light: string; dark: string }[] = [];
  return {
    pairs,
    merge(light, dark) {
      if (light.replace(color, "") !== dark.replace(color, "")) {
        throw new RangeError(
          "htmlReport: a figure differs between the themes in more than colours, draw the same data in both",
        );
      }
      const others = dark.matchAll(color);
      return light.replace(color, (first) => {
        const other = others.next().value![0];
        if (other === first) return first;
        const key = first + other;
        let name = names.get(key);
        if (name === undefined) {
          name = `c${names.size}`;
          names.set(key, name);
          pairs.push({ name, light: first, dark: other });
        }
        return `var(--${name})`;
      });
    },
  };
}
