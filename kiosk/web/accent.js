// The office's accent colour with an ink that can be read on it, whatever colour the office chose.

const ENOUGH = 4.5;
const WHITE = [255, 255, 255];
const BLACK = [0, 0, 0];

function parse(hex) {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

function luminance(rgb) {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function css(rgb) {
  return `rgb(${rgb.map(Math.round).join(" ")})`;
}

/** `accent` to fill with, `onAccent` to write on it, `accentInk` to write and draw with on light grounds. */
export function accentColours(hex) {
  const accent = parse(hex);
  const onAccent = contrast(accent, WHITE) >= ENOUGH ? WHITE : BLACK;
  let ink = accent;
  while (contrast(ink, WHITE) < ENOUGH + 1) ink = ink.map((value) => value * 0.92);
  return { accent: css(accent), onAccent: css(onAccent), accentInk: css(ink) };
}
