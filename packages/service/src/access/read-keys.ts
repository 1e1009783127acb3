import { Type } from '@sinclair/typebox';
import { memberReader, Text } from '../http/members.js';
import { parseJsonObject } from '../http/parse-json.js';
import { ServiceError } from '../service-error.js';
import type { AccessKey } from './access-key.js';

const readMembers = memberReader(
  Type.Object({
    keys: Type.Array(
      Type.Object(
        {
          id: Type.String({
            pattern: '^[\\w.-]{1,128}$',
            expects: 'a name of letters, digits, ".", "_" and "-"',
          }),
          secret: Text('a secret of at least 16 characters', {
            minLength: 16,
            maxLength: 1024,
            hidden: true,
          }),
          rights: Type.Array(
            Type.Union([Type.Literal('read'), Type.Literal('write'), Type.Literal('admin')], {
              expects: '"read", "write" or "admin"',
            }),
            { minItems: 1, expects: 'a list of "read", "write" and "admin"' },
          ),
        },
        { additionalProperties: false, expects: 'a key { "id", "secret", "rights" }' },
      ),
      { minItems: 1, expects: 'a list of keys { "id", "secret", "rights" }' },
    ),
  }),
);

/**
 * Reads keys from their JSON form, `{ "keys": [{ "id", "secret", "rights" }] }`.
 *
 * @param source where the text is from, for the message
 * @throws ServiceError `service/invalid-keys`; no secret is in its message
 */
export function readKeys(text: string, source: string): readonly AccessKey[] {
  const keys = parse(text, source).map(({ id, secret, rights }) => ({ id, secret, rights: new Set(rights) }));
  if (new Set(keys.map(({ id }) => id)).size < keys.length) throw invalid(source, 'Two keys have one id.');
  if (new Set(keys.map(({ secret }) => secret)).size < keys.length)
    throw invalid(source, 'Two keys have one secret; give each its own.');
  return keys;
}

function parse(text: string, source: string): ReturnType<typeof readMembers>['keys'] {
  try {
    return readMembers(parseJsonObject(Buffer.from(text))).keys;
  } catch (error) {
    // What is wrong with a text can quote it, and a secret with it.
    const detail = error instanceof ServiceError ? error.detail : '';
    const place = /^keys[^ ]*/.exec(detail)?.[0];
    const advice = / write (?<what>.*)$/.exec(detail)?.groups?.['what'];
    throw invalid(
      source,
      place === undefined || advice === undefined
        ? 'It is not JSON of the form { "keys": [{ "id", "secret", "rights" }] }.'
        : `${place}: write ${advice}`,
    );
  }
}

function invalid(source: string, detail: string): ServiceError {
  return new ServiceError('service/invalid-keys', `The keys of ${source} cannot be used. ${detail}`);
}
