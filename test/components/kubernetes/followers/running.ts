// A program that is sent groups, run as its pod runs it: the bundled file with node, under the pod's arguments, with its files.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import execa from "execa";
import { z } from "zod";
import { freePort } from "../../../support/ports";
import { until } from "../../alertmanager/running";
import { contentOf, type registered } from "./settings";

type Registered = Awaited<ReturnType<typeof registered>>;

const set = z.object({
  template: z.object({ spec: z.object({ containers: z.tuple([z.object({ command: z.array(z.string()) })]) }) }),
});

export interface Follower {
  url: string;
  /** What it said. */
  log: () => string;
  start: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Folders of the pod, which are below `folder` here. */
const MOUNTED = /(^|=)\/(program|data|access|credentials|hooks)\b/;

interface Ground {
  folder: string;
  /** Files that its Secrets would have, by folder and name. */
  secrets: Record<string, string>;
  /** URLs of the cluster, by those that stand for them here. */
  urls: Record<string, string>;
  /** What it is given beside, where the pod has the default. */
  more?: readonly string[];
}

export async function follower(which: "incidents" | "remediation", all: Registered, ground: Ground): Promise<Follower> {
  const { folder, secrets, urls, more = [] } = ground;
  const port = await freePort();
  const [{ command }] = set.parse(all.named("StatefulSet", `tocsin-${which}`).inputs.spec).template.spec.containers;
  const [node = "", ...args] = command.map((one) =>
    Object.entries(urls)
      .reduce((text, [there, here]) => text.replace(there, here), one)
      .replace(MOUNTED, `$1${folder}/$2`)
      .replace(/^--port=.*/, `--port=${port}`)
      .replace(/^--host=.*/, "--host=127.0.0.1"),
  );
  const program = contentOf(all.named("ConfigMap", `tocsin-${which}`));
  const files = {
    ...Object.fromEntries(Object.entries(program).map(([k, text]) => [`program/${k}`, text])),
    ...secrets,
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(join(folder, file, ".."), { recursive: true });
    await writeFile(join(folder, file), text);
  }
  const url = `http://127.0.0.1:${port}`;
  let log = "";
  let child: execa.ExecaChildProcess | undefined;
  return {
    url,
    log: () => log,
    start: async () => {
      child = execa(node, [...args, ...more], { reject: false, all: true });
      child.all?.on("data", (chunk: Buffer) => (log += chunk));
      const isReady = () =>
        fetch(`${url}/health`).then(
          ({ ok }) => ok || undefined,
          () => undefined,
        );
      await until(isReady, () => log);
    },
    stop: async () => {
      child?.kill("SIGTERM");
      await child;
    },
  };
}
