import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { STATE_DIRECTORY } from '../../scripts/local/state.ts';

/*
 * What the ledger is compared with, installed when it is: a dependency for everybody who works here would be too much. Of ccusage this
 * is the newest version that was published with its program for Linux (20.0.26 was not).
 */
const PEERS = { ccusage: '20.0.24', '@pydantic/genai-prices': '0.1.8' } as const;
type Peer = keyof typeof PEERS;

const DIRECTORY = join(STATE_DIRECTORY, 'bench-peers');

/** As it is named in the report. */
export function nameOf(peer: Peer): string {
  return `${peer.replace(/^.*\//, '')} ${PEERS[peer]}`;
}

/** Installs the peers, which needs the registry of npm the first time. @throws Error if they cannot be installed */
export async function installPeers(): Promise<void> {
  await mkdir(DIRECTORY, { recursive: true });
  await writeFile(join(DIRECTORY, 'package.json'), JSON.stringify({ private: true, dependencies: PEERS }));
  const install = ['install', '--no-audit', '--no-fund', '--prefer-offline'];
  await promisify(execFile)('npm', install, { cwd: DIRECTORY });
}

/** A module of a peer. */
export function loadPeer(peer: Peer): unknown {
  return createRequire(join(DIRECTORY, 'package.json'))(peer);
}

/** The program of a peer. */
export function programOfPeer(name: string): string {
  return join(DIRECTORY, 'node_modules', '.bin', name);
}
