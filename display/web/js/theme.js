// The office's accent colour with a text colour that can be read on it, and the theme of a screen.

const DARK = "#06101d";
const LIGHT = "#ffffff";

/** Dress `root`: theme "dark" or "light", accent "#rrggbb" or null. */
export function dress(root, theme, accent) {
  root.dataset.theme = theme;
  if (!/^#[0-9a-f]{6}$/i.test(accent ?? "")) return;
  root.style.setProperty("--accent", accent);
  root.style.setProperty(
    "--on-accent",
    contrast(accent, LIGHT) >= contrast(accent, DARK) ? LIGHT : DARK,
  );
}

/** WCAG's contrast ratio of two colours. */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((start) => {
    const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
