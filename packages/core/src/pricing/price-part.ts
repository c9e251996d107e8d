import type { UsageRecord } from '../usage/record.ts';
import { TOKEN_KINDS, type TokenKind, totalTokens } from '../usage/token-counts.ts';
import { type BilledPart, promptTokens } from './billed-parts.ts';
import { type Amount, attoDollars, type CostSum } from './cost-sum.ts';
import type { KnownModel, KnownModels } from './known-models.ts';
import type { Endpoint } from './model-alias.ts';
import { type PricedKind, WHOLE_BASIS_POINTS } from './price-book.ts';
import { pricesAt } from './price-table.ts';
import type { ModelRates, Rates } from './rates.ts';

/** Adds what one part of a record costs, or why that is not known. */
export function pricePart(sum: CostSum, part: BilledPart, record: UsageRecord, models: KnownModels): void {
  const { tokens } = part;
  if (totalTokens(tokens) === 0) return;
  const known = models.find(part.model);
  if (!known) return sum.leaveOut('unknown_model');
  const prices = pricesAt(known.prices, record.occurredAtMs);
  if (!prices) return sum.leaveOut('no_price_at_time');

  const { endpoint } = known;
  const halves = tierHalves(record.serviceTier);
  const isUs = endpoint === 'list' ? isInUnitedStates(record.inferenceGeo) : false;
  const listRates = chooseRates(prices.list, part, record.speed);
  const netRates = chooseRates(prices.net, part, record.speed);
  if (halves === undefined) sum.leaveOut('no_price_for_service_tier');
  if (isUs === undefined) sum.leaveOut('no_price_for_geography');
  if (!listRates || !netRates) sum.leaveOut('no_price_for_speed');
  if (halves === undefined || isUs === undefined || !listRates || !netRates) return;

  const hundredths = (rates: ModelRates) => halves * 5 * placeTenths(rates, endpoint, isUs);
  const list: Amount = { picoDollars: 0n, hundredths: hundredths(prices.list) };
  const net: Amount = { picoDollars: 0n, hundredths: hundredths(prices.net) };
  for (const kind of TOKEN_KINDS) {
    if (tokens[kind] === 0) continue;
    const pricedKind = pricedAs(kind, part);
    const listRate = listRates[pricedKind];
    const netRate = netRates[pricedKind];
    if (listRate === undefined || netRate === undefined) {
      sum.leaveOut('missing_price_part');
      continue;
    }
    const count = BigInt(tokens[kind]);
    list.picoDollars += count * listRate;
    net.picoDollars += count * netRate;
    sum.onLine?.({
      model: part.model,
      kind,
      quantity: tokens[kind],
      netAttoDollars: attoDollars({ ...net, picoDollars: netRate }, prices.paidBasisPoints),
      listAttoDollars: attoDollars({ ...list, picoDollars: listRate }, WHOLE_BASIS_POINTS),
    });
  }
  sum.add(list, net, prices.paidBasisPoints);
  sum.uncertain ||=
    part.uncertain ||
    prices.net.doubtful ||
    isOfOtherProvider(part, record, known, models) ||
    isPlaceUnknown(prices.list, endpoint) ||
    isPlaceUnknown(prices.net, endpoint) ||
    tokens.cacheCreationUnattributed > 0 ||
    (record.speed === 'fast' && !part.speedIsKnown) ||
    isBandOfSum(part, listRates, prices.list) ||
    isBandOfSum(part, netRates, prices.net);
}

function pricedAs(kind: TokenKind, { writesAreCredited }: BilledPart): PricedKind {
  if (kind === 'input' || kind === 'output' || kind === 'cacheRead') return kind;
  if (writesAreCredited) return 'cacheRead';
  return kind === 'cacheCreationUnattributed' ? 'cacheCreation5m' : kind;
}

/** How many halves of the price are charged; undefined when there is no price. */
function tierHalves(tier = 'standard'): 1 | 2 | undefined {
  if (tier === 'standard') return 2;
  return tier === 'batch' ? 1 : undefined;
}

/** Undefined when the geography is not known. `not_available` is reported by models that offer no choice. */
function isInUnitedStates(geo = 'global'): boolean | undefined {
  if (geo === 'us') return true;
  return geo === 'global' || geo === 'not_available' ? false : undefined;
}

/** How many tenths of the price are charged where a call was served. Anthropic's own endpoint says so, others by their ids. */
function placeTenths({ usSurcharge, bedrockSurcharge }: ModelRates, endpoint: Endpoint, isUs: boolean) {
  if (endpoint === 'geographic' && bedrockSurcharge) return 11;
  if (endpoint === 'government' && bedrockSurcharge) return 12;
  return isUs && usSurcharge ? 11 : 10;
}

/** Whether a record of another provider has a part under an id of Anthropic's own. */
function isOfOtherProvider(part: BilledPart, { model }: UsageRecord, known: KnownModel, models: KnownModels) {
  if (part.model === model || known.endpoint !== 'list') return false;
  return (models.find(model)?.endpoint ?? 'list') !== 'list';
}

/** Whether nothing shows what a provider other than Anthropic charges. Sources disagree about older models in GovCloud. */
function isPlaceUnknown({ bedrockSurcharge }: ModelRates, endpoint: Endpoint): boolean {
  if (endpoint === 'geographic') return bedrockSurcharge === undefined;
  return endpoint === 'unknown' || (endpoint === 'government' && !bedrockSurcharge);
}

/**
 * The rates of a speed and a prompt's size; undefined when there is none. The report gives the speed only of the model
 * that served: beside a fast one, another model is taken to be fast if it can.
 */
function chooseRates(rates: ModelRates, part: BilledPart, speed = 'standard'): Rates | undefined {
  if (speed === 'fast' && (rates.fast || part.speedIsKnown)) return rates.fast;
  if (speed !== 'standard' && speed !== 'fast') return undefined;
  return rates.above && promptTokens(part.tokens) > rates.above.promptTokens
    ? rates.above.rates
    : rates.standard;
}

/** Whether tokens are priced as a long prompt only because several steps add up to it. */
function isBandOfSum({ largestStepTokens }: BilledPart, rates: Rates, { above }: ModelRates): boolean {
  return largestStepTokens !== undefined && rates === above?.rates && largestStepTokens <= above.promptTokens;
}
