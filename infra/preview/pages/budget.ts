// Pages held against what the settings allow a team.
import type { Settings } from "../../../components/monitoring";
import type { Paged, PagesKnown, TeamPages } from "./pages";

type Limits = NonNullable<Settings["limits"]["pages"]>;

const SPANS: Readonly<Record<keyof Paged, string>> = { week: "a week", night: "a week at night" };

/** What a team may be sent; undefined where nothing is said. */
export const allowed = ({ week, night, teams }: Limits, team: string): Partial<Paged> => ({
  ...(week !== undefined && { week }),
  ...(night !== undefined && { night }),
  ...teams[team],
});

/** Sentences about the teams that would be paged more often than the settings allow. */
export const exceededPages = ({ teams }: PagesKnown, limits: Limits): string[] =>
  teams.flatMap((one) =>
    spans.flatMap((span) => {
      const most = allowed(limits, one.team)[span];
      return most !== undefined && Number(times(one.after[span])) > most ? [sentence(one, span, most)] : [];
    }),
  );

const spans: readonly (keyof Paged)[] = ["week", "night"];

const sentence = ({ team, after }: TeamPages, span: keyof Paged, most: number) =>
  `${team || "Nobody's team"} would be paged ${times(after[span])} times ${SPANS[span]}, and limits.pages allows ${most}: npm run review says which alerts are noise, or raise it.`;

/** To a tenth: a history may be shorter than a week. */
export const times = (count: number): string => `${Math.round(count * 10) / 10}`;
