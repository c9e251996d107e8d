import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { STATE_DIRECTORY } from '../../../scripts/local/state.ts';

/** Lambda's own runtime for Node.js 24. */
const PACKAGE = 'aws-lambda-ric@4.0.2';
const SHA512 = 'FE5Vskx7mYNnqAnWWJXUOsLp2VGgdsJsCoRLFTa8L4Yk0QVtArqR8q58yPA++QC1a73ZWJXBQ2AH31nIAv7NOQ==';

/**
 * The folder of the runtime. It is downloaded once and not installed: its installation compiles an HTTP client in C++, which
 * streamed responses do not use. Throws if the package is another than the one that was reviewed.
 */
export function runtimeClient(): string {
  const folder = join(STATE_DIRECTORY, PACKAGE);
  if (existsSync(folder)) return folder;
  const staging = `${folder}.${process.pid}`;
  mkdirSync(staging, { recursive: true });
  const output = execFileSync('npm', ['pack', PACKAGE, '--json', '--pack-destination', staging], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ filename }] = JSON.parse(output) as [{ filename: string }];
  const tarball = join(staging, filename);
  const found = createHash('sha512').update(readFileSync(tarball)).digest('base64');
  if (found !== SHA512) throw new Error(`${PACKAGE} has the digest ${found}; it must be ${SHA512}.`);
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', staging]);
  // What takes the place of the compiled client, and what has Node.js take it.
  writeFileSync(join(staging, 'rapid-client.node'), '');
  writeFileSync(
    join(staging, 'without-native-client.cjs'),
    "require('node:module')._extensions['.node'] = (module) => { module.exports = {}; };\n",
  );
  renameSync(staging, folder);
  return folder;
}
