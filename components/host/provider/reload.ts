// Reloading by SIGHUP: no page of a browser can send one, as it can a POST to /-/reload, or to /-/quit beside it.
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../../error-text";

const WITHIN_MS = 30_000;
/** A reload that failed before looks like one that fails now, until the process has come to it. */
const FAILS_AGAIN_AFTER_MS = 5_000;
const ASK_EVERY_MS = 50;

/** What Prometheus, Alertmanager and the blackbox exporter say of their last reload. */
interface LastReload {
  succeeded: boolean;
  /** When the last one that succeeded did, as text. */
  at: string;
}

/**
 * Has SIGHUP sent and waits for the outcome; what went wrong, or undefined.
 *
 * @param send Sends it; throws where nobody is there to get it.
 * @param metrics URL of the process' metrics.
 * @param headers Of requests to it.
 * @param within Milliseconds until it is given up; its default is for tests to change.
 */
export async function reloadBySignal(
  send: () => void | Promise<void>,
  metrics: string,
  headers: Readonly<Record<string, string>> = {},
  within = WITHIN_MS,
): Promise<string | undefined> {
  const before = await lastReload(metrics, headers);
  // Not by the wall clock, which may be set meanwhile.
  const start = performance.now();
  try {
    await send();
  } catch (error) {
    return messageOf(error);
  }
  while (performance.now() - start < within) {
    const now = await lastReload(metrics, headers);
    if (now?.succeeded && now.at !== before?.at) return undefined;
    const waits = before?.succeeded === false ? FAILS_AGAIN_AFTER_MS : 0;
    if (now?.succeeded === false && performance.now() - start >= waits)
      return "the new configuration was refused at the reload";
    await sleep(ASK_EVERY_MS);
  }
  return `no reload within ${within / 1000} s (${metrics})`;
}

async function lastReload(metrics: string, headers: Readonly<Record<string, string>>): Promise<LastReload | undefined> {
  const response = await fetch(metrics, { headers, signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
  const page = (await response?.text().catch(() => "")) ?? "";
  const succeeded = page.match(/^\w+_config_last_reload_successful (\S+)/m)?.[1];
  const at = page.match(/^\w+_config_last_reload_success_timestamp_seconds (\S+)/m)?.[1];
  return succeeded === undefined || at === undefined ? undefined : { succeeded: Number(succeeded) === 1, at };
}

/** Sends it to a process of this machine. */
export const toProcess = (pid: number) => () => {
  try {
    process.kill(pid, "SIGHUP");
  } catch {
    throw new Error(`process ${pid} is not there to read its configuration again`);
  }
};
