// The commands of README and docs in the order in which a newcomer of this machine walks through them: what each prints, or why it
// is not walked.

/** A command as `commandLinesIn` reads it, and parts of what it prints. */
export interface Step {
  command: string;
  prints: readonly RegExp[];
  /** The page that shows what it prints, in the block that follows. */
  shownBy?: string;
  /** The exit code where it does not succeed on a clean machine. */
  exitCode?: number;
  /** It runs until Ctrl-C, which comes once it has printed this. */
  until?: string;
  /** What comes next does not wait for it. */
  takesLong?: boolean;
  /** Who walks it, where it cannot matter who does. */
  by?: "root";
}

const step = (command: string, ...prints: RegExp[]): Step => ({ command, prints });

const POLICIES = /Policies: ✅ tocsin/;

/** Before anything is broken or removed. */
export const WALK: readonly Step[] = [
  step("npm run doctor -- --install", /ok +pulumi/, /ok +prometheus/, /ok +settings +Pulumi\.local\.yaml/),
  { ...step("npm run up"), shownBy: "README.md" },
  { ...step("npm run drill"), shownBy: "README.md", takesLong: true },
  step("npm run drill -- --chain", /proven +receivers take messages/, /Every link of \d+ alerts is proven/),
  step("npm run status", /prometheus +http:\/\/127\.0\.0\.1:9090 +running, process \d+/),
  step("npm run logs -- alertmanager", /Starting Alertmanager/),
  step("npm run preview", /No change to what is watched/, /\d+ unchanged/, POLICIES),
  { ...step("npm run preview -- local --offline", /Resources:/, POLICIES), by: "root" },
  {
    ...step("npm run preview -- local --offline --against main", /No change to what is watched/, POLICIES),
    by: "root",
  },
  {
    ...step("npm run preview -- local --offline --against v1.2 --markdown comment.md", POLICIES),
    by: "root",
  },
  step("npm run new -- staging2 kubernetes", /Pulumi\.staging2\.yaml is written/, /preview -- staging2 --offline/),
  { ...step("npm run preview -- staging2 --offline", /\+ \d+ to create/, POLICIES), by: "root" },
  step(
    "npm run silence -- --alert InstanceDown --host web-1 --for 2h --reason Its disk is being replaced",
    /Silenced until \S+: host="web-1", alertname="InstanceDown"/,
  ),
  step("npm run silences", /Active:/, /Its disk is being replaced/),
  {
    ...step(
      "npm run silences -- local --end 3f6f7ae0-4e4c-4d6e-9a43-6b1a0c3d9e55",
      /has no silence with the id 3f6f7ae0\S+; `npm run silences` shows/,
    ),
    exitCode: 1,
  },
  {
    ...step(
      "npm run ack -- local --alert ServiceDown --service orders --by kim --for 1h --comment It restarts",
      /no alert with service="orders", alertname="ServiceDown" fires in local/,
    ),
    exitCode: 1,
  },
  step("npm run notify-test -- --team payments --severity critical", /NotificationTest goes to/, /: taken/),
  step("npm run backtest -- local --prometheus http://127.0.0.1:9090 --days 7", /alert +severity +would have fired/),
  step("npm run dashboards", /Prometheus: \S+ at http/, /index\.html/),
];

/** Then, when the drill is over, all of it is reviewed, stopped and removed. */
export const END: readonly Step[] = [
  step(
    "npm run review -- local --prometheus http://127.0.0.1:9090 --days 7 --zone Europe/Berlin",
    /^# Review of local, /m,
    /\| ServiceDown +\| critical/,
    /^## Did not fire/m,
  ),
  step("npm run stop", /prometheus stopped/, /npm run up starts all of it/),
  { ...step("npm run supervise", /alertmanager started/, /alertmanager stopped/), until: "sample started" },
  { ...step("npm run boot", /tocsin-local\.service is written/, /systemctl --user enable tocsin-local/), exitCode: 1 },
  step("npm run boot -- local --remove", /tocsin-local\.service is removed/),
  step("npm run destroy", /Logs and data stay/),
  step("npm run destroy -- --purge", /Logs and data are gone as well/),
];

/** Pages whose commands are not for this machine, or are run elsewhere. */
export const PAGES_ELSEWHERE: Readonly<Record<string, string>> = {
  "CONTRIBUTING.md": "runs the tests",
  "docs/bring-your-own/own-mixins.md": "test/infra/new-mixin.test.ts and test/e2e/package make and prove one",
  "docs/bring-your-own/package.md": "test/e2e/package uses the package from a repository of its own",
  "docs/platforms/ec2.md": "needs an account of AWS'",
  "docs/platforms/kubernetes.md": "test/cluster/deployment deploys to a cluster",
};

/** Commands that are not walked. */
export const NOT_WALKED: Readonly<Record<string, string>> = {
  "npm ci": "needs the registry; the dependencies are there",
  "npm run drill -- ServiceDown": "is npm run drill",
  "npm run drill -- ServiceErrorRatioHigh NodeMemoryHighUtilization":
    "takes a quarter of an hour; test/e2e/drills drills every alert",
  "npm run drill -- --chain --environment prod --prometheus http://127.0.0.1:9090 --alertmanager http://127.0.0.1:9093":
    "asks an environment of the reader's; that of this machine is walked",
  "npm run silence -- --host web-1 --for 2h --reason New disks go in": "is the silence of another page",
  "npm run silence -- --service orders-db --team payments --for 30m --reason Restore of the backup --by kim":
    "is the silence of a host, of a service",
  "npm run backtest -- local --prometheus http://127.0.0.1:9090 --days 7 --against main":
    "test/infra/backtest compares; a clone is like its own main",
  "npm run dashboards -- --last 30m --pictures": "test/e2e/dashboards.test.ts takes pictures with Chromium",
  "npm run preview -- dev --offline": "test/e2e/offline.test.ts previews every platform",
  "npm run render -- prod --out rendered": "test/docs/commands.test.ts runs it",
  "npm run policies:bundle": "test/policies builds it",
  "npm run dashboards -- prod --prometheus https://prometheus.example.com --only tocsin-service":
    "asks a Prometheus of the reader's",
  "npm run backtest -- dev --prometheus https://prometheus.example.com": "asks a Prometheus of the reader's",
  "npm run pulumi -- config set --path --secret tocsin:notifications.slack.token xoxb-…":
    "seals a token of the reader's; the environment local refuses sealed ones",
  "npm run pulumi -- -s local config set --path --secret tocsin:services[0].scrape.bearerToken":
    "seals a token of the reader's, who is asked for it",
  "npm run check-exposition -- http://127.0.0.1:9121/metrics --mixin redis": "asks an exporter of the reader's",
  "npm run check-exposition -- before.prom after.prom --mixin redis": "reads files of the reader's",
  "npm run lint -- rules/*.yml prometheus.yml alertmanager.yml":
    "reads files of the reader's; test/policies lints such",
  "npm run review -- prod --prometheus http://127.0.0.1:9090 --events events.log":
    "reads the events of the reader's servers; test/infra/review reads those of a real Alertmanager",
  "npm run prove -- rules/*.yml": "reads files of the reader's; test/policies proves such",
};
