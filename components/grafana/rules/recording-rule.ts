// A recording → a Grafana-managed recording rule (Grafana 11.2 and newer, where its administrator switched them on).
import type { Recording } from "../../rules";
import { uidOf } from "../uid";
import { query, type Stage } from "./stages";

export interface GrafanaRecordingRule {
  uid: string;
  name: string;
  datas: readonly Stage[];
  labels: Readonly<Record<string, string>>;
  record: { from: string; metric: string; targetDatasourceUid: string };
}

export interface RecordingArgs {
  environment: string;
  /** Uid of the Prometheus data source that is asked and that takes the result by remote write. */
  dataSource: string;
}

/** The rules of a group's recordings; where several make one metric, their names and uids count on. */
export function recordingRules(
  recordings: readonly Recording[],
  { environment, dataSource }: RecordingArgs,
  earlier: readonly Recording[] = [],
): GrafanaRecordingRule[] {
  return recordings.map(({ record, expr, adds = {} }, index) => {
    const before = [...earlier, ...recordings.slice(0, index)].filter((other) => other.record === record).length;
    const name = before === 0 ? record : `${record} ${before + 1}`;
    return {
      uid: uidOf(environment, name),
      name,
      datas: [query(expr, dataSource)],
      labels: adds,
      record: { from: "A", metric: record, targetDatasourceUid: dataSource },
    };
  });
}
