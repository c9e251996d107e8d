import { type JsonSchema, toJsonSchema } from '../openapi/json-schema.ts';
import { EVENT_EXAMPLES } from './event-examples.ts';
import { EVENT_TYPES, type EventType } from './event-names.ts';
import { EVENT_SCHEMAS } from './event-schemas.ts';

export { EVENT_EXAMPLES, EVENT_SCHEMAS };

/** The JSON Schema of the detail of each event, with an example, by the name of its file in `docs/events`. */
export function eventDocuments(): Readonly<Record<string, JsonSchema>> {
  const types = Object.keys(EVENT_TYPES) as EventType[];
  return Object.fromEntries(types.map((type) => [`${kebab(EVENT_TYPES[type])}.json`, documentOf(type)]));
}

function documentOf(type: EventType): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: EVENT_TYPES[type],
    description: `The detail of events of the source token-ledger and the detail type "${EVENT_TYPES[type]}". Fields may be added.`,
    ...toJsonSchema(EVENT_SCHEMAS[type]),
    examples: [EVENT_EXAMPLES[type]],
  };
}

const kebab = (text: string) => text.toLowerCase().replaceAll(' ', '-');
