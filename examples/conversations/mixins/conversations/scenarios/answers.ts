// Messages that wait, and answers that take long.
import { type Scenario, scenarios } from "tocsin";
import { everyMinute, type Given, growing, of, PERSONA } from "./series";

/** Messages without an answer, and how long the oldest of them has waited. */
const waiting = (messages: string, oldest: string): Given => ({
  [of("conversation_unanswered_messages")]: messages,
  [of("conversation_oldest_unanswered_seconds")]: oldest,
});

const BOUNDS = ["10", "60", "120", "+Inf"];

/** Answers that take as long as the bucket with this upper bound says: `[bound, per minute, minutes]`. */
function answers(...phases: readonly (readonly [bound: string, perMinute: number, minutes: number])[]): Given {
  const metric = "conversation_response_duration_seconds";
  const upTo = (index: number) =>
    growing(phases.map(([upper, perMinute, minutes]) => [BOUNDS.indexOf(upper) <= index ? perMinute : 0, minutes]));
  return {
    ...Object.fromEntries(
      BOUNDS.map((bound, index) => [of(`${metric}_bucket`, `${PERSONA},le="${bound}"`), upTo(index)]),
    ),
    [of(`${metric}_count`, PERSONA)]: upTo(BOUNDS.length - 1),
  };
}

export const answerScenarios: readonly Scenario[] = [
  ...scenarios("ConversationMessagesUnanswered", {
    "warns after five minutes without an answer, is critical after fifteen, and resolves": {
      given: waiting("2x7 12x99 1x40", "8x7 15+15x99 5x40"),
      expect: { "8m": "quiet", "9m30s": ["warning"], "18m30s": ["critical", "warning"], "29m": "quiet" },
    },
    "is critical within two minutes where the wait is known to be long": {
      given: waiting("2x7 12x40", "8x7 1200+15x40"),
      expect: { "2m30s": "quiet", "3m30s": ["critical"] },
    },
    "stays quiet at 290 seconds": {
      given: waiting("12x60", "290x60"),
      expect: { "5m": "quiet", "14m": "quiet" },
    },
    "stays quiet on four messages, however old": {
      given: waiting("4x60", "5000+15x60"),
      expect: { "5m": "quiet", "14m": "quiet" },
    },
    "stays quiet on no messages": { given: waiting("0x60", "0x60"), expect: { "5m": "quiet", "14m": "quiet" } },
    "stays quiet when the wait ends before a minute is over": {
      given: waiting("12x60", "290x10 910x2 10x40"),
      expect: { "3m15s": "quiet", "3m30s": "quiet", "5m": "quiet" },
    },
  }),
  ...scenarios(
    "ConversationAnswersSlow",
    everyMinute({
      "warns when answers take one to two minutes, and resolves": {
        given: answers(["10", 6, 15], ["120", 6, 20], ["10", 6, 25]),
        expect: { "15m": "quiet", "24m": ["warning"], "50m": "quiet" },
      },
      "stays quiet just below a minute": { given: answers(["60", 6, 40]), expect: { "15m": "quiet", "38m": "quiet" } },
      "stays quiet on 18 slow answers in ten minutes": {
        given: answers(["120", 1.8, 40]),
        expect: { "20m": "quiet", "38m": "quiet" },
      },
      "stays quiet on no answers": { given: answers(["120", 0, 40]), expect: { "15m": "quiet", "38m": "quiet" } },
    }),
  ),
];
