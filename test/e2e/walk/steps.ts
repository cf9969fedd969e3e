// The commands of README and docs in the order in which a newcomer of this machine walks through them: what each prints, or why it
// is not walked.

/** Parts of what it prints. `fails` where it ends with exit code 1, as the page says. */
interface Walked {
  prints: readonly RegExp[];
}
interface NotWalked {
  not: string;
}

export type Step = Walked | NotWalked;

const prints = (...patterns: RegExp[]): Walked => ({ prints: patterns });
const not = (why: string): NotWalked => ({ not: why });

const ACCOUNT = not("needs an account or a cluster");
const CONTRIBUTORS = not("runs tests, for contributors");
const OWN_FILES = not("reads files that the reader has");

export const STEPS: Readonly<Record<string, Step>> = {
  "npm run doctor -- --install": prints(/ok +pulumi/, /ok +prometheus/, /ok +settings +Pulumi\.local\.yaml/),
  "npm ci && npm run up": prints(
    /(\d+) of \1 targets are up, \d+ rules are loaded; \d+ s in all/,
    /alertmanager +http:\S+ +firing alerts, silences/,
    /generator +http:\S+ +simulated services, for drills and to try a mixin/,
    /inbox +http:\S+ +the messages as Slack would show them, runbooks, dashboards/,
    /prometheus +http:\S+ +targets, rules, alerts, queries/,
    /sample +http:\S+ +the sample service/,
  ),
  "npm run status": prints(/prometheus +http:\S+ +running, process \d+/),
  "npm run logs -- alertmanager": prints(/Listening on|Completed loading of configuration/),
  "npm run drill": prints(
    /ServiceDown: the sample service does not answer/,
    /ServiceDown: fires after [\d.]+ s/,
    /ServiceDown: notified after [\d.]+ s \(budget 120 s\)/,
    /ServiceDown: resolved [\d.]+ s after the fault was cleared/,
  ),
  "npm run drill -- ServiceDown": not("is npm run drill"),
  "npm run drill -- ServiceErrorRatioHigh NodeMemoryHighUtilization": not("takes a quarter of an hour"),
  "npm run preview": prints(/what is deployed|no change/i, /unchanged/, /Policies: ✅ tocsin/),
  "npm run preview -- local --offline": prints(/Resources:/, /Policies: ✅ tocsin/),
  "npm run preview -- local --offline --against main": prints(/Resources:/, /Policies: ✅ tocsin/),
  "npm run preview -- local --offline --against v1.2 --markdown comment.md": prints(/Policies: ✅ tocsin/),
  "npm run new -- staging2 kubernetes": prints(
    /Pulumi\.staging2\.yaml is written/,
    /npm run preview -- staging2 --offline/,
  ),
  "npm run preview -- staging2 --offline": prints(/\+ \d+ to create/, /Policies: ✅ tocsin/),
  "npm run preview -- dev --offline": prints(/Resources:/, /Policies: ✅ tocsin/),
  'npm run silence -- --alert InstanceDown --host web-1 --for 2h --reason "Its disk is being replaced"': not(
    "is about a host that the reader has",
  ),
  'npm run silence -- --host web-1 --for 2h --reason "New disks go in"': not("is about a host that the reader has"),
  'npm run silence -- --service orders-db --team payments --for 30m --reason "Restore of the backup" --by kim': not(
    "is about a service that the reader has",
  ),
  "npm run silences": prints(/Nothing is silenced|Active:/),
  "npm run silences -- local --end 3f6f7ae0-4e4c-4d6e-9a43-6b1a0c3d9e55": not("ends a silence that the reader has"),
  "npm run notify-test -- --team payments --severity critical": prints(/NotificationTest goes to/, /: taken/),
  "npm run backtest -- local --prometheus http://127.0.0.1:9090 --days 7": prints(/alert +severity +would have fired/),
  "npm run backtest -- local --prometheus http://127.0.0.1:9090 --days 7 --against main": prints(
    /No alert of local fires differently than at main/,
  ),
  "npm run dashboards": prints(/Prometheus: \S+ at http/, /index\.html/),
  "npm run dashboards -- --last 30m --pictures": not("needs Chromium"),
  "npm run boot": not("needs a session of systemd's or launchd's"),
  "npm run supervise": not("runs until it is stopped"),
  "npm run boot -- local --remove": prints(/tocsin-local\.service is not there/),
  "npm run stop": prints(/prometheus stopped/, /npm run up starts all of it/),
  "npm run destroy": prints(/Logs and data stay/),
  "npm run destroy -- --purge": prints(/Destroyed/),

  "npm run dashboards -- prod --prometheus https://prometheus.example.com --only tocsin-service": ACCOUNT,
  "npm run backtest -- dev --prometheus https://prometheus.example.com": ACCOUNT,
  "npm run pulumi -- config set --path --secret 'tocsin:notifications.slack.token' xoxb-…": ACCOUNT,
  "npm run pulumi -- -s local config set --path --secret 'tocsin:services[0].scrape.bearerToken'": ACCOUNT,
  "npm run pulumi -- plugin install resource aws 7.48.0": ACCOUNT,
  "npm run pulumi -- plugin install resource random 4.21.2": ACCOUNT,
  "npm run pulumi -- up -s acceptance --replace URN": ACCOUNT,
  "npm run new -- acceptance ec2": not("is npm run new with another name"),
  "npm run preview -- acceptance --offline": not("previews what the reader has edited"),
  "npm run up -- acceptance": ACCOUNT,
  "npm run preview -- kind --offline": ACCOUNT,
  "npm run up -- kind": ACCOUNT,
  "npm run check-exposition -- http://127.0.0.1:9121/metrics --mixin redis": OWN_FILES,
  "npm run check-exposition -- before.prom after.prom --mixin redis": OWN_FILES,
  "npm run lint -- rules/*.yml prometheus.yml alertmanager.yml": OWN_FILES,
  "npm run prove -- rules/*.yml": OWN_FILES,
  "npm run policies:bundle": CONTRIBUTORS,
  "npm test": CONTRIBUTORS,
  "npm run bench -- --quick": CONTRIBUTORS,
  "npm run check": CONTRIBUTORS,
  "npm run cluster -- build": CONTRIBUTORS,
  "npm run golden": CONTRIBUTORS,
};
