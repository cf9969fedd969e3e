import { type Fields, listOf, type Resource, textOf } from "../../content";
import type { Policy } from "../../policy";
import { containersOf, podsOf } from "../workloads";

/** Log stores whose retention is a flag, with the flag and what holds without it. */
const STORES = [
  { image: /(^|\/)victoria-logs(@|:|$)/, flag: /^--?retentionPeriod(=|$)/, name: "-retentionPeriod", else: "7 days" },
];

export const logRetentionSaid: Policy = {
  name: "log-retention-said",
  level: "advisory",
  description: "A log store is started with how long it keeps lines.",
  judges: "resource",
  *check(resource) {
    for (const { image, words } of programsOf(resource)) {
      const store = STORES.find((one) => one.image.test(image));
      if (!store || words === undefined || words.some((word) => store.flag.test(word))) continue;
      yield {
        found: `${image} is started without ${store.name}`,
        why: `It deletes lines after ${store.else}, whatever the rules of the house and the law ask for`,
        fix: `Say it: ${store.name}=90d`,
      };
    }
  },
  examples: {
    bad: 'new docker.Container("l", { image: "victoriametrics/victoria-logs:v1.52.2", command: ["-storageDataPath=/data"], volumes: [{ volumeName: data.name, containerPath: "/data" }] })',
    good: 'new docker.Container("l", { image: "victoriametrics/victoria-logs:v1.52.2", command: ["-storageDataPath=/data", "-retentionPeriod=90d"], volumes: [{ volumeName: data.name, containerPath: "/data" }] })',
  },
};

interface Program {
  image: string;
  /** Its command line; undefined where it is not known yet. */
  words: string[] | undefined;
}

function programsOf(resource: Resource): Program[] {
  const { type, props } = resource;
  if (/^docker:index\/container:/.test(type)) return programIn(props, ["command", "entrypoints"]);
  return podsOf(resource)
    .flatMap(containersOf)
    .flatMap((container) => programIn(container, ["command", "args"]));
}

function programIn(props: Fields, lists: readonly string[]): Program[] {
  const image = textOf(props.image);
  if (image === undefined) return [];
  const isUnknown = lists.some((key) => key in props && props[key] === undefined);
  const words = lists.flatMap((key) => listOf(props[key]).map((word) => textOf(word)));
  const known = words.flatMap((word) => word ?? []);
  return [{ image, words: isUnknown || known.length < words.length ? undefined : known }];
}
