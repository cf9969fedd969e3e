// What the worker asks of others: providers, calendars and APIs.
import { type Scenario, scenarios } from "tocsin";
import { ending, growing, of, passing, steady } from "./series";

const analyses = (success: string, error: string, provider = "openai") =>
  ending("analysis_requests_total", success, error, `type="summary",provider="${provider}"`);

const transcriptions = (success: string, error: string, provider = "deepgram") =>
  ending("transcription_requests_total", success, error, `provider="${provider}"`);

const appointments = (success: string, error: string) => ending("scheduling_requests_total", success, error);

/** Calls of an API, and those that fail. */
const calls = (all: string, failed: string, api = "ats") => ({
  [of("external_api_requests_total", `exported_service="${api}",endpoint="/candidates",status="200"`)]: all,
  [of("external_api_errors_total", `exported_service="${api}"`)]: failed,
});

export const partScenarios: readonly Scenario[] = [
  ...scenarios("InterviewAiProviderFailing", {
    "warns when one provider of two fails 80%, and resolves": {
      given: { ...analyses(growing(0.2), passing(0.8)), ...analyses(growing(1), steady(0), "anthropic") },
      expect: { "5m": "quiet", "12m": ["warning"], "35m": "quiet" },
    },
    "stays quiet at 48%": { given: analyses(growing(0.52), growing(0.48)), expect: { "5m": "quiet", "30m": "quiet" } },
    "stays quiet on four failures, all that there was": {
      given: analyses(steady(9), "0x20 4x200"),
      expect: { "8m": "quiet", "14m": "quiet" },
    },
    "stays quiet without requests": {
      given: analyses(steady(9), steady(9)),
      expect: { "5m": "quiet", "30m": "quiet" },
    },
    "stays quiet when the worker restarts": {
      given: analyses("0+9x40 0+9x60", "900+6x40 0+6x60"),
      expect: { "10m30s": "quiet", "14m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("InterviewTranscriptionFailing", {
    "warns when one provider fails 60%, and resolves": {
      given: { ...transcriptions(growing(0.4), passing(0.6)), ...transcriptions(growing(1), steady(0), "whisper") },
      expect: { "5m": "quiet", "12m": ["warning"], "35m": "quiet" },
    },
    "stays quiet at 24%": {
      given: transcriptions(growing(0.76), growing(0.24)),
      expect: { "5m": "quiet", "30m": "quiet" },
    },
    "stays quiet on four failures, all that there was": {
      given: transcriptions(steady(9), "0x20 4x200"),
      expect: { "8m": "quiet", "14m": "quiet" },
    },
    "stays quiet on one missed scrape": {
      given: transcriptions("0+12x40 stale 500+12x60", "0+3x40 stale 125+3x60"),
      expect: { "10m30s": "quiet", "14m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("InterviewSchedulingFailing", {
    "warns at 40%, and resolves": {
      given: appointments(growing(0.06), passing(0.04)),
      expect: { "5m": "quiet", "14m": ["warning"], "35m": "quiet" },
    },
    "stays quiet at 9%": {
      given: appointments(growing(0.91), growing(0.09)),
      expect: { "5m": "quiet", "30m": "quiet" },
    },
    "stays quiet on four failures, all that there was": {
      given: appointments(steady(9), "0x20 4x200"),
      expect: { "8m": "quiet", "14m": "quiet" },
    },
  }),
  ...scenarios("InterviewExternalApiFailing", {
    "warns when one API of two fails 60%, and resolves": {
      given: { ...calls(growing(1), passing(0.6)), ...calls(growing(1), steady(0), "mail") },
      expect: { "5m": "quiet", "19m": ["warning"], "35m": "quiet" },
    },
    "stays quiet at 24%": { given: calls(growing(1), growing(0.24)), expect: { "10m": "quiet", "30m": "quiet" } },
    "stays quiet on four failures, all that there was": {
      given: calls("9x20 13x200", "0x20 4x200"),
      expect: { "8m": "quiet", "14m": "quiet" },
    },
  }),
];
