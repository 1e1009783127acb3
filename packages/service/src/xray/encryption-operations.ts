import { Type } from '@sinclair/typebox';
import { invalidMember, Text } from '../http/members.js';
import { type Operation, operation } from './operation.js';

/** Gives the encryption configuration. */
export const getEncryptionConfig: Operation = operation({
  name: 'GetEncryptionConfig',
  path: '/EncryptionConfig',
  right: 'read',
  input: Type.Object({}),
  answer: async (_input, { encryption }) => ({ EncryptionConfig: await encryption.get() }),
});

/** Keeps an encryption configuration for clients that set one; traces are stored as before. */
export const putEncryptionConfig: Operation = operation({
  name: 'PutEncryptionConfig',
  path: '/PutEncryptionConfig',
  right: 'admin',
  input: Type.Object({
    Type: Type.Union([Type.Literal('NONE'), Type.Literal('KMS')], { expects: '"NONE" or "KMS"' }),
    KeyId: Type.Optional(Text('a KMS key of 1 to 3000 characters', { minLength: 1, maxLength: 3000 })),
  }),
  async answer({ Type: type, KeyId }, { encryption }) {
    if (type === 'KMS' && KeyId === undefined)
      throw invalidMember('KeyId is missing; write the KMS key, or Type "NONE".');
    if (type === 'NONE' && KeyId !== undefined)
      throw invalidMember('KeyId is given with Type "NONE"; leave it out, or write Type "KMS".');
    const config = { Type: type, ...(KeyId !== undefined && { KeyId }), Status: 'ACTIVE' } as const;
    return { EncryptionConfig: await encryption.set(config) };
  },
});
