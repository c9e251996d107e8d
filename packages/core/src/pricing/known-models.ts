import { aliasesOf, type Endpoint, findModel } from './model-alias.ts';
import type { ModelPriceTable } from './price-table.ts';

export interface KnownModel {
  readonly prices: ModelPriceTable;
  readonly endpoint: Endpoint;
}

/** Bounds what ids made up by callers may occupy. */
const MAX_REMEMBERED_IDS = 1_000;

/** Finds the prices of the model an id names, remembering the ids it has seen. */
export class KnownModels {
  readonly #models: ReadonlyMap<string, ModelPriceTable>;
  readonly #aliasOf: (id: string) => string | undefined;
  readonly #remembered = new Map<string, KnownModel | undefined>();

  constructor(models: ReadonlyMap<string, ModelPriceTable>, aliases: Readonly<Record<string, string>> = {}) {
    this.#models = models;
    this.#aliasOf = aliasesOf(aliases);
  }

  find(id: string): KnownModel | undefined {
    const remembered = this.#remembered.get(id);
    if (remembered || this.#remembered.has(id)) return remembered;
    if (this.#remembered.size >= MAX_REMEMBERED_IDS) this.#remembered.clear();
    const isKnown = (model: string) => this.#models.has(model);
    const name = findModel(id, isKnown) ?? findModel(this.#aliasOf(id) ?? '', isKnown);
    const prices = name && this.#models.get(name.model);
    const known = name && prices && { prices, endpoint: name.endpoint };
    this.#remembered.set(id, known);
    return known;
  }
}
