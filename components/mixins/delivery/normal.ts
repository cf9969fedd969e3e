// A pair of servers that pulled a moment ago.
import { ago, always, type Normal } from "../../rules";
import { STAGES } from "./metrics";

const server = (version: string, last: number): Normal => ({
  tocsin_delivery_version_info: [[{ version }, always(1)]],
  tocsin_delivery_error: STAGES.map((stage) => [{ stage }, always(0)] as const),
  tocsin_delivery_last_success_timestamp_seconds: ago(last),
});

export const normal: readonly Normal[] = [server("4f1c9a0b77de", 11), server("4f1c9a0b77de", 23)];
