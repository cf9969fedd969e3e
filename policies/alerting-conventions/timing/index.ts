// How long, how often and over what time.
import type { Policy } from "../../policy";
import { absentWithoutFor } from "./absent-without-for";
import { ageBelowScrapeInterval } from "./age-below-scrape-interval";
import { alertFor } from "./alert-for";
import { beyondRetention } from "./beyond-retention";
import { detectionBudget } from "./detection-budget";
import { groupInterval } from "./group-interval";
import { keepFiringFor } from "./keep-firing-for";
import { rateWindowTooShort } from "./rate-window-too-short";
import { ratioWithoutFor } from "./ratio-without-for";
import { recordingBeforeUse } from "./recording-before-use";
import { recordingOfOtherGroup } from "./recording-of-other-group";
import { scrapeBeyondLookback } from "./scrape-beyond-lookback";

export const timing: readonly Policy[] = [
  alertFor,
  ratioWithoutFor,
  absentWithoutFor,
  keepFiringFor,
  detectionBudget,
  groupInterval,
  rateWindowTooShort,
  ageBelowScrapeInterval,
  scrapeBeyondLookback,
  beyondRetention,
  recordingBeforeUse,
  recordingOfOtherGroup,
];
