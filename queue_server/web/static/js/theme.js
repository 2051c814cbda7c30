// How a page looks here: the reader's light or dark.

/** Follow the reader's preference for light or dark, now and when it changes. */
export function followColourScheme() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    document.documentElement.dataset.theme = dark.matches ? "dark" : "light";
  };
  dark.addEventListener("change", apply);
  apply();
}
