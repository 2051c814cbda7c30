// Where something stands in a document: ["office", "branches", 0, "name"] and "office.branches[0].name".

/** A path as text, as the server names faults. */
export function textOf(path) {
  return path.reduce((text, part) => {
    if (typeof part === "number") return `${text}[${part}]`;
    return text ? `${text}.${part}` : part;
  }, "");
}

/** A path from its text. */
export function pathOf(text) {
  return [...text.matchAll(/\[(\d+)\]|([^.[\]]+)/g)].map(([, index, key]) =>
    index === undefined ? key : Number(index),
  );
}

/** A path without its places in lists and without "office": `branches[].services[].zone`. */
export function patternOf(path) {
  return textOf(path.slice(1).map((part) => (typeof part === "number" ? 0 : part))).replaceAll(
    "[0]",
    "[]",
  );
}

/** What stands at a path. */
export function at(root, path) {
  return path.reduce((node, part) => node?.[part], root);
}

/** A copy with `value` at the path; what it does not lead through is shared. */
export function put(node, [part, ...rest], value) {
  if (part === undefined) return value;
  const copy = Array.isArray(node) ? [...node] : { ...node };
  copy[part] = put(node?.[part] ?? (typeof rest[0] === "number" ? [] : {}), rest, value);
  return copy;
}

/** A list with the part at `from` standing at `to`. */
export function moved(list, from, to) {
  const copy = [...list];
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}

const LETTERS = { ł: "l", ß: "ss", æ: "ae", ø: "o", đ: "d" };

/** An id made of a name: `main-hall` from "Main hall"; empty where no Latin letter or digit is in it. */
export function idOf(name) {
  return name
    .toLowerCase()
    .replace(/[łßæøđ]/g, (letter) => LETTERS[letter])
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40);
}

/** An id that none of `taken` is: with a number after it, if need be. */
export function freeId(wanted, taken) {
  if (!wanted || !taken.includes(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const id = `${wanted.slice(0, 37)}-${number}`;
    if (!taken.includes(id)) return id;
  }
}
