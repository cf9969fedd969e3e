// Conversations that do not begin, convert less, or are with worse leads than before. Each plays two days, of which only
// the hours that count have events: what is compared lies a day apart.
import { type Scenario, scenarios } from "tocsin";
import { everyMinute, type Given, growing, HOUR, of, PERSONA, type Phase } from "./series";

const started = (...phases: Phase[]): Given => ({ [of("conversations_started_total", PERSONA)]: growing(phases) });

const NIGHT: Phase = [0, 22 * HOUR];

/** Two conversations a minute, and how many of them convert: for two hours, and for two the next day; then for one more. */
const converting = (yesterday: number, today: number, later: number): Given => ({
  ...started([2, 2 * HOUR], NIGHT, [2, 3.5 * HOUR]),
  [of("conversations_converted_total", PERSONA)]: growing([
    [2 * yesterday, 2 * HOUR],
    NIGHT,
    [2 * today, 2 * HOUR],
    [2 * later, 1.5 * HOUR],
  ]),
});

/** A lead a minute, of this quality, likewise. */
const leads = (yesterday: number, today: number, later: number): Given => ({
  [of("conversation_lead_quality_score_sum", PERSONA)]: growing([
    [yesterday, 2 * HOUR],
    NIGHT,
    [today, 2 * HOUR],
    [later, 1.5 * HOUR],
  ]),
  [of("conversation_lead_quality_score_count", PERSONA)]: growing([[1, 2 * HOUR], NIGHT, [1, 3.5 * HOUR]]),
});

export const businessScenarios: readonly Scenario[] = [
  ...scenarios(
    "ConversationStartsDropped",
    everyMinute({
      "warns where yesterday's conversations are missing today, and resolves when they come": {
        given: started([0.5, 2 * HOUR], [0, 23.5 * HOUR], [0.5, HOUR]),
        expect: { "24h": "quiet", "25h25m": ["warning"], "26h20m": "quiet" },
      },
      "stays quiet at a quarter of yesterday's": {
        given: started([0.6, 3 * HOUR], [0, 21 * HOUR], [0.15, 2 * HOUR]),
        expect: { "25h20m": "quiet", "25h50m": "quiet" },
      },
      "stays quiet where yesterday had eight": {
        given: started([0.14, HOUR], [0, 25 * HOUR]),
        expect: { "25h20m": "quiet", "25h50m": "quiet" },
      },
    }),
  ),
  ...scenarios(
    "ConversationConversionLow",
    everyMinute({
      "warns when 5% convert where it was 20%, and resolves": {
        given: converting(0.2, 0.05, 0.5),
        expect: { "24h30m": "quiet", "25h50m": ["warning"], "27h20m": "quiet" },
      },
      "warns when none converts, even if none was counted since a restart": {
        given: {
          ...converting(0.2, 0, 0),
          [of("conversations_converted_total", PERSONA)]: `${growing([[0.4, 2 * HOUR]])} stale`,
        },
        expect: { "26h20m": ["warning"] },
      },
      "stays quiet at 11%": {
        given: converting(0.2, 0.11, 0.11),
        expect: { "26h20m": "quiet", "27h20m": "quiet" },
      },
      "stays quiet where seven purchases are expected": {
        given: {
          ...started([0.3, 2 * HOUR], NIGHT, [0.3, 2 * HOUR]),
          [of("conversations_converted_total", PERSONA)]: growing([[0.06, 2 * HOUR], NIGHT, [0, 2 * HOUR]]),
        },
        expect: { "25h30m": "quiet", "26h": "quiet" },
      },
    }),
  ),
  ...scenarios(
    "ConversationLeadQualityLow",
    everyMinute({
      "informs when leads are half as good, and ends when they are better": {
        given: leads(0.6, 0.3, 0.9),
        expect: { "25h10m": "quiet", "25h55m": ["info"], "27h20m": "quiet" },
      },
      "stays quiet at 72%": {
        given: leads(0.6, 0.432, 0.432),
        expect: { "26h45m": "quiet", "27h20m": "quiet" },
      },
    }),
  ),
];
