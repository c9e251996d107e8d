import type { Bill } from './bill.ts';
import { gbSeconds } from './idle-month.ts';

/** Milliseconds: a known access key, and an answer that reads nothing. Lambda bills each. */
const MS = { authorize: 4, refuse: 3 } as const;

interface RefusedRequests {
  readonly logBytes: number;
  /** Of the function behind the route, which turns the decision of the authorizer into an answer. */
  readonly memoryMib: { readonly authorize: number; readonly refuse: number };
}

/** What requests cost that the product refuses, from API Gateway to the answer. Those over the limit of the stage cost nothing. */
export function refusedRequests(requests: number, { logBytes, memoryMib }: RefusedRequests): Bill {
  return {
    title: `${requests.toLocaleString('en-US')} refused requests`,
    uses: [
      { what: 'requests to the API', unit: 'httpApiRequest', quantity: requests },
      { what: 'authorizer and function, requests', unit: 'lambdaRequest', quantity: 2 * requests },
      {
        what: 'their time',
        unit: 'lambdaGbSecond',
        quantity:
          requests * (gbSeconds(memoryMib.authorize, MS.authorize) + gbSeconds(memoryMib.refuse, MS.refuse)),
      },
      { what: 'logs', unit: 'logGb', quantity: (requests * logBytes) / 1e9 },
    ],
  };
}
