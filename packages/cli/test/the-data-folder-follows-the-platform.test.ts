import { expect, it } from 'vitest';
import { type DataFolderPlace, defaultDataFolder } from '../src/data-folder.js';

const none = { xdgDataHome: undefined, localAppData: undefined };

it.each<[expected: string, DataFolderPlace]>([
  ['/home/ada/.local/share/radiograph', { ...none, platform: 'linux', home: '/home/ada' }],
  ['/data/radiograph', { ...none, platform: 'linux', home: '/home/ada', xdgDataHome: '/data' }],
  [
    '/home/ada/.local/share/radiograph',
    { ...none, platform: 'linux', home: '/home/ada', xdgDataHome: 'data' },
  ],
  [
    '/Users/ada/Library/Application Support/Radiograph',
    { ...none, platform: 'darwin', home: '/Users/ada', xdgDataHome: '/data' },
  ],
  [
    'D:\\Local\\Radiograph',
    { ...none, platform: 'win32', home: 'C:\\Users\\ada', localAppData: 'D:\\Local' },
  ],
  ['C:\\Users\\ada\\AppData\\Local\\Radiograph', { ...none, platform: 'win32', home: 'C:\\Users\\ada' }],
])('%s', (expected, place) => {
  expect(defaultDataFolder(place)).toBe(expected);
});
