import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';

/** What each room may import; held against package.json, against every import, and against the picture in ARCHITECTURE.md. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  protocol: [],
  trace: ['protocol'],
  filter: ['protocol', 'trace'],
  sdk: ['protocol'],
  store: ['protocol', 'trace', 'filter'],
  daemon: ['protocol'],
  service: ['protocol', 'trace', 'filter', 'store', 'otel'],
  console: ['protocol', 'trace', 'filter'],
  cli: ['protocol', 'trace', 'filter', 'store', 'daemon', 'service', 'console'],
  otel: ['protocol'],
  testkit: ['protocol', 'trace', 'sdk'],
};
const browserSafe = ['protocol', 'trace', 'filter', 'console'];
const withoutThirdParties = ['protocol', 'trace', 'filter', 'sdk', 'otel'];
const root = join(import.meta.dirname, '..');
const rooms = readdirSync(join(root, 'packages')).sort();

describe('the rooms', () => {
  it('are those of the table', () => {
    expect(rooms).toEqual(Object.keys(mayImport).sort());
  });

  it('stand in ARCHITECTURE.md with the same arrows', () => {
    const picture =
      /```mermaid\n([\s\S]*?)```/.exec(readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8'))?.[1] ?? '';
    const arrows = [...picture.matchAll(/^\s*(\w+) --> (\w+)$/gm)].map(([, from, to]) => `${from} → ${to}`);
    expect(arrows.sort()).toEqual(
      Object.entries(mayImport)
        .flatMap(([from, list]) => list.map((to) => `${from} → ${to}`))
        .sort(),
    );
  });
});

describe.each(rooms)('%s', (room) => {
  const allowed = mayImport[room] ?? [];
  const manifest = JSON.parse(readFileSync(join(root, 'packages', room, 'package.json'), 'utf8')) as Manifest;
  const files = sourceFiles(join(root, 'packages', room, 'src'));

  it('depends in its package.json on no other room than it may', () => {
    expect(
      dependenciesOf(manifest)
        .flatMap(roomOf)
        .filter((name) => !allowed.includes(name)),
    ).toEqual([]);
  });

  it('has sources', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it('imports only rooms it may, by their public names, and packages it declares', () => {
    const declared = dependenciesOf(manifest);
    const wrong = importsOf(files).filter(({ name }) => {
      if (name.startsWith('.') || name.startsWith('node:')) return false;
      const [other] = roomOf(packageOf(name));
      return other === undefined
        ? !declared.includes(packageOf(name))
        : other !== room && !allowed.includes(other);
    });
    expect(wrong).toEqual([]);
  });

  it('writes Node modules with node: and stays inside its own folder', () => {
    const wrong = importsOf(files).filter(
      ({ name, depth }) => builtinModules.includes(name) || upward(name) > depth,
    );
    expect(wrong).toEqual([]);
  });

  if (browserSafe.includes(room)) {
    it('imports nothing of Node', () => {
      expect(importsOf(files).filter(({ name }) => name.startsWith('node:'))).toEqual([]);
    });
  }

  if (withoutThirdParties.includes(room)) {
    it('has no third-party dependency', () => {
      expect(Object.keys(manifest.dependencies ?? {}).filter((name) => roomOf(name).length === 0)).toEqual(
        [],
      );
    });
  }
});

it('inside sdk, the core never imports an integration', () => {
  const folder = join(root, 'packages/sdk/src');
  const core = sourceFiles(folder).filter(
    (file) => !file.includes('/integrations/') && !file.includes('/testing/'),
  );
  expect(importsOf(core).filter(({ name }) => name.includes('integrations/'))).toEqual([]);
});

it('the check sees type-only, re-exported and dynamic imports', () => {
  const code = `import type { A } from 'a'; export { b } from 'b'; export type { C } from 'c'; const d = await import('d'); type E = import('e').E;`;
  expect(namesIn(code, 'sample.ts').sort()).toEqual(['a', 'b', 'c', 'd', 'e']);
});

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

interface Import {
  readonly file: string;
  readonly name: string;
  readonly depth: number;
}

function dependenciesOf(manifest: Manifest): readonly string[] {
  return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
}

function roomOf(packageName: string): readonly string[] {
  if (packageName === 'radiograph') return ['cli'];
  return packageName.startsWith('@radiograph/') ? [packageName.slice('@radiograph/'.length)] : [];
}

function packageOf(name: string): string {
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

function upward(name: string): number {
  return name.split('/').filter((part) => part === '..').length;
}

function sourceFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name).replaceAll('\\', '/'));
}

function importsOf(files: readonly string[]): readonly Import[] {
  return files.flatMap((file) => {
    const depth = file.split('/src/').at(-1)?.split('/').length ?? 1;
    return namesIn(readFileSync(file, 'utf8'), file).map((name) => ({
      file: file.slice(root.length + 1),
      name,
      depth: depth - 1,
    }));
  });
}

/** Every module name in a source text, whatever the form of the import. */
function namesIn(code: string, file: string): string[] {
  const names: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) visit(item);
    if (Array.isArray(node) || typeof node !== 'object' || node === null) return;
    const { type, source, argument } = node as {
      type?: string;
      source?: { value?: unknown };
      argument?: { value?: unknown };
    };
    if (type !== undefined && /^(Import|Export|TSImport)/.test(type)) {
      const value = source?.value ?? argument?.value;
      if (typeof value === 'string') names.push(value);
    }
    for (const value of Object.values(node)) visit(value);
  };
  visit(parseAst(code, { lang: file.endsWith('x') ? 'tsx' : 'ts', astType: 'ts' }, file));
  return names;
}
