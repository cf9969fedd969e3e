// A week of normal traffic with every fault injected: what fires without a fault, which faults nothing sees, and which panels
// show nothing.
import { afterAll, describe, expect, test } from "vitest";
import type { Mixin } from "../../components/mixins";
import { mixinsInUse } from "../../components/monitoring";
import { watchingInputs } from "../../components/monitoring/alerts/liveness";
import { ruleFile } from "../../components/prometheus";
import { endpoints, everyMixin } from "../support/environment";
import { placeGroup } from "../support/place-group";
import { toolsOrSkip } from "../support/tools";
import { replay } from "./replay";
import { faultyService, HEALTHY } from "./week";

const environment = everyMixin();
const tools = toolsOrSkip("promtool");
const mixins = mixinsInUse(environment).filter((mixin) => mixin.normal.length > 0);

/** The healthy one promises what those with objectives do, and so has events in every hour. */
const watchedServices = {
  ...environment,
  services: environment.services.flatMap((one) => (one.slos.length > 0 ? [one, { ...one, name: HEALTHY }] : [one])),
};

/** With the alert on targets that lack what its rules read: healthy ones lack nothing, all week. */
function watchingItsInputs(mixin: Mixin): Mixin {
  const [watched = mixin] = watchingInputs([mixin], watchedServices);
  const missed = mixins.flatMap(({ alerts }) => alerts).filter(({ name }) => name === "AlertInputsMissing");
  return { ...watched, alerts: [...watched.alerts.filter(({ name }) => name !== "AlertInputsMissing"), ...missed] };
}

/** The queries of all panels, by the panel and the legend; a viewer's variables stand at «All». */
function panelQueries(mixin: Mixin): Record<string, string> {
  const panels = mixin.dashboards.flatMap(({ title, rows }) =>
    rows.flatMap((row) => row.panels.map((panel) => [`${title}: ${panel.title}`, panel] as const)),
  );
  // A panel shows something where any of its queries does.
  return Object.fromEntries(
    panels.map(([name, { queries }]) => [
      name,
      Object.values(queries)
        .map((query) => `(count(${query.replace(/\$\w+/g, ".+|")}))`)
        .join(" or "),
    ]),
  );
}

describe.skipIf(!tools)("a week of each mixin", () => {
  const seen = { faults: 0, caught: 0, noise: 0 };

  test.concurrent.each(mixins.map((mixin) => [mixin.name, mixin] as const))(
    "%s tells every fault and nothing else, and fills every panel",
    async (_, mixin) => {
      const group = placeGroup(watchingItsInputs(mixin), { settings: environment, endpoints });
      const { faults, fired, empty } = await replay(tools?.promtool ?? "", mixin, {
        rules: ruleFile(group),
        leftOut: mixin.alerts.filter(({ onMissing }) => onMissing === "fires").map(({ name }) => name),
        queries: panelQueries(mixin),
      });
      const wanted = faults.map((fault) => `${faultyService(fault)} ${fault.alert} ${fault.severity}`);
      const missed = wanted.filter((one) => !fired.includes(one));
      const noise = fired.filter((one) => one.startsWith(`${HEALTHY} `) && !one.endsWith(" info"));
      seen.faults += wanted.length;
      seen.caught += wanted.length - missed.length;
      seen.noise += noise.length;
      expect({ noise, missed, empty }).toEqual({ noise: [], missed: [], empty: [] });
    },
    900_000,
  );

  afterAll(() => {
    const { faults, caught, noise } = seen;
    console.log(
      `${faults} faults in a week of normal traffic: precision ${percent(caught, caught + noise)}, recall ${percent(caught, faults)}`,
    );
  });
});

const percent = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`;
