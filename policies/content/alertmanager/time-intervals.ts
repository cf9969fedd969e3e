// What Alertmanager refuses in a time interval.
import { posix } from "node:path";

import { type Fields, fieldsOf, listOf, textOf } from "../values";
import { INTERVAL } from "./alertmanager-fields";

interface Wrong {
  field: string;
  problem: string;
}

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MONTHS = [
  ...["january", "february", "march", "april", "may", "june", "july", "august", "september", "october"],
  ...["november", "december"],
];

export function timeIntervalProblems(interval: Fields): Wrong[] {
  const { location } = interval;
  return [
    ...Object.keys(interval)
      .filter((field) => !INTERVAL.includes(field))
      .map((field) => ({ field, problem: `a time interval has no field ${field}` })),
    ...listOf(interval.times).flatMap((one) => wrong("times", ofTimes(fieldsOf(one)))),
    ...ranges(interval, "weekdays", (text) => indexIn(DAYS, text), "is not a valid weekday"),
    ...ranges(interval, "months", (text) => indexIn(MONTHS, text) ?? numberIn(text), "is not a valid month"),
    ...ranges(interval, "days_of_month", dayIn, "is not a valid day of the month"),
    ...ranges(interval, "years", numberIn, "is not a valid year"),
    ...wrong(
      "location",
      typeof location === "string" && !isZone(location) ? `the location ${location} is unknown` : undefined,
    ),
  ];
}

const wrong = (field: string, problem: string | undefined): Wrong[] => (problem ? [{ field, problem }] : []);

function ofTimes({ start_time, end_time }: Fields): string | undefined {
  const [start, end] = [start_time, end_time].map(textOf);
  if (!start || !end) return "both the start and the end time must be provided";
  const [from, to] = [start, end].map(minutesOf);
  if (from === undefined || to === undefined) return `${from === undefined ? start : end} is no time such as 09:00`;
  return from < to
    ? undefined
    : `the start time ${start} cannot be equal or greater than the end time ${end}: write two, up to 24:00 and from 00:00`;
}

/** 22:00 without quotes is a number in YAML 1.1. */
function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d\d?):(\d\d)$/.exec(text) ?? [];
  const of = Number(hours) * 60 + Number(minutes);
  return hours !== undefined && Number(minutes) < 60 && of <= 24 * 60 ? of : undefined;
}

function ranges(interval: Fields, field: string, of: (text: string) => number | undefined, problem: string): Wrong[] {
  return listOf(interval[field]).flatMap((one) => {
    // What is left open is every day, month or year.
    if (one === null) return [];
    const text = textOf(one) ?? "";
    const [first = "", last = first, ...more] = text.toLowerCase().split(":");
    const [begin, end] = [of(first), of(last)];
    if (begin === undefined || end === undefined || more.length > 0)
      return [{ field, problem: `"${text}" ${problem}` }];
    // Days below zero count from the end of a month, which has 31 at most.
    const isTurned = field === "days_of_month" ? isAfter(begin, end) : begin > end;
    return isTurned ? [{ field, problem: `"${text}" ends before its start` }] : [];
  });
}

function isAfter(begin: number, end: number): boolean {
  const fromEnd = (day: number) => (day < 0 ? day + 32 : day);
  return (begin < 0 && end > 0) || fromEnd(begin) > fromEnd(end);
}

/** January is 1, and the first day of a week 1 as well: only the order counts. */
const indexIn = (names: readonly string[], text: string) =>
  names.includes(text) ? names.indexOf(text) + 1 : undefined;

/** Alertmanager asks no more of months and years than Go's integers. */
const numberIn = (text: string): number | undefined =>
  /^[-+]?\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;

function dayIn(text: string): number | undefined {
  const day = numberIn(text);
  return day !== undefined && day !== 0 && Math.abs(day) <= 31 ? day : undefined;
}

function isZone(name: string): boolean {
  // Nothing is UTC, and the last three are files of the database that are no zones of their own.
  if (["", "Local", "localtime", "posixrules", "Factory"].includes(name)) return true;
  // Go opens it as a path below the database, and goes nowhere else.
  if (name.includes("..") || name.startsWith("/")) return false;
  const zone = posix.normalize(name).replace(/^(posix|right)\//, "");
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
