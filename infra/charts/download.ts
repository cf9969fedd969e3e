// Requests to chart repositories and registries; no message has a credential in it.
import { reasonOf } from "../running/reason";

const TIMEOUT_MS = 60_000;
const ATTEMPTS = 3;

/** What a request is allowed to say of itself. */
export interface Login {
  username: string;
  password: string;
}

export const basic = ({ username, password }: Login) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;

/**
 * A response whatever its status; redirects are followed, without the log-in where they lead to another host.
 * Throws where no answer comes, or none but errors of the server.
 */
export async function ask(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  let reason = "";
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (response.status < 500) return response;
      reason = `${response.status} ${response.statusText}`;
    } catch (error) {
      reason = error instanceof Error ? reasonOf(error) : String(error);
    }
  }
  throw new Error(`${bare(url)} does not answer: ${reason}`);
}

/** The same, as bytes. Throws where the status is an error. */
export async function download(url: string, headers?: Readonly<Record<string, string>>): Promise<Buffer> {
  const response = await ask(url, headers);
  if (!response.ok) throw new Error(refusal(url, response.status));
  return Buffer.from(await response.arrayBuffer());
}

export function refusal(url: string, status: number): string {
  const login = status === 401 || status === 403 ? "; set username and passwordFile of platform.charts" : "";
  return `${bare(url)} answers ${status}${login}`;
}

/** Signed addresses have credentials in their query. */
const bare = (url: string) => url.replace(/\?.*$/, "");
