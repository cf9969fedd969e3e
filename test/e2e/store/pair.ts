// The two Prometheus of a pair that write to a store: each scrapes and evaluates what a deployed environment's own does, with what
// the settings of EC2 say of a pair's servers and of the store.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { endpointsOf } from "../../../components/ec2";
import { prometheusFile } from "../../../components/ec2/servers/server-files";
import { serversOf } from "../../../components/ec2/topology/server";
import { assemble } from "../../../components/monitoring";
import { RESEND_DELAY } from "../../../components/prometheus";
import { settingsWith } from "../../components/ec2/registered";
import { freePort } from "../../support/ports";
import { ready } from "../alertmanager";
import type { House } from "../house";
import type { Processes } from "../processes";

const ENVIRONMENT = "local";

const configuration = z.looseObject({
  global: z.looseObject({ external_labels: z.record(z.string(), z.string()) }),
  alerting: z.looseObject({ alert_relabel_configs: z.array(z.unknown()).optional() }),
  remote_write: z.array(z.unknown()).optional(),
});

export interface Server {
  /** As the store knows it. */
  name: string;
  url: string;
}

/** Where the rules of a house are, as files. */
export const rulesOf = (house: House) => house.path("local", "prometheus", "config", "current", "rules", "*.yml");

/** Starts both. @param writes Where the store takes what they write. */
export async function startPair(
  house: House,
  program: string,
  writes: string,
  processes: Processes,
): Promise<Server[]> {
  const settings = settingsWith({ servers: { count: 2 }, remoteWrite: { to: "endpoint", url: writes } });
  const { platform } = settings;
  const monitoring = assemble(ENVIRONMENT, settings, endpointsOf(ENVIRONMENT, settings));
  const deployed = await readFile(house.path("local", "prometheus", "config", "current", "prometheus.yml"), "utf8");
  const own = configuration.parse(parse(deployed));
  return await Promise.all(
    serversOf(platform).map(async (server) => {
      const args = { monitoring, platform, server, dashboards: {}, credentials: [] };
      const said = configuration.parse(parse(prometheusFile(args)));
      const folder = house.path("pair", server.name);
      await mkdir(folder, { recursive: true });
      const file = join(folder, "prometheus.yml");
      const merged = {
        ...own,
        global: { ...own.global, external_labels: said.global.external_labels },
        alerting: { ...own.alerting, alert_relabel_configs: said.alerting.alert_relabel_configs },
        rule_files: [rulesOf(house)],
        remote_write: said.remote_write,
      };
      await writeFile(file, stringify(merged));
      const address = `127.0.0.1:${await freePort()}`;
      processes.start(program, [
        `--config.file=${file}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        `--web.listen-address=${address}`,
        `--${RESEND_DELAY.flag}=${RESEND_DELAY.value}`,
      ]);
      await ready(`http://${address}`);
      return { name: server.name, url: `http://${address}` };
    }),
  );
}
