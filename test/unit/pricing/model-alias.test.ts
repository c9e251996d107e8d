import { describe, expect, it } from '@jest/globals';
import { findModel, SHIPPED_PRICE_BOOK } from '@token-ledger/core';

const models = new Set(SHIPPED_PRICE_BOOK.entries.map(({ model }) => model));
const find = (id: string) => findModel(id, (model) => models.has(model));

describe('a model id', () => {
  it.each([
    ['claude-sonnet-5-5', 'claude-sonnet-5-5'],
    ['claude-sonnet-5', 'claude-sonnet-5'],
    ['claude-sonnet-4-20250514', 'claude-sonnet-4'],
    ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5'],
    ['claude-opus-4-1-20250805', 'claude-opus-4-1'],
    ['claude-3-7-sonnet-latest', 'claude-3-7-sonnet'],
    ['claude-3-5-haiku-20241022', 'claude-3-5-haiku'],
  ])('%s names %s', (id, model) => {
    expect(find(id)).toEqual({ model, ofOtherProvider: false });
  });

  it.each([
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
    ['eu.anthropic.claude-sonnet-4-20250514-v1:0', 'claude-sonnet-4'],
    ['us-gov.anthropic.claude-3-haiku-20240307-v1:0', 'claude-3-haiku'],
    ['global.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6'],
    ['anthropic.claude-sonnet-4-6', 'claude-sonnet-4-6'],
    ['claude-sonnet-4-5@20250929', 'claude-sonnet-4-5'],
    ['claude-opus-4-6@default', 'claude-opus-4-6'],
  ])('%s names %s, at another provider', (id, model) => {
    expect(find(id)).toEqual({ model, ofOtherProvider: true });
  });

  it.each([
    // Ids that begin like a priced one, and are another model.
    'claude-sonnet-5-6',
    'claude-sonnet-5-5-5',
    'claude-sonnet',
    'claude-fable-5-2',
    'claude-mythos-5-2',
    'claude-haiku-5',
    'claude-opus-4-9-20261101',
    // Endings and prefixes that no rule names.
    'claude-sonnet-5-5-2026',
    'claude-sonnet-5-5-20261301',
    'claude-sonnet-5-5-202609280',
    'claude-sonnet-5-5-preview',
    'claude-sonnet-5-5-latest-latest',
    'claude-sonnet-5-5[1m]',
    'claude-sonnet-4-5@2025',
    'mars.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'anthropic.claude-sonnet-5-6-v1:0',
    'anthropic.anthropic.claude-sonnet-4-6',
    'anthropic/claude-sonnet-5-5',
    'Claude-Sonnet-5-5',
    ' claude-sonnet-5-5',
    'my-claude-sonnet-5-5',
    'gpt-5',
    '*',
    '',
  ])('%s names none', (id) => {
    expect(find(id)).toBeUndefined();
  });

  it('that is in the book itself is not read as an alias', () => {
    const known = new Set(['claude-x', 'claude-x-20260101', 'us.anthropic.claude-x-v1:0']);
    expect(findModel('claude-x-20260101', (id) => known.has(id))?.model).toBe('claude-x-20260101');
    expect(findModel('us.anthropic.claude-x-v1:0', (id) => known.has(id))).toEqual({
      model: 'us.anthropic.claude-x-v1:0',
      ofOtherProvider: false,
    });
  });
});
