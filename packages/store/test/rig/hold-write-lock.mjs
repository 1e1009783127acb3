// Holds the lock under which a store writes until its input ends: to the store the disk is blocked, and reads go on.
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openDatabase } from '../../dist/sqlite/driver.js';

const database = openDatabase(join(process.argv[2], 'traces.db'));
database.exec('PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE');
console.log('held');
await text(process.stdin);
database.exec('ROLLBACK');
console.log('released');
