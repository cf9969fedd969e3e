// An estate of so many services, with its hosts and containers: settings as a team would write them, and what each target shows.
import { CORE_MIXINS, type Mixin } from "../../../components/mixins";
import {
  assemble,
  type Monitoring,
  mixinsInUse,
  parseSettings,
  type Settings,
  type Target,
} from "../../../components/monitoring";
import { type Moment, type Sample, samplesOf } from "../../../components/rules";
import { endpoints } from "../../support/environment";

/** Of ten services seven answer requests, three of which in Node.js; the others hold data and messages. */
const KINDS = [
  ...Array.from({ length: 4 }, () => ({ mixin: "service", options: { metrics: "app" }, port: 8080, instances: 3 })),
  ...Array.from({ length: 3 }, () => ({
    mixin: "service",
    options: { metrics: "http" },
    extraMixins: ["nodejs"],
    port: 8080,
    instances: 3,
  })),
  { mixin: "redis", port: 9121, instances: 2 },
  { mixin: "postgres", port: 9187, instances: 2 },
  { mixin: "rabbitmq", port: 15692, instances: 3 },
] as const;

const SERVICES_PER_HOST = 5;

/** What a healthy host shows is three containers; each is there so many times. */
const CONTAINERS_TIMES = 4;

export interface EstateTarget {
  /** The scrape job, and the target's place in it. */
  job: string;
  place: number;
  /** Those of the target, `job` included. */
  labels: Readonly<Record<string, string>>;
  mixin: Mixin;
  /** Which of the mixin's healthy targets it is like. */
  like: number;
}

export interface Estate {
  settings: Settings;
  monitoring: Monitoring;
  mixins: readonly Mixin[];
  targets: readonly EstateTarget[];
}

/** The settings of so many services. */
export const estateSettings = (services: number): Settings => parseSettings(estateFile(services));

/** The settings as a file has them. */
export function estateFile(
  services: number,
  hostsCount = Math.max(2, services / SERVICES_PER_HOST),
): Record<string, unknown> {
  const hosts = Array.from({ length: hostsCount }, (_, host) => `host-${host + 1}`);
  const address = (service: number, instance: number, port: number) =>
    `10.${instance + 1}.${Math.floor(service / 250)}.${(service % 250) + 1}:${port}`;
  return {
    hosts: hosts.map((name, host) => ({ name, address: address(host, 100, 9100) })),
    services: [
      ...Array.from({ length: services }, (_, service) => {
        const { port, instances, ...kind } = KINDS[service % KINDS.length] ?? KINDS[0];
        const targets = Array.from({ length: instances }, (_, instance) => address(service, instance, port));
        const isHttp = kind.mixin === "service";
        return {
          name: `${kind.mixin}-${service + 1}`,
          ...kind,
          targets,
          ...(isHttp && { probes: [{ http: `http://${targets[0]}/health` }] }),
          // The services that matter most promise something.
          ...(isHttp && service % 20 === 0 && { slos: [{ kind: "availability", objective: 0.999 }] }),
        };
      }),
      { name: "containers", mixin: "container", targets: hosts.map((_, host) => address(host, 110, 8080)) },
    ],
  };
}

/** The estate of some settings. */
export function estateOf(settings: Settings): Estate {
  const monitoring = assemble("bench", settings, endpoints);
  const mixins = mixinsInUse(settings);
  const targets = monitoring.jobs.flatMap((job) =>
    job.targets.map((target, place): EstateTarget => {
      const { job: name = job.name, ...labels } = target.labels;
      const mixin = job.via ? CORE_MIXINS.blackbox : mixins.find((one) => one.name === name);
      if (!mixin) throw new Error(`No mixin tells what the job ${job.name} shows`);
      return {
        job: job.name,
        place,
        labels: { job: name, ...labels },
        mixin,
        like: likeOf(mixin, place, target, settings),
      };
    }),
  );
  return { settings, monitoring, mixins, targets };
}

/** Which healthy target of a mixin one is like: the targets of a service are unlike each other, as a replica and its master. */
function likeOf(mixin: Mixin, place: number, { address, labels }: Target, { services }: Settings): number {
  if (labels.service === mixin.name) return place % mixin.normal.length;
  const service = services.find(({ name }) => name === labels.service);
  // The first target of blackbox's is the exporter; of services the first shows the naming `app`, where both are in use.
  if (mixin.name === "blackbox") return address.startsWith("https:") ? 1 : 2;
  if (mixin.name === "service") return service?.options.metrics === "http" ? mixin.normal.length - 1 : 0;
  return place % mixin.normal.length;
}

/** What a target shows at a moment, without its own labels: always the same series, in the same order. */
export function shownBy({ mixin, like }: Pick<EstateTarget, "mixin" | "like">, moment: Moment): Sample[] {
  const normal = mixin.normal[like];
  if (!normal) throw new Error(`${mixin.name} shows no target ${like}`);
  const samples = mixin.catalogue.metrics.flatMap((metric) => samplesOf(metric, normal, moment));
  return mixin.name === "container" ? samples.flatMap(copies) : samples;
}

function copies(sample: Sample): Sample[] {
  const { name, id } = sample.labels;
  if (name === undefined || id === undefined) return [sample];
  return Array.from({ length: CONTAINERS_TIMES }, (_, copy) => ({
    ...sample,
    labels: { ...sample.labels, name: `${name}-${copy + 1}`, id: `${id}${copy}` },
  }));
}
