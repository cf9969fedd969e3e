// All mixins: those that are shipped, and those that the project brings itself.
import { join } from "node:path";
import type { ServiceExporter } from "./exporter";
import type { ServiceMixin } from "./mixin";
import { ownMixins } from "./own/registry";
import { SHIPPED_MIXINS } from "./table";

const own = ownMixins()?.brought ?? [];

const { service, ...others } = SHIPPED_MIXINS;

/** What an entry of `services` can name as its `mixin`: the usual one, and all others by name, whoever brings them. */
export const SERVICE_MIXINS: Record<string, ServiceMixin> = {
  service,
  ...Object.fromEntries(
    [...Object.entries(others), ...own.map(({ name, mixin }) => [name, mixin] as const)].sort(([a], [b]) =>
      a < b ? -1 : 1,
    ),
  ),
};

/** The runbook of a mixin: an absolute path. */
export const runbookOf = (mixin: string): string =>
  own.find(({ name }) => name === mixin)?.runbook ?? join(__dirname, mixin, "runbook.md");

/** The exporters that can be run for services, by the mixins that read them. */
export const EXPORTERS: Readonly<Record<string, ServiceExporter>> = Object.fromEntries(
  Object.entries(SERVICE_MIXINS).flatMap(([name, { exporter }]) => (exporter ? [[name, exporter]] : [])),
);

export { atInterval, type Pace, type PaceOf } from "./at-interval";
export {
  CLOUDWATCH_KIND_NAMES,
  CLOUDWATCH_KINDS,
  type CloudwatchKind,
  type CloudwatchKindName,
  DELAY_SECONDS,
  PERIOD_SECONDS,
} from "./cloudwatch";
export { lastProven } from "./drilling";
export type { OnRequest, ServiceExporter, TlsFiles } from "./exporter";
export type { Explanation, Layer, Mixin, ServiceMixin, ShardBy, TargetSource } from "./mixin";
export { ownMixins } from "./own/registry";
export { objectiveSchema, slo } from "./slo";
export { CORE_MIXINS } from "./table";
