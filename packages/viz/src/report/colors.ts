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
      const others = dark.matchAll(/#[0-9a-f]{6}/g);
      return light.replace(/#[0-9a-f]{6}/g, (color) => {
        const other = others.next().value![0];
        if (other === color) return color;
        const key = color + other;
        let name = names.get(key);
        if (name === undefined) {
          name = `c${names.size}`;
          names.set(key, name);
          pairs.push({ name, light: color, dark: other });
        }
        return `var(--${name})`;
      });
    },
  };
}
