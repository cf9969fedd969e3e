// The order of test files: those that take long begin first, so that no worker is left with one at the end.
import { relative } from "node:path";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Seconds that files took in one run of everything on two cores, from half a minute on. */
export const LONG_FILES: Readonly<Record<string, number>> = {
  "test/e2e/package/package.test.ts": 840,
  "test/e2e/namings.test.ts": 760,
  "test/e2e/everything.test.ts": 630,
  "test/e2e/faults.test.ts": 540,
  "test/e2e/drills/stopped-drill.test.ts": 600,
  "test/e2e/lifecycle.test.ts": 530,
  "test/e2e/drills/interrupted-drills.test.ts": 490,
  "test/e2e/offline.test.ts": 470,
  "test/infra/lengths.test.ts": 300,
  "test/e2e/dashboards.test.ts": 310,
  "test/policies/engine/engine.test.ts": 250,
  "test/e2e/store/beyond-one-server.test.ts": 280,
  "test/e2e/drills/drill.test.ts": 240,
  "test/e2e/ec2/delivery.test.ts": 220,
  "test/e2e/rest.test.ts": 220,
  "test/scenarios/scenarios.test.ts": 200,
  "test/e2e/kills/kills.test.ts": 200,
  "test/e2e/alert-path/partition.test.ts": 150,
  "test/components/drill/breaks.test.ts": 150,
  "test/e2e/ec2/cluster-of-alertmanagers.test.ts": 130,
  "test/e2e/alert-path/skewed-clock.test.ts": 110,
  "test/e2e/alert-path/failing-receivers.test.ts": 100,
  "test/e2e/ec2/hosts.test.ts": 130,
  "test/e2e/ec2/vanishing-host.test.ts": 110,
  "test/e2e/native-histograms.test.ts": 95,
  "test/components/grafana/equality.test.ts": 90,
  "test/scenarios/data.test.ts": 80,
  "test/policies/lint/lint.test.ts": 70,
  "test/components/kubernetes/logs/pods.test.ts": 70,
  "test/package/component.test.ts": 65,
  "test/components/ec2/ec2-monitoring.test.ts": 65,
  "test/infra/engine/offline.test.ts": 55,
  "test/stacks/hostile-texts.test.ts": 45,
  "test/infra/engine/real-engine.test.ts": 45,
  "test/e2e/ec2/machine-scripts.test.ts": 40,
  "test/scenarios/namings.test.ts": 40,
  "test/docs/commands.test.ts": 40,
  "test/infra/deployment/remains.test.ts": 35,
  "test/components/ec2/aws-names.test.ts": 35,
  "test/scenarios/intervals.test.ts": 35,
};

/** The files of the table, the longest first, then the others as vitest has them. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const secondsOf = ({ moduleId }: TestSpecification) => LONG_FILES[relative(this.ctx.config.root, moduleId)] ?? 0;
    return (await super.sort(files)).toSorted((a, b) => secondsOf(b) - secondsOf(a));
  }
}
