// Commands and questions to the server: JSON over HTTP under one base path.

const BASE = "/api/v1";

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

async function ask(path, options) {
  let response;
  let answer;
  try {
    response = await fetch(BASE + path, { ...options, signal: AbortSignal.timeout(10_000) });
    answer = await response.json();
  } catch (error) {
    throw new Refusal({ status: 0, code: "unreachable", detail: String(error) });
  }
  if (!response.ok) throw new Refusal(answer);
  return answer;
}
