import { type TArray, type TObject, type TString, Type } from '@sinclair/typebox';
import { Text } from '../http/members.js';

/** The schema of a list of tags. */
export const TagList: TArray<TObject<{ Key: TString; Value: TString }>> = Type.Array(
  Type.Object(
    {
      Key: Text('a tag key of 1 to 128 characters', { minLength: 1, maxLength: 128 }),
      Value: Text('a tag value of at most 256 characters', { maxLength: 256 }),
    },
    { expects: '{ "Key": "team", "Value": "shop" }' },
  ),
  { maxItems: 200, expects: 'a list of at most 200 tags { "Key", "Value" }' },
);
