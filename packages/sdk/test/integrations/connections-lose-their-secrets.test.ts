import { expect, test } from 'vitest';
import { withoutSecrets } from '../../src/integrations/sql/without-secrets.js';

test.each([
  ['Q1', 'postgres://user:password@host:5432/database', 'postgres://user@host:5432/database'],
  ['Q2', 'postgres://host:5432/db?password=x', 'postgres://host:5432/db'],
  ['Q2', 'postgres://host:5432/db?a=1&X-Amz-Security-Token=t&b=2', 'postgres://host:5432/db?a=1&b=2'],
  ['Q3', 'user/password@host:5432/db', 'user@host:5432/db'],
  ['Q3', 'user%2Fpassword@host:5432/db', 'user@host:5432/db'],
  ['Q4', 'user=u password=p database=d', 'user=u database=d'],
  [
    'Q5',
    'odbc:server=localhost;user id=sa;password={foo}};bar};otherthing=thing',
    'odbc:server=localhost;user id=sa;otherthing=thing',
  ],
  ['Q6', 'password=', ''],
  ['Q6', 'pwd=', ''],
  ['Q7', 'user:password@tcp([de:ad:be:ef::ca:fe]:80)/db?x=1', 'user@tcp([de:ad:be:ef::ca:fe]:80)/db?x=1'],
  ['Q7', 'user:password@/', 'user@/'],
  ['a password with marks', 'mysql://u:p@ss/w:rd?@host/db', 'mysql://u@host/db'],
  ['only a password', 'redis://:secret@host:6379/0', 'redis://@host:6379/0'],
  [
    'other secrets',
    'pg://h/db?sslpassword=a&api_key=b&access-token=c&clientSecret=d&sslmode=e',
    'pg://h/db?sslmode=e',
  ],
  ['quotes', "host=h password='a b' dbname=d", 'host=h dbname=d'],
  ['no scheme', '//user:pw@host/db', '//user@host/db'],
  ['nothing secret', 'sqlite:orders.db', 'sqlite:orders.db'],
])('%s: %s', (_case, connection, expected) => {
  expect(withoutSecrets(connection)).toBe(expected);
});
