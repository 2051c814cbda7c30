// Pictures that an administrator puts into the media folder.

import { post } from "/static/js/api.js";
import { attempt } from "./head.js";

const LARGEST_BYTES = 700_000;

/** Upload the file that was chosen in `input`; `keep` gets {file, url}: its place in the folder, its address. */
export async function upload(editor, input, keep) {
  const [file] = input.files;
  if (!file) return;
  input.value = "";
  if (file.size > LARGEST_BYTES) {
    editor.frame.tell(editor.t("edit.too_large"), "bad");
    return;
  }
  const content = await base64(file);
  await attempt(editor, async () => {
    keep(await post("/office/media", { name: file.name, content }));
  });
}

function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1]);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
