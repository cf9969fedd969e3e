// What the interview worker's dashboards have in common: the service that is chosen.
import { variable } from "tocsin";

export const variables = [variable("service", 'up{job="interviews"}')];

export const on = 'service=~"$service"';

/** The same for raw metrics: the process is scraped for other mixins too. */
export const own = `job="interviews",${on}`;
