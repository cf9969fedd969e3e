// POST /api/orders.

import { z } from "zod";
import { HttpError, json, parseJson, type Reply } from "../http";
import type { Call } from "./routes";
import type { Service } from "./service";

const UNIT_PRICE_DOLLARS = 20;

const orderBody = z.object({
  item: z.string().trim().min(1).max(100).default("sample"),
  quantity: z.number().int().min(1).max(1000).default(1),
});

/** Creates an order from the body, or a default one without a body; takes 20 to 80 ms. */
export async function createOrder(call: Call, service: Service): Promise<Reply> {
  const { item, quantity } = await readOrder(call, service);
  await service.pool.query(0.02 + service.random() * 0.06);
  const totalDollars = quantity * UNIT_PRICE_DOLLARS;
  service.metrics.orders.inc({ status: "created" });
  service.metrics.revenue.inc(totalDollars);
  return json(201, { id: service.nextOrderId(), item, quantity, totalDollars });
}

async function readOrder(call: Call, service: Service): Promise<z.infer<typeof orderBody>> {
  try {
    const body = await call.readBody();
    return parseJson(body.trim() === "" ? "{}" : body, orderBody);
  } catch (error) {
    if (error instanceof HttpError) service.metrics.orders.inc({ status: "rejected" });
    throw error;
  }
}
