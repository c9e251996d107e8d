/*
 * The part of CloudWatch's metric math that alarms here use, by its user guide ("Using metric math"): arithmetic, comparisons, IF,
 * FILL, MIN and MAX. Emulators refuse alarms with expressions, so tests evaluate the deployed expressions here.
 */

/** A value for each period, the oldest first; undefined where there is no data. */
export type Series = readonly (number | undefined)[];

type Value = number | Series;
type Evaluate = (series: ReadonlyMap<string, Series>) => Value;

/** The values of an expression over named series of the same length. @throws SyntaxError for what is not understood */
export function evaluateMetricMath(expression: string, series: ReadonlyMap<string, Series>): Series {
  const value = new Parser(expression).parse()(series);
  if (typeof value === 'number') throw new SyntaxError(`${expression} is a number, not a series.`);
  return value;
}

const OPERATORS: readonly Readonly<Record<string, (a: number, b: number) => number>>[] = [
  { '||': (a, b) => Number(a !== 0 || b !== 0) },
  { '&&': (a, b) => Number(a !== 0 && b !== 0) },
  {
    '>=': (a, b) => Number(a >= b),
    '<=': (a, b) => Number(a <= b),
    '==': (a, b) => Number(a === b),
    '!=': (a, b) => Number(a !== b),
    '>': (a, b) => Number(a > b),
    '<': (a, b) => Number(a < b),
  },
  { '+': (a, b) => a + b, '-': (a, b) => a - b },
  { '*': (a, b) => a * b, '/': (a, b) => a / b },
];

const FUNCTIONS: Readonly<Record<string, (...values: readonly Value[]) => Value>> = {
  IF: (condition = 0, yes = 0, no = 0) =>
    combine([condition, yes, no], (test, a, b) => (test === undefined ? undefined : test === 0 ? b : a)),
  FILL: (values = 0, filling = 0) => combine([values, filling], (value, other) => value ?? other),
  MIN: (...values) => combine(values, (...all) => whenPresent(all, (present) => Math.min(...present))),
  MAX: (...values) => combine(values, (...all) => whenPresent(all, (present) => Math.max(...present))),
};

/** Period by period. Numbers are the same in every period. */
function combine(
  values: readonly Value[],
  compute: (...values: readonly (number | undefined)[]) => number | undefined,
): Value {
  const lengths = values.flatMap((value) => (typeof value === 'number' ? [] : [value.length]));
  const at = (period: number) =>
    compute(...values.map((value) => (typeof value === 'number' ? value : value[period])));
  return lengths.length === 0
    ? (at(0) ?? Number.NaN)
    : Array.from({ length: Math.max(...lengths) }, (_, period) => at(period));
}

function whenPresent(
  values: readonly (number | undefined)[],
  compute: (present: readonly number[]) => number,
): number | undefined {
  const present = values.filter((value) => value !== undefined);
  return present.length === values.length ? finite(compute(present)) : undefined;
}

/** A division by zero has no value. */
function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}

class Parser {
  readonly #expression: string;
  readonly #tokens: string[];

  constructor(expression: string) {
    this.#expression = expression;
    this.#tokens = expression.match(/\d+(?:\.\d+)?(?:e-?\d+)?|\w+|[<>=!]=|&&|\|\||\S/g) ?? [];
  }

  parse(): Evaluate {
    const evaluate = this.#binary(0);
    if (this.#tokens.length > 0) this.#fail();
    return evaluate;
  }

  /** Operators of a level and above it, from the left. */
  #binary(level: number): Evaluate {
    const operators = OPERATORS[level];
    if (operators === undefined) return this.#operand();
    let left = this.#binary(level + 1);
    for (
      let compute = operators[this.#tokens[0] ?? ''];
      compute;
      compute = operators[this.#tokens[0] ?? '']
    ) {
      this.#tokens.shift();
      const [before, right, apply] = [left, this.#binary(level + 1), compute];
      left = (series) =>
        combine([before(series), right(series)], (...both) =>
          whenPresent(both, ([a = 0, b = 0]) => apply(a, b)),
        );
    }
    return left;
  }

  #operand(): Evaluate {
    const token = this.#tokens.shift() ?? this.#fail();
    if (/^\d/.test(token)) return () => Number(token);
    if (token === '(') {
      const inner = this.#binary(0);
      this.#expect(')');
      return inner;
    }
    if (this.#tokens[0] === '(') return this.#call(token);
    return (series) => series.get(token) ?? this.#fail(`There is no ${token}`);
  }

  #call(name: string): Evaluate {
    const compute = FUNCTIONS[name] ?? this.#fail(`There is no function ${name}`);
    const values: Evaluate[] = [];
    do {
      this.#tokens.shift();
      values.push(this.#binary(0));
    } while (this.#tokens[0] === ',');
    this.#expect(')');
    return (series) => compute(...values.map((evaluate) => evaluate(series)));
  }

  #expect(token: string): void {
    if (this.#tokens.shift() !== token) this.#fail();
  }

  #fail(reason = 'It is not understood'): never {
    throw new SyntaxError(`${reason}: ${this.#expression}`);
  }
}
