import { COMPONENTS, type ComponentName, INSTANCE_UNITS, type Unit } from "./components";
import { DOLLAR, type Micros } from "./money";
import { type Price, type PriceTable, type RegionPrices } from "./price-table";

/** What is wrong with prices, and at which key. */
export interface PriceFault {
  readonly path: readonly string[];
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
}

type Plain = Readonly<Record<string, unknown>>;

/** Dearer is nothing that AWS has; a price in another currency or in cents may be. */
const DEAREST = 10_000 * DOLLAR;
const EXAMPLE =
  "regions: { eu-west-1: { date: 2026-11-27, source: AWS Price List, prices: { nat_gateway: { hour: 0.048, gb: 0.048 } } } }";

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What stands there, as people call it. */
function kindOf(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  if (typeof value === "object") return "a map";
  return typeof value === "string" ? "text" : typeof value === "boolean" ? "true or false" : "a number";
}

/** Reads prices, and gathers what is wrong with them. */
class PriceReader {
  readonly faults: PriceFault[] = [];

  fault(path: readonly string[], rule: string, message: string, fix: string): void {
    this.faults.push({ path, rule, message, fix });
  }

  /** The map that stands there; an empty one, and a fault, where there is none. */
  map(value: unknown, path: readonly string[], fix: string): Plain {
    if (isPlain(value)) return value;
    if (value === undefined) this.fault(path, "required", "is missing", `write ${fix}`);
    else this.fault(path, "type", `is ${kindOf(value)}, not a map of keys and values`, `write ${fix}`);
    return {};
  }

  /** Refuses keys that mean nothing here. */
  only(map: Plain, path: readonly string[], known: readonly string[]): void {
    for (const key of Object.keys(map))
      if (!known.includes(key))
        this.fault([...path, key], "unknown-key", "is no key that can stand here", `write one of ${known.join(", ")}`);
  }

  text(value: unknown, path: readonly string[], example: string): string {
    if (typeof value === "string" && value.trim() !== "") return value;
    const is = value === undefined ? "is missing" : value === "" ? "is empty" : `is ${kindOf(value)}, not text`;
    this.fault(path, value === undefined ? "required" : "type", is, `write e.g. ${example}`);
    return "";
  }

  date(value: unknown, path: readonly string[]): string {
    const text = this.text(value, path, "2026-11-27");
    if (text === "") return text;
    const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
    // A day that is none, such as 2026-02-30, would become another one.
    if (!day || Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text)
      this.fault(path, "price-date", "is no day", "write the day of the prices, e.g. 2026-11-27");
    return text;
  }

  /** A price in dollars; null: it is said to be unknown. */
  price(value: unknown, path: readonly string[]): Micros | null {
    if (value === null) return null;
    if (typeof value !== "number") {
      const hint = typeof value === "string" && /^\s*[\d.,]+\s*$/.test(value) ? "without quotes" : "in US dollars";
      this.fault(
        path,
        "price-number",
        `is ${kindOf(value)}, not a price`,
        `write a number ${hint}, e.g. 0.048, or null where it is not known`,
      );
      return null;
    }
    const micros = Math.round(value * DOLLAR);
    if (!Number.isFinite(value)) this.fault(path, "price-number", "is no finite number", "write a price, e.g. 0.048");
    else if (value < 0) this.fault(path, "price-negative", "is negative", "write a price of 0 or more");
    else if (micros > DEAREST)
      this.fault(path, "price-range", "is more than 10,000 dollars", "write the price of one, in US dollars");
    else if (Math.abs(value * DOLLAR - micros) > 1e-4)
      this.fault(path, "price-places", "has more than six decimal places", "round it to millionths of a dollar");
    return micros;
  }

  private entry(value: unknown, path: readonly string[], units: readonly Unit[]): Partial<Record<Unit, Micros | null>> {
    const example = units.map((unit) => `${unit}: 0.01`).join(", ");
    const map = this.map(value, path, `a map such as { ${example} }`);
    this.only(map, path, [...units, "date", "source"]);
    const given = units.filter((unit) => Object.hasOwn(map, unit));
    if (given.length === 0 && isPlain(value))
      this.fault(path, "required", "has no price", `write ${units.join(" or ")}`);
    return Object.fromEntries(given.map((unit) => [unit, this.price(map[unit], [...path, unit])]));
  }

  private priced(
    value: unknown,
    path: readonly string[],
    units: readonly Unit[],
    rest: Pick<Price, "date" | "source">,
  ): Price {
    const own = isPlain(value) ? value : {};
    const date = own["date"] === undefined ? rest.date : this.date(own["date"], [...path, "date"]);
    const source =
      own["source"] === undefined ? rest.source : this.text(own["source"], [...path, "source"], "AWS Price List");
    return { ...this.entry(value, path, units), date, source };
  }

  region(region: string, value: unknown): RegionPrices {
    const path = ["regions", region];
    if (!/^[a-z]{2,4}(-[a-z]+)+-\d$/.test(region))
      this.fault(path, "price-region", "is no Region's name", "write one such as eu-west-1");
    const map = this.map(value, path, "a map with date, source and prices");
    if (!isPlain(value)) return { region, date: "", source: "", prices: new Map(), instances: new Map() };
    this.only(map, path, ["date", "source", "prices", "instances"]);
    const rest = {
      date: this.date(map["date"], [...path, "date"]),
      source: this.text(map["source"], [...path, "source"], "AWS Price List"),
    };
    const own = this.map(map["prices"] ?? {}, [...path, "prices"], "a map such as { nat_gateway: { hour: 0.048 } }");
    this.only(own, [...path, "prices"], Object.keys(COMPONENTS));
    const names = Object.keys(own).filter((name): name is ComponentName => Object.hasOwn(COMPONENTS, name));
    const prices = names.map((name): [ComponentName, Price] => [
      name,
      this.priced(own[name], [...path, "prices", name], COMPONENTS[name].units, rest),
    ]);
    const types = this.map(
      map["instances"] ?? {},
      [...path, "instances"],
      "a map such as { c7gn.medium: { hour: 0.07 } }",
    );
    const instances = Object.entries(types).map(([type, price]): [string, Price] => {
      const at = [...path, "instances", type];
      if (!/^[a-z0-9-]+\.[a-z0-9-]+$/.test(type))
        this.fault(at, "price-instance", "is no instance type", "write one such as c7gn.medium");
      return [type, this.priced(price, at, INSTANCE_UNITS, rest)];
    });
    return { region, ...rest, prices: new Map(prices), instances: new Map(instances) };
  }
}

/**
 * Prices from plain values, as a price file has them: `regions`, of each its `date`, `source`, `prices` by component and `instances` by
 * type; each price in dollars by its unit, or null where it is not known.
 */
export function readPrices(
  value: unknown,
): { readonly table: PriceTable } | { readonly faults: readonly PriceFault[] } {
  const reader = new PriceReader();
  const map = reader.map(value, [], EXAMPLE);
  reader.only(map, [], ["regions"]);
  const regions = isPlain(value) ? reader.map(map["regions"], ["regions"], EXAMPLE) : {};
  if (isPlain(map["regions"]) && Object.keys(regions).length === 0)
    reader.fault(["regions"], "required", "names no Region", `write e.g. ${EXAMPLE}`);
  const table = new Map(Object.entries(regions).map(([region, one]) => [region, reader.region(region, one)]));
  return reader.faults.length > 0 ? { faults: reader.faults } : { table };
}
