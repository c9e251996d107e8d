import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROUTES } from '@token-ledger/contract';
import { ACTS, ALL_PAGES, addressOf, type WalkedPage } from '../support/all-pages.ts';
import { pressEscape, storedValues } from '../support/console.ts';
import { isThorough } from '../support/is-thorough.ts';
import { marksOf, OTHERS, OWN } from '../support/peopled-ledger.ts';
import type { ServedConsole } from '../support/served-console.ts';
import { shownIn, type Walk } from '../support/walk.ts';

/*
 * Every page for every kind of caller, with the addresses that somebody may type: the pages come from the registry and their
 * parameters from the pages, so a new page is walked without a word here. The real functions answer, behind the real authorizer.
 */

const [ZOLTAN, QUENTIN] = OTHERS;
/** Parameters that name somebody or something of somebody, and what a caller may put there. */
const EDITS: Readonly<Record<string, string>> = {
  user: ZOLTAN.userId,
  key: ZOLTAN.keyId,
  request: ZOLTAN.requestId,
  record: ZOLTAN.requestId,
  feature: ZOLTAN.feature,
  model: ZOLTAN.model,
  export: 'export-2',
  budget: 'b2',
  report: 'r1',
  rebuild: 'rebuild',
  message: 'quarantine/1',
  entry: 'entry',
  conflict: 'conflict',
  actor: ZOLTAN.userId,
  target: ZOLTAN.userId,
  search: ZOLTAN.name,
};
/** What is edited in a brief run: who or what a page is about. */
const BRIEF_EDITS = new Set(['user', 'key', 'record', 'search']);
/** Buttons of administration, by the words that they begin with. */
const ADMINISTRATION =
  /^(create|register|import|rotate|disable|enable|delete|erase|remove|change|add an|adopt|rebuild|run for|send again)/i;
/** Where everybody who sees the page may do what its buttons say. */
const FOR_EVERYBODY = new Set(['exports', 'get-started']);

interface Caller {
  readonly name: string;
  /** The operations that the routes allow. */
  readonly may: (operation: string) => boolean;
  /** Whose names, ids and figures must never reach the browser. */
  readonly hidden: readonly string[];
  readonly administers: boolean;
  /** Whether addresses are edited too. An access key is answered as a person who may do the same, which another test shows. */
  readonly edits: boolean;
}

const namesOfPeople = [OWN, ...OTHERS].flatMap(({ name, userId }) => [name, userId]);
const allOfOthers = OTHERS.flatMap(marksOf);
const routes: Readonly<Record<string, { readonly scopes: readonly string[]; readonly roles?: string }>> =
  ROUTES;
const rolesOf = (operation: string) => routes[operation]?.roles ?? 'nobody';
const withScope = (scope: string) => (operation: string) =>
  routes[operation]?.scopes.includes(scope) ?? false;

const CALLERS: readonly Caller[] = [
  { name: 'admin', may: (name) => rolesOf(name) !== 'nobody', hidden: [], administers: true, edits: false },
  {
    name: 'viewer',
    may: (name) => ['viewers', 'everyone'].includes(rolesOf(name)),
    // The ledger shows pseudonyms to viewers here. Access keys have their ids, and names where nobody owns them.
    hidden: namesOfPeople,
    administers: false,
    edits: true,
  },
  {
    name: 'member',
    may: (name) => rolesOf(name) === 'everyone',
    hidden: allOfOthers,
    administers: false,
    edits: true,
  },
  { name: 'key: read', may: withScope('read'), hidden: [], administers: false, edits: false },
  {
    name: 'key: read:own',
    may: withScope('read:own'),
    hidden: allOfOthers,
    administers: false,
    edits: false,
  },
  {
    name: 'key: ingest',
    may: withScope('ingest'),
    hidden: [...allOfOthers, ...marksOf(OWN).filter((mark) => mark !== OWN.userId && mark !== OWN.name)],
    administers: false,
    edits: false,
  },
];

export function describeCallers(served: () => ServedConsole): void {
  describe.each(CALLERS)('the console for $name', ({ name, may, hidden, administers, edits }) => {
    let walk: Walk;
    beforeAll(async () => {
      walk = await served().enter(name);
    });
    afterAll(() => walk.page.context().close());

    /** What a page lets out that the caller must not get. A caller's own word may come back: `typed`. */
    async function leaks(typed: string): Promise<readonly string[]> {
      const got = `${await walk.answers()}\n${await shownIn(walk.page)}`;
      return hidden.filter((mark) => mark !== typed && got.includes(mark));
    }

    /** The acts that are offered, among those that only admins may do. */
    async function administrativeButtons({ name: page }: WalkedPage): Promise<readonly string[]> {
      if (administers || FOR_EVERYBODY.has(page)) return [];
      const buttons = walk.page.locator(':is(main, [role=dialog]) button:visible:enabled');
      return (await buttons.allTextContents()).filter((text) => ADMINISTRATION.test(text.trim()));
    }

    it.each(ALL_PAGES.map((page) => [page.path, page] as const))('%s', async (path, page) => {
      await walk.open(`#${path}`);
      if (may(page.needs)) {
        await walk.page.getByRole('heading', { name: page.title.en, level: 1 }).waitFor();
        await walk.settle();
        expect(await walk.page.getByText('This could not be loaded').count()).toBe(0);
      } else {
        const name = may('getOverview') ? 'There is no such page' : 'Nothing to see with these credentials';
        await walk.page.getByRole('heading', { name }).waitFor();
      }
      expect(await leaks('')).toEqual([]);
      expect(await administrativeButtons(page)).toEqual([]);
      expect(walk.complaints).toEqual([]);
      expect(await storedValues(walk.page)).toEqual([[], [], '']);
    });

    const edited = ALL_PAGES.filter((page) => edits && may(page.needs)).flatMap((page) => [
      ...Object.entries(EDITS)
        .filter(([parameter]) => isThorough || BRIEF_EDITS.has(parameter))
        .map(([parameter, value]) => ({ page, parameter, value })),
      ...(FOR_EVERYBODY.has(page.name) ? [] : ACTS).map((value) => ({ page, parameter: 'do', value })),
    ]);
    for (const { page, parameter, value } of edited) {
      const address = addressOf(page, parameter, value);
      if (address === undefined) continue;
      it(address, async () => {
        await walk.open(parameter === 'record' ? `${address}&of=${ZOLTAN.keyId}` : address);
        await walk.page.getByRole('heading', { name: page.title.en, level: 1 }).waitFor();
        await walk.settle();
        expect(await leaks(value)).toEqual([]);
        expect(await administrativeButtons(page)).toEqual([]);
        const dialogs = walk.page.getByRole('dialog').filter({ visible: true });
        if (parameter === 'do') expect(await dialogs.count()).toBe(0);
        expect(walk.complaints).toEqual([]);
        await pressEscape(walk.page);
      });
    }

    it('is refused nothing that its pages ask by themselves', () => {
      const administrative = walk.refusals.filter((asked) => !asked.startsWith('GET '));
      expect(administrative).toEqual([]);
    });

    it('has no secret and no token in an address or a log', () => {
      const secret = served().printed[name]?.split('_').at(-1);
      const traces = [...walk.addresses, JSON.stringify(served().ledger.telemetry.lines)].join('\n');
      if (secret !== undefined) expect(traces).not.toContain(secret);
      expect(traces).not.toMatch(/eyJ[\w-]{10,}\./);
    });
  });

  it('would notice what another person has', async () => {
    const walk = await served().enter('admin');
    await walk.open(`#/records?record=${QUENTIN.requestId}&of=${QUENTIN.keyId}`);
    const got = `${await walk.answers()}${await shownIn(walk.page)}`;
    for (const mark of marksOf(QUENTIN)) expect(got).toContain(mark);
    await walk.page.context().close();
  });
}
