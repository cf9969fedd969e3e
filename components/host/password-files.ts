// The files of a password between parts of one machine.

/** The password itself. */
export const PASSWORD_FILE = "password";

/** What `--web.config.file` of Prometheus' projects takes, with its hash. */
export const WEB_CONFIG_FILE = "web.yml";
