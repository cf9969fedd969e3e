// An acknowledgement: a short silence of what fires now, whose comment says what it is, by whom and until when.
import { ACKNOWLEDGED } from "../../components/alertmanager";
import { literally } from "../../components/promql";
import { type Labels, matcherText, type NewSilence, type Silence } from "./silences";

/** What one message is about, beside the alert's name: what fires later with another value is sent. */
const MESSAGE_LABELS = ["severity", "service"];

export interface Acknowledging {
  /** Which alerts were named. */
  asked: Silence["matchers"];
  /** Those of them that fire. */
  firing: readonly Labels[];
  /** The silences that there are: an acknowledgement of the same alerts is extended. */
  existing: readonly Silence[];
  by: string;
  comment: string | undefined;
  now: Date;
  lengthSeconds: number;
}

export function acknowledgement(given: Acknowledging): NewSilence {
  const { asked, firing, existing, by, comment, now, lengthSeconds } = given;
  const matchers = [...asked, ...narrowing(asked, firing)];
  const there = existing.find((one) => isAcknowledgement(one) && textOf(one) === textOf({ matchers }));
  const endsAt = new Date(now.getTime() + lengthSeconds * 1000).toISOString();
  return {
    ...(there && { id: there.id }),
    matchers,
    startsAt: there?.startsAt ?? now.toISOString(),
    endsAt,
    createdBy: by,
    comment: `${ACKNOWLEDGED} ${by} until ${minute(endsAt)}${comment ? `: ${comment}` : ""}`,
  };
}

/** One that holds, or held. */
export const saysAcknowledged = ({ comment }: Pick<Silence, "comment">): boolean => comment.startsWith(ACKNOWLEDGED);

/** One that holds now. */
export const isAcknowledgement = (silence: Pick<Silence, "comment" | "status">): boolean =>
  silence.status.state === "active" && saysAcknowledged(silence);

/** What somebody wrote beside it; empty where nobody did. */
export function remarkIn({ comment, createdBy }: Pick<Silence, "comment" | "createdBy">): string {
  const rest = comment.slice(ACKNOWLEDGED.length).trim();
  if (!rest.startsWith(`${createdBy} until `)) return rest;
  const at = rest.indexOf(" UTC: ");
  return at < 0 ? "" : rest.slice(at + " UTC: ".length);
}

/** To the minute, in UTC. */
export const minute = (time: string): string => `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;

function narrowing(asked: Silence["matchers"], firing: readonly Labels[]): Silence["matchers"] {
  const open = MESSAGE_LABELS.filter((label) => !asked.some(({ name }) => name === label));
  return open.map((name) => {
    const values = [...new Set(firing.map((labels) => labels[name] ?? ""))].sort();
    const [only = ""] = values;
    // Without the label, and with it empty, is the same to Alertmanager.
    return values.length === 1
      ? { name, value: only, isRegex: false, isEqual: true }
      : { name, value: values.map(literally).join("|"), isRegex: true, isEqual: true };
  });
}

const textOf = ({ matchers }: Pick<Silence, "matchers">) => matchers.map(matcherText).sort().join();
