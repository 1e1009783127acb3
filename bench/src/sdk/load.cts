const nodeModule = process.getBuiltinModule('node:module');

// usage: node load.cjs FOLDER MODULE...   Loads modules as an application of CommonJS in that folder does, and prints the CPU
// milliseconds of the process so far.
const [folder = '.', ...names] = process.argv.slice(2);
const load = nodeModule.createRequire(`${folder}/`);
for (const name of names) load(name);
const { user, system } = process.cpuUsage();
console.log((user + system) / 1000);
