// The life of an environment on a real cluster, with the real engine, provider, operator and kubelet: deployed from nothing,
// again, changed, edited by hand, destroyed, deployed once more with several replicas, hurt, and purged.
import { afterAll, beforeAll, beforeEach, describe, inject, onTestFailed } from "vitest";
import { runningCluster, startCluster, stopCluster } from "../node/start";
import { chartsOf } from "./charts";
import { startExporter } from "./drills/node";
import { removeVolume } from "./drills/volume";
import { Environment } from "./environment";
import { keepEvidence } from "./evidence";
import { FAULTS_NAMESPACE, Site } from "./site";
import { access } from "./steps/access";
import { drillsOfParts, drillsOfTheNode, drillsOfWorkloads } from "./steps/drills";
import { destroyed, purged, secondLife } from "./steps/end";
import { incident } from "./steps/incident";
import { firstLife, quiet } from "./steps/life";
import { LOOKED_AT, MINUTES } from "./steps/limits";
import { logs } from "./steps/logs";
import { page } from "./steps/page";
import { panels } from "./steps/panels";

const onProgress = (line: string) => console.log(`  ${line}`);

describe.skipIf(inject("nodeLacks") !== undefined)("an environment on a cluster", () => {
  let ranBefore = false;
  let here: Site | undefined;
  const site = (): Site => {
    if (!here) throw new Error("The cluster did not start");
    return here;
  };

  beforeAll(async () => {
    ranBefore = (await runningCluster(onProgress)) !== undefined;
    const cluster = await startCluster(onProgress);
    here = new Site(cluster, await Environment.build(cluster, onProgress));
    onProgress(`With ${chartsOf()}`);
  }, 5 * MINUTES);

  afterAll(async () => {
    try {
      if (!ranBefore) return await stopCluster();
      const { cluster, environment } = site();
      await startExporter(site()).catch(() => undefined);
      await cluster.kubectl(["delete", "namespace", FAULTS_NAMESPACE, "--ignore-not-found"]);
      await removeVolume(site());
      await environment.does("destroy", "--yes", "--purge");
    } finally {
      await here?.environment.tearDown();
    }
  }, 8 * MINUTES);

  // Each step stands on the ones before, but for those that only look.
  let failed = false;
  beforeEach(({ skip, task }) => {
    skip(failed, "a step before has failed");
    onTestFailed(async () => {
      failed ||= task.suite?.name !== LOOKED_AT;
      if (here) onProgress(`Evidence: ${await keepEvidence(here, task.name)}`);
    });
  });

  firstLife(site);
  describe(LOOKED_AT, () => access(site));
  describe(LOOKED_AT, () => quiet(site));
  destroyed(site);
  secondLife(site);
  drillsOfWorkloads(site);
  describe(LOOKED_AT, () => panels(site));
  drillsOfTheNode(site);
  drillsOfParts(site);
  logs(site);
  incident(site);
  purged(site);
  page(site);
});
