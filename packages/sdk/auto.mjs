// Node loads CommonJS in half the time that ES modules take, and `require` loads an integration at the moment at which its
// library is loaded. By `require` here too: asked by `import`, Node would first search the file for what it exports.
import { createRequire } from 'node:module';

export const { auto } = createRequire(import.meta.url)('./dist/cjs/integrations/auto/node.js');
