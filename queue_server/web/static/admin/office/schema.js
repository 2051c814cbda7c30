// How a document is made: the server's JSON schema, read as fields of a form.

import { at, patternOf } from "./paths.js";

const LANGUAGE = "^[a-z]{2,3}$";
/** Several lines. */
const LINES = "^[\\P{Cc}\\n]*$";
const INTERVAL = "^[0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}$";
const CLOCK = /^\^\(?\[01\]/;
const COLOUR = "^#[0-9a-fA-F]{6}$";
const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** Lists of parts this short are edited in one place. */
const SHORT = 4;

export class Schema {
  constructor({ office, references, spoken, words }) {
    this.root = office;
    this.words = words;
    this.references = new Map(references.map((reference) => [reference.at, reference]));
    this.spoken = new Set(spoken);
  }

  /** A node with what it refers to; `optional` says whether it may be left out as null. */
  resolve(node) {
    const { anyOf, ...own } = node;
    let about = own;
    let optional = false;
    if (anyOf) {
      const kinds = anyOf.filter(({ type }) => type !== "null");
      optional = kinds.length < anyOf.length;
      about = kinds.length === 1 ? { ...kinds[0], ...own } : own;
    }
    if (about.$ref) {
      const model = about.$ref.split("/").at(-1);
      about = { ...this.root.$defs[model], ...about, model };
    }
    return { ...about, optional };
  }

  /** What kind of field a resolved node is. */
  kind(about) {
    if (about.enum || about.const !== undefined) return "choice";
    if (about.type === "object") {
      if (about.patternProperties?.[LANGUAGE]) return "texts";
      const keys = Object.keys(about.properties ?? {});
      if (keys.length === DAYS.length && DAYS.every((day) => keys.includes(day))) return "hours";
      return about.properties ? "object" : "any";
    }
    if (about.type === "array") return "list";
    if (about.type === "string") {
      if (about.format === "date") return "date";
      if (about.pattern === INTERVAL) return "interval";
      if (about.pattern === COLOUR) return "colour";
      if (CLOCK.test(about.pattern ?? "")) return "clock";
      return "text";
    }
    return ["integer", "number", "boolean"].includes(about.type) ? about.type : "any";
  }

  /** Of a text in every language: how long it may be, and whether it has lines. */
  sizeOf(about) {
    const { maxLength, pattern } = about.patternProperties[LANGUAGE];
    return { longest: maxLength, lines: pattern === LINES };
  }

  /** What the product says, by language, where a path leaves the office's own words out. */
  originals(path) {
    return at(this.words, path.slice(1));
  }

  /** The node that stands at a path below "office". */
  nodeAt(path) {
    return path.slice(1).reduce((node, part) => {
      const about = this.resolve(node);
      return typeof part === "number" ? about.items : (about.properties?.[part] ?? {});
    }, this.root);
  }

  /** The keys of an object with their nodes, in the schema's order. */
  keys(about) {
    return Object.entries(about.properties ?? {});
  }

  /** A new value of a node. */
  blank(node) {
    const about = this.resolve(node);
    if (about.default !== undefined) return structuredClone(about.default);
    if (about.optional) return null;
    switch (this.kind(about)) {
      case "choice":
        return about.const ?? about.enum[0];
      case "object":
        return Object.fromEntries(this.keys(about).map(([key, inner]) => [key, this.blank(inner)]));
      case "hours":
        return Object.fromEntries(DAYS.map((day) => [day, []]));
      case "texts":
        return {};
      case "list":
        return [];
      case "boolean":
        return false;
      case "integer":
      case "number":
        return about.minimum ?? 0;
      default:
        return "";
    }
  }

  /** What a field names: {of, besides}, {of: "languages"}, or undefined. */
  reference(path) {
    const pattern = patternOf(path);
    if (this.spoken.has(pattern)) return { of: "languages", besides: [] };
    return this.references.get(pattern);
  }

  /** Whether a node is a list of parts with ids. */
  isParts(node) {
    const about = this.resolve(node);
    if (this.kind(about) !== "list") return false;
    const item = this.resolve(about.items);
    return this.kind(item) === "object" && "id" in item.properties;
  }

  /** Whether the parts of such a list are edited together, not each by itself. */
  isShort(node) {
    const item = this.resolve(this.resolve(node).items);
    const deep = Object.values(item.properties).some((inner) =>
      ["object", "list", "hours"].includes(this.kind(this.resolve(inner))),
    );
    return !deep && Object.keys(item.properties).length <= SHORT;
  }
}

/** What may be named by a reference at `path`: [{id, name}]. */
export function namesFor(document, path, { of, besides }) {
  const branch = at({ office: document }, path.slice(0, 3));
  const parts = (Array.isArray(branch?.[of]) ? branch[of] : []).filter((part) => part?.id);
  return [
    ...besides.map((id) => ({ id, name: null })),
    ...parts.map((part) => ({ id: part.id, name: part.name ?? part.text ?? part.label ?? null })),
  ];
}

/** Lists of a branch by what they are named in references: where an id changes, these follow. */
export function renamed(schema, branch, list, old, id) {
  const patterns = [...schema.references.values()].filter(({ of }) => of === list);
  return patterns.reduce(
    (changed, { at: pattern }) =>
      follow(changed, pattern.replace(/^branches\[\]\./, "").split("."), old, id),
    branch,
  );
}

function follow(node, [head, ...rest], old, id) {
  if (node === null || typeof node !== "object") return node;
  const key = head.replace("[]", "");
  if (!(key in node)) return node;
  const step = (inner) =>
    rest.length > 0 ? follow(inner, rest, old, id) : inner === old ? id : inner;
  const value = node[key];
  return {
    ...node,
    [key]: head.endsWith("[]") && Array.isArray(value) ? value.map(step) : step(value),
  };
}
