// All targets of an estate behind one address: what each shows now, and whatever a benchmark changes of it.
import { createServer } from "node:http";
import type { Monitoring } from "../../../components/monitoring";
import type { Sample } from "../../../components/rules";
import { exposition } from "../../../components/sample/generator/exposition";
import { close, listen } from "../../../components/sample/http";
import type { EstateTarget } from "./estate";

export interface Exporter {
  /** `host:port`. */
  address: string;
  close: () => Promise<void>;
}

/** Serves what `textOf` answers for a job and the place of a target in it; 503 where that is nothing. */
export async function startExporter(textOf: (job: string, place: number) => string | undefined): Promise<Exporter> {
  const server = createServer((request, response) => {
    const [, job = "", place = ""] = decodeURIComponent(request.url ?? "").split("/");
    const text = textOf(job, Number.parseInt(place, 10));
    response.writeHead(text === undefined ? 503 : 200, { "content-type": "text/plain; version=0.0.4" });
    response.end(text);
  });
  const url = await listen(server, 0, "127.0.0.1");
  return { address: new URL(url).host, close: () => close(server, 1) };
}

/** The same monitoring with every target at the exporter. What is probed is shown by the exporter as well. */
export function scrapedFrom(address: string, monitoring: Monitoring): Monitoring {
  return {
    ...monitoring,
    jobs: monitoring.jobs
      .filter(({ targets }) => targets.length > 0)
      .map(({ via: _, discovery: __, ...job }) => ({
        ...job,
        targets: job.targets.map(({ labels }, place) => ({ address, labels, metricsPath: `/${job.name}/${place}` })),
      })),
  };
}

/** What a target shows, as text. cAdvisor gives its samples its own time, so that a container lingers after it is gone. */
export function textOf({ mixin }: EstateTarget, samples: readonly Sample[], now: number): string {
  const shown = samples.map(({ labels: { job: _, ...labels }, ...sample }) => ({ ...sample, labels }));
  const text = exposition([{ samples: shown }]);
  return mixin.name === "container" ? text.replaceAll("\n", ` ${Math.round(now * 1000)}\n`) : text;
}
