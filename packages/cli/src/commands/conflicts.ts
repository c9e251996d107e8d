import { Command } from '@commander-js/extra-typings';
import { type Context, limitOption, rangeIn, sessionOf, withExamples, withRange } from '../command.ts';
import { idsOf } from '../ids-of-names.ts';
import { shortCount } from '../output/figures.ts';
import { listFirst } from '../output/list-first.ts';
import { showTime } from '../range/range.ts';

/** `token-ledger conflicts` */
export function conflictsCommand(context: Context) {
  const command = new Command('conflicts')
    .description('reports that contradict a recorded call')
    .option('--key <id>', 'only of this access key, by id or name')
    .addOption(limitOption(100));
  const ranged = withRange(command, '7d').action(async (options, self) => {
    const session = await sessionOf(context, self);
    const { ledger, print, timeZone } = session;
    const query = {
      ...rangeIn(session, options, { last: '7d' }),
      ...(await idsOf(session, options)),
    };
    await listFirst(
      print,
      ledger.items('/v1/conflicts', { query }),
      options.limit,
      [
        { title: `received (${timeZone})`, value: ({ receivedAt }) => showTime(receivedAt, timeZone) },
        { title: 'reason', value: ({ reason }) => reason },
        { title: 'key', value: ({ accessKeyId, accessKeyName }) => accessKeyName ?? accessKeyId },
        { title: 'request', value: ({ recorded }) => recorded.requestId },
        { title: 'recorded', value: ({ recorded }) => shortCount(recorded.tokens.total), align: 'right' },
        { title: 'reported', value: ({ reported }) => shortCount(reported.tokens.total), align: 'right' },
        { title: 'by', value: ({ reported }) => reported.source },
      ],
      'No report contradicts another.',
    );
  });
  return withExamples(ranged, 'conflicts --last 24h');
}
