// Links into Jaeger's own page of searches.

/**
 * Traces of a {service}. Without a time, `&start=…&end=…` in microseconds since 1970, the page searches nothing; what sends the link
 * appends it.
 * @param store Base URL of the store as people reach it.
 */
export const tracesLink = (store: string): string => `${store}/search?service={service}&lookback=custom&limit=200`;
