// The pack as the engine loads it.
import { enforce } from "../engine/enforce";
import { infrastructureSafety } from "./pack";

enforce(infrastructureSafety.name, [infrastructureSafety]);
