// What the tests of the sample servers share: folders, processes, and reading metrics.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished, vi } from "vitest";
import type { Running } from "../../../components/sample/run";

/** An empty folder that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-sample-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A server that closes with the test. */
export async function started(starting: Promise<Running>): Promise<Running> {
  const running = await starting;
  onTestFinished(running.close);
  return running;
}

/** A main file as a process. */
export function run(main: string, ...flags: string[]) {
  const child = spawn(process.execPath, ["--import", "tsx", join("components/sample", main), ...flags]);
  onTestFinished(() => void child.kill("SIGKILL"));
  let stdout = "";
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const url = new Promise<string>((resolve) => {
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
      const found = /http:\S+/.exec(stdout);
      if (found !== null) resolve(found[0]);
    });
  });
  const exited = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { url, exited, terminate: () => child.kill("SIGTERM") };
}

/** The value of one series of a /metrics page, written as Prometheus writes it; `undefined` where there is none. */
export async function metric(url: string, series: string): Promise<number | undefined> {
  const lines = (await (await fetch(`${url}/metrics`)).text()).split("\n");
  const line = lines.find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

/** Asks with exactly this request target: fetch would tidy it up. */
export function rawGet(url: string, path: string, method = "GET"): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const outgoing = request({ hostname, port, path, method, agent: false }, (response) => {
      let body = "";
      response.on("data", (chunk) => {
        body += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
    });
    outgoing.on("error", reject).end();
  });
}

/** Waits until a check holds, patiently: the machine may be busy with other tests. */
export function eventually(check: () => Promise<void>): Promise<void> {
  return vi.waitFor(check, { timeout: 15_000, interval: 50 });
}
