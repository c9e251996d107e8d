import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite } from '../../lib/console/build-site.ts';
import type { Progress } from '../local/progress.ts';
import { type Answer, answerConsole } from './answer-console.ts';
import type { Company } from './company.ts';
import { liveTwoMonths } from './company-months.ts';

/** The console of a company, with what answers its pages. */
export interface ServedCompany {
  readonly company: Company;
  readonly answer: Answer;
}

/**
 * Serves the real console over functions and a ledger in memory, which have two months of a company: within a minute, where a
 * product on an emulator takes a quarter of an hour.
 */
export async function withServedCompany<T>(
  progress: Progress,
  use: (company: ServedCompany) => Promise<T>,
): Promise<T> {
  const site = await mkdtemp(join(tmpdir(), 'token-ledger-site-'));
  try {
    buildSite(site);
    progress('The console is built.');
    const company = await liveTwoMonths();
    progress('Two months of a company are recorded.');
    return await use({
      company,
      answer: await answerConsole({ site, settings: SETTINGS, api: company.api.fetch }),
    });
  } finally {
    await rm(site, { recursive: true, force: true });
  }
}

const SETTINGS = {
  stage: 'prod',
  reportingTimeZone: 'UTC',
  gatewayUrl: 'https://gateway.example.com',
  signIn: {
    authority: 'https://sign-in.example.com',
    clientId: 'console',
    scopes: 'openid',
    token: 'id_token',
  },
} as const;
