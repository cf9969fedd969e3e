// A mixin's runbook as an environment reads it: with the thresholds that are in force there, and commands on lines of their own.
import { readFileSync } from "node:fs";
import { runbookOf } from "../../mixins";
import { readable, readableDuration } from "../../rules";
import type { Monitoring, PlacedAlert } from "../model/monitoring";

type Watched = Pick<Monitoring, "groups">;

/** The mixins in use, in the order of their groups. */
export const mixinsWithRunbook = ({ groups }: Watched): string[] => [
  ...new Set(groups.filter(({ own }) => !own).map(({ mixin }) => mixin)),
];

/** Markdown by mixin in use. */
export const runbookTexts = (monitoring: Watched): Record<string, string> =>
  Object.fromEntries(mixinsWithRunbook(monitoring).map((mixin) => [mixin, runbookText(mixin, monitoring)]));

export function runbookText(mixin: string, { groups }: Watched): string {
  const [introduction = "", ...sections] = readFileSync(runbookOf(mixin), "utf8").split(/^(?=## )/m);
  const placed = groups.filter((group) => group.mixin === mixin && !group.own).flatMap(({ alerts }) => alerts);
  const texts = sections.map((section) => {
    const [heading = "", ...body] = section.split("\n");
    const name = heading.replace(/^## /, "");
    const alerts = placed.filter(({ alert }) => alert.name === name);
    return [heading, inForce(alerts), ...blocksOf(withThresholds(body.join("\n"), alerts))].join("\n\n");
  });
  return `${[introduction.trim(), ...texts].join("\n\n")}\n`;
}

/** Of each severity, when it fires in this environment. */
function inForce(alerts: readonly PlacedAlert[]): string {
  if (alerts.length === 0) return "**In this environment.** Disabled, or not in use.";
  const rules = alerts.map(({ severity, alert, threshold, for: held }) => {
    const sign = alert.above ? "above" : "below";
    const limit = threshold === undefined ? "" : ` ${sign} ${readable(threshold, alert.unit)}`;
    return `${severity}${limit} for ${readableDuration(held)}`;
  });
  return `**In this environment.** Fires as ${rules.join(", as ")}.`;
}

/** A runbook has a threshold as `{warning}`: what is in force is written there, or that it is the threshold where nothing is. */
function withThresholds(text: string, alerts: readonly PlacedAlert[]): string {
  return text.replace(/\{(critical|warning|info)\}/g, (_, severity) => {
    const known = alerts.flatMap(({ severity: of, alert, threshold }) =>
      of === severity && threshold !== undefined ? [readable(threshold, alert.unit)] : [],
    );
    return [...new Set(known)].join(" or ") || "the threshold";
  });
}

/** Meaning, impact, first checks and remedy, each followed by the commands in it. */
function blocksOf(body: string): string[] {
  return body
    .split(/\n(?=\*\*[A-Z][\w ]*\.\*\*)/)
    .map((block) => block.trim())
    .filter(Boolean)
    .map((block) => {
      const commands = block.includes("```") ? [] : commandsIn(block);
      return commands.length > 0 ? `${block}\n\n\`\`\`sh\n${commands.join("\n")}\n\`\`\`` : block;
    });
}

/** Programs that runbooks call; what else is marked as code is a name or a value. */
const PROGRAMS = [
  "amtool|aws|cat|celery|chronyc|crictl|curl|df|dig|dmesg|docker|du|ethtool|find|free|grep|iostat|ip",
  String.raw`journalctl|kill|kubeadm|kubectl|kafka-[\w-]+(\.sh)?|ls|lsof|mdadm|mongosh|mount|mysql|mysqladmin|nc`,
  "npm run|nstat|openssl|pg_[a-z]+|pidstat|py-spy|pgrep|ping|promtool|ps|psql|rabbitmqctl",
  "rabbitmq-[a-z]+|redis-[a-z-]+|resize2fs|sar|smartctl|ss|sysctl|systemctl|tail|timedatectl|top|touch",
  "truncate|vmstat",
];

const COMMAND = new RegExp(`^(sudo )?(${PROGRAMS.join("|")}) .+`);

const commandsIn = (block: string): string[] => [
  ...new Set(
    [...block.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map(([, code = ""]) => code).filter((code) => COMMAND.test(code)),
  ),
];
