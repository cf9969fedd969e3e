// Why a target is down, in Prometheus' words, with what to do where a setting helps.

/** As Prometheus 3 refuses a target that names no content type, or one that is no exposition. */
const UNTYPED = /no fallback_scrape_protocol specified/;

export const isUntyped = (error: string): boolean => UNTYPED.test(error);

export const withRemedy = (error: string): string =>
  isUntyped(error)
    ? `${error}; have it answer with "Content-Type: text/plain; version=0.0.4", or set scrape.fallbackProtocol: PrometheusText0.0.4`
    : error;
