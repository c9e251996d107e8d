import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSite } from '../../lib/console/build-site.ts';
import type { Progress } from '../local/progress.ts';
import type { Company } from './company.ts';
import { liveTwoMonths } from './company-months.ts';
import { serveConsole } from './console-server.ts';

/** The console of a company at its address. */
export interface ServedCompany {
  readonly company: Company;
  readonly url: string;
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
    const server = await serveConsole({ site, settings: SETTINGS, api: company.api.fetch });
    try {
      return await use({ company, url: server.url });
    } finally {
      await server.close();
    }
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
