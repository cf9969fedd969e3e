// Whose spans are known: what their slow requests are, and what becomes of them.
import { type Service, slowerThan, spanBuckets, type Traces } from "../components/monitoring";
import type { TracedService } from "../components/traces";

export const tracedServices = (services: readonly Service[], settings: Traces): TracedService[] =>
  services.map((service) => {
    const buckets = spanBuckets(service);
    return { name: service.name, slowerThan: slowerThan(service, settings), ...(buckets && { buckets }) };
  });
