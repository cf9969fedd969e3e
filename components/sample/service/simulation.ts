// POST /api/simulate-traffic: a bounded burst of requests, run in the background against the service's own handlers.

import { z } from "zod";
import { HttpError, json, parseJson, type Reply } from "../http";
import { type Fault, FaultSwitch, faultSettings } from "./faults";
import type { Call } from "./routes";
import type { Service } from "./service";
import { type WorkloadRequest, workloadRequest } from "./workload";

const CONCURRENT_REQUESTS = 50;
const CONCURRENT_SIMULATIONS = 10;

const simulationBody = faultSettings.extend({ requests: z.number().int().min(0).max(500).default(100) });

/** A request of the burst, with what is to go wrong with it. */
export interface PlannedRequest {
  readonly request: WorkloadRequest;
  readonly fault: Fault;
}

/** Plans a burst; which requests fail is settled here, so that the answer can say how many. */
export function planSimulation({ requests, ...settings }: z.infer<typeof simulationBody>): readonly PlannedRequest[] {
  const faults = new FaultSwitch(settings);
  return Array.from({ length: requests }, (_, n) => {
    const request = workloadRequest(n);
    return { request, fault: faults.next(request.path) };
  });
}

/** The bursts under way. */
export class Simulations {
  private readonly running = new Set<Promise<void>>();

  /** @param perform sends one request through the handlers and measures it */
  constructor(
    private readonly perform: (planned: PlannedRequest) => Promise<void>,
    private readonly closing: AbortSignal,
  ) {}

  /** @throws HttpError 429 while ten bursts are under way. */
  start(plan: readonly PlannedRequest[]): void {
    if (this.running.size >= CONCURRENT_SIMULATIONS) {
      throw new HttpError(429, `${CONCURRENT_SIMULATIONS} simulations are under way`, { "retry-after": "10" });
    }
    const run = this.run(plan).finally(() => this.running.delete(run));
    this.running.add(run);
  }

  /** Resolves when every burst has ended; after `closing` they send nothing more. */
  async finished(): Promise<void> {
    await Promise.all(this.running);
  }

  private async run(plan: readonly PlannedRequest[]): Promise<void> {
    const queue = plan.values();
    const worker = async () => {
      for (const planned of queue) {
        if (this.closing.aborted) return;
        await this.perform(planned);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT_REQUESTS }, worker));
  }
}

/**
 * Starts a burst and answers 202 at once with how many requests it sends and how many of them fail.
 * It doesn't wait: a request of several minutes would be the slowest of the service and distort its latency.
 */
export async function simulateTraffic(call: Call, service: Service): Promise<Reply> {
  const body = await call.readBody();
  const plan = planSimulation(parseJson(body.trim() === "" ? "{}" : body, simulationBody));
  service.simulations.start(plan);
  const errors = plan.filter(({ fault }) => fault.fails).length;
  return json(202, { requests: plan.length, successes: plan.length - errors, errors });
}
