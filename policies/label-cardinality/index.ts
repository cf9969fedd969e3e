// The pack as the engine loads it.
import { enforce } from "../engine/enforce";
import { labelCardinality } from "./pack";

enforce(labelCardinality.name, [labelCardinality]);
