import { describe, expect, it } from '@jest/globals';
import { findModel, isSameModel, SHIPPED_PRICE_BOOK } from '@token-ledger/core';

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
    ['claude-fable-5-2', 'claude-fable-5-2'],
    ['claude-mythos-5-2-20261109', 'claude-mythos-5-2'],
    // No minor version is version 0.
    ['claude-opus-4-0', 'claude-opus-4'],
    ['claude-sonnet-4-0', 'claude-sonnet-4'],
    // Claude Code's mark for a context of a million tokens.
    ['claude-opus-4-6[1m]', 'claude-opus-4-6'],
    ['claude-sonnet-4-5-20250929[1m]', 'claude-sonnet-4-5'],
    ['claude-sonnet-4-0[1m]', 'claude-sonnet-4'],
  ])('%s names %s', (id, model) => {
    expect(find(id)).toEqual({ model, endpoint: 'list' });
  });

  it.each([
    ['anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5', 'unknown'],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5', 'geographic'],
    ['eu.anthropic.claude-sonnet-4-20250514-v1:0', 'claude-sonnet-4', 'geographic'],
    ['jp.anthropic.claude-haiku-4-5-20251001-v1:0', 'claude-haiku-4-5', 'geographic'],
    ['au.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6', 'geographic'],
    ['apac.anthropic.claude-3-5-sonnet-20241022-v2:0', 'claude-3-5-sonnet', 'geographic'],
    ['ca.anthropic.claude-sonnet-4-6', 'claude-sonnet-4-6', 'unknown'],
    ['us-gov.anthropic.claude-3-haiku-20240307-v1:0', 'claude-3-haiku', 'government'],
    ['global.anthropic.claude-opus-4-6-v1', 'claude-opus-4-6', 'global'],
    ['global.anthropic.claude-opus-4-6-v1[1m]', 'claude-opus-4-6', 'global'],
    ['anthropic.claude-sonnet-4-6', 'claude-sonnet-4-6', 'unknown'],
    ['claude-sonnet-4-5@20250929', 'claude-sonnet-4-5', 'unknown'],
    ['claude-opus-4-6@default', 'claude-opus-4-6', 'unknown'],
    ['claude-opus-4-6@default[1m]', 'claude-opus-4-6', 'unknown'],
    ['claude-3-5-sonnet-v2@20241022', 'claude-3-5-sonnet', 'unknown'],
  ])('%s names %s of another provider, endpoint %s', (id, model, endpoint) => {
    expect(find(id)).toEqual({ model, endpoint });
  });

  it.each([
    ['inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'geographic'],
    ['inference-profile/global.anthropic.claude-sonnet-4-5-20250929-v1:0', 'global'],
    ['foundation-model/anthropic.claude-sonnet-4-5-20250929-v1:0', 'unknown'],
    ['inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0[1m]', 'geographic'],
  ])('in an ARN of Bedrock, %s, names what the id does', (resource, endpoint) => {
    const arn = `arn:aws:bedrock:us-east-1:123456789012:${resource}`;
    expect(find(arn)).toEqual({ model: 'claude-sonnet-4-5', endpoint });
    expect(find(arn.replace('arn:aws:', 'arn:aws-us-gov:'))).toEqual({
      model: 'claude-sonnet-4-5',
      endpoint,
    });
    expect(find(arn.replace('123456789012', ''))).toEqual({ model: 'claude-sonnet-4-5', endpoint });
  });

  it.each([
    // Ids that begin like a priced one, and are another model.
    'claude-sonnet-5-6',
    'claude-sonnet-5-5-5',
    'claude-sonnet',
    'claude-fable-5-3',
    'claude-mythos-5-3',
    'claude-haiku-5',
    'claude-opus-4-9-20261101',
    // Endings and prefixes that no rule names.
    'claude-sonnet-5-5-2026',
    'claude-sonnet-5-5-20261301',
    'claude-sonnet-5-5-202609280',
    'claude-sonnet-5-5-preview',
    'claude-sonnet-5-5-latest-latest',
    'claude-sonnet-5-5[2m]',
    'claude-sonnet-5-5[1m][1m]',
    '[1m]',
    'claude-opus-4-00',
    'claude-opus-0',
    'claude-sonnet-4-0-0',
    'claude-3-5-sonnet-v2',
    'claude-sonnet-4-5@2025',
    'mars.anthropic.claude-sonnet-4-5-20250929-v1:0',
    'anthropic.claude-sonnet-5-6-v1:0',
    'anthropic.anthropic.claude-sonnet-4-6',
    'anthropic/claude-sonnet-5-5',
    'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6',
    'arn:aws:bedrock:us-east-1:123456789012:provisioned-model/a1b2c3d4e5f6',
    'arn:aws:sagemaker:us-east-1:123456789012:inference-profile/anthropic.claude-sonnet-4-6',
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
      endpoint: 'list',
    });
  });
});

describe('two ids', () => {
  it.each([
    ['claude-opus-4-8', 'claude-opus-4-8-20260601'],
    ['claude-opus-4-0', 'claude-opus-4-20250514'],
    ['claude-opus-4-8', 'us.anthropic.claude-opus-4-8[1m]'],
    ['claude-new-9', 'claude-new-9@20290101'],
    ['*', '*'],
  ])('%s and %s name the same model, whether a price book has it or not', (a, b) => {
    expect(isSameModel(a, b)).toBe(true);
    expect(isSameModel(b, a)).toBe(true);
  });

  it.each([
    ['claude-opus-5', 'claude-opus-5-5'],
    ['claude-opus-5-5', 'claude-opus-5-5-preview'],
    ['', 'claude-opus-5'],
  ])('%s and %s do not', (a, b) => {
    expect(isSameModel(a, b)).toBe(false);
  });
});
