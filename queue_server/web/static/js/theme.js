// How a page looks here: the reader's light or dark, and the office's one accent colour.

const LIGHT = "#ffffff";
const DARK = "#0b1220";

/** Follow the reader's preference for light or dark, now and when it changes. */
export function followColourScheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
  };
  dark.addEventListener("change", apply);
  apply();
}

/** Fill with the office's accent colour; what stands on it is white or near black, whichever contrasts more. */
export function applyAccent(accent) {
  const style = document.documentElement.style;
  if (!/^#[0-9a-f]{6}$/i.test(accent ?? "")) return;
  style.setProperty("--accent", accent);
  style.setProperty(
    "--on-accent",
    contrast(accent, LIGHT) >= contrast(accent, DARK) ? LIGHT : DARK,
  );
}

function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
