/** The plugin of esbuild, for libraries inside a bundle. */

// For users
export { type EsbuildBuild, type EsbuildPlugin, esbuild, type Loaded } from './esbuild.js';
