// A pair of servers that pulled a moment ago, with a certificate of this month.
import { ago, always, type Normal } from "../../rules";
import { STAGES } from "./metrics";

const DAY = 86_400;

const server = (version: string, last: number): Normal => ({
  tocsin_delivery_version_info: [[{ version }, always(1)]],
  tocsin_delivery_error: STAGES.map((stage) => [{ stage }, always(0)] as const),
  tocsin_delivery_last_success_timestamp_seconds: ago(last),
  tocsin_delivery_certificate_not_after_timestamp_seconds: ago(-380 * DAY),
});

export const normal: readonly Normal[] = [server("4f1c9a0b77de", 11), server("4f1c9a0b77de", 23)];
