// A real store for a test, filled with lines of the past and asked as of any moment.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { freePort } from "../../support/ports";

/** A line, at so many milliseconds since 1970. */
export interface PastLine {
  at: number;
  fields: Readonly<Record<string, string>>;
}

const answer = z.object({
  data: z.object({ result: z.array(z.object({ metric: z.record(z.string(), z.string()) })) }),
});

const stats = z.object({ RowsProcessed: z.string().regex(/^\d+$/) });

export class Store {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
    private readonly dir: string,
  ) {}

  static async start(victorialogs: string): Promise<Store> {
    const dir = await mkdtemp(join(tmpdir(), "tocsin-store-"));
    const listen = `127.0.0.1:${await freePort()}`;
    const child = spawn(victorialogs, [`-storageDataPath=${dir}`, `-httpListenAddr=${listen}`, "-retentionPeriod=7d"]);
    const store = new Store(child, `http://${listen}`, dir);
    for (let tried = 0; tried < 60; tried++) {
      if ((await fetch(`${store.url}/health`).catch(() => undefined))?.ok) return store;
      await sleep(500);
    }
    throw new Error("the store does not answer within 30 s");
  }

  /** Stores lines; they are found at once afterwards. */
  async put(lines: readonly PastLine[]): Promise<void> {
    const body = lines
      .map(({ at, fields }) => JSON.stringify({ at: new Date(at).toISOString(), ...fields }))
      .join("\n");
    const wanted = new URLSearchParams({ _time_field: "at", _stream_fields: "service,team" });
    const put = await fetch(`${this.url}/insert/jsonline?${wanted}`, { method: "POST", body });
    if (!put.ok) throw new Error(await put.text());
    // What is younger than a second or so is not searched yet, unless somebody asks for it.
    await fetch(`${this.url}/internal/force_flush`);
  }

  /** The labels of each result of a query, as of a moment: an alert fires for each. */
  async firing(query: string, at: number): Promise<Record<string, string>[]> {
    const body = new URLSearchParams({ query, time: String(at / 1000) });
    const response = await fetch(`${this.url}/select/logsql/stats_query`, { method: "POST", body });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return answer.parse(JSON.parse(text)).data.result.map(({ metric }) => metric);
  }

  /** How many lines a query looked at to be answered as of now. */
  async rowsRead(query: string): Promise<number> {
    const body = new URLSearchParams({ query: `${query} | query_stats` });
    const response = await fetch(`${this.url}/select/logsql/query`, { method: "POST", body });
    const text = await response.text();
    if (!response.ok) throw new Error(text);
    return Number(stats.parse(JSON.parse(text)).RowsProcessed);
  }

  async tearDown(): Promise<void> {
    const exit = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.kill("SIGKILL");
    await exit;
    await rm(this.dir, { recursive: true, force: true });
  }
}
