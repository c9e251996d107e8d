import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program that a snippet ran, with its arguments as the shell made them. */
export type Command = readonly [program: string, ...args: string[]];

/** What snippets call. None of it runs: the arguments are noted. */
const NOTED = 'aws claude curl docker git jq npm npx pip psql python token-ledger unzip'.split(' ');

const [UNIT, RECORD] = ['\x1f', '\x1e'];

/** Notes arguments on the fourth stream, and reads what is piped in, so that no pipe breaks. */
const PREAMBLE = [
  // In one write: the two sides of a pipe note at the same time.
  'note() { printf "%s\\x1e" "$(printf "%s\\x1f" "$@")" >&3; }',
  ...NOTED.map((name) => `${name}() { note ${name} "$@"; }`),
  ...['curl', 'jq'].map((name) => `${name}() { note ${name} "$@"; cat > /dev/null; }`),
  // Where zsh keeps completions.
  'fpath=(_ "$PWD")',
].join('\n');

/** Runs a snippet with bash in a folder of its own, every outside program replaced. Placeholders such as `<stage>` are words. */
export function runShell(text: string): { readonly commands: readonly Command[]; readonly problem?: string } {
  const home = mkdtempSync(join(tmpdir(), 'token-ledger-snippet-'));
  mkdirSync(join(home, '.config/fish/completions'), { recursive: true });
  writeFileSync(join(home, 'usage.json'), '{}');
  const script = `${PREAMBLE}\nset -eo pipefail\n${text.replaceAll(/<[A-Za-z][\w -]*>/g, 'placeholder')}`;
  try {
    const { status, stderr, output } = spawnSync('bash', ['-c', script], {
      cwd: home,
      env: { PATH: '/usr/bin:/bin', HOME: home, ...VARIABLES },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      encoding: 'utf8',
    });
    const commands = (output[3] ?? '')
      .split(RECORD)
      .filter((record) => record !== '')
      .map((record) => record.split(UNIT).slice(0, -1) as unknown as Command);
    return { commands, ...(status !== 0 && { problem: `${status}: ${stderr}` }) };
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** What readers have in their environment. */
const VARIABLES = {
  TOKEN_LEDGER_URL: 'https://ledger.example.com',
  TOKEN_LEDGER_KEY: 'tl_ak_1_secret',
  STACK: 'TokenLedger-prod',
};
