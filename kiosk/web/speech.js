// The screen read aloud by the server's own voice, so that it needs no internet and no installed voice.

const LONGEST_TEXT = 300;
const VOLUME_STEPS = [0.25, 0.5, 0.75, 1];

export class Speech {
  #audio = new Audio();
  #turn = 0;
  #volume = VOLUME_STEPS.length - 1;

  /** Say `parts`, a list of {language, text}, one after another; what was being said stops. */
  async say(parts) {
    this.stop();
    const turn = this.#turn;
    const pieces = joined(parts).flatMap(({ language, text }) =>
      split(text).map((piece) => ({ language, piece })),
    );
    for (const { language, piece } of pieces) {
      if (turn !== this.#turn) return;
      await this.#play(`/api/v1/speech/${language}.wav?text=${encodeURIComponent(piece)}`, turn);
    }
  }

  stop() {
    this.#turn += 1;
    this.#audio.pause();
  }

  /** One step louder (1) or quieter (-1); never silent. */
  changeVolume(step) {
    this.#volume = Math.min(VOLUME_STEPS.length - 1, Math.max(0, this.#volume + step));
    this.#audio.volume = VOLUME_STEPS[this.#volume];
  }

  /** Ends when the clip has ended, cannot be played, or another turn began. */
  async #play(url, turn) {
    const audio = this.#audio;
    const over = new Promise((resolve) => {
      audio.onended = resolve;
      audio.onerror = resolve;
      audio.onpause = () => turn !== this.#turn && resolve();
    });
    audio.src = url;
    try {
      await audio.play();
    } catch {
      return;
    }
    await over;
  }
}

/** What is said in one language without a break, as one part. */
function joined(parts) {
  const whole = [];
  for (const { language, text } of parts) {
    const last = whole.at(-1);
    if (last?.language === language) last.text += ` ${stopped(text)}`;
    else whole.push({ language, text: stopped(text) });
  }
  return whole;
}

function stopped(text) {
  return /[.?!:…]$/.test(text) ? text : `${text}.`;
}

/** Pieces that the server accepts, cut between sentences or words. */
export function split(text) {
  const pieces = [];
  let rest = text;
  while (rest.length > LONGEST_TEXT) {
    const head = rest.slice(0, LONGEST_TEXT);
    const cut = Math.max(head.lastIndexOf(". ") + 1, 0) || head.lastIndexOf(" ");
    const end = cut > 0 ? cut : LONGEST_TEXT;
    pieces.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  if (rest) pieces.push(rest);
  return pieces;
}

/** What is said for an element: its words by language, without what is hidden from assistive technology. */
export function spokenParts(element) {
  const parts = [];
  collect(element, element.closest("[lang]")?.lang ?? document.documentElement.lang, parts);
  return parts
    .map(({ language, text }) => ({ language, text: tidy(text) }))
    .filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
}

function collect(node, inherited, parts) {
  const language = node.lang || inherited;
  if (node.dataset?.say) {
    add(parts, language, `. ${node.dataset.say}. `);
    return;
  }
  const block = getComputedStyle(node).display !== "inline";
  if (block) add(parts, language, ". ");
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) add(parts, language, child.data);
    else if (child.nodeType === Node.ELEMENT_NODE && child.getAttribute("aria-hidden") !== "true") {
      if (child instanceof HTMLImageElement) add(parts, language, `. ${child.alt}. `);
      else if (child instanceof HTMLElement) collect(child, language, parts);
    }
  }
  if (block) add(parts, language, ". ");
}

function add(parts, language, text) {
  const last = parts.at(-1);
  if (last?.language === language) last.text += text;
  else parts.push({ language, text });
}

/** One space between words, one stop between lines. */
function tidy(text) {
  return text
    .replace(/\s+/g, " ")
    .replace(/([.?!:…])[\s.]+/g, "$1 ")
    .replace(/^[\s.]+/, "")
    .trim();
}
