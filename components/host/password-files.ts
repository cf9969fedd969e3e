// What the parts of a monitoring know each other by: a name, and the files of a password.

/** As in the web configuration of each. */
export const USERNAME = "tocsin";

/** The password itself. */
export const PASSWORD_FILE = "password";

/** What `--web.config.file` of Prometheus' projects takes, with its hash. */
export const WEB_CONFIG_FILE = "web.yml";
