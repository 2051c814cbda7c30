// The page as a small window that stays on top of other work, where the browser can do that.

const SIZE = { width: 380, height: 300 };

let small = null;

/**
 * Move `root` into the small window, or back when it is there. `onMove(window)` is told where it now lives:
 * the small window, or this one again.
 */
export async function toggleOnTop(root, onMove) {
  if (small) {
    small.close();
    return;
  }
  small = await window.documentPictureInPicture.requestWindow(SIZE);
  dress(small.document);
  small.addEventListener("pagehide", () => {
    small = null;
    document.body.prepend(root);
    onMove(window);
  });
  small.document.body.append(root);
  onMove(small);
}

/** The small window begins empty: it gets this page's looks. */
function dress(target) {
  for (const sheet of document.querySelectorAll("link[rel=stylesheet]")) {
    target.head.append(sheet.cloneNode());
  }
}
