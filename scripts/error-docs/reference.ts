import {
  PROBLEM_CODES,
  PROBLEM_KINDS,
  type ProblemKindCode,
  ROUTES,
  type Route,
} from '@token-ledger/contract';
import {
  codesOf,
  FIELD_PROBLEM_MEANINGS,
  OPERATIONS,
  PROBLEM_MEANINGS,
} from '@token-ledger/contract/openapi';
import { replaceGenerated } from '../shared/generated-part.ts';
import { tableOf } from '../shared/markdown-table.ts';

/** A code that so many routes share is not listed route by route. */
const MOST_LISTED_ROUTES = 6;

/** The page with its lists of codes written again: they follow from the contract. */
export function withErrorCodes(page: string): string {
  return replaceGenerated(page, 'docs:errors', `${byStatus()}\n\n## Problems of a field\n\n${ofFields()}`);
}

/** A section for each status, in ascending order. */
function byStatus(): string {
  const codes = Object.keys(PROBLEM_KINDS) as ProblemKindCode[];
  const statuses = [...new Set(codes.map((code) => PROBLEM_KINDS[code].status))].toSorted((a, b) => a - b);
  const routes = routesOf();
  const head = ['`code`', 'title', 'meaning, and what to do', 'retry', 'routes'];
  return statuses
    .map((status) => {
      const rows = codes
        .filter((code) => PROBLEM_KINDS[code].status === status)
        .map((code) => {
          const { title, retryable } = PROBLEM_KINDS[code];
          return [
            `\`${code}\``,
            title,
            PROBLEM_MEANINGS[code],
            retryable ? 'yes' : 'no',
            shown(routes.get(code) ?? []),
          ];
        });
      return `## ${status}\n\n${tableOf(head, rows)}`;
    })
    .join('\n\n');
}

/** The routes that may answer with each code. */
function routesOf(): ReadonlyMap<ProblemKindCode, readonly string[]> {
  const answers = Object.entries<Route>(ROUTES).flatMap(([name, route]) =>
    [...codesOf(route, OPERATIONS[name as keyof typeof ROUTES])].map(
      (code) => [code, `\`${route.method} ${route.path}\``] as const,
    ),
  );
  const grouped = Map.groupBy(answers, ([code]) => code);
  return new Map([...grouped].map(([code, pairs]) => [code, pairs.map(([, route]) => route)]));
}

function shown(routes: readonly string[]): string {
  if (routes.length <= MOST_LISTED_ROUTES) return routes.join('<br>');
  const all = Object.values<Route>(ROUTES);
  if (routes.length === all.length) return 'all';
  return routes.length === all.filter(({ open }) => !open).length ? 'all that need credentials' : 'many';
}

function ofFields(): string {
  const rows = PROBLEM_CODES.map((code) => [`\`${code}\``, FIELD_PROBLEM_MEANINGS[code]]);
  return tableOf(['`errors[].code`', 'the field …'], rows);
}
