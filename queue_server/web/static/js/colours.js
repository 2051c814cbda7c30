// Colours that can be read: contrast as WCAG 2.2 defines it, and what stands on the office's accent colour.

const LIGHT = "#ffffff";
const DARK = "#0b1220";

/** Fill `root` with the office's accent colour; what stands on it is white or near black. */
export function applyAccent(accent, root = document.documentElement) {
  if (!/^#[0-9a-f]{6}$/i.test(accent ?? "")) return;
  root.style.setProperty("--accent", accent);
  root.style.setProperty("--on-accent", inkOn(accent));
}

/** White or near black, whichever contrasts more with a colour. */
export function inkOn(colour) {
  return contrast(colour, LIGHT) >= contrast(colour, DARK) ? LIGHT : DARK;
}

/** A colour, darkened as far as it has to be to write with on white. */
export function inkOf(colour, ratio) {
  let ink = colour;
  while (contrast(ink, LIGHT) < ratio) ink = darker(ink);
  return ink;
}

/** WCAG's contrast ratio of two colours, each `#rrggbb`. */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = parts(colour).map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function parts(colour) {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function darker(colour) {
  const less = parts(colour).map((part) => Math.floor(part * 0.92));
  return `#${less.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
