// Opens a store and holds it until it is killed.
import { openStore } from '@radiograph/store';

await openStore({ folder: process.argv[2] });
console.log('open');
