// Commands and questions to the server: JSON over HTTP under one base path.

const BASE = "/api/v1";
/** What ends or interrupts a page's work: told on `window` under the same name, for who listens. */
const INTERRUPTIONS = new Set(["not_signed_in", "session_locked"]);

/** What a browser with a cookie has to say besides, as its page was told; nothing in the demo. */
let csrf = document.querySelector("meta[name=okienko-csrf]")?.content ?? null;

/** What the server refused, or could not be asked. `status` 0 means it was not reached. */
export class Refusal extends Error {
  constructor(problem) {
    super(problem.detail || problem.title || problem.code);
    this.status = problem.status;
    this.code = problem.code;
    this.problem = problem;
  }
}

/** A key that makes a repeated command have one effect. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function get(path) {
  return ask(path, { headers: { Accept: "application/json" } });
}

/**
 * Send a command. A lost answer is asked for again with the same key until `retrySeconds` are over,
 * so a command whose answer was lost still has one effect.
 */
export async function post(path, body = {}, { key = newKey(), retrySeconds = 15 } = {}) {
  const until = Date.now() + retrySeconds * 1000;
  for (let pause = 250; ; pause = Math.min(pause * 2, 2000)) {
    try {
      return await ask(path, {
        method: "POST",
        headers: { "Content-Type": "application/json", "Idempotency-Key": key },
        body: JSON.stringify(body),
      });
    } catch (refusal) {
      const passing = refusal.status === 0 || refusal.status === 503;
      if (!passing || Date.now() + pause > until) throw refusal;
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

/** Tell the page of a problem that is not of one command alone. */
export function announce(problem) {
  if (INTERRUPTIONS.has(problem.code)) dispatchEvent(new Event(problem.code));
}

/** Ask; a command whose session is another by now learns what to say, and is sent again. */
async function ask(path, options) {
  try {
    return await askOnce(path, options);
  } catch (refusal) {
    if (refusal.code !== "csrf_needed") throw refusal;
    ({ csrf } = await askOnce("/session", {}));
    return askOnce(path, options);
  }
}

async function askOnce(path, options) {
  let response;
  let answer;
  try {
    const headers = csrf ? { ...options.headers, "X-Okienko-CSRF": csrf } : options.headers;
    const signal = AbortSignal.timeout(10_000);
    response = await fetch(BASE + path, { ...options, headers, signal });
    answer = await response.json();
  } catch (error) {
    throw new Refusal({ status: 0, code: "unreachable", detail: String(error) });
  }
  if (!response.ok) {
    announce(answer);
    throw new Refusal(answer);
  }
  return answer;
}
