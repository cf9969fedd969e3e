// Requests: how many fail, and how long searches take.
import { type Scenario, scenarios } from "../../../rules";
import { growing, growingThenStill, of, steady } from "./series";

const SEARCH = 'method="POST",endpoint="/collections/{collection_name}/points/search"';
const UPSERT = 'method="PUT",endpoint="/collections/{collection_name}/points"';
const QUERY = 'endpoint="/qdrant.Points/Query"';

const rest = (status: number, values: string) => ({
  [of("rest_responses_total", `${SEARCH},status="${status}"`)]: values,
});
const grpc = (status: number, values: string) => ({
  [of("grpc_responses_total", `${QUERY},status="${status}"`)]: values,
});

/** So many answers a second, of which a share takes between half a second and a second; the others take less than 100 ms. */
const slow = (
  perSecond: number,
  share: number,
  course = growing,
  metric = "grpc",
  labels = `${QUERY},status="0"`,
): Record<string, string> => {
  const name = `${metric}_responses_duration_seconds`;
  const fast = course(perSecond * (1 - share));
  return {
    [of(`${name}_bucket`, `${labels},le="0.1"`)]: fast,
    [of(`${name}_bucket`, `${labels},le="0.5"`)]: fast,
    [of(`${name}_bucket`, `${labels},le="1"`)]: course(perSecond),
    [of(`${name}_bucket`, `${labels},le="+Inf"`)]: course(perSecond),
    [of(`${name}_count`, labels)]: course(perSecond),
  };
};

export const requestScenarios: readonly Scenario[] = [
  ...scenarios("QdrantErrorRatioHigh", {
    "warns at 2% of the HTTP requests, and resolves when the traffic ends": {
      given: { ...rest(200, growingThenStill(49)), ...rest(500, growingThenStill(1)) },
      expect: { "4m": "quiet", "7m": ["warning"], "30m": "quiet" },
    },
    "is critical at 10% over both protocols": {
      given: { ...rest(200, growing(10)), ...grpc(0, growing(8)), ...grpc(13, growing(2)) },
      expect: { "30s": "quiet", "2m": ["critical"], "7m": ["critical", "warning"] },
    },
    "stays quiet at 0.9%": {
      given: { ...grpc(0, growing(99.1)), ...grpc(13, growing(0.9)) },
      expect: { "2m": "quiet", "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on what clients do wrong": {
      given: { ...rest(200, growing(5)), ...rest(404, growing(5)), ...grpc(0, growing(5)), ...grpc(3, growing(5)) },
      expect: { "2m": "quiet", "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet at nine requests in ten seconds, failing as they are": {
      given: rest(500, growing(0.9)),
      expect: { "2m": "quiet", "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on no traffic": {
      given: { ...rest(200, steady(100)), ...rest(500, steady(50)) },
      expect: { "2m": "quiet", "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet when Qdrant restarts": {
      given: { ...rest(200, "90000+300x60 0+300x60"), ...rest(500, "5000x60 0x60") },
      expect: { "7m": "quiet", "16m": "quiet", "20m": "quiet" },
    },
  }),
  ...scenarios("QdrantSearchLatencyHigh", {
    "warns where one search in ten takes longer than half a second, and resolves when the traffic ends": {
      given: slow(20, 0.1, growingThenStill),
      expect: { "4m": "quiet", "7m": ["warning"], "30m": "quiet" },
    },
    "stays quiet where one in twenty-five does": {
      given: slow(20, 0.04),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on writes, which have their own pace": {
      given: slow(20, 0.5, growing, "rest", `${UPSERT},status="200"`),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet at nine searches in ten seconds, slow as they are": {
      given: slow(0.9, 0.9),
      expect: { "7m": "quiet", "20m": "quiet" },
    },
    "stays quiet on no traffic": { given: slow(0, 0), expect: { "7m": "quiet", "20m": "quiet" } },
  }),
];
