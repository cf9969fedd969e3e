// The pack as the engine loads it.
import { enforce } from "../engine/enforce";
import { alertingConventions } from "./pack";

enforce(alertingConventions.name, [alertingConventions]);
