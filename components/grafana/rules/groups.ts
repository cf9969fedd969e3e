// Rule groups → Grafana's: a folder a team and severity, in it those of its mixins.
import type { Monitoring, PlacedAlert, RuleGroup } from "../../monitoring";
import { nameWhere, type Where, whereText } from "../../promql";
import { type Duration, SEVERITIES, seconds } from "../../rules";
import { uidOf } from "../uid";
import { alertRule, type GrafanaAlertRule } from "./alert-rule";
import { type GrafanaRecordingRule, recordingRules } from "./recording-rule";

export interface GrafanaRuleGroup {
  /** The team whose folder it lies in. */
  team: string;
  /** The folder in the team's. */
  folder: string;
  name: string;
  intervalSeconds: number;
  rules: readonly (GrafanaAlertRule | GrafanaRecordingRule)[];
}

export interface RuleGroupsArgs {
  /** Uid of the Prometheus data source. */
  dataSource: string;
  /** The team that owns what belongs to no single team. */
  owner: string;
  /** Whether Grafana computes the recordings as well; otherwise Prometheus does. */
  recordings: boolean;
  /** The tree of notification policies that routes the alerts; left out, that of the organisation. */
  tree?: string | undefined;
}

type Watched = Pick<Monitoring, "environment" | "groups" | "jobs" | "dashboards">;

/**
 * All rule groups. A rule's series carry their own teams, by which messages are routed; its folder says who may read and
 * change it. It is that of the team which the rule names, else of the only team that the mixin's targets belong to, else
 * the owner's.
 */
export function grafanaRuleGroups(watched: Watched, args: RuleGroupsArgs): GrafanaRuleGroup[] {
  const rule = ({ interval }: RuleGroup) => ({
    environment: watched.environment,
    dataSource: args.dataSource,
    interval,
    dashboards: watched.dashboards,
    tree: args.tree,
  });
  // All recordings are in one folder, where each has a name of its own.
  const earlier = (index: number) => watched.groups.slice(0, index).flatMap(({ recordings }) => recordings);
  return watched.groups.flatMap((group, index) => {
    const team = onlyTeam(watched, group) ?? args.owner;
    const teams = [...new Set(group.alerts.map((placed) => teamOf(placed) ?? team))];
    const folders = [...new Set([...SEVERITIES, ...group.alerts.map(folderOf)])];
    const alerting = teams.flatMap((owner) =>
      folders.map((folder) => {
        const alerts = group.alerts.filter((one) => folderOf(one) === folder && (teamOf(one) ?? team) === owner);
        return { ...sharedBy(group), team: owner, folder, rules: alerts.map((one) => alertRule(one, rule(group))) };
      }),
    );
    const recordings = args.recordings ? recordingRules(group.recordings, rule(group), earlier(index)) : [];
    const recording = { ...sharedBy(group), team: args.owner, folder: "recordings", rules: recordings };
    return [recording, ...alerting].filter(({ rules }) => rules.length > 0);
  });
}

/** By severity, and beside it one for each override of some series: `warning (host=db-1)`. */
const folderOf = ({ severity, where }: PlacedAlert) => nameWhere(severity, where && shortened(where));

/** Grafana's titles have 189 characters at most. */
const LONGEST = 120;

function shortened(where: Where): Where {
  const text = whereText(where);
  return text.length <= LONGEST ? where : { series: [uidOf(text)] };
}

/** The team that a rule names; a template leaves that to its series. */
const teamOf = ({ labels: { team } }: PlacedAlert) => (team?.includes("{{") ? undefined : team);

const sharedBy = ({ name, interval }: RuleGroup) => ({ name, intervalSeconds: wholeSeconds(interval) });

/** The team of all targets of a group's mixin; none where they are of several, or found only while it runs. */
function onlyTeam({ jobs }: Watched, { mixin }: RuleGroup): string | undefined {
  const own = jobs.filter((job) => [mixin, `${mixin}-beside`].includes(job.name));
  if (own.some(({ discovery }) => discovery)) return undefined;
  const teams = new Set(own.flatMap(({ targets }) => targets.map(({ labels }) => labels.team)));
  const [team] = teams;
  return teams.size === 1 ? team : undefined;
}

/** Grafana evaluates every ten seconds at most. */
function wholeSeconds(interval: Duration): number {
  return Math.max(10, Math.ceil(seconds(interval) / 10) * 10);
}
