// Units as Grafana calls them.
import {
  Bool,
  BytesIEC,
  BytesPerSecondIEC,
  DateTimeFromNow,
  Dollars,
  OpsPerSecond,
  PercentUnit,
  RequestsPerSecond,
  Seconds,
  Short,
} from "@grafana/grafana-foundation-sdk/units";
import type { Unit } from "../rules";

export const GRAFANA_UNIT: Record<Unit, string> = {
  seconds: Seconds,
  bytes: BytesIEC,
  bytesPerSecond: BytesPerSecondIEC,
  ratio: PercentUnit,
  count: Short,
  requestsPerSecond: RequestsPerSecond,
  perSecond: OpsPerSecond,
  timestamp: DateTimeFromNow,
  dollars: Dollars,
  boolean: Bool,
};

/** What a value is multiplied by before it is drawn: Grafana takes times in milliseconds and Prometheus has seconds. */
export const scaleOf = (unit: Unit): number => (unit === "timestamp" ? 1000 : 1);
