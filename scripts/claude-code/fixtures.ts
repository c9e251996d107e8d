import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import type { TelemetryEntry } from '@token-ledger/otlp';
import { REPOSITORY } from '../local/state.ts';
import { entriesOf, type SessionName, type SessionRun } from './run-sessions.ts';

const FOLDER = join(REPOSITORY, 'test', 'fixtures', 'otlp');

const pathOf = (name: SessionName) => join(FOLDER, `claude-code-${name}.${name === 'json' ? 'json' : 'pb'}`);

/** The log records of a session as they are kept; undefined where none are. */
export function readFixture(name: SessionName): readonly TelemetryEntry[] | undefined {
  const path = pathOf(name);
  if (!existsSync(path)) return undefined;
  const contentType = name === 'json' ? 'application/json' : 'application/x-protobuf';
  return entriesOf({ path: '/v1/logs', contentType, gzip: false, body: readFileSync(path) });
}

/** Keeps the request of each session that has its call, but for the one with content, without anything of this machine. */
export function writeFixtures(runs: readonly SessionRun[]): void {
  const ids = new Map<string, string>();
  for (const { name, requests } of runs) {
    const body = requests[0]?.body;
    if (name !== 'content' && body) writeFileSync(pathOf(name), scrubbed(body, ids));
  }
}

/** Ids and versions are replaced by texts of the same length, so that lengths in protobuf stay right. */
function scrubbed(body: Buffer, ids: Map<string, string>): Buffer {
  const text = body
    .toString('latin1')
    .replaceAll(release(), (found) => '6.0.0'.padEnd(found.length, '0').slice(0, found.length))
    .replaceAll(/[0-9a-f]{64}/g, 'd'.repeat(64));
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  return Buffer.from(
    text.replaceAll(uuid, (found) => {
      const known = ids.get(found) ?? `00000000-0000-4000-8000-${String(ids.size + 1).padStart(12, '0')}`;
      ids.set(found, known);
      return known;
    }),
    'latin1',
  );
}
