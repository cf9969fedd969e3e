// Where things are on a monitoring server.

/** The pull's own folder, and in it the configuration that runs. */
export const ROOT = "/etc/tocsin";
export const CONFIG = `${ROOT}/current`;

/** The data volume. */
export const DATA = "/data";

/** On tmpfs: gone when the machine stops. */
export const SECRETS = "/run/tocsin/secrets";
export const WEB = "/run/tocsin/web";
