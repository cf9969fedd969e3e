// The objectives of OpenSLO documents, with their services in the settings.
import { SERVICE_MIXINS } from "../../mixins";
import { labelValueOf, readingsIn } from "../../promql";
import { noBucket } from "../settings/buckets";
import { didYouMean } from "../settings/issues";
import type { Service, Settings } from "../settings/schema";
import { SettingsError } from "../settings/settings-error";
import { type Ratio, ratioOf } from "./objectives";
import type { SloDocument, SloDocuments } from "./read";

/**
 * The settings with what the documents add to their services. Throws a `SettingsError` with every document that does not fit.
 */
export function withOpenSlos(settings: Settings, { slos, indicators }: SloDocuments): Settings {
  if (slos.length === 0) return settings;
  const problems: { path: string; message: string }[] = [];
  const added = new Map<string, Ratio[]>();
  for (const document of slos) {
    const tell = (message: string) => problems.push({ path: `slos.files: ${document.file}:${document.line}`, message });
    const service = settings.services.find(({ name }) => name === document.spec.service);
    if (!service) {
      tell(notThere(document, settings));
      continue;
    }
    for (const one of objectivesOf(document, indicators)) {
      const wrong = typeof one === "string" ? one : (unknownBound(one, service) ?? twice(one, service, added));
      if (wrong !== undefined) tell(wrong);
      else if (typeof one !== "string") added.set(service.name, [...(added.get(service.name) ?? []), one]);
    }
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return {
    ...settings,
    services: settings.services.map((one) => ({ ...one, slos: [...one.slos, ...(added.get(one.name) ?? [])] })),
  };
}

function notThere({ spec }: SloDocument, { services }: Settings): string {
  const names = services.map(({ name }) => name);
  return `found the service "${spec.service}", which is not in services; there: ${names.join(", ") || "nothing"}.${didYouMean(spec.service, names)}`;
}

function objectivesOf({ name, spec }: SloDocument, indicators: SloDocuments["indicators"]): (Ratio | string)[] {
  const { indicator, indicatorRef = "", objectives } = spec;
  const measured = indicator?.spec ?? indicators.get(indicatorRef);
  if (!measured) return [`found indicatorRef: ${indicatorRef}, and no SLI of that name in slos.files; add its file`];
  return objectives.map((one, index) =>
    ratioOf(objectives.length === 1 ? name : `${name}-${index + 1}`, spec, measured, one),
  );
}

/** A bound that is no bucket of the service's histogram has no series: nothing would be good. */
function unknownBound({ total, good, bad }: Ratio, { mixin, options }: Service): string | undefined {
  const bounds = SERVICE_MIXINS[mixin]?.bounds?.(options);
  const found = [total, good, bad]
    .flatMap((query) => (query ? readingsIn(query) : []))
    .filter(({ selector }) => selector.name?.endsWith("_bucket"))
    .flatMap(({ selector }) => labelValueOf(selector, "le") ?? [])
    .find((le) => le !== "+Inf" && !bounds?.includes(Number(le)));
  if (!bounds || found === undefined) return undefined;
  return `found le="${found}", which is ${noBucket(Number(found), bounds)}`;
}

const twice = ({ name }: Ratio, service: Service, added: ReadonlyMap<string, Ratio[]>): string | undefined =>
  [...service.slos, ...(added.get(service.name) ?? [])].some((one) => one.kind === "ratio" && one.name === name)
    ? `found a second objective "${name}" of the service "${service.name}"; give it another name`
    : undefined;
