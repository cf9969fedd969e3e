// The four dashboards of the interview worker: production, then the three parts of its work.
import type { Dashboard } from "tocsin";
import { analysis } from "./analysis";
import { overview } from "./overview";
import { processing } from "./processing";
import { transcription } from "./transcription";

export const dashboards: readonly Dashboard[] = [overview, processing, analysis, transcription];
