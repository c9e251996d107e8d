import type { Io } from '../io.ts';

export interface Progress {
  update(done: number, total?: number): void;
  end(): void;
}

const SILENT: Progress = { update: () => undefined, end: () => undefined };

/** A bar on a terminal's standard error; nothing elsewhere, where the result is enough. */
export async function startProgress(io: Io, what: string, unit = ''): Promise<Progress> {
  if (!io.terminal.errors) return SILENT;
  const { default: cliProgress } = await import('cli-progress');
  const { shades_classic: preset } = cliProgress.Presets;
  let bar: InstanceType<typeof cliProgress.SingleBar> | undefined;
  return {
    update(done, total) {
      if (bar) {
        if (total !== undefined) bar.setTotal(total);
        bar.update(done);
        return;
      }
      const format =
        total === undefined ? `${what} {value} ${unit}` : `${what} {bar} {value}/{total} ${unit}`;
      bar = new cliProgress.SingleBar({ format, hideCursor: true, stream: process.stderr }, preset);
      bar.start(total ?? 0, done);
    },
    end() {
      bar?.stop();
      bar = undefined;
    },
  };
}
