// Mistakes as people make them in settings: a file each, and what every one of its errors names (long: one table of mistakes).

const shop = { name: "shop", mixin: "service", targets: ["10.0.0.1:80"] };
const web = { name: "web-1" };
const service = (more: object) => ({ services: [{ ...shop, ...more }] });
const slo = (objective: unknown) => service({ slos: [{ kind: "availability", objective }] });
const alerts = (name: string, override: object) => ({ alerts: { [name]: override } });
const notifications = (more: object) => ({ notifications: more });
const window = {
  name: "upgrade",
  match: { services: ["shop"] },
  reason: "Upgrade to PostgreSQL 17",
  owner: "platform",
};
const maintenance = (...windows: object[]) => ({
  ...service({}),
  maintenance: windows.map((one) => ({ ...window, ...one })),
});
const once = { from: "2027-01-31T22:00", to: "2027-02-01T02:00" };
const mail = { name: "managers", severities: ["critical"], email: ["a@example.com"] };
const local = (more: object) => ({ platform: { kind: "local", ...more } });

/** The settings by what is wrong with them, and a part of each error in order. */
export const MISTAKES: Record<string, [settings: unknown, ...errors: string[]]> = {
  "a threshold in percent as a number": [
    alerts("NodeMemoryHighUtilization", { threshold: { warning: 90 } }),
    'alerts.NodeMemoryHighUtilization.threshold.warning: found 90, but NodeMemoryHighUtilization compares a ratio: give at most 1; did you mean 0.9 or "90%"?',
  ],
  "a mapping without anything in it": [service({ metricsPath: {} }), "services[0].metricsPath: found an empty mapping"],
  "a dependency without a place in the answer": [
    service({ probes: [{ http: "http://10.0.0.1/health", dependencies: { database: "" } }] }),
    "keys and indexes from the root of the answer",
  ],
  "a threshold over 100%": [alerts("NodeMemoryHighUtilization", { threshold: { warning: "900%" } }), "give at most 1"],
  "a threshold that is neither": [
    alerts("NodeMemoryHighUtilization", { threshold: { warning: "high" } }),
    'found "high"',
  ],
  "a negative threshold": [alerts("NodeMemoryHighUtilization", { threshold: { warning: -0.5 } }), "give 0 or more"],
  "milliseconds for seconds": [
    alerts("AlertmanagerSlowNotifications", { threshold: { warning: 1 } }),
    "alerts.AlertmanagerSlowNotifications: found an alert",
  ],
  "thresholds in the wrong order": [
    alerts("NodeMemoryHighUtilization", { threshold: { critical: "50%", warning: "90%" } }),
    "the critical one must lie above",
  ],
  "an alert that is not there": [
    alerts("NodeMemoryHigh", { for: "5m" }),
    "alerts.NodeMemoryHigh: found an alert that no mixin",
  ],
  "a reason that is none": [alerts("NodeMemoryHighUtilization", { disabled: { reason: "no" } }), "disabled.reason"],
  "a duration with a space": [alerts("NodeMemoryHighUtilization", { for: "5 m" }), "NodeMemoryHighUtilization.for"],
  "a duration with a fraction, which Prometheus refuses": [
    alerts("NodeMemoryHighUtilization", { for: "1.5h" }),
    "NodeMemoryHighUtilization.for",
  ],
  "a duration of words": [{ retention: { technical: "thirty days" } }, "retention.technical"],
  "a retention of nothing": [{ retention: { technical: "0d" } }, "retention.technical"],
  "a retention shorter than a block": [{ retention: { business: "30m" } }, "retention.business"],
  "a retention of a thousand years": [{ retention: { technical: "1000y" } }, "retention.technical"],
  "an objective in percent": [
    slo(99.9),
    "services[0].slos[0].objective: found 99.9; give a share below 1, such as 0.999: an objective of 1 leaves no error budget; 99.9% is 0.999",
  ],
  "an objective of 100%": [slo("100%"), "a share below 1"],
  "an objective of words": [slo("three nines"), "services[0].slos[0].objective: found"],
  "a latency bound of nothing": [
    service({ slos: [{ kind: "latency", objective: 0.9, below: "0ms" }] }),
    "services[0].slos[0].below",
  ],
  "an objective that is not known": [
    service({ slos: [{ kind: "uptime", objective: 0.9 }] }),
    "services[0].slos[0].kind",
  ],
  "a target's port out of range": [service({ targets: ["10.0.0.1:99999"] }), "services[0].targets[0]: found"],
  "a target's port of zero": [service({ targets: ["10.0.0.1:0"] }), "a port from 1 to 65535"],
  "a target without a port": [service({ targets: ["10.0.0.1"] }), "an address and port"],
  "a target with a scheme": [service({ targets: ["http://10.0.0.1:80"] }), "an address and port"],
  "a target that is no list": [service({ targets: "10.0.0.1:80" }), "give a list"],
  "a part's port out of range": [
    local({ ports: { inbox: 99_999 } }),
    "platform.ports.inbox: found 99999; give a port from 1 to 65535",
  ],
  "a part's port as text": [local({ ports: { inbox: "80" } }), "platform.ports.inbox"],
  "two parts on one port": [
    local({ ports: { grafana: 9090 } }),
    "platform.ports.grafana: found 9090 a second time: prometheus has it",
  ],
  "a platform that is not there": [{ platform: { kind: "docker" } }, "platform.kind"],
  "a platform as text": [{ platform: "local" }, "platform"],
  "a regular expression that does not compile": [
    { scrape: { extraMetrics: ["orders_(.*"] } },
    "scrape.extraMetrics[0]",
  ],
  "a regular expression that repeats nothing": [{ scrape: { extraMetrics: ["*_total"] } }, "scrape.extraMetrics[0]"],
  "a class of RE2 that is none": [{ scrape: { extraMetrics: ["[[:foo:]]"] } }, "scrape.extraMetrics[0]"],
  "services in a circle": [
    {
      services: [
        { ...shop, dependsOn: ["cart"] },
        { ...shop, name: "cart", dependsOn: ["stock"] },
        { ...shop, name: "stock", dependsOn: ["shop"] },
      ],
    },
    "services[0].dependsOn: found a circle: shop → cart → stock → shop",
  ],
  "a service that needs itself": [service({ dependsOn: ["shop"] }), "services[0].dependsOn[0]"],
  "a dependency that is not there": [service({ dependsOn: ["cart"] }), "services[0].dependsOn[0]"],
  "a host that is not there": [{ hosts: [web], ...service({ host: "web-2" }) }, 'Did you mean "web-1"?'],
  "two services of one name": [{ services: [shop, shop] }, "services[1].name"],
  "two hosts of one name": [{ hosts: [web, web] }, "hosts[1].name"],
  "a channel of a team that is not there": [
    { ...service({ team: "shop" }), ...notifications({ slack: { teams: { shpo: "#shop" } } }) },
    'notifications.slack.teams.shpo: found "shpo", which is not in the teams of hosts and services; there: platform, shop. Did you mean "shop"?',
  ],
  "a receiver's team that is not there": [
    notifications({ receivers: [{ name: "x", severities: ["info"], webhook: "https://example.com", teams: ["a"] }] }),
    "notifications.receivers[0].teams[0]",
  ],
  "a mute timing's team that is not there": [
    notifications({ muteTimings: [{ name: "nights", weekdays: ["monday"], teams: ["a"] }] }),
    "notifications.muteTimings[0].teams[0]",
  ],
  "a mute timing that begins at the end of the day": [
    notifications({ muteTimings: [{ name: "nights", times: [{ from: "24:00", to: "06:00" }] }] }),
    'notifications.muteTimings[0].times[0].from: found "24:00"; give a time from 00:00 to 23:59; 24:00 only ends',
  ],
  "a time zone in small letters, which Go does not know": [
    maintenance({ ...once, timezone: "europe/berlin" }),
    'maintenance[0].timezone: found "europe/berlin"; give an IANA time zone such as Europe/Berlin or UTC',
  ],
  "a window until half past twenty-four": [
    maintenance({ times: [{ from: "22:00", to: "24:30" }] }),
    'maintenance[0].times[0].to: found "24:30"; give a time from 00:00 to 24:00, such as 09:00',
  ],
  "a window on a day that does not exist": [
    maintenance({ ...once, from: "2027-02-30T22:00" }),
    'maintenance[0].from: found "2027-02-30T22:00"; give a date and time that exist',
  ],
  "a window that ends before it begins": [
    maintenance({ from: once.to, to: once.from }),
    'maintenance[0].to: found "2027-01-31T22:00"; give a time after 2027-02-01T02:00',
  ],
  "a window of a year": [maintenance({ ...once, to: "2028-01-31T22:00" }), "maintenance[0].to: found"],
  "a window without an end": [maintenance({ from: once.from }), "maintenance[0].to"],
  "a window at no time": [
    maintenance({}),
    "maintenance[0]: found a mapping with name, match, reason, owner; give from and to",
  ],
  "a window that comes once and recurs": [maintenance({ ...once, weekdays: ["monday"] }), "maintenance[0]"],
  "a window for every alert": [maintenance({ ...once, match: {} }), "maintenance[0].match"],
  "a window without an owner": [maintenance({ ...once, owner: undefined }), "maintenance[0].owner: is missing"],
  "a window without a reason": [maintenance({ ...once, reason: "why" }), "maintenance[0].reason"],
  "a window over midnight on days of a month": [
    maintenance({ daysOfMonth: ["1"], times: [{ from: "22:00", to: "02:00" }] }),
    "maintenance[0].times[0].to",
  ],
  "days of a month in the wrong order": [maintenance({ daysOfMonth: ["7:1"] }), "maintenance[0].daysOfMonth[0]"],
  "a day of a month that no month has": [maintenance({ daysOfMonth: ["32"] }), "maintenance[0].daysOfMonth[0]"],
  "months over New Year": [maintenance({ months: ["december:january"] }), "maintenance[0].months[0]"],
  "a window of a service that is not there": [
    maintenance({ ...once, match: { services: ["shpo"] } }),
    'maintenance[0].match.services[0]: found "shpo", which is not in services',
  ],
  "a window of a host that is not there": [
    maintenance({ ...once, match: { hosts: ["web-9"] } }),
    "maintenance[0].match.hosts[0]",
  ],
  "a window of a team that is not there": [
    maintenance({ ...once, match: { teams: ["shpo"] } }),
    "maintenance[0].match.teams[0]",
  ],
  "a window of an alert that is not there": [
    maintenance({ ...once, match: { alerts: ["InstanceDow"] } }),
    'maintenance[0].match.alerts[0]: found "InstanceDow"',
  ],
  "a window of the dead-man's switch": [
    maintenance({ ...once, match: { alerts: ["Watchdog"] } }),
    'maintenance[0].match.alerts[0]: found "Watchdog", which feeds the dead-man\'s switch',
  ],
  "two windows of one name": [maintenance(once, once), "maintenance[1].name"],
  "windows that overlap in too many ways": [
    maintenance(
      ...["a", "b", "c", "d", "e", "f"].map((label) => ({
        name: label,
        match: { labels: { [label]: "x" } },
        weekdays: ["monday"],
      })),
    ),
    "maintenance: found windows that overlap in more than 32 ways",
  ],
  "e-mail without a mail server": [
    notifications({ receivers: [mail] }),
    "notifications.receivers[0].email: found addresses, but no mail server; give notifications.smtp",
  ],
  "an address that is none": [
    notifications({ smtp: { host: "mail:25", from: "a@example.com" }, receivers: [{ ...mail, email: ["boss"] }] }),
    "notifications.receivers[0].email[0]",
  ],
  "a mail server without a port": [
    notifications({ smtp: { host: "mail", from: "a@b.com" } }),
    "notifications.smtp.host",
  ],
  "a receiver with nowhere to send": [
    notifications({ receivers: [{ name: "x", severities: ["info"] }] }),
    "notifications.receivers[0]",
  ],
  "a channel without its sign": [
    notifications({ slack: { channels: { info: "alerts" } } }),
    "notifications.slack.channels.info",
  ],
  "a webhook and a token": [notifications({ slack: { webhook: "a", token: "b" } }), "notifications.slack"],
  "a misspelt key": [{ sevices: [] }, "sevices: found an unknown key; allowed here"],
  "a misspelt mixin": [service({ mixin: "servce" }), 'Did you mean "service"?'],
  "a name with capitals": [service({ name: "Shop" }), "services[0].name"],
  "a password over plain HTTP, in silence": [
    service({ scrape: { basicAuth: { user: "a", password: { file: "~/b" } } } }),
    "services[0].scrape: found a mapping with basicAuth; give scheme: https with basicAuth or bearerToken",
  ],
  "two ways to log in": [
    service({ scrape: { scheme: "https", bearerToken: "a", basicAuth: { user: "a", password: "b" } } }),
    "services[0].scrape: found a mapping with scheme, bearerToken, basicAuth; give basicAuth or bearerToken, not both",
  ],
  "TLS over plain HTTP": [service({ scrape: { tls: { serverName: "a" } } }), "give scheme: https with tls"],
  "a certificate's path as its text": [
    service({ scrape: { scheme: "https", tls: { caCertificate: "/etc/ssl/ca.pem" } } }),
    "services[0].scrape.tls.caCertificate: found",
  ],
  "a scheme in capitals": [service({ scrape: { scheme: "HTTPS" } }), 'Did you mean "https"?'],
  "a URL as a target": [service({ targets: ["https://10.0.0.1:80/metrics"] }), "services[0].targets[0]: found"],
  "files of targets by a relative path": [
    service({ discovery: { files: ["targets.json"] } }),
    "services[0].discovery.files[0]: found",
  ],
  "DNS records without a port": [
    service({ discovery: { dns: { names: ["web.internal"], type: "A" } } }),
    "services[0].discovery.dns: found a mapping with names, type; give a port with A and AAAA records",
  ],
  "two ways of discovery": [
    service({ discovery: { files: ["/etc/a.json"], dns: { names: ["web.internal"] } } }),
    "services[0].discovery: found a mapping with files, dns; give files or dns, one of them",
  ],
  "files of targets in a cluster": [
    {
      platform: { kind: "kubernetes", cluster: { context: "a" } },
      services: [{ ...shop, discovery: { files: ["/etc/a.json"] } }],
    },
    "services[0].discovery.files: found files, which no pod of Prometheus has",
  ],
  "generated metrics over HTTPS": [
    service({ targets: [], generated: true, scrape: { scheme: "https" } }),
    "services[0].scrape: found one beside generated: true",
  ],
  "a plain job with a misspelt field": [
    { scrapeConfigs: [{ job_name: "a", static_config: [] }] },
    'Did you mean "static_configs"?',
    "scrapeConfigs[0]: found a mapping with job_name",
  ],
  "a plain job with a mixin's name": [
    { scrapeConfigs: [{ job_name: "redis", static_configs: [] }] },
    'scrapeConfigs[0].job_name: found "redis", which is the name of a scrape job of a mixin',
  ],
  "two plain jobs of one name": [
    {
      scrapeConfigs: [
        { job_name: "a", static_configs: [] },
        { job_name: "a", static_configs: [] },
      ],
    },
    'scrapeConfigs[1].job_name: found "a" a second time',
  ],
  "a plain job with a password": [
    { scrapeConfigs: [{ job_name: "a", basic_auth: { username: "a", password: "b" }, static_configs: [] }] },
    "scrapeConfigs[0].basic_auth.password: found a credential, which everyone would read in Prometheus' configuration; give password_file",
  ],
  "settings that are a list": [[], "settings"],
  "a mistake of every kind": [
    {
      tema: "a",
      ...local({ ports: { grafana: 9090, inbox: 99_999 } }),
      hosts: [{ name: "Web" }, web, web],
      services: [
        { ...shop, mixin: "servce", host: "web-9", targets: ["10.0.0.1"] },
        { ...shop, name: "cart", dependsOn: ["shop", "stock"], slos: [{ kind: "availability", objective: 99 }] },
      ],
      alerts: { NodeMemoryHighUtilization: { threshold: { warning: 90 } } },
      notifications: { receivers: [mail] },
    },
    "hosts[0].name",
    "tema:",
    "platform.ports.inbox",
    "services[0].mixin",
    "services[1].slos[0].objective",
    "services[0].targets[0]",
    "hosts[2].name",
    "platform.ports.grafana",
    "notifications.receivers[0].email",
    "services[0].host",
    "services[1].dependsOn[1]",
    "alerts.NodeMemoryHighUtilization.threshold.warning",
  ],
};
