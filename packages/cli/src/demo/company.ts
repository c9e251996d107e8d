import { DAY_MS } from '@token-ledger/core';

/*
 * A made-up company: three teams that call Anthropic's API, each with its own access key, people, features and habits.
 */

export interface Team {
  readonly name: string;
  readonly users: readonly User[];
  /** The first ones are used more often than the last. */
  readonly features: readonly Feature[];
  /** Of all calls of the company, before growth and jump. */
  readonly share: number;
  /** The growth of its calls from one day to the next, such as 0.01. */
  readonly growthPerDay: number;
}

interface User {
  readonly id: string;
  readonly name: string;
}

export interface Feature {
  readonly name: string;
  /** The first ones are used more often than the last. */
  readonly models: readonly string[];
  /** The smallest and the largest number of tokens of a call. */
  readonly input: readonly [number, number];
  readonly output: readonly [number, number];
  /** Of the system prompt, which is cached. */
  readonly cached: number;
  /** How long the cache keeps it. */
  readonly cacheTtl: '5m' | '1h';
  /** Runs at night, at the price of batches. */
  readonly batch?: true;
  /** Exists only since so many days. Then the team makes many more calls: see `JUMP`. */
  readonly sinceDaysAgo?: number;
}

const [OPUS, SONNET, HAIKU] = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5'];

export const AGENT_SINCE_DAYS_AGO = 9;

export const TEAMS: readonly Team[] = [
  {
    name: 'Search',
    users: people('Ada Alvarez', 'Ben Brandt', 'Chloe Chen', 'Dev Desai', 'Elif Erdem', 'Finn Fischer'),
    features: [
      {
        name: 'answer',
        models: [SONNET, HAIKU],
        input: [60, 900],
        output: [80, 700],
        cached: 6000,
        cacheTtl: '5m',
      },
      { name: 'rerank', models: [HAIKU], input: [800, 6000], output: [5, 60], cached: 1500, cacheTtl: '5m' },
    ],
    share: 0.5,
    growthPerDay: 0.012,
  },
  {
    name: 'Support',
    users: people(
      'Grace Gomez',
      'Hugo Hansen',
      'Ines Ito',
      'Jonas Jung',
      'Kira Kowalski',
      'Leo Lindqvist',
      'Maya Moreau',
      'Noor Nasser',
    ),
    features: [
      {
        name: 'reply',
        models: [SONNET, HAIKU],
        input: [200, 2500],
        output: [100, 900],
        cached: 9000,
        cacheTtl: '1h',
      },
      { name: 'triage', models: [HAIKU], input: [150, 1200], output: [5, 40], cached: 2500, cacheTtl: '5m' },
      {
        name: 'summary',
        models: [HAIKU],
        input: [2000, 20_000],
        output: [150, 600],
        cached: 0,
        cacheTtl: '5m',
        batch: true,
      },
    ],
    share: 0.35,
    growthPerDay: 0.004,
  },
  {
    name: 'Platform',
    users: people('Omar Okafor', 'Pia Petrov', 'Quinn Quist', 'Rosa Rossi', 'Sam Sato', 'Tess Tran'),
    features: [
      {
        name: 'code_review',
        models: [SONNET, OPUS],
        input: [900, 12_000],
        output: [200, 2000],
        cached: 12_000,
        cacheTtl: '5m',
      },
      {
        name: 'agent',
        models: [OPUS, SONNET],
        input: [300, 4000],
        output: [200, 3000],
        cached: 40_000,
        cacheTtl: '1h',
        sinceDaysAgo: AGENT_SINCE_DAYS_AGO,
      },
    ],
    share: 0.15,
    growthPerDay: 0.005,
  },
];

/** A team that gets a new feature calls so many times as often. */
export const JUMP = 3;

/** The hour of the day, in UTC, in which batches run. */
export const BATCH_HOUR = 2;

export function exists({ sinceDaysAgo }: Feature, agoMs: number): boolean {
  return sinceDaysAgo === undefined || agoMs < sinceDaysAgo * DAY_MS;
}

function people(...names: readonly string[]): readonly User[] {
  return names.map((name) => ({ id: name.toLowerCase().replace(' ', '.'), name }));
}
