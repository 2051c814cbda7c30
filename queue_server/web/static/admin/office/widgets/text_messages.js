// A text message in every language: beside each how long it is, and as how many it is sent.

import { say } from "/static/js/texts.js";
import { texts } from "./texts.js";

/** The alphabet of text messages (GSM 03.38), and those of its signs that count twice. */
const ALPHABET =
  /^[\w@£$¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./:;<=>?¡ÄÖÑÜ§¿äöñüà^{}\\[~\]|€]*$/;
const TWICE = /[\^{}\\[~\]|€]/g;
/** Signs in one message, and in each of several: in that alphabet, and where a sign is of no such. */
const PLAIN = { alone: 160, each: 153 };
const WIDE = { alone: 70, each: 67 };

/** A day whose name is long, and what else stands for a visit's own. */
const DAY = new Date(2026, 8, 30);
const LINK = `https://wizyty.example.gov.pl/pl/a/12345-${"x".repeat(22)}`;
const VISIT = {
  time: "10:30",
  code: "K7M2QX",
  name: "Anna Kowalska",
  link: LINK,
  move: `${LINK}/move`,
  cancel: `${LINK}/cancel`,
};

export function textMessages(editor, one) {
  const told = (language, text) => {
    const filled = filledIn(editor.draft.document, language, text);
    const characters = filled.length;
    return characters > one.longest
      ? editor.t("edit.text_message_cut", { characters, most: one.longest })
      : editor.t("edit.text_messages", { characters, count: messagesFor(filled) });
  };
  return texts(editor, { ...one, told });
}

/** As how many messages a text is sent. */
function messagesFor(text) {
  const plain = ALPHABET.test(text);
  const size = text.length + (plain ? (text.match(TWICE)?.length ?? 0) : 0);
  const { alone, each } = plain ? PLAIN : WIDE;
  return size <= alone ? 1 : Math.ceil(size / each);
}

/** The text for a visit of this office, where its names are longest. */
function filledIn({ name, branches = [] }, language, text) {
  const services = branches.flatMap((branch) => branch.services ?? []);
  const about = {
    ...VISIT,
    day: DAY.toLocaleDateString(language, { dateStyle: "full" }),
    office: longest([name], language),
    branch: longest(
      branches.map((branch) => branch.name),
      language,
    ),
    address: longest(
      branches.map((branch) => branch.address),
      language,
    ),
    service: longest(
      services.map((service) => service.name),
      language,
    ),
  };
  return text.replace(/\{(\w+)\}/g, (place, field) => about[field] ?? place);
}

function longest(names, language) {
  const said = names.map((name) => (typeof name === "string" ? name : (say(name, language) ?? "")));
  return said.reduce((one, other) => (other.length > one.length ? other : one), "");
}
