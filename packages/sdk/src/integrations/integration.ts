/** One library that an integration records, and how that is tested. */
export interface IntegratedLibrary {
  /** Its name on npm; `node:` modules with their prefix. */
  readonly name: string;
  /** The range of versions whose interface this was written for. */
  readonly versions: string;
  /** The exact versions that the tests run, as `test/package.json` has them; of Node's own modules, `Node 24`. */
  readonly tested: readonly string[];
  /** What the tests call: the real server with its version, or `wire model` where there is none to run. */
  readonly real: string;
}

/** One option of an integration. */
export interface IntegrationOption {
  readonly name: string;
  /** Its values, as a type. */
  readonly values: string;
  readonly default: string;
  readonly meaning: string;
}

/**
 * What docs/integrations.md says of one integration. The data stands beside the code it describes, and no application
 * loads it.
 */
export interface Integration {
  /** The export of `@radiograph/sdk`. */
  readonly subpath: string;
  readonly libraries: readonly IntegratedLibrary[];
  /** How it gets to know of calls. */
  readonly hook: string;
  /** What a document holds afterwards, in short phrases. */
  readonly records: readonly string[];
  readonly options: readonly IntegrationOption[];
  readonly notes?: readonly string[];
}
