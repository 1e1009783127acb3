/** GraphQL by `graphql` 17. */

// For users
export { type GraphqlOptions, graphql } from './graphql.js';
