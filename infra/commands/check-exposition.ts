// `check-exposition`: what an upgrade of an exporter would blind.
import { CORE_MIXINS, type Mixin, SERVICE_MIXINS } from "../../components/mixins";
import { didYouMean } from "../../components/monitoring";
import { affectedBy } from "../exposition/affected";
import { againstCatalogue, againstEarlier, type Difference } from "../exposition/compare";
import { textAt } from "../exposition/place";
import { type Exposition, readExposition } from "../exposition/read";
import { MOST_LINES, shownOf } from "../shown";

/** Ends with exit code 1 where something that rules or panels read is gone or has changed. */
export async function checkExposition(
  shown: string,
  earlier: string | undefined,
  options: { mixin: string; options?: string },
): Promise<void> {
  const mixin = mixinNamed(options.mixin, options.options);
  const [first, second] = [await expositionAt(shown), earlier === undefined ? undefined : await expositionAt(earlier)];
  const found = second ? againstEarlier(mixin, first, second) : againstCatalogue(mixin, first);
  const text = report(mixin, found).join("\n");
  console.log(await shownOf(text, MOST_LINES.ofFailure, "check-exposition"));
  if (found.some(({ kind }) => kind !== "unseen")) process.exitCode = 1;
}

/** Throws, naming the nearest, where there is none of that name. */
export function mixinNamed(name: string, options?: string): Mixin {
  const core = Object.entries(CORE_MIXINS).find(([one]) => one === name)?.[1];
  const ofServices = SERVICE_MIXINS[name];
  if (core) return core;
  if (ofServices) return ofServices.build([options === undefined ? {} : JSON.parse(options)]);
  const names = [...Object.keys(CORE_MIXINS), ...Object.keys(SERVICE_MIXINS)];
  throw new Error(`--mixin: found "${name}"; there are: ${names.join(", ")}.${didYouMean(name, names)}`);
}

/** What is read at a URL or from a file. */
export const expositionAt = async (place: string): Promise<Exposition> => readExposition(await textAt(place), place);

/** A paragraph for each difference that rules or panels see, and a line with the others. */
export function report(mixin: Mixin, found: readonly Difference[]): string[] {
  const seen = found.filter(({ kind }) => kind !== "unseen");
  const unseen = found.filter(({ kind }) => kind === "unseen");
  const lines = seen.flatMap(({ kind, metric, message }) => {
    const { alerts, recordings, panels } = affectedBy(mixin, metric);
    const verb = kind === "gone" ? "blind" : "may change";
    const line = (what: string, names: readonly string[]) =>
      names.length > 0 ? [`    ${verb}: ${what} ${names.join(", ")}`] : [];
    return [
      `${metric} ${message}`,
      ...line(alerts.length === 1 ? "alert" : "alerts", alerts),
      ...line("recordings", recordings),
      ...line("panels", panels),
    ];
  });
  const not =
    unseen.length > 0
      ? [
          `Not shown, as it may be where nothing of the kind has happened: ${unseen.map(({ metric }) => metric).join(", ")}`,
        ]
      : [];
  return seen.length > 0 ? [...lines, ...not] : [`All that ${mixin.name} reads is as expected.`, ...not];
}
